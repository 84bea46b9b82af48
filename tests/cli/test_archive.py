"""copydesk archive: check names every fault of every file, show prints what a site said, export writes a WACZ file."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.archive.archive import Archive
from flows.archive.captures import Capture
from flows.cli.cli import main
from tests.acquire.loopback import answers, get, site

Printed = pytest.CaptureFixture[str]
BLOCK_PAGE = "<html><body><h1>Zugang verweigert</h1><p>Grüße, Ray ID 1</p></body></html>".encode()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with Archive(tmp_path / "data" / "archive", run="one") as archive:
        for number in range(4):
            page = b"<p>The ferry number %d sailed.</p>" % number
            moment = datetime(2026, 3, 1 + number, tzinfo=UTC)
            archive.add(Capture(f"https://herald.example/{number}", page, status=200, fetched_at=moment))
        archive.add(
            Capture("https://herald.example/0", outcome="blocked", status=403, error_body=BLOCK_PAGE,
                    detail="The site answered 403.", headers=(("Content-Type", "text/html; charset=utf-8"),))
        )  # fmt: skip
    return tmp_path / "data"


def run(data: Path, *words: str) -> int:
    return main(["--data", str(data), "archive", *words])


def place(data: Path, number: int) -> int:
    with Archive(data / "archive") as archive:
        return [*archive.captures()][number].offset


def change(data: Path, offset: int, length: int) -> None:
    path = data / "archive" / "one.warc.gz"
    content = bytearray(path.read_bytes())
    content[offset : offset + length] = os.urandom(length)
    path.write_bytes(content)


def forget_a_record(data: Path) -> None:
    with sqlite3.connect(data / "archive" / "index.sqlite") as database:
        for table in ("captures", "bodies"):
            database.execute(f"DELETE FROM {table} WHERE offset = {place(data, 2)}")


def swap_hashes(data: Path) -> None:
    with sqlite3.connect(data / "archive" / "index.sqlite") as database:
        database.execute("UPDATE captures SET sha256 = 'abc' WHERE requested_url = 'https://herald.example/1'")


def invent_a_record(data: Path) -> None:
    with sqlite3.connect(data / "archive" / "index.sqlite") as database:
        database.execute("UPDATE captures SET offset = offset + 7 WHERE requested_url = 'https://herald.example/1'")


#: What happens -> what is said, whether a part of it is mended, and what is left after mending.
FAULTS: dict[str, tuple[Callable[[Path], object], str, int]] = {
    "damaged bytes": (lambda data: change(data, place(data, 1) + 30, 20), "restore the file from a copy", 3),
    "a record that the index does not know": (forget_a_record, "the index does not know it", 0),
    "another hash in the index": (swap_hashes, "it is another one than the index says", 3),
    "a record that is not there": (invent_a_record, "the index knows a record there and none is", 3),
    "a CDXJ of another file": (lambda data: (data / "archive/one.cdxj").write_text("x\n"), "one.cdxj: it does not", 0),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_each_fault_is_one_line(data: Path, capsys: Printed, kind: str) -> None:
    break_it, said, left = FAULTS[kind]
    break_it(data)
    assert run(data, "check") == 3
    lines = capsys.readouterr().out.splitlines()
    assert any(said in line for line in lines), lines
    assert all(line.startswith(("one.warc.gz:", "one.cdxj:")) for line in lines)
    run(data, "check", "--mend")
    assert "(mended)" in capsys.readouterr().out or left
    assert run(data, "check") == left
    capsys.readouterr()


def test_a_place_is_told(data: Path, capsys: Printed) -> None:
    offset = place(data, 1)
    change(data, offset + 30, 20)
    assert run(data, "check", "--json") == 3
    found = json.loads(capsys.readouterr().out)
    assert (found["files"], found["captures"]) == (1, 5)
    assert (found["faults"][0]["file"], found["faults"][0]["offset"]) == ("one.warc.gz", offset)


def test_a_file_that_is_away(data: Path, capsys: Printed) -> None:
    (data / "archive/one.warc.gz").rename(data / "elsewhere")
    assert run(data, "check") == 3
    assert "one.warc.gz: it is missing" in capsys.readouterr().out


def test_a_sound_archive(data: Path, capsys: Printed) -> None:
    assert run(data, "check") == 0
    said = capsys.readouterr()
    assert said.out == "" and "1 file, 5 captures: no fault" in said.err


def test_a_run_that_is_writing_is_no_fault(data: Path) -> None:
    with Archive(data / "archive", run="living") as archive:
        archive.add(Capture("https://herald.example/8", b"<p>eight</p>", status=200))
        assert run(data, "check") == 0
        archive.flush()
        archive.add(Capture("https://herald.example/9", b"<p>nine</p>", status=200))
        assert run(data, "check", "--mend") == 0
    assert run(data, "check") == 0


def test_no_archive(tmp_path: Path, capsys: Printed) -> None:
    assert run(tmp_path / "none", "check") == 1
    assert "There is no archive in" in capsys.readouterr().err


def test_what_a_site_said(data: Path, capsys: Printed) -> None:
    assert run(data, "show", "https://herald.example/0") == 0
    said = capsys.readouterr().out
    assert said.index("blocked") < said.rindex(" fetched "), "the latest first"
    assert "Status: 403" in said and "Grüße, Ray ID 1" in said
    assert run(data, "show", "--json", "https://herald.example/0") == 0
    assert json.loads(capsys.readouterr().out)["captures"][0]["detail"] == "The site answered 403."
    assert run(data, "show", "https://herald.example/never") == 1


def test_its_bytes(data: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(data, "show", "--body", "https://herald.example/0") == 0
    assert capfdbinary.readouterr().out == BLOCK_PAGE


def test_a_page_that_was_seen_again(data: Path, capsys: Printed) -> None:
    with Archive(data / "archive", run="two") as archive:
        archive.add(Capture("https://herald.example/1", outcome="not_modified", status=304))
    assert run(data, "show", "https://herald.example/1") == 0
    assert "The ferry number 1 sailed." in capsys.readouterr().out


def test_explain_tells_where_to_look(data: Path, capsys: Printed) -> None:
    with Archive(data / "archive", run="two") as archive:
        archive.add(Capture("https://herald.example/9", outcome="http_error", status=404, error_body=b"gone"))
    assert main(["--data", str(data), "explain", "https://herald.example/9"]) == 1
    said = capsys.readouterr().err
    assert "the server answered with an error" in said and "archive show https://herald.example/9" in said


def test_an_export(data: Path, tmp_path: Path, capsys: Printed) -> None:
    target = tmp_path / "x.wacz"
    chosen = ("--since", "2026-03-02", "--until", "2026-03-04", "--host", "herald.example")
    assert run(data, "export", "--wacz", str(target), *chosen) == 0
    assert capsys.readouterr().out == f"{target}: 2 captures, 2 pages\n"
    assert run(data, "export", "--wacz", str(target), "--source", "nobody") == 0
    assert run(data, "export", "--wacz", str(tmp_path / "no" / "x.wacz")) == 1
    assert run(data, "export", "--wacz", str(target), "--since", "2026-03-04", "--until", "2026-03-02") == 2


async def _said(size: int) -> Capture:
    page = answers(status=403, body=b"<p>no entry</p>" + b"x" * size, content_type="text/html")
    async with site({"/closed": page}) as served:
        return await get(f"{served.url}/closed")


@pytest.mark.slow
def test_the_client_hands_over_what_was_said_and_sent() -> None:
    import asyncio

    for size in (500, 80_000):
        found = asyncio.run(_said(size))
        assert (found.outcome, found.body) == ("http_error", None)
        assert found.error_body is not None and found.error_body.startswith(b"<p>no entry</p>")
        assert len(found.error_body) == min(size + 15, 65_536)
        assert found.request is not None and found.request.startswith(b"GET /closed HTTP/1.1\r\nHost: 127.0.0.1")
        assert b"User-Agent: copydesk/0" in found.request and found.request.endswith(b"\r\n\r\n")
