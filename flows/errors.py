"""What can go wrong in flows and the command line; every message is one sentence that says what to do.

CopydeskError
├── UsageError     the command line asks for something that does not exist; exit code 2
└── NothingToRead  there is no input where some was expected

Rooms have errors of their own (parsers.RulesError, warehouse.errors.WarehouseError, ...) with the same manners;
`sentence` makes one line of any exception, and says whether it is one of ours.
"""

from __future__ import annotations

import errno

_ROOMS = ("flows", "parsers", "warehouse")

#: What the operating system says most often, with what to do about it.
_ADVICE = {
    errno.ENOENT: "does not exist; check the path",
    errno.EACCES: "cannot be opened for lack of permission; make it readable, or run as a user who may",
    errno.EPERM: "cannot be opened for lack of permission; make it readable, or run as a user who may",
    errno.ENOSPC: "cannot be written, the disk is full; make room and run again, nothing is lost",
    errno.EDQUOT: "cannot be written, the user's share of the disk is full; make room and run again, nothing is lost",
    errno.EIO: "cannot be read or written, the disk is failing; look after it and run again",
    errno.EROFS: "cannot be written, the disk is read-only; choose another place with --data",
    errno.ENOTDIR: "is not inside a directory; check the path",
    errno.EISDIR: "is a directory where a file is needed; name a file",
}


class CopydeskError(Exception):
    """Base of the errors of this room."""


class UsageError(CopydeskError):
    """Something is asked for that does not exist."""


class NothingToRead(CopydeskError):
    """There is no input where some was expected."""


def is_ours(error: BaseException) -> bool:
    """Whether its message was written for the person at the command line."""
    return type(error).__module__.partition(".")[0] in _ROOMS


def words(error: BaseException) -> str:
    """What an exception says, in a few printable words for a bracket: its kind and its first line."""
    first = (str(error).strip().splitlines() or [""])[0][:200]
    return "".join(c if c.isprintable() else "?" for c in f"{type(error).__name__}: {first}".rstrip(": "))


def sentence(error: BaseException) -> str:
    """One line for a person: what happened and what to do."""
    if is_ours(error):
        return " ".join(str(error).split())
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename} {_ADVICE.get(error.errno or 0, f'cannot be used ({error.strerror})')}."
    if isinstance(error, OSError) and error.errno in _ADVICE:
        return f"A file {_ADVICE[error.errno]}."
    first = (str(error).strip().splitlines() or [""])[0]
    return f"{type(error).__name__}: {first}".rstrip(": ") + "; run again with --debug to see where it happened."
