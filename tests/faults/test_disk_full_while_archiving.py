"""A record that cannot be written whole leaves nothing behind: pages stored before and after it can be read."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows.archive.archive import Archive, read_archived
from flows.archive.archive_errors import ArchiveError
from flows.archive.captures import Capture
from tests.flows.desk import ROOT

#: A child process whose files may grow to so many bytes: what does not fit is written in part, and then refused.
LIMITED = """
import os, resource, signal, sys
from pathlib import Path
from flows.archive.archive import Archive
from flows.archive.captures import Capture
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))
with Archive(Path(sys.argv[1]), run="limited") as archive:
    archive.add(Capture("https://x.example/before", b"before", status=200))
    try:
        archive.add(Capture("https://x.example/big", os.urandom(200_000), status=200))
    except OSError as error:
        print(error)
    archive.add(Capture("https://x.example/after", b"after", status=200))
"""


def page(name: str, body: bytes | None = None) -> Capture:
    return Capture(f"https://x.example/{name}", body or name.encode(), status=200)


def held(directory: Path) -> dict[str, bytes]:
    """Open an archive and read all its pages: name -> body.  Fails when it reports a missing or unreadable record."""
    with Archive(directory, run="reader") as archive:
        assert not [note for note in archive.notes if "cannot be read" in note or "missing" in note]
        return {p.url.rpartition("/")[2]: read_archived(directory, p).body for p in archive.pages()}


def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    child = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "limited.warc.gz.open" in child.stdout
    assert held(tmp_path) == {"before": b"before", "after": b"after"}
    assert (tmp_path / "limited.warc.gz").stat().st_size < 2000, "what was written of the big page is gone"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def test_a_full_disk(small_disk: Path) -> None:
    with Archive(small_disk, run="one") as archive:
        archive.add(page("before"))
        with pytest.raises(OSError, match=r"No space left.*one\.warc\.gz\.open"):
            archive.add(page("big", os.urandom(3_000_000)))
        archive.add(page("after"))
    assert held(small_disk) == {"before": b"before", "after": b"after"}


def test_a_full_disk_and_no_room_even_for_the_index(small_disk: Path) -> None:
    """The disk is filled to the last byte: records that were written whole are indexed once there is space."""
    with Archive(small_disk, run="one") as archive:
        archive.add(page("before"))
        archive.flush()
    archive = Archive(small_disk, run="two")
    archive.add(page("after"))
    filler = small_disk / "filler"
    with pytest.raises(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 512)
    failed: list[str] = []
    for number in range(200):
        try:
            archive.add(page(f"more {number}", os.urandom(1000)))
        except (OSError, ArchiveError) as error:
            failed.append(str(error))
    assert failed
    try:
        archive.close()
    except (OSError, ArchiveError) as error:
        assert "full" in str(error) or "No space" in str(error)
    filler.unlink()
    found = held(small_disk)
    assert found["before"] == b"before" and found["after"] == b"after"


Break = Callable[[Archive], None]


class Stubborn:
    """A file that fails in the middle of a record, `fails` times.  can_be_cut: whether truncating it works."""

    def __init__(self, file: object, *, fails: int, can_be_cut: bool) -> None:
        self.file, self.fails, self.can_be_cut = file, fails, can_be_cut

    def write(self, data: memoryview) -> int:
        if self.fails and len(data) < 150:
            self.fails -= 1
            raise OSError(errno.EIO, "Input/output error")
        return self.file.write(data[: max(1, len(data) // 2)])  # type: ignore[attr-defined, no-any-return]

    def truncate(self, size: int) -> int:
        if not self.can_be_cut:
            raise OSError(errno.EIO, "Input/output error")
        return self.file.truncate(size)  # type: ignore[attr-defined, no-any-return]

    def __getattr__(self, name: str) -> object:
        return getattr(self.file, name)


@pytest.mark.parametrize("can_be_cut", [True, False])
@pytest.mark.parametrize("fails", [1, 3])
def test_a_write_that_stops_half_way(tmp_path: Path, fails: int, can_be_cut: bool) -> None:
    with Archive(tmp_path, run="one") as archive:
        archive.add(page("before"))
        assert archive._writer is not None
        warc = archive._writer.warc
        warc._file = Stubborn(warc._file, fails=fails, can_be_cut=can_be_cut)  # type: ignore[assignment]
        for number in range(fails if can_be_cut else 1):
            with pytest.raises(OSError):
                archive.add(page(f"lost {number}"))
        archive.add(page("after"))
    assert held(tmp_path) == {"before": b"before", "after": b"after"}
    assert len(list(tmp_path.glob("*.warc.gz"))) == (1 if can_be_cut else 2)
    assert list(tmp_path.glob("*.open")) == []


def test_a_write_that_is_interrupted(tmp_path: Path) -> None:
    """Ctrl-C in the middle of a write raises no OSError, but leaves half a record all the same."""
    with Archive(tmp_path, run="one") as archive:
        archive.add(page("before"))
        assert archive._writer is not None
        warc = archive._writer.warc
        whole, warc._file = warc._file, _Interrupted(warc._file)  # type: ignore[assignment]
        with pytest.raises(KeyboardInterrupt):
            archive.add(page("lost"))
        warc._file = whole
        archive.add(page("after"))
    assert held(tmp_path) == {"before": b"before", "after": b"after"}


class _Interrupted(Stubborn):
    def __init__(self, file: object) -> None:
        super().__init__(file, fails=0, can_be_cut=True)

    def write(self, data: memoryview) -> int:
        self.file.write(data[:70])  # type: ignore[attr-defined]
        raise KeyboardInterrupt


@pytest.mark.parametrize("can_be_cut", [True, False])
def test_a_disk_that_does_not_take_what_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_be_cut: bool
) -> None:
    """After a failed fsync nobody knows what is on the disk: everything since the last good one is dropped."""
    with Archive(tmp_path, run="one") as archive:
        archive.add(page("before"))
        archive.flush()
        archive.add(page("lost"))
        assert archive._writer is not None
        warc = archive._writer.warc
        warc._file = Stubborn(warc._file, fails=0, can_be_cut=can_be_cut)  # type: ignore[assignment]
        with monkeypatch.context() as broken:
            broken.setattr(os, "fsync", _refuse)
            with pytest.raises(OSError, match=r"one\.warc\.gz\.open"):
                archive.flush()
        assert archive.latest("https://x.example/lost") is None, "nobody is told that it is there"
        archive.add(page("lost"))
        archive.add(page("after"))
    assert held(tmp_path) == {"before": b"before", "lost": b"lost", "after": b"after"}


def _refuse(handle: int) -> None:
    raise OSError(errno.EIO, "Input/output error")


def test_an_index_that_cannot_be_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(tmp_path, run="one")
    archive.add(page("one"))
    with monkeypatch.context() as broken:
        broken.setattr(archive._index, "learn", _full)
        with pytest.raises(ArchiveError):
            archive.flush()
    archive.add(page("two"))
    assert {p.url[-3:] for p in archive.pages()} == {"one", "two"}, "told at the next flush"
    archive.add(page("three"))
    monkeypatch.setattr(archive._index, "learn", _full)
    with pytest.raises(ArchiveError):
        archive.close()
    assert list(tmp_path.glob("*.open")) == []
    assert held(tmp_path) == {"one": b"one", "two": b"two", "three": b"three"}


def _full(*_: object) -> None:
    raise ArchiveError("index.sqlite cannot be written, the disk is full.")


def test_a_left_over_file_never_replaces_a_whole_one(tmp_path: Path) -> None:
    """A restored backup brings back the .open file of a run beside the file that the run closed later."""
    archive = Archive(tmp_path, run="one")
    archive.add(page("first"))
    archive.flush()
    early = (tmp_path / "one.warc.gz.open").read_bytes()
    archive.add(page("second"))
    archive.close()
    (tmp_path / "one.warc.gz.open").write_bytes(early)
    assert held(tmp_path) == {"first": b"first", "second": b"second"}
    assert sorted(p.name for p in tmp_path.glob("*.warc.gz*")) == ["one.2.warc.gz", "one.warc.gz"]
