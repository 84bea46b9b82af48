"""The archive: what goes in comes out, once, whatever happens to the process that writes."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from flows.archive.archive import Archive, ArchiveError, read_archived
from flows.archive.captures import Capture

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAGE = Capture(
    "https://herald.example/storm",
    "<p>Storm über the coast</p>".encode("latin-1"),
    source="herald",
    fetched_at=NOON,
    status=200,
    headers=(
        ("Content-Type", "Text/HTML; charset=ISO-8859-1"),
        ("ETag", '"v1"'),
        ("X-Odd", "café\r\n fold"),
        ("Content-Encoding", "gzip"),
    ),
    redirects=("http://herald.example/storm",),
)
FILE = Capture("file:///pages/my storm.txt", b"Storm\n", channel="file", media_type="text/plain")


def remove_index(directory: Path) -> None:
    """Delete an archive's index, as docs/command-line.md says, so that it is rebuilt when the archive is opened."""
    for file in directory.glob("index.sqlite*"):
        file.unlink()


def test_a_page_comes_back_as_it_was_added(tmp_path: Path) -> None:
    with Archive(tmp_path, run="one") as archive:
        stored = archive.add(PAGE)
        page = archive.read(stored.sha256 or "")
    assert stored.new
    assert (page.body, page.url, page.fetched_at) == (PAGE.body, PAGE.url, NOON)
    assert (page.media_type, page.charset) == ("text/html", "iso-8859-1")


