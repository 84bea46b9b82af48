"""WARC files on disk: appends records, reads a record, names the files.

A run writes `<run>.warc.gz.open`, locks a file beside it while it runs, and renames it when it is closed; the `name` of
a file is without suffix.  Every record is one gzip member (a complete gzip stream), so a file can be read up to its
last complete member; when a write fails in the middle of a member, its first part is cut off before the next record is
written.  The store is a bucket or folder elsewhere that has closed files; `where` is the archive's folder or the
address of a store.
"""

from __future__ import annotations

import os
import zlib
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final, cast

from filelock import FileLock, Timeout
from isal import igzip_lib

from flows.archive.stored_warcs import CLOSED, open_stored, stored_part, stored_state
from flows.archive.warc_walk import RECORD_LIMIT
from flows.storage.behind import folder_of

__all__ = ["CLOSED", "OPEN"]

#: The first bytes of a gzip member whose header has no optional fields (RFC 1952, section 2.3).
_PLAIN_HEADER: Final = b"\x1f\x8b\x08\0"
#: Suffix of a file that a run is writing.
OPEN: Final = ".warc.gz.open"
#: Suffix of the index beside a closed file, which stays here when the file lies only in the store.
CDXJ: Final = ".cdxj"
#: Most files that one run can write; it starts another one only after a failed write.
_MOST_FILES: Final = 10_000


class ShortFile(Exception):
    """Raised when a WARC file ends before the end of the record that is to be read."""


class OpenWarc:
    """A WARC file that this process is writing.

    `run`: id of the run, which names the file.  Disk errors are raised as OSError with the file's name; the file then
    holds the same records as before.
    """

    def __init__(self, directory: Path, run: str) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.name, self._lock = _claim(directory, run)
        self._directory = directory
        self._path = directory / (self.name + OPEN)
        try:
            self._file: BinaryIO = self._path.open("xb", buffering=0)
        except BaseException:
            release(self._lock)
            raise
        #: Bytes of complete records, and how many of these bytes are synced to the disk.
        self.end = self._synced = 0
        #: Whether an incomplete record may stand after `end`.
        self._torn = False

    def append(self, member: bytes) -> tuple[int, int]:
        """Write one packed record; return its offset and length in bytes.  It is safe on disk only after `sync`."""
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
        """Wait until all records are safe on disk; on failure, drop those since the last sync and raise OSError."""
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            # The system has lost some of the bytes, does not say which, and reports it only once.
            self.end, self._torn = self._synced, True
            self.is_sound()
            raise _named(error, self._path) from error
        self._synced = self.end

    def is_sound(self) -> bool:
        """Cut off a broken record at the end, if there is one; return whether another record can be appended now."""
        with suppress(OSError):
            self._mend()
        return not self._torn

    def _mend(self) -> None:
        """Cut off a broken record at the end, if there is one."""
        if self._torn:
            self._file.truncate(self.end)
            self._file.seek(self.end)
            self._torn = False

    def close(self) -> None:
        """Give the file its final name, or remove it when it is empty.

        When that fails, raises OSError; the file keeps its name, and the next opening of the archive closes it.
        """
        try:
            self._mend()
            self.sync()
            self._file.close()
            if self.end:
                self._path.replace(self._directory / (self.name + CLOSED))
            else:
                self._path.unlink()
            sync_directory(self._directory)
        except OSError as error:
            raise _named(error, self._path) from error
        finally:
            self.leave()

    def leave(self) -> None:
        """Stop writing without closing the file properly: the next opening of the archive closes it."""
        with suppress(OSError):  # all records are synced, or reported as lost
            self._file.close()
        release(self._lock)


def _named(error: OSError, path: Path) -> OSError:
    """Make the same error with the file's name added, which errors of write() and fsync() lack."""
    return OSError(error.errno, error.strerror or str(error), str(path))


def _claim(directory: Path, run: str) -> tuple[str, FileLock]:
    """Find a free file name for a run, and lock it; return name and lock.

    The name is the run's id, with a number if that name is taken.  Raises FileExistsError when all are taken.
    """
    for number in range(1, _MOST_FILES):
        name = run if number == 1 else f"{run}.{number}"
        lock = file_lock(directory, name)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            continue
        if not any((directory / (name + suffix)).exists() for suffix in (OPEN, CLOSED, CDXJ)):
            return name, lock
        release(lock)
    raise FileExistsError(f"{directory}: no free file name left for run {run}; give the run another id.")


def file_lock(directory: Path, name: str) -> FileLock:
    """The lock for the file of this name; a run holds it while it writes the file."""
    # Acquired in one thread and released in another when outlets are followed.
    return FileLock(str(directory / f"{name}.lock"), thread_local=False)


