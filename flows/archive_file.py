"""WARC files on disk: append to one, walk one, mend one that a dead run left behind.

A run writes `<run>.warc.gz.open`, holds a lock file beside it while it lives, and renames it when it is closed.
Every record is one gzip member, so a file is good up to its last whole member whatever happened to its writer.
"""

from __future__ import annotations

import os
import zlib
from pathlib import Path
from typing import BinaryIO, Final

from filelock import FileLock, Timeout

from flows.warc_walk import RECORD_LIMIT, WHOLE, walk_gzip

OPEN: Final = ".warc.gz.open"
CLOSED: Final = ".warc.gz"


class OpenWarc:
    """A WARC file that one process is writing; append() gives the place of a record, close() its final name."""

    def __init__(self, directory: Path, run: str) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.name, self._lock = _claim(directory, run)
        self._directory = directory
        self._path = directory / (self.name + OPEN)
        self._file: BinaryIO = self._path.open("xb", buffering=0)
        self._end = 0

    def append(self, member: bytes) -> tuple[int, int]:
        """Write one record; offset and length of it.  On disk for good only after sync()."""
        offset = self._end
        view = memoryview(member)
        while view:
            view = view[self._file.write(view) :]
        self._end += len(member)
        return offset, len(member)

    def sync(self) -> None:
        """Wait until everything written lies on the disk."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Give the file its final name; an empty one is removed."""
        self.sync()
        self._file.close()
        if self._end:
            self._path.replace(self._directory / (self.name + CLOSED))
        else:
            self._path.unlink()
        _sync_directory(self._directory)
        _release(self._lock)


def _claim(directory: Path, run: str) -> tuple[str, FileLock]:
    """A free file name for a run: its own, or with a number when the run has written one before."""
    for number in range(1, 10_000):
        name = run if number == 1 else f"{run}.{number}"
        lock = _lock(directory, name)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            continue
        if not any((directory / (name + suffix)).exists() for suffix in (OPEN, CLOSED)):
            return name, lock
        _release(lock)
    raise FileExistsError(f"{directory}: no free file name left for run {run}; give the run another id.")


def _lock(directory: Path, name: str) -> FileLock:
    return FileLock(str(directory / f"{name}.lock"))


def _release(lock: FileLock) -> None:
    lock.release()
    Path(lock.lock_file).unlink(missing_ok=True)


def _sync_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def warc_path(directory: Path, name: str) -> Path:
    """Where a WARC file lies now: under its final name, or still being written."""
    closed = directory / (name + CLOSED)
    return closed if closed.exists() else directory / (name + OPEN)


def closed_warcs(directory: Path) -> list[str]:
    """Names (without suffix) of the files that no run is writing, in order."""
    return sorted(path.name.removesuffix(CLOSED) for path in directory.glob("*" + CLOSED))


def all_warcs(directory: Path) -> list[str]:
    """Names (without suffix) of all files, those being written too, in order."""
    being_written = {path.name.removesuffix(OPEN) for path in directory.glob("*" + OPEN)}
    return sorted(being_written.union(closed_warcs(directory)))


def close_left_over(directory: Path) -> list[str]:
    """Close the files of dead runs, cut to their last whole record; one sentence for each.

    A file whose writer lives is left alone: its lock is held.
    """
    notes = []
    for path in sorted(directory.glob("*" + OPEN)):
        name = path.name.removesuffix(OPEN)
        lock = _lock(directory, name)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            continue
        if path.exists():
            notes.append(_close_dead(directory, path, name))
        _release(lock)
    return notes


def _close_dead(directory: Path, path: Path, name: str) -> str:
    with path.open("rb") as file:
        end = max((s.offset + s.length for s in walk_gzip(file) if s.state == WHOLE), default=0)
    cut = path.stat().st_size - end
    if not end:
        path.unlink()
        return f"{path.name}: a run that ended early had written no whole record; the file was removed."
    with path.open("r+b") as file:
        file.truncate(end)
        os.fsync(file.fileno())
    path.replace(directory / (name + CLOSED))
    _sync_directory(directory)
    return f"{path.name}: left by a run that ended early; closed, {cut:,} bytes of an unfinished record cut off."


def read_member(directory: Path, name: str, offset: int, length: int) -> bytes:
    """The uncompressed record at a place of a file; raises zlib.error or EOFError when it is not whole."""
    try:
        packed = _read(warc_path(directory, name), offset, length)
    except FileNotFoundError:
        # Its run closed it, and so renamed it, between the look for it and the opening.
        packed = _read(warc_path(directory, name), offset, length)
    unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
    data = unpacker.decompress(packed, RECORD_LIMIT)
    if not unpacker.eof:
        raise EOFError("it is cut")
    return data


def _read(path: Path, offset: int, length: int) -> bytes:
    with path.open("rb") as file:
        file.seek(offset)
        return file.read(length)
