"""The errors of flows and of the command line; every message is one sentence that says what to do.

CopydeskError
├── UsageError     the command line asks for something that does not exist; exit code 2
├── NothingToRead  there is no input where some was expected
└── WrongQuery     a query in SQL cannot be answered

Other packages have errors of the same kind (parsers.RulesError, warehouse.errors.WarehouseError, ...).  `sentence`
turns any exception into one line for the user; `is_ours` tells whether it is one of copydesk's own.
"""

from __future__ import annotations

from typing import Final

from warehouse.advice import ADVICE, advice, file_of, number_in

_PACKAGES = ("flows", "parsers", "warehouse")
#: Characters of a library's message that are shown.
_SHOWN: Final = 200

#: What Python says when the system gives no further thread: memory or processes are used up.
_NO_THREAD: Final = "can't start new thread"
_MEMORY: Final = (
    "The machine is out of memory; end other programs, or set fewer workers or smaller batches in the [work] table of"
    " copydesk.toml, and run again, nothing is lost."
)


class CopydeskError(Exception):
    """Base of the errors of flows and of the command line."""


class UsageError(CopydeskError):
    """The user asked for something that does not exist or cannot be done."""


class NothingToRead(CopydeskError):
    """There is no input where some was expected, such as a file without a page."""


class WrongQuery(CopydeskError):
    """A user's query in SQL cannot be answered."""

    def __init__(self, message: str, marked: str = "") -> None:
        super().__init__(message)
        #: The line of the query with a mark below it where the mistake is; "" when that is not known.
        self.marked = marked


def is_ours(error: BaseException) -> bool:
    """Whether an error is one of copydesk's own, so that its message is one sentence for the user."""
    return type(error).__module__.partition(".")[0] in _PACKAGES


def error_words(error: BaseException) -> str:
    """Give class and first line of an exception, printable, for use in brackets."""
    first = (str(error).strip().splitlines() or [""])[0][:_SHOWN]
    return "".join(c if c.isprintable() else "?" for c in f"{type(error).__name__}: {first}".rstrip(": "))


def sentence(error: BaseException) -> str:
    """Say in one sentence for the user what happened and what to do; takes any exception."""
    if is_ours(error):
        return " ".join(str(error).split())
    if isinstance(error, OSError) and (told := _of_a_file(error)):
        return told
    if isinstance(error, MemoryError) or _NO_THREAD in str(error):
        return _MEMORY
    first = (str(error).strip().splitlines() or [""])[0]
    return f"{type(error).__name__}: {first}".rstrip(": ") + "; run again with --debug to see where it happened."


def _of_a_file(error: OSError) -> str | None:
    """Write the message for an OSError; None when there is no advice for it.

    Libraries also raise errors that name no file.  Such an error is about standard output or a temporary file.
    """
    name, number = file_of(error), error.errno or number_in(str(error))
    if name is None and number not in ADVICE:
        return None
    return f"{name or 'A file, or the standard output,'} {advice(number, error.strerror or str(error))}"
