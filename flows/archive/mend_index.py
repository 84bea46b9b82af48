"""Opens the archive's index; one that SQLite cannot read is set aside, to be read anew from the WARC files.

The index holds nothing that the WARC files do not say but what was parsed, and parsing a page again changes nothing.
So a damaged one costs time and no page, and nobody has to be asked.  Reads and moves the index file only.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from filelock import FileLock

from flows.archive.archive_errors import IndexDamaged, IndexUnusable
from flows.archive.index import ArchiveIndex
from flows.archive.warc_file import all_warcs
from warehouse.files import refusal

#: Where SQLite locks a file that it has open in WAL mode (its file format fixes these bytes).
_SHARED_FIRST: Final = 0x40000002
_SHARED_SIZE: Final = 510

#: Seconds that a look waits for a run that is writing.
_PATIENCE: Final = 5.0

Begin = Callable[[ArchiveIndex], Iterable[str]]


def open_index(path: Path, begin: Begin) -> tuple[ArchiveIndex, tuple[str, ...]]:
    """The index, brought up to date by `begin`, and what had to be mended, one sentence each.

    begin gives sentences of its own; when it meets damage it begins again with a new index.  Raises IndexDamaged when
    a damaged one cannot be set aside because another process has it open, and OSError or IndexUnusable when the system
    refuses the file.
    """
    try:
        return _begun(path, begin)
    except IndexUnusable as error:
        if not error.damaged:
            raise
    with FileLock(path.with_name(f"{path.name}.lock")):
        try:
            return _begun(path, begin)  # another run has made it anew by now
        except IndexUnusable as error:
            if not error.damaged:
                raise
        aside = _set_aside(path)
        note = (
            f"{path.name} was damaged; it is set aside as {aside.name} and read anew from the WARC files, whose pages"
        )
        return _begun(path, begin, f"{note} are parsed again.")


def broken_off(path: Path) -> IndexDamaged:
    """The sentence for a run that met damage in the middle of its work; sets the closed index aside."""
    aside = _set_aside(path)
    return IndexDamaged(
        f"{path} was damaged and is set aside as {aside.name}; run again: it is read anew from the WARC files, nothing "
        "is lost."
    )


def index_flaw(path: Path) -> str | None:
    """What is wrong with an index, in one sentence, found by reading all of it; None when it is whole.

    Raises IndexUnusable or OSError when it cannot be read for another reason.
    """
    if missing(path):
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


def missing(path: Path) -> bool:
    """Whether there are WARC files and no index of them."""
    return not (path.exists() and (path.is_dir() or path.stat().st_size)) and bool(all_warcs(path.parent))


def _begun(path: Path, begin: Begin, *notes: str) -> tuple[ArchiveIndex, tuple[str, ...]]:
    index = _opened(path, lambda: ArchiveIndex(path))
    try:
        return index, (*notes, *begin(index))
    except BaseException:
        index.close()
        raise


def to_read(path: Path) -> ArchiveIndex:
    """The index opened read-only; nothing is created, mended or changed.  Raises as `open_index` does."""
    return _opened(path, lambda: ArchiveIndex(path, patience=_PATIENCE, read_only=True))


def _opened(path: Path, open_it: Callable[[], ArchiveIndex]) -> ArchiveIndex:
    """Open the index; the system's reason replaces SQLite's "unable to open"."""
    try:
        return open_it()
    except IndexUnusable as error:
        if not error.damaged and (why := refusal(path)) is not None:
            raise why from error
        raise


def _set_aside(path: Path) -> Path:
    """Rename a damaged index, with the log that belongs to it; its new name."""
    if _open_elsewhere(path):
        raise IndexDamaged(
            f"{path} is damaged, and another process has it open; run again when that one has ended: then it is set "
            "aside and read anew from the WARC files."
        )
    aside, number = path.with_name(f"{path.name}.damaged"), 2
    while aside.exists():
        aside, number = path.with_name(f"{path.name}.damaged.{number}"), number + 1
    # The log first: SQLite would apply it to a new index.
    for suffix in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))
    return aside


def _open_elsewhere(path: Path) -> bool:
    """Whether another process has the index open.  This process must have none open: its locks would go."""
    with path.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_SIZE, _SHARED_FIRST)
        except OSError:
            return True
    return False