def test_a_file_has_no_address_for_the_parser(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.add(FILE)
        [found] = archive.pages()
    assert found.url == "file:///pages/my%20storm.txt"
    assert read_archived(tmp_path, found).url is None


def test_the_same_body_is_stored_once(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        results = [archive.add(Capture(f"https://herald.example/{n % 5}", b"same", status=200)) for n in range(200)]
        assert [r.new for r in results] == [True] + [False] * 199
        assert len(list(archive.pages())) == 1
        assert len(list(archive.captures())) == 200


def test_an_import_made_before_is_not_noted_again(tmp_path: Path) -> None:
    for run in ("one", "two"):
        with Archive(tmp_path, run=run) as archive:
            noted = [
                archive.add(capture).noted
                for capture in (FILE, FILE, Capture("file:///e", channel="file", outcome="empty"))
            ]
        assert noted == ([True, False, True] if run == "one" else [False, False, False])
    assert [path.name for path in tmp_path.glob("*.warc*")] == ["one.warc.gz"]


def test_every_request_is_noted(tmp_path: Path) -> None:
    gone = Capture("https://herald.example/gone", outcome="http_error", status=404, detail="It answered 404.")
    with Archive(tmp_path) as archive:
        archive.add(PAGE)
        archive.add(gone)
        unchanged = archive.add(Capture(PAGE.requested_url, outcome="not_modified", status=304))
        assert unchanged.sha256 == next(archive.pages()).sha256 and not unchanged.new
    remove_index(tmp_path)
    with Archive(tmp_path) as archive:
        assert archive.notes == ()
        assert [(event.outcome, event.sha256 is None) for event in archive.events()] == [
            ("http_error", True),
            ("not_modified", False),
        ]
        assert archive.counts() == {"fetched": 1, "http_error": 1, "not_modified": 1}
        latest = archive.latest(PAGE.requested_url)
        assert latest is not None and latest.etag == '"v1"'
        assert archive.latest("https://herald.example/never") is None


def test_the_index_is_rebuilt_from_the_files(tmp_path: Path) -> None:
    with Archive(tmp_path, run="one") as archive:
        for capture in (
            PAGE,
            FILE,
            Capture(PAGE.url, PAGE.body, status=200),
            Capture("https://x.example/", outcome="timeout"),
        ):
            archive.add(capture)
        captures, pages = list(archive.captures()), list(archive.pages())
    remove_index(tmp_path)
    with Archive(tmp_path, run="two") as archive:
        assert (list(archive.captures()), list(archive.pages())) == (captures, pages)


def test_other_tools_read_the_files(tmp_path: Path) -> None:
    with Archive(tmp_path, run="one") as archive:
        for capture in (PAGE, FILE, Capture("https://m.example/", PAGE.body, status=200)):
            archive.add(capture)
    with (tmp_path / "one.warc.gz").open("rb") as file:
        records = [(r.rec_type, r.content_stream().read()) for r in ArchiveIterator(file, check_digests="raise")]
    assert records[1:] == [("response", PAGE.body), ("resource", b"Storm\n"), ("revisit", b"")]
    assert records[0][0] == "warcinfo"


def test_parsed_pages_are_not_waiting(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        for number in range(2500):
            archive.add(Capture(f"https://herald.example/{number}", b"%d" % number, status=200))
        waiting = list(archive.unparsed(parser_version="1", rules_version="a"))
        assert [page.url.rsplit("/")[-1] for page in waiting] == [str(n) for n in range(2500)]
        archive.mark_parsed([p.sha256 for p in waiting[:2400]], parser_version="1", rules_version="a", batch_id="b")
        assert len(list(archive.unparsed(parser_version="1", rules_version="a"))) == 100
        assert len(list(archive.unparsed(parser_version="1", rules_version="b"))) == 2500
        assert list(archive.unparsed(parser_version="1", rules_version="b", source="other")) == []


def test_what_brought_no_page_is_staged_once(tmp_path: Path) -> None:
    gone = Capture("https://herald.example/gone", outcome="http_error", status=404)
    with Archive(tmp_path) as archive:
        for capture in (PAGE, gone, PAGE):
            archive.add(capture)
        events = list(archive.events())
        assert [(event.url, event.outcome) for event in events] == [(gone.url, "http_error"), (PAGE.url, "fetched")]
        archive.mark_staged(events, batch_id="b")
        assert list(archive.events()) == []


@pytest.mark.parametrize("cut", [1, 9, 60, 150, 10_000])
def test_a_left_over_file_is_cut_to_its_last_whole_record(tmp_path: Path, cut: int) -> None:
    with Archive(tmp_path, run="dead") as archive:
        archive.add(FILE)
        archive.add(Capture("https://big.example/", os.urandom(20_000), status=200))
    whole = tmp_path / "dead.warc.gz"
    (tmp_path / "dead.warc.gz.open").write_bytes(whole.read_bytes()[:-cut])
    for path in (whole, *tmp_path.glob("index.sqlite*")):
        path.unlink()
    with Archive(tmp_path, run="next") as archive:
        assert [page.url for page in archive.pages()] == ["file:///pages/my%20storm.txt"]
        assert len(archive.notes) == 1
        assert archive.add(Capture("https://new.example/", b"new", status=200)).new
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "dead.cdxj", "dead.warc.gz", "index.sqlite", "next.cdxj", "next.warc.gz"
    ]  # fmt: skip


def test_the_file_of_a_living_run_is_left_alone(tmp_path: Path) -> None:
    with Archive(tmp_path, run="one") as first:
        first.add(FILE)
        first.flush()
        with Archive(tmp_path, run="one") as second:
            assert second.notes == ()
            assert [page.warc for page in second.pages()] == ["one"]
            second.add(PAGE)
        first.add(Capture("https://late.example/", b"late", status=200))
    with Archive(tmp_path) as archive:
        assert [(page.warc, read_archived(tmp_path, page).body) for page in archive.pages()] == [
            ("one", b"Storm\n"),
            ("one", b"late"),
            ("one.2", PAGE.body),
        ]


_WRITER = """
import sys
from pathlib import Path
from flows.archive.archive import Archive
from flows.archive.captures import Capture
archive = Archive(Path(sys.argv[1]), run="killed")
for number in range(100_000):
    archive.add(Capture(f"https://herald.example/{number}", b"%d" % number * 500, status=200))
    print(number, flush=True)
"""


@pytest.mark.slow
def test_a_killed_writer_loses_no_whole_record(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", _WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            if int(line) == 150:
                writer.send_signal(signal.SIGKILL)
                break
    with Archive(tmp_path, run="next") as archive:
        pages = list(archive.pages())
        assert [p.url for p in pages] == [f"https://herald.example/{n}" for n in range(len(pages))]
        assert len(pages) > 150
        assert read_archived(tmp_path, pages[-1]).body == b"%d" % (len(pages) - 1) * 500


def test_damage_is_told_and_passed_over(tmp_path: Path) -> None:
    with Archive(tmp_path, run="one") as archive:
        for number in range(3):
            archive.add(Capture(f"https://herald.example/{number}", os.urandom(3000), status=200))
        pages = list(archive.pages())
    path = tmp_path / "one.warc.gz"
    content = bytearray(path.read_bytes())
    content[pages[1].offset + 500 : pages[1].offset + 510] = b"\0" * 10
    path.write_bytes(content)
    with Archive(tmp_path) as archive, pytest.raises(ArchiveError, match="cannot be read"):
        read_archived(tmp_path, pages[1])
    remove_index(tmp_path)
    with Archive(tmp_path) as archive:
        [note] = archive.notes
        assert f"the record at {pages[1].offset:,}" in note
        assert [page.offset for page in archive.pages()] == [pages[0].offset, pages[2].offset]


def test_a_shortened_file_is_noticed(tmp_path: Path) -> None:
    with Archive(tmp_path, run="one") as archive:
        archive.add(PAGE)
    path = tmp_path / "one.warc.gz"
    path.write_bytes(path.read_bytes()[:-20])
    with Archive(tmp_path) as archive:
        assert archive.notes == ("one: 20 bytes are missing at its end; restore the file from a copy.",)


def test_files_from_another_archive_are_taken_in(tmp_path: Path) -> None:
    with Archive(tmp_path / "a", run="one") as archive:
        archive.add(PAGE)
    with Archive(tmp_path / "b") as archive:
        pass
    (tmp_path / "a" / "one.warc.gz").rename(tmp_path / "b" / "moved.warc.gz")
    with Archive(tmp_path / "b") as archive:
        assert [page.warc for page in archive.pages()] == ["moved"]


def test_bytes_that_are_no_characters(tmp_path: Path) -> None:
    odd = b"caf\xe9".decode("utf-8", "surrogateescape")
    strange = Capture(
        f"https://herald.example/{odd} \u00fc",
        b"page",
        status=200,
        headers=(("ETag", f'"{odd}"'), ("X-Name", "Gr\u00fc\u00dfe"), ("Content-Type", f"text/html; charset={odd}")),
        detail=f"{odd}\n \u00fc",
        redirects=(f"http://{odd}.example/",),
        source="gr\u00fcn",
    )
    with Archive(tmp_path, run="one") as archive:
        archive.add(strange)
        archive.add(replace(strange, body=None, outcome="timeout"))
        captures = list(archive.captures())
    remove_index(tmp_path)
    with Archive(tmp_path) as archive:
        assert archive.notes == ()
        assert list(archive.captures()) == captures
    assert captures[0].url == "https://herald.example/caf%E9%20\u00fc"
    assert captures[0].etag == '"caf%E9"'


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive, pytest.raises(ArchiveError, match="holds the page with the hash"):
        archive.read("0" * 64)


def test_each_record_is_a_gzip_member(tmp_path: Path) -> None:
    with Archive(tmp_path, run="one") as archive:
        archive.add(PAGE)
        archive.add(FILE)
        found = list(archive.captures())
    content = (tmp_path / "one.warc.gz").read_bytes()
    parts = [gzip.decompress(content[row.offset : row.offset + row.length]) for row in found]
    assert all(part.startswith(b"WARC/1.1\r\n") for part in parts)
