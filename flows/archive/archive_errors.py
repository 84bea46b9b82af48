"""The errors of the archive; every message is one sentence that says what to do.

    ArchiveError
    ├── UnreadablePage  the bytes of a page cannot be read
    │   └── UnreadableStore  the store (bucket or folder elsewhere) that has the page's file does not answer, or refuses
    ├── IndexUnusable   the index cannot be read or written: locked, damaged, read-only, or the disk is full
    └── IndexDamaged    the index is damaged and was renamed, to be built anew; or cannot be renamed, since it is in use

Only values and messages: nothing here reads or writes.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

_LOCKED: Final = "is held by another process for longer than {timeout:g} s; run again when that is done"
_DAMAGED: Final = "is damaged; remove it, {name}-wal and {name}-shm, and the next run makes it anew from the WARC files"
_CANNOT_OPEN: Final = "cannot be opened; make it and its directory readable and writable and run again"
#: SQLite's primary result code -> what is wrong and what to do.
_ADVICE: Final = {
    "SQLITE_BUSY": _LOCKED,
    "SQLITE_LOCKED": _LOCKED,
    "SQLITE_FULL": "cannot be written, the disk is full; make room and run again",
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_READONLY": "cannot be written; make it and its directory writable and run again",
    "SQLITE_CANTOPEN": _CANNOT_OPEN,
    "SQLITE_PERM": _CANNOT_OPEN,
}


class ArchiveError(Exception):
    """Base of the errors of the archive; the message is one sentence that says what is wrong and what to do."""


class UnreadablePage(ArchiveError):
    """Raised when the bytes of a page cannot be read.  The page itself may be sound: its file or store is at fault.

    `file`: the WARC file.  `why`: what is wrong, in a few words.  `offset`: of the damaged record, in bytes; None when
    the file as a whole cannot be read.
    """

    def __init__(self, file: Path | str, why: str, *, offset: int | None) -> None:
        if offset is None:
            told = f"{file} cannot be read ({why}); put it back or make it readable, and run again."
        else:
            told = f"{file}: the page at {offset:,} cannot be read ({why}); restore the file from a copy."
        super().__init__(told)
        self.file, self.why, self.offset = file, why, offset


class UnreadableStore(UnreadablePage):
    """Raised when the store that has the file of a page does not answer, or refuses.

    `store`: the store's address, which stands in the attribute `file`, too.  `error`: what the store said, or why it
    cannot be opened.
    """

    def __init__(self, store: str, error: Exception) -> None:
        super().__init__(store, getattr(error, "strerror", None) or str(error).rstrip("."), offset=None)
        self.args = (str(error),)


class IndexUnusable(ArchiveError):
    """Raised when the archive's index cannot be read or written.

    Nothing is lost: the archive is indexed when it is next opened.  `timeout`: seconds that were waited for the lock.
    """

    def __init__(self, path: Path, error: sqlite3.Error, timeout: float) -> None:
        code = "_".join((getattr(error, "sqlite_errorname", None) or "").split("_")[:2])
        advice = _ADVICE.get(code, "cannot be used ({said}); check the disk that it lies on and run again")
        if "unsupported file format" in str(error):  # a damaged file header, for which SQLite has no code of its own
            advice = _DAMAGED
        told = advice.format(name=path.name, timeout=timeout, said=str(error).rstrip("."))
        super().__init__(f"{path} {told}; nothing is lost.")
        #: SQLite's message.
        self.said = str(error)
        #: Whether the file is damaged or not a SQLite database.
        self.damaged = advice is _DAMAGED


class IndexDamaged(ArchiveError):
    """Raised when the index is damaged.

    Usually it was renamed, so that the next run makes a new one.  It could not be renamed if another process has it
    open; the message says which is the case.
    """
