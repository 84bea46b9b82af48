"""CC-NEWS on a local server: months and files that are missing, cut, slow or refused cost no other file."""

from __future__ import annotations

import gzip
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.acquire.files.formats import Found
from flows.acquire.files.wanted import WarcFilter
from flows.acquire.remote.whats import Whats
from flows.archive.archive import Archive
from flows.archive.captures import Capture
from flows.cli.cli import main
from flows.config.settings import Remote
from parsers.rules import shipped_config
from tests.acquire.file_server import SETTINGS, FileServer, Served, file_server, read
from tests.faults.processes import wait
from tests.faults.warcs import gz, http, packed, page, record

HERALD, OTHER = "herald.example", "other.example"
#: Time in the name of each file -> names of its pages, with their times.
FILES = {
    "20251231235000": {"eve": "2025-12-31T23:55:00Z", "midnight": "2026-01-01T00:20:00Z"},
    "20260101013000": {"one": "2026-01-01T01:31:00Z"},
    "20260115080000": {"two": "2026-01-15T08:01:00Z", "three": "2026-01-15T09:59:00Z"},
    "20260210120000": {"four": "2026-02-10T12:10:00Z"},
    "20260210130000": {"five": "2026-02-10T13:10:00Z"},
    "20260401000000": {"six": "2026-04-01T00:01:00Z"},
}
JANUARY = WarcFilter((HERALD,), datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC))
YEAR = WarcFilter((HERALD,), datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC))


def path_of(time_in_name: str) -> str:
    return f"crawl-data/CC-NEWS/{time_in_name[:4]}/{time_in_name[4:6]}/CC-NEWS-{time_in_name}-00001.warc.gz"


def list_of(month: str) -> str:
    return f"crawl-data/CC-NEWS/{month[:4]}/{month[4:]}/warc.paths.gz"


def layout() -> dict[str, Served]:
    """Path -> answer, for every file and list of the server; the list of March is missing."""
    served = {}
    for name, pages in FILES.items():
        records = [record(f"https://{HERALD}/{one}", http(page(one)), date=date) for one, date in pages.items()]
        records.append(record(f"https://{OTHER}/{name}", http(page(name)), date=f"{name[:4]}-{name[4:6]}-28T00:00:00Z"))
        served[path_of(name)] = Served(packed(*records))
    for month in sorted({name[:6] for name in FILES}):
        lines = [path_of(name) for name in FILES if name.startswith(month)]
        served[list_of(month)] = Served(gzip.compress("".join(f"{line}\n" for line in lines).encode()))
    return served


def taken(found: list[Found]) -> list[str]:
    """The names of the pages that were read, sorted."""
    return sorted(one.url.rpartition("/")[2] for one in found if isinstance(one, Capture) and one.body is not None)


def problems(found: list[Found]) -> dict[str, str]:
    """Path on the server -> outcome, for everything that could not be read."""
    return {one.url.split("/", 3)[3]: one.outcome for one in found if isinstance(one, Capture) and one.body is None}


def get(server: FileServer, wanted: WarcFilter, memory: Path | None = None, files: int = 3) -> list[Found]:
    return read("cc-news", wanted=wanted, memory=memory, remote=Remote(cc_news=server.url, files=files))


def warcs(server: FileServer) -> list[str]:
    return sorted({path[-26:-14] for _, path, _ in server.asked if path.endswith(".warc.gz")})


def test_only_the_files_of_the_period_are_read_and_only_its_pages_taken() -> None:
    with file_server(**layout()) as server:
        found = get(server, JANUARY)
        assert taken(found) == ["midnight", "one", "three", "two"], (
            "the one of the eve lies in a file of the year before"
        )
        assert problems(found) == {}
        assert not [path for _, path, _ in server.asked if "/2026/02/" in path]
        assert server.busiest <= 3
        found = get(server, WarcFilter((HERALD,), datetime(2026, 1, 15, 9, tzinfo=UTC), JANUARY.until))
        assert taken(found) == ["three"], "it lies in the last file that began before the period"


def test_a_missing_month_costs_no_other() -> None:
    with file_server(**layout()) as server:
        found = get(server, YEAR)
        assert taken(found) == ["five", "four", "midnight", "one", "six", "three", "two"]
        assert problems(found) == {list_of("202603"): "http_error"}
        [missing] = [one for one in found if isinstance(one, Capture) and one.body is None]
        assert "no list of 2026-03" in missing.detail


def test_the_month_before_the_period_may_be_missing() -> None:
    served = layout()
    del served[list_of("202512")]
    with file_server(**served) as server:
        found = get(server, JANUARY)
        assert (taken(found), problems(found)) == (["one", "three", "two"], {})


def broken(kind: str) -> Served:
    whole = layout()[path_of("20260210120000")]
    return {
        "404": Served(b"", statuses=[404]),
        "403": Served(b"", statuses=[403]),
        "503": Served(b"", statuses=[503, 503]),
        "cut": Served(whole.body[:-40], etag='"0"'),
        "breaks off": Served(whole.body, etag='"0"', breaks=[0, 0]),
        "a page in its place": Served(b"<html><p>Please slow down.</p></html>", "text/html"),
        "nothing": Served(b""),
    }[kind]


