"""The disk is full while a WARC file is closed or its CDXJ written: no record is lost, and a message says so."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

import flows.archive.cdxj
import flows.archive.warc_file
from flows.archive.archive import Archive, read_archived
from flows.archive.captures import Capture
from flows.archive.storing import Storing


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device", "x")


def page(number: int) -> Capture:
    return Capture(f"https://x.example/{number}", b"%d " % number + os.urandom(900), status=200, channel="warc")


def held(directory: Path) -> list[int]:
    with Archive(directory, run="reader") as archive:
        assert not [note for note in archive.notes if "cannot be" in note or "missing" in note]
        for one in archive.pages():
            read_archived(directory, one)
        return sorted(int(one.url.rpartition("/")[2]) for one in archive.pages())


#: Where the disk is full -> how to make it so.
PLACES: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "the name of the closed file": lambda patch: patch.setattr(flows.archive.warc_file, "sync_directory", full),
    "the CDXJ": lambda patch: patch.setattr(flows.archive.cdxj, "swap_in", full),
}


@pytest.mark.parametrize("place", PLACES)
def test_while_the_run_goes_on(tmp_path: Path, place: str) -> None:
    """The run gets an error, and can go on in another file when there is space again."""
    added = []
    with Archive(tmp_path, run="one", storing=Storing(file_bytes=20_000)) as archive:
        with pytest.MonkeyPatch.context() as patch:
            PLACES[place](patch)
            with pytest.raises(OSError, match="No space left"):
                for number in range(256):
                    added.append(number)
                    archive.add(page(number))
        archive.add(page(100))
    assert held(tmp_path) == [*added, 100], "also the page at which the file was to be closed"
    names = sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("one"))
    assert names == ["one.2.cdxj", "one.2.warc.gz", "one.cdxj", "one.warc.gz"]


def test_at_the_end_of_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(tmp_path, run="one")
    archive.add(page(1))
    with monkeypatch.context() as patch:
        patch.setattr(flows.archive.cdxj, "swap_in", full)
        with pytest.raises(OSError, match="No space left"):
            archive.close()
    assert [path.name for path in tmp_path.glob("*.new")] == []
    assert held(tmp_path) == [1]
    assert (tmp_path / "one.cdxj").is_file()


def test_when_the_archive_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A CDXJ that cannot be written when the archive is opened is reported; the pages can be read without it."""
    with Archive(tmp_path, run="one") as archive:
        archive.add(page(1))
    (tmp_path / "one.cdxj").unlink()
    with monkeypatch.context() as patch:
        patch.setattr(flows.archive.cdxj, "swap_in", full)
        with Archive(tmp_path, run="two") as archive:
            (note,) = archive.notes
            assert note.startswith("one.cdxj: cannot be written (No space left on device)")
            assert len([*archive.pages()]) == 1
    assert held(tmp_path) == [1]


def test_an_imported_page_that_is_lost_takes_those_behind_it_along(tmp_path: Path) -> None:
    """Imported pages are compressed while others are read, so the error comes late: all pages after the lost one are
    lost, too."""
    archive = Archive(tmp_path, run="one")
    archive.add(page(0))
    archive.flush()
    assert archive._writer is not None
    whole = archive._writer.warc._file
    archive._writer.warc._file = _Full(whole)  # type: ignore[assignment]
    with pytest.raises(OSError, match=r"No space left.*one\.warc\.gz\.open"):
        for number in range(1, 30):
            archive.add(page(number))
        archive.flush()
    assert archive.latest("https://x.example/1") is None, "nobody is told that it is there"
    archive._writer.warc._file = whole
    archive.add(page(40))
    archive.close()
    assert held(tmp_path) == [0, 40]


class _Full:
    """A file that takes half of the first write, and then no more."""

    def __init__(self, file: object) -> None:
        self.file, self.written = file, False

    def write(self, data: memoryview) -> int:
        if self.written:
            raise OSError(errno.ENOSPC, "No space left on device")
        self.written = True
        return self.file.write(data[: len(data) // 2])  # type: ignore[attr-defined, no-any-return]

    def __getattr__(self, name: str) -> object:
        return getattr(self.file, name)
