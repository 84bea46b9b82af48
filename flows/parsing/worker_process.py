"""Inside a worker process of the pool: works through items, and ends when the process that wants the results does.

A fault of one item is the result of that item.  Signals of the terminal are left to the parent, which decides for all.
"""

from __future__ import annotations

import contextlib
import faulthandler
import fcntl
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Final, TypeVar

T = TypeVar("T")
R = TypeVar("R")

#: Signals that a terminal sends to all its processes.
_OF_THE_TERMINAL: Final = {signal.SIGINT, signal.SIGHUP}
#: Seconds between two looks whether the process that this one was forked from still lives.
_LOOK: Final = 0.5


@dataclass(frozen=True, slots=True)
class Lost:
    """What comes back for an item that has no result."""

    #: time_budget or internal_error, codes of parsers.reasons.
    reason: str
    detail: str


@contextlib.contextmanager
def terminal_waits() -> Iterator[None]:
    """Processes started inside this block ignore the terminal's signals.

    This one is, too, as far as its main thread waits for something: keep it short.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _OF_THE_TERMINAL)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def begin() -> None:
    """Set up a new worker, so that it ends when its parent does."""
    for number in _OF_THE_TERMINAL:
        signal.signal(number, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None
    _let_the_kernel_watch(parent.sentinel)
    threading.Thread(target=_end_with, args=(parent.sentinel, os.getppid()), daemon=True).start()


def _let_the_kernel_watch(sentinel: int) -> None:
    """On Linux the end of the parent is a SIGIO, which ends even a worker that is stuck in a library."""
    with contextlib.suppress(OSError, AttributeError):  # elsewhere the thread alone has to do
        fcntl.fcntl(sentinel, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(sentinel, fcntl.F_SETFL, fcntl.fcntl(sentinel, fcntl.F_GETFL) | os.O_ASYNC)


def _end_with(sentinel: int, forked_from: int) -> None:
    while os.getppid() == forked_from and not wait([sentinel], timeout=_LOOK):
        pass
    os._exit(1)


def nothing() -> None:
    """Do nothing; called first in a new worker, to see that it works."""


def work_through(work: Callable[[T], R], chunk: Sequence[T], seconds: float) -> list[R | Lost]:
    """The results of some items, each within so many seconds, or the process ends."""
    results: list[R | Lost] = []
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - faulthandler wants a file with a descriptor
        for item in chunk:
            faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
            try:
                results.append(work(item))
            except BaseException as error:  # also SystemExit: the item's fault is no reason for the worker to end
                results.append(failed(error))
            finally:
                faulthandler.cancel_dump_traceback_later()
    return results


def failed(error: BaseException) -> Lost:
    """The Lost value for an item whose work raised this error."""
    first = (str(error).strip().splitlines() or [""])[0]
    return Lost("internal_error", f"Reading it failed ({type(error).__name__}: {first}".rstrip(": ") + ").")
