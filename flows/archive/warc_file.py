"""WARC files on disk: append to one, read a record of one, mend one that a dead run left behind.

A run writes `<run>.warc.gz.open`, holds a lock file beside it while it lives, and renames it when it is closed.
Every record is one gzip member, so a file is good up to its last whole member whatever happened to its writer; what a
failed write leaves behind that member is cut off before the next one is written.
"""

from __future__ import annotations

import os
import zlib
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from filelock import FileLock, Timeout

from flows.archive.warc_walk import RECORD_LIMIT, WHOLE, walk_gzip

OPEN: Final = ".warc.gz.open"
CLOSED: Final = ".warc.gz"


class ShortFile(Exception):
    """A WARC file ends before the place at which a record should lie."""


class OpenWarc:
    """A WARC file that one process is writing; append() gives the place of a record, close() its final name.

    Errors of the disk are raised as OSError with the file's name; the file then holds what it held before.
    """

    def __init__(self, directory: Path, run: str) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.name, self._lock = _claim(directory, run)
        self._directory = directory
        self._path = directory / (self.name + OPEN)
        try:
            self._file: BinaryIO = self._path.open("xb", buffering=0)
        except BaseException:
            _release(self._lock)
            raise
        #: Length of the whole records in bytes; and how much of it is synced to the disk.
        self.end = self._synced = 0
        #: Whether something that is no whole record may stand behind `end`.
        self._torn = False

    def append(self, member: bytes) -> tuple[int, int]:
        """Write one record; offset and length of it.  On disk for good only after sync()."""
        try:
            self._mend()
            self._torn = True
            view = memoryview(member)
            while view:
                view = view[self._file.write(view) :]
        except OSError as error:
            self.is_sound()
            raise _named(error, self._path) from error
        self._torn = False
        offset, self.end = self.end, self.end + len(member)
        return offset, len(member)

    def sync(self) -> None:
        """Wait until everything written lies on the disk; when that fails, go back to what does."""
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            # The system has dropped some of it, will not say which, and says so only once.
            self.end, self._torn = self._synced, True
            self.is_sound()
            raise _named(error, self._path) from error
        self._synced = self.end

    def is_sound(self) -> bool:
        """Whether another record can be appended: nothing half-written stands at the end, or it could be cut off."""
        with suppress(OSError):
            self._mend()
        return not self._torn

    def _mend(self) -> None:
        """Cut off what a failed write left."""
        if self._torn:
            self._file.truncate(self.end)
            self._file.seek(self.end)
            self._torn = False

    def close(self) -> None:
        """Give the file its final name; an empty one is removed.

        One whose end cannot be mended keeps its name, and the next opening of the archive closes it.
        """
        try:
            self._mend()
            self.sync()
            self._file.close()
            if self.end:
                self._path.replace(self._directory / (self.name + CLOSED))
            else:
                self._path.unlink()
            _sync_directory(self._directory)
        except OSError as error:
            raise _named(error, self._path) from error
        finally:
            self.leave()

    def leave(self) -> None:
        """Write no more to it, and leave it to the next opening of the archive to close it."""
        with suppress(OSError):  # everything that must be kept is synced already, or reported as missing
            self._file.close()
        _release(self._lock)


def _named(error: OSError, path: Path) -> OSError:
    """The same error with the name of the file, which errors of writing lack."""
    return OSError(error.errno, error.strerror or str(error), str(path))


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
    # Taken in one thread and given back in another when outlets are followed.
    return FileLock(str(directory / f"{name}.lock"), thread_local=False)


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
    closed, being_written = directory / (name + CLOSED), directory / (name + OPEN)
    return being_written if being_written.exists() and not closed.exists() else closed


def file_state(directory: Path, name: str) -> str:
    """Inode, size and time of the last change of a file, equal as long as nobody touches it; "" for one that is away.

    The time of the last writing would not do: copies that are put back often keep it.
    """
    try:
        found = warc_path(directory, name).stat()
    except OSError:
        return ""
    return f"{found.st_ino}:{found.st_size}:{found.st_ctime_ns}"


def closed_warcs(directory: Path) -> list[str]:
    """Names (without suffix) of the files that no run is writing, in order."""
    return sorted(path.name.removesuffix(CLOSED) for path in directory.glob("*" + CLOSED))


def all_warcs(directory: Path) -> list[str]:
    """Names (without suffix) of all files, those being written too, in order."""
    being_written = {path.name.removesuffix(OPEN) for path in directory.glob("*" + OPEN)}
    return sorted(being_written.union(closed_warcs(directory)))


def close_left_over(directory: Path) -> list[str]:
    """Close the files of dead runs, cut to their last whole record; one sentence for each.

    A file whose writer lives is left alone: its lock is held.  One that cannot be closed costs no other.
    """
    notes = []
    for path in sorted(directory.glob("*" + OPEN)):
        name = path.name.removesuffix(OPEN)
        lock = _lock(directory, name)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            continue
        except OSError as error:
            notes.append(_cannot_close(path, error))
            continue
        try:
            if path.exists():
                notes.append(_close_dead(directory, path, name))
        except OSError as error:
            notes.append(_cannot_close(path, error))
        finally:
            _release(lock)
    return notes


def _cannot_close(path: Path, error: OSError) -> str:
    return f"{path.name}: left by a run that ended early, and cannot be closed ({error.strerror}); make it writable."


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
    path.replace(_free_name(directory, name))
    _sync_directory(directory)
    return f"{path.name}: left by a run that ended early; closed, {cut:,} bytes of an unfinished record cut off."


def _free_name(directory: Path, name: str) -> Path:
    """The final name, or one with a number: a file that came back from a copy must not be written over."""
    target, number = directory / (name + CLOSED), 2
    while target.exists():
        target, number = directory / f"{name}.{number}{CLOSED}", number + 1
    return target


def read_member(directory: Path, name: str, offset: int, length: int) -> bytes:
    """The uncompressed record at a place of a file.

    Raises ShortFile when the file ends before it, zlib.error or EOFError when it is not whole.
    """
    with open_warc(directory, name) as file:
        file.seek(offset)
        packed = file.read(length)
    if len(packed) < length:
        raise ShortFile(f"it ends before byte {offset + length:,}")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
    data = unpacker.decompress(packed, RECORD_LIMIT)
    if not unpacker.eof:
        raise EOFError("it is cut")
    return data


def open_warc(directory: Path, name: str) -> BinaryIO:
    """A WARC file open for reading, under whichever name it has."""
    try:
        return warc_path(directory, name).open("rb")
    except FileNotFoundError:
        # Its run closed it, and so renamed it, between the look for it and the opening.
        return warc_path(directory, name).open("rb")
