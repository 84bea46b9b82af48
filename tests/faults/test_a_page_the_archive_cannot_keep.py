"""When the archive cannot store one page, only that page is lost; when it cannot be written at all, the run ends."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from flows.acquire.keep import ArchiveStopped
from flows.archive.archive import Archive, Stored
from flows.archive.captures import Capture
from flows.cli.cli import main
from flows.import_pages import import_pages, store_batch
from tests.faults.warcs import page

ITEM_FAULTS = [
    ValueError("a capture is archived with the time of its fetch"),
    UnicodeEncodeError("ascii", "ü", 0, 1, "ordinal not in range(128)"),
    OverflowError("date value out of range"),
    AttributeError("'NoneType' object has no attribute 'startswith'"),
    sqlite3.InterfaceError("Error binding parameter 3"),
    sqlite3.ProgrammingError("type 'Message' is not supported"),
    RecursionError("maximum recursion depth exceeded"),
]
RUN_FAULTS = [
    (OSError(errno.ENOSPC, "No space left on device"), "the disk is full; make room and run again, nothing is lost"),
    (OSError(errno.EDQUOT, "Disk quota exceeded"), "disk quota of this user is used up"),
    (OSError(errno.EROFS, "Read-only file system"), "the disk is read-only"),
    (OSError(errno.EIO, "Input/output error"), "the disk reports an error"),
    (sqlite3.OperationalError("database or disk is full"), "make room or mend the disk"),
    (sqlite3.DatabaseError("database disk image is malformed"), "malformed"),
    (MemoryError(), "MemoryError"),
]


def captures() -> list[Capture]:
    return [Capture(f"https://herald.example/{n}", page(n), channel="warc", status=200) for n in ("1", "odd", "2")]


def breaking(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Make the archive raise `error` for every body that holds "odd"."""
    add = Archive.add

    def broken(self: Archive, capture: Capture) -> Stored:
        if capture.body is not None and b"odd" in capture.body:
            raise error
        return add(self, capture)

    monkeypatch.setattr(Archive, "add", broken)


@pytest.mark.parametrize("error", ITEM_FAULTS, ids=lambda error: type(error).__name__)
def test_one_page_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    breaking(monkeypatch, error)
    with Archive(tmp_path, run="run") as archive:
        assert store_batch(archive, captures()) == {"new": 2, "unreadable": 1}
        assert store_batch(archive, captures()) == {"known": 3}
        row = archive.latest("https://herald.example/odd", ("unreadable",))
        assert row is not None and row.detail.startswith(f"The archive cannot keep it as it is ({type(error).__name__}")
        assert len(list(archive.pages())) == 2


@pytest.mark.parametrize(("error", "said"), RUN_FAULTS, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("where", ["add", "flush"])
def test_an_archive_that_cannot_be_written_ends_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str, where: str
) -> None:
    if where == "add":
        breaking(monkeypatch, error)

    with Archive(tmp_path / "archive", run="run") as archive:
        if where == "flush":
            with monkeypatch.context() as patched:
                patched.setattr(archive, "flush", lambda: (_ for _ in ()).throw(error))
                with pytest.raises(ArchiveStopped) as stopped:
                    store_batch(archive, captures())
        else:
            with pytest.raises(ArchiveStopped) as stopped:
                store_batch(archive, captures())
    assert said in str(stopped.value) and "archive" in str(stopped.value)


def test_a_full_disk_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("1", "odd", "2"):
        (tmp_path / f"{name}.html").write_bytes(page(name))
    breaking(monkeypatch, OSError(errno.ENOSPC, "No space left on device"))
    assert main(["--data", str(tmp_path / "data"), "import", str(tmp_path)]) == 1
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert said.startswith(f"copydesk: {tmp_path}/data/archive cannot be written, the disk is full; make room")
    monkeypatch.undo()
    again = import_pages([str(tmp_path / f"{name}.html") for name in ("1", "odd", "2")], data=str(tmp_path / "data"))
    assert again.outcome == "done" and again.counts["new"] + again.counts["known"] == 3


HOSTILE: list[dict[str, Any]] = [
    {"headers": (("Content-Type", "text/html"), ("X-\udce9", "a"), ("", "b"), ("X Y", "c"))},
    {"headers": (("ETag", "\udcff\x00\x1b"), ("Last-Modified", "\n\r\x85\u2028"))},
    {"redirects": ("https://a.example/\udce9", "https://b.example/ \n")},
    {"url": "https://herald.example/\udce9\x00\x1b[31m"},
    {"status": 99999},
    {"status": 200, "url": "file:///x.warc#12"},
]


@pytest.mark.parametrize("what", HOSTILE, ids=lambda what: " ".join(what))
def test_whatever_stands_in_a_capture_the_next_one_is_kept(tmp_path: Path, what: dict[str, Any]) -> None:
    one, odd, two = captures()
    with Archive(tmp_path, run="run") as archive:
        outcomes = store_batch(
            archive, [one, Capture(**{"url": odd.url, "body": odd.body, "channel": "warc", **what}), two]
        )
        assert outcomes["new"] >= 2 and sum(outcomes.values()) == 3
        kept = [page for page in archive.pages() if page.url in (one.url, two.url)]
        assert [archive.read(page.sha256).body for page in kept] == [one.body, two.body]