@pytest.mark.parametrize("kind", ["404", "403", "503", "cut", "breaks off", "a page in its place", "nothing"])
def test_a_file_that_fails_is_reported_and_tried_again_and_no_other_is(kind: str, tmp_path: Path) -> None:
    served = layout()
    bad = path_of("20260210120000")
    whole, served[bad] = served[bad], broken(kind)
    with file_server(**served) as server:
        first = get(server, YEAR, tmp_path)
        others = ["five", "midnight", "one", "six", "three", "two"]
        assert [name for name in taken(first) if name != "four"] == others
        assert len(problems(first)) == 2, "the file, and the list of March"
        server.files[f"/{bad}"] = whole
        server.asked.clear()
        again = get(server, YEAR, tmp_path)
        assert "four" in taken(first) + taken(again) and set(taken(again)) <= {"four"}
        assert {path for _, path, _ in server.asked if path.endswith(".warc.gz")} == {f"/{bad}"}
        assert problems(again) == {list_of("202603"): "http_error"}
        server.asked.clear()
        assert taken(get(server, YEAR, tmp_path)) == []
        assert not warcs(server), "finished files are not asked for again"
        assert set(taken(get(server, WarcFilter((OTHER,), YEAR.since, YEAR.until), tmp_path))) == {*FILES} - {
            "20251231235000"
        }, "for another host they are"


@pytest.mark.parametrize(
    ("content", "outcome", "some"),
    [
        (b"<html>no list</html>", "unreadable", False),
        (gz(f"{path_of('20260115080000')}\n../../etc/passwd\n".encode()), "unreadable", True),
        (gz(f"{path_of('20260115080000')}\nhttps://evil.example/x.warc.gz\n".encode()), "unreadable", True),
        (gz(f"{path_of('20260115080000')}\n".encode())[:-3], "truncated", True),
        (f"{path_of('20260115080000')}\n\n".encode(), None, True),
    ],
    ids=["a page", "a path upwards", "another host", "cut", "not packed"],
)
def test_a_list_that_is_none(content: bytes, outcome: str | None, some: bool) -> None:
    with file_server(**layout()) as server:
        server.files[f"/{list_of('202601')}"] = Served(content)
        found = get(server, JANUARY)
        assert taken(found) == (["midnight", "three", "two"] if some else ["midnight"])
        assert problems(found) == ({list_of("202601"): outcome} if outcome else {})
        assert all(path.startswith("/crawl-data/CC-NEWS/20") for _, path, _ in server.asked)


def test_a_slow_file_does_not_keep_the_others_waiting() -> None:
    served = layout()
    for name in FILES:
        served[path_of(name)].pause = 0.5
    with file_server(**served) as server:
        begin = time.monotonic()
        assert len(taken(get(server, YEAR, files=6))) == 7
        assert time.monotonic() - begin < 2.5, "six files of 0.5 s each, side by side"
        assert server.busiest > 2


def test_whoever_stops_reading_leaves_no_thread_behind() -> None:
    served = layout()
    for name in FILES:
        served[path_of(name)].pause = 0.2
    with file_server(**served) as server:
        settings = replace(SETTINGS, remote=Remote(cc_news=server.url, files=6))
        with Whats(["cc-news"], settings, (shipped_config(),), YEAR) as named:
            assert next(named.read()) is not None
            before = {thread for thread in threading.enumerate() if thread.name.startswith(("file ", "requests"))}
            assert before
        wait(lambda: not any(thread.is_alive() for thread in before), seconds=5)


def test_the_verb_says_what_it_would_read_and_reads_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config, data = tmp_path / "config", tmp_path / "data"
    config.mkdir()
    with file_server(**layout()) as server:
        settings = f'[fetch]\nallow_private = true\ndelay = 0\njitter = 0\n[remote]\ncc_news = "{server.url}/"\n'
        (config / "copydesk.toml").write_text(settings)
        words = ["--data", str(data), "--config", str(config), "import", "cc-news"]
        period = ["--since", "2026-01-01", "--until", "2026-02-01"]
        assert main([*words, *period]) == 2
        assert "cc-news --host HOST --since DATE" in capsys.readouterr().err
        assert main([*words, "--host", HERALD]) == 2
        capsys.readouterr()
        assert main([*words, "--host", HERALD, *period, "--dry-run"]) == 0
        out = capsys.readouterr().out
        size = len(server.files[f"/{path_of('20260115080000')}"].body)
        assert f"{server.url}/{path_of('20260115080000')}: {size:,} bytes" in out
        assert "CC-NEWS: 3 files" in out
        assert {method for method, path, _ in server.asked if path.endswith(".warc.gz")} == {"HEAD"}
        assert not data.exists()
        flow = [*words[:-2], "run", *words[-2:], "--host", HERALD, *period]
        assert main(flow) == 0
        assert "4 pages: new 4" in capsys.readouterr().err
        with Archive(data / "archive") as archive:
            assert {(row.channel, row.outcome) for row in archive.captures()} == {("warc", "fetched")}
        assert main(flow) == 0
        assert "nothing to do: 3 files read before" in capsys.readouterr().err
