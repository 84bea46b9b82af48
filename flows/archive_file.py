"""WARC files on disk: append to one, walk one, mend one that a dead run left behind.

A run writes `<run>.warc.gz.open`, holds a lock file beside it while it lives, and renames it when it is closed.
Every record is one gzip member, so a file is good up to its last whole member whatever happened to its writer.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from filelock import FileLock, Timeout

OPEN: Final = ".warc.gz.open"
CLOSED: Final = ".warc.gz"
_CHUNK: Final = 1 << 18
_GZIP_MAGIC: Final = b"\x1f\x8b\x08"
_RECORD_LIMIT: Final = 1 << 28


@dataclass(frozen=True, slots=True)
class Member:
    """One gzip member of a file; data is None when it is cut or damaged."""

    offset: int
    length: int
    data: bytes | None


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
    end = 0
    for member in members(path):
        if member.data is not None:
            end = member.offset + member.length
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
    data = unpacker.decompress(packed, _RECORD_LIMIT)
    if not unpacker.eof:
        raise EOFError("it is cut")
    return data


def _read(path: Path, offset: int, length: int) -> bytes:
    with path.open("rb") as file:
        file.seek(offset)
        return file.read(length)


def members(path: Path, start: int = 0) -> Iterator[Member]:
    """Walk the gzip members of a file from an offset; damaged stretches come as members without data."""
    with path.open("rb") as file:
        offset = start
        size = os.fstat(file.fileno()).st_size
        while offset < size:
            member = _member(file, offset)
            if member.data is None:
                after = _next_magic(file, offset + 1, size)
                member = Member(offset, after - offset, None)
            yield member
            offset = member.offset + member.length


def _member(file: BinaryIO, offset: int) -> Member:
    unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
    parts, total, read = [], 0, 0
    file.seek(offset)
    try:
        while not unpacker.eof and total < _RECORD_LIMIT:
            packed = file.read(_CHUNK)
            if not packed:
                return Member(offset, read, None)
            read += len(packed)
            parts.append(unpacker.decompress(packed, _RECORD_LIMIT - total))
            total += len(parts[-1])
    except zlib.error:
        return Member(offset, read, None)
    if not unpacker.eof:
        return Member(offset, read, None)
    return Member(offset, read - len(unpacker.unused_data), b"".join(parts))


def _next_magic(file: BinaryIO, offset: int, size: int) -> int:
    """Offset of the next bytes that can begin a gzip member; the end of the file when there are none."""
    while offset < size:
        file.seek(offset)
        chunk = file.read(_CHUNK)
        found = chunk.find(_GZIP_MAGIC)
        if found >= 0:
            return offset + found
        offset += max(1, len(chunk) - len(_GZIP_MAGIC) + 1)
    return size