def release(lock: FileLock) -> None:
    """Give a lock back and remove its file."""
    lock.release()
    Path(lock.lock_file).unlink(missing_ok=True)


def sync_directory(directory: Path) -> None:
    """Wait until a directory's changed names are safe on disk.  Raises OSError."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def warc_path(directory: Path, name: str) -> Path:
    """The path of a WARC file: with its final name, or with the one it has while it is written."""
    closed, being_written = directory / (name + CLOSED), directory / (name + OPEN)
    return being_written if being_written.exists() and not closed.exists() else closed


def file_state(directory: Path, name: str) -> str:
    """A text that stays equal while a file is not touched: its inode, size and change time; "" if the file is missing.

    For a file that is only in the store, the text is its size and version there.  The modification time is not used: a
    copy that is put back often keeps it.
    """
    try:
        found = warc_path(directory, name).stat()
    except FileNotFoundError:
        return stored_state(directory, name)
    except OSError:
        return ""
    return f"{found.st_ino}:{found.st_size}:{found.st_ctime_ns}"


def closed_warcs(directory: Path) -> list[str]:
    """Names (without suffix) of the files that no run is writing, in order."""
    return sorted(path.name.removesuffix(CLOSED) for path in directory.glob("*" + CLOSED))


def all_warcs(directory: Path) -> list[str]:
    """Names (without suffix) of all files, also of those that are being written, sorted by name: oldest run first."""
    being_written = {path.name.removesuffix(OPEN) for path in directory.glob("*" + OPEN)}
    return sorted(being_written.union(closed_warcs(directory)))


def read_member(where: Path | str, name: str, offset: int, length: int) -> bytes:
    """Read the record at an offset of a file and unpack it.

    `length`: of its gzip member, in bytes.  Raises OSError when the file cannot be read, ShortFile when it ends too
    early, zlib.error or EOFError when the record is damaged.
    """
    return unpacked_member(read_packed(where, name, offset, length))


def read_packed(where: Path | str, name: str, offset: int, length: int) -> bytes:
    """Read the packed bytes of a record, from the file here or in the store.

    `length`: of its gzip member, in bytes.  Raises OSError, or ShortFile when the file ends too early.
    """
    packed = _part(where, name, offset, length)
    if len(packed) < length:
        raise ShortFile(f"it ends before byte {offset + length:,}")
    return packed


def _part(where: Path | str, name: str, offset: int, length: int) -> bytes:
    """Read `length` bytes at an offset of a file, from the folder, else from the store; fewer when it ends before."""
    folder = folder_of(where)
    if folder is None:
        return stored_part(where, name, offset, length) or b""
    try:
        return _read_here(folder, name, offset, length)
    except FileNotFoundError:
        stored = stored_part(folder, name, offset, length)
        if stored is None:
            raise
        return stored


def _read_here(folder: Path, name: str, offset: int, length: int) -> bytes:
    with open_here(folder, name) as file:
        file.seek(offset)
        return file.read(length)


def unpacked_member(packed: bytes) -> bytes:
    """Unpack the record in a gzip member.  Raises zlib.error or EOFError when it is damaged."""
    if packed.startswith(_PLAIN_HEADER):
        # Twice as fast as zlib, which reads what members of other programs may have: names, comments.
        fast = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP)
        with suppress(cast(type[Exception], igzip_lib.IsalError), EOFError):  # zlib says what is wrong
            # Room for as much as its last bytes say (RFC 1952, section 2.3.1), made at once: 0.11 instead of 0.18 ms
            # for a page of 150 kB.  Where they say too little, zlib unpacks it.
            said = int.from_bytes(packed[-4:], "little") + 1
            data = bytes(fast.decompress(packed, min(said, RECORD_LIMIT)))
            if fast.eof:
                return data
    unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
    data = unpacker.decompress(packed, RECORD_LIMIT)
    if not unpacker.eof:
        raise EOFError("it is cut")
    return data


def open_warc(directory: Path, name: str) -> BinaryIO:
    """Open a WARC file for reading: closed, still written, or only in the folder's store.  Raises OSError."""
    try:
        return open_here(directory, name)
    except FileNotFoundError:
        stored = open_stored(directory, name)
        if stored is None:
            raise
        return stored


def open_here(directory: Path, name: str) -> BinaryIO:
    """Open a WARC file of this machine for reading, whether it is closed or still written.  Raises OSError."""
    try:
        return warc_path(directory, name).open("rb")
    except FileNotFoundError:
        # Its run may have closed and renamed it between the two steps.
        return warc_path(directory, name).open("rb")
