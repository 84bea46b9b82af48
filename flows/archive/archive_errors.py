"""What can go wrong with the archive; every message is one sentence that says what to do.

ArchiveError
├── UnreadablePage  the bytes of a page cannot be had; says nothing about its article
├── IndexUnusable   the index cannot be read or written: held, damaged, read-only, or the disk is full
└── IndexDamaged    the index is damaged, and what was done or is to be done about it

Only values and messages: nothing here reads or writes.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

_HELD: Final = "is held by another process for longer than {patience:g} s; run again when that is done"
_DAMAGED: Final = "is damaged; remove it, {name}-wal and {name}-shm, and the next run makes it anew from the WARC files"
_CLOSED: Final = "cannot be opened; make it and its directory readable and writable and run again"
#: What SQLite's result codes, without their details, mean for a person.
_ADVICE: Final = {
    "SQLITE_BUSY": _HELD,
    "SQLITE_LOCKED": _HELD,
    "SQLITE_FULL": "cannot be written, the disk is full; make room and run again",
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_READONLY": "cannot be written; make it and its directory writable and run again",
    "SQLITE_CANTOPEN": _CLOSED,
    "SQLITE_PERM": _CLOSED,
}


class ArchiveError(Exception):
    """The archive cannot give what was asked for; one sentence says what and what to do."""


class UnreadablePage(ArchiveError):
    """The bytes of a page cannot be had, now or for good.

    file: the WARC file.  offset: where the damaged record lies; None when the file itself cannot be read.
    """

    def __init__(self, file: Path, why: str, *, offset: int | None) -> None:
        if offset is None:
            told = f"{file} cannot be read ({why}); put it back or make it readable, and run again."
        else:
            told = f"{file}: the page at {offset:,} cannot be read ({why}); restore the file from a copy."
        super().__init__(told)
        self.file, self.why, self.offset = file, why, offset


class IndexUnusable(ArchiveError):
    """The archive's index cannot be read or written.  Nothing is lost: what is not indexed is indexed later."""

    def __init__(self, path: Path, error: sqlite3.Error, patience: float) -> None:
        code = "_".join((getattr(error, "sqlite_errorname", None) or "").split("_")[:2])
        advice = _ADVICE.get(code, "cannot be used ({said}); check the disk that it lies on and run again")
        if "unsupported file format" in str(error):  # a damaged head: SQLite has no code of its own for it
            advice = _DAMAGED
        told = advice.format(name=path.name, patience=patience, said=str(error).rstrip("."))
        super().__init__(f"{path} {told}; nothing is lost.")
        #: What SQLite says.
        self.said = str(error)
        #: Whether SQLite finds that it is no database, or a broken one.
        self.damaged = advice is _DAMAGED


class IndexDamaged(ArchiveError):
    """The index was set aside, or another process that has it open keeps it from being set aside."""
