"""Makes standard output and standard error of the command line safe to write to.

They may be closed, on a full disk, or a pipe that nobody reads.  An error of standard output is raised as NobodyReads
or CannotWrite, so that it is not mistaken for an error of another file; errors of standard error are ignored.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable

from flows.errors import CopydeskError


class NobodyReads(CopydeskError):
    """The program that reads standard output, such as head or less, has ended."""


class CannotWrite(CopydeskError):
    """Standard output cannot be written, for example because its disk is full."""


def make_safe() -> None:
    """Open standard streams that are closed, and make output and error safe; call once, before any file is opened."""
    for descriptor, mode in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(descriptor)
        except OSError:
            # The system takes the lowest free descriptor, which is this one.  Otherwise the next file that is opened
            # would get it, and with it what is printed.
            os.open(os.devnull, mode)
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False)))
    sys.stdout = _text(_Output, 1, sys.stdout)
    sys.stderr = _text(_IgnoringErrors, 2, sys.stderr)


def finish() -> None:
    """Flush standard output; raises NobodyReads or CannotWrite."""
    if sys.stdout is not None:
        sys.stdout.flush()


def give_up_output() -> None:
    """Redirect standard output to nowhere, so that Python reports no error about it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


class _Output(io.FileIO):
    """Standard output, whose errors are NobodyReads and CannotWrite."""

    def write(self, data: object) -> int | None:  # type: ignore[override]
        try:
            return super().write(data)  # type: ignore[arg-type]
        except BrokenPipeError:
            raise NobodyReads("Nobody reads standard output.") from None
        except OSError as error:
            raise CannotWrite(
                f"Standard output cannot be written ({error.strerror}); what was printed is not whole, run it again."
            ) from None


class _IgnoringErrors(io.FileIO):
    """Standard error that raises nothing when it cannot be written: there is no other place to complain to."""

    def write(self, data: object) -> int | None:  # type: ignore[override]
        try:
            return super().write(data)  # type: ignore[arg-type]
        except OSError:
            return len(data)  # type: ignore[arg-type]


def _text(kind: Callable[..., io.FileIO], descriptor: int, before: object) -> io.TextIOWrapper:
    """Open a text stream on a file descriptor.

    `kind`: the class that reads or writes its bytes.  `before`: Python's own stream, whose encoding and error handling
    the new one gets.
    """
    raw = kind(descriptor, "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=getattr(before, "encoding", None),
        errors=getattr(before, "errors", None) or ("backslashreplace" if descriptor == 2 else None),
        line_buffering=descriptor == 2 or raw.isatty(),
    )
