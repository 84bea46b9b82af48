"""Holds the code that runs in a worker process: applies a function to items, and ends when the parent process ends.

An error of one item becomes that item's result.  Signals from the terminal are ignored: the parent ends its workers.
"""

from __future__ import annotations

import contextlib
import fcntl
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import wait
from typing import Final, TypeVar

T = TypeVar("T")
R = TypeVar("R")

#: Signals that a terminal sends to all its processes.
_TERMINAL_SIGNALS: Final = {signal.SIGINT, signal.SIGHUP}
#: Seconds between two checks that the process that this one was forked from is still running.
_STEP: Final = 0.5


def _nothing_timed() -> None:
    pass


#: Function that restarts the time limit of the item that is worked on; outside of work_through nothing is timed.
_begin_again: ContextVar[Callable[[], object]] = ContextVar("begin_again", default=_nothing_timed)


@dataclass(frozen=True, slots=True)
class Lost:
    """The result for an item whose work raised an error or was ended."""

    #: time_budget or internal_error, codes of parsers.reasons.
    reason: str
    detail: str


@contextlib.contextmanager
def terminal_waits() -> Iterator[None]:
    """A block (`with`) in which to start processes that shall not get the terminal's signals, such as Ctrl-C.

    This thread does not get these signals either until the block ends: keep it short.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _TERMINAL_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def set_up_worker() -> None:
    """Set up a new worker: it ignores the terminal's signals, and ends with its parent, or by the timer of an item."""
    for number in _TERMINAL_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the kernel ends the process, whatever code runs in it
    parent = multiprocessing.parent_process()
    assert parent is not None
    _end_by_sigio(parent.sentinel)
    threading.Thread(target=_end_with, args=(parent.sentinel, os.getppid()), daemon=True).start()


def _end_by_sigio(sentinel: int) -> None:
    """On Linux, have the kernel send the signal SIGIO to this worker when the parent ends.

    The signal ends even a worker that hangs in a library.  `sentinel`: file descriptor that becomes readable when the
    parent ends.
    """
    with contextlib.suppress(OSError, AttributeError):  # on other systems only the thread ends the worker
        fcntl.fcntl(sentinel, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(sentinel, fcntl.F_SETFL, fcntl.fcntl(sentinel, fcntl.F_GETFL) | os.O_ASYNC)


def _end_with(sentinel: int, forked_from: int) -> None:
    """Run in a thread: end this worker when its parent has ended.

    `sentinel`: see `_end_by_sigio`.  `forked_from`: process id of the parent, which changes when the parent has ended.
    """
    while os.getppid() == forked_from and not wait([sentinel], timeout=_STEP):
        pass
    os._exit(1)


@contextlib.contextmanager
def untimed() -> Iterator[None]:
    """A block (`with`) in which the item's time limit does not count; after it, the full time begins again.

    For work that waits for others, such as a store, and has time-outs of its own: a long wait there is not the page's
    fault.
    """
    _stop()
    try:
        yield
    finally:
        _begin_again.get()()


def nothing() -> None:
    """Do nothing; the first call in a new worker, to test that it runs."""


def _stop() -> None:
    """Stop the timer of the item."""
    signal.setitimer(signal.ITIMER_REAL, 0)


def work_through(work: Callable[[T], R], chunk: Sequence[T], seconds: float) -> list[R | Lost]:
    """Apply `work` to each item; gives the results, a Lost for an item that raised an error.

    The process ends when one item takes longer than `seconds`.
    """
    results: list[R | Lost] = []
    # A timer of the kernel.  One of faulthandler starts and ends a thread for each item, for which the worker waits.
    begin_again = partial(signal.setitimer, signal.ITIMER_REAL, seconds)
    _begin_again.set(begin_again)
    for item in chunk:
        begin_again()
        try:
            results.append(work(item))
        except BaseException as error:  # also SystemExit: an item must not end the worker
            results.append(failed(error))
        finally:
            _stop()
    _begin_again.set(_nothing_timed)
    return results


def failed(error: BaseException) -> Lost:
    """Make the Lost for an item whose work raised this error."""
    first = (str(error).strip().splitlines() or [""])[0]
    return Lost("internal_error", f"Reading it failed ({type(error).__name__}: {first}".rstrip(": ") + ").")
