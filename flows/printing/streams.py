"""Standard output and standard error of the command line, made safe to write to.

Whoever closes them, fills the disk behind them or stops reading them must not break the work: what goes wrong with
standard output becomes an error of its own, so that it is not taken for a fault of some file; standard error is for
people, and whether they read it is no concern of the work.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable

from flows.errors import CopydeskError


class NobodyReads(CopydeskError):
    """The reader of standard output (head, less) has seen enough."""


class CannotWrite(CopydeskError):
    """Standard output does not take what is written."""


def make_safe() -> None:
    """Open what is closed, and watch both streams; once, before anything is opened or written."""
    for descriptor, mode in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(descriptor)
        except OSError:
            # The lowest free number, which is this one.  Else the next file to be opened would take it, and get to see
            # what is printed.
            os.open(os.devnull, mode)
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False)))
    sys.stdout = _text(_Output, 1, sys.stdout)
    sys.stderr = _text(_Deaf, 2, sys.stderr)


def finish() -> None:
    """Write out what waits; raises NobodyReads or CannotWrite."""
    if sys.stdout is not None:
        sys.stdout.flush()


def give_up_output() -> None:
    """Nothing more is written to standard output, nor is anything said of it when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


class _Output(io.FileIO):
    def write(self, data: object) -> int | None:  # type: ignore[override]
        try:
            return super().write(data)  # type: ignore[arg-type]
        except BrokenPipeError:
            raise NobodyReads("Nobody reads standard output.") from None
        except OSError as error:
            raise CannotWrite(
                f"Standard output cannot be written ({error.strerror}); what was printed is not whole, run it again."
            ) from None


class _Deaf(io.FileIO):
    def write(self, data: object) -> int | None:  # type: ignore[override]
        try:
            return super().write(data)  # type: ignore[arg-type]
        except OSError:
            return len(data)  # type: ignore[arg-type]


def _text(kind: Callable[..., io.FileIO], descriptor: int, before: object) -> io.TextIOWrapper:
    """A text stream on this descriptor, with encoding and manners of the one that Python made."""
    raw = kind(descriptor, "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=getattr(before, "encoding", None),
        errors=getattr(before, "errors", None) or ("backslashreplace" if descriptor == 2 else None),
        line_buffering=descriptor == 2 or raw.isatty(),
    )
