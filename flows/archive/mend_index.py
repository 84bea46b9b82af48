"""Opens the archive's index; a damaged one is set aside (renamed) and built anew from the WARC files.

Building it anew loses only the notes of what was parsed, and parsing a page again changes nothing.  So a damaged index
costs time but no page, and is replaced without asking.  Reads and moves the index file only; its `path` is always that
file's.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Final

from filelock import FileLock

from flows.archive.archive_errors import IndexDamaged, IndexUnusable
from flows.archive.index import ArchiveIndex
from flows.archive.warc_file import all_warcs
from warehouse.files import refusal, set_sqlite_aside

#: First byte and number of the bytes on which SQLite holds its locks (sqlite.org/fileformat2.html, the lock-byte page).
_SHARED_FIRST: Final = 0x40000002
_SHARED_SIZE: Final = 510

#: Seconds that `status` and `doctor` wait for a run that is writing; short, since somebody is waiting.
_READ_TIMEOUT: Final = 5.0

Begin = Callable[[ArchiveIndex], Iterable[str]]


def open_index(path: Path, begin: Begin) -> tuple[ArchiveIndex, tuple[str, ...]]:
    """Open the index, mending it if need be; return it, with one sentence for each repair.

    `begin`: a function that is called with the index, brings it up to date, and returns sentences of its own.  When the
    index turns out damaged, `begin` is called again with a new index.  Raises IndexDamaged when a damaged index cannot
    be set aside because another process has it open, OSError or IndexUnusable when the system refuses the file.
    """
    try:
        return _open_and_begin(path, begin)
    except IndexUnusable as error:
        if not error.damaged:
            raise
    with FileLock(path.with_name(f"{path.name}.lock")):
        try:
            return _open_and_begin(path, begin)  # another run may have replaced it meanwhile
        except IndexUnusable as error:
            if not error.damaged:
                raise
        aside = _set_aside(path)
        note = (
            f"{path.name} was damaged; it is set aside as {aside.name} and read anew from the WARC files, whose pages"
        )
        return _open_and_begin(path, begin, f"{note} are parsed again.")


def broken_off(path: Path) -> IndexDamaged:
    """Set aside an index that turned out damaged during a run; return the error for the caller to raise.

    The index must be closed already.  Raises IndexDamaged when another process has it open.
    """
    aside = _set_aside(path)
    return IndexDamaged(
        f"{path} was damaged and is set aside as {aside.name}; run again: it is read anew from the WARC files, nothing "
        "is lost."
    )


def index_flaw(path: Path) -> str | None:
    """Read a whole index and say in one sentence what is wrong with it; None when it is sound.

    Raises IndexUnusable or OSError when it cannot be read for another reason.
    """
    if lacks_index(path):
        return f"{path} is missing; the next run (`copydesk run parse`) reads it anew from the WARC files."
    if not path.exists():
        return None
    try:
        with closing(to_read(path)) as index:
            found = index.flaw()
    except IndexUnusable as error:
        if not error.damaged:
            raise
        found = error.said
    if found is None:
        return None
    return (
        f"{path} is damaged ({found}); move it and {path.name}-wal away, and the next run (`copydesk run parse`) reads "
        "it anew from the WARC files."
    )


def lacks_index(path: Path) -> bool:
    """Whether a folder has WARC files but no index, so that the next run makes one."""
    return not (path.exists() and (path.is_dir() or path.stat().st_size)) and bool(all_warcs(path.parent))


def _open_and_begin(path: Path, begin: Begin, *notes: str) -> tuple[ArchiveIndex, tuple[str, ...]]:
    """Open the index and call `begin` with it; return the index, and all sentences: `notes`, then those of `begin`."""
    index = _opened(path, lambda: ArchiveIndex(path))
    try:
        return index, (*notes, *begin(index))
    except BaseException:
        index.close()
        raise


def to_read(path: Path) -> ArchiveIndex:
    """Open the index read-only: nothing is created, repaired or changed.  Raises OSError or IndexUnusable."""
    return _opened(path, lambda: ArchiveIndex(path, timeout=_READ_TIMEOUT, read_only=True))


def _opened(path: Path, open_it: Callable[[], ArchiveIndex]) -> ArchiveIndex:
    """Open the index by calling `open_it`.

    SQLite may say only "unable to open".  Then the reason that the system gives is raised as an OSError.
    """
    try:
        return open_it()
    except IndexUnusable as error:
        if not error.damaged and (why := refusal(path)) is not None:
            raise why from error
        raise


def _set_aside(path: Path) -> Path:
    """Rename a damaged index with its write-ahead log; return the new name.  Raises IndexDamaged when it is in use."""
    if _open_elsewhere(path):
        raise IndexDamaged(
            f"{path} is damaged, and another process has it open; run again when that one has ended: then it is set "
            "aside and read anew from the WARC files."
        )
    return set_sqlite_aside(path)


def _open_elsewhere(path: Path) -> bool:
    """Whether another process has the index open, so that it must not be renamed.

    Call it only when this process does not have the index open.  It opens and closes the file, which would release all
    locks that this process holds on it (POSIX).
    """
    with path.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_SIZE, _SHARED_FIRST)
        except OSError:
            return True
    return False
