"""What can go wrong in flows and the command line; every message is one sentence that says what to do.

CopydeskError
├── UsageError     the command line asks for something that does not exist; exit code 2
└── NothingToRead  there is no input where some was expected

Rooms have errors of their own (parsers.RulesError, warehouse.errors.WarehouseError, ...) with the same manners;
`sentence` makes one line of any exception, and says whether it is one of ours.
"""

from __future__ import annotations

from typing import Final

from warehouse.advice import ADVICE, advice, file_of, number_in

_ROOMS = ("flows", "parsers", "warehouse")

_MEMORY: Final = (
    "The machine is out of memory; end other programs, or set fewer workers or smaller batches in the [work] table of"
    " copydesk.toml, and run again, nothing is lost."
)


class CopydeskError(Exception):
    """Base of the errors of this room."""


class UsageError(CopydeskError):
    """The user asked for something that does not exist."""


class NothingToRead(CopydeskError):
    """There is no input where some was expected."""


def is_ours(error: BaseException) -> bool:
    """Whether its message was written for the person at the command line."""
    return type(error).__module__.partition(".")[0] in _ROOMS


def error_words(error: BaseException) -> str:
    """An exception in a few printable words, to stand in brackets: its class and its first line."""
    first = (str(error).strip().splitlines() or [""])[0][:200]
    return "".join(c if c.isprintable() else "?" for c in f"{type(error).__name__}: {first}".rstrip(": "))


def sentence(error: BaseException) -> str:
    """One line for a person: what happened and what to do."""
    if is_ours(error):
        return " ".join(str(error).split())
    if isinstance(error, OSError) and (told := _of_a_file(error)):
        return told
    if isinstance(error, MemoryError):
        return _MEMORY
    first = (str(error).strip().splitlines() or [""])[0]
    return f"{type(error).__name__}: {first}".rstrip(": ") + "; run again with --debug to see where it happened."


def _of_a_file(error: OSError) -> str | None:
    """Errors of libraries name no file; then it is the standard output, or one that they made for themselves."""
    name, number = file_of(error), error.errno or number_in(str(error))
    if name is None and number not in ADVICE:
        return None
    return f"{name or 'A file, or the standard output,'} {advice(number, error.strerror or str(error))}"
