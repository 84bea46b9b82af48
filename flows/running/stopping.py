"""Stops a command cleanly within five seconds of Ctrl-C, SIGTERM or the closing of its terminal.

The first signal raises Stopped in the main thread, so that files are closed and the run's record says "stopped"; a
second one ends the process at once.  A second thread gets the signals, too, since the main thread may be inside a
library: it interrupts queries, and after GRACE seconds ends the process.  Only the command line sets these handlers;
programs that use copydesk as a library keep their own.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final, NoReturn, TypeVar

R = TypeVar("R")

#: Signals that stop a command, as far as the system has them.
SIGNALS: Final = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
#: Seconds to close files and end; then the process is ended.  Nothing is lost: every step can be killed at any moment.
GRACE: Final = 2.5
#: Seconds in which a second signal counts as the same press of Ctrl-C: a parent process may pass it on.
_SAME_PRESS: Final = 0.2
#: Seconds between two interrupts of running queries.
_STEP: Final = 0.1
#: A logging level above all others.  A number, since the module is imported late, so that handlers are set early.
_ALL_LEVELS: Final = 100
#: Exit codes of a process that a signal ends: this plus the signal's number.
_SIGNALLED: Final = 128

MESSAGE: Final = "copydesk: stopped; nothing is lost, run the same command again to go on."


class Stopped(KeyboardInterrupt):
    """A signal asked this process to end."""


class _Received:
    """Keeps the first signal that this process received, and what to do on one."""

    def __init__(self) -> None:
        #: Number of the signal; None before there was one.
        self.number: int | None = None
        self._at = 0.0
        #: Called for the first signal; replaced while an event loop runs, which an exception cannot end.
        self.react: Callable[[], object] = _raise_stopped

    def handle(self, number: int, frame: FrameType | None) -> None:
        """Handle a signal: the first one stops the command cleanly, a second one ends the process."""
        if self.number is not None:
            if time.monotonic() - self._at < _SAME_PRESS:
                return
            os._exit(_SIGNALLED + number)
        self.number, self._at = number, time.monotonic()
        _silence_logging()
        self.react()


def _raise_stopped() -> NoReturn:
    raise Stopped


_received: Final = _Received()


def _silence_logging() -> None:
    """Turn off the logging of libraries, which would report the stop as an error (Prefect with a traceback)."""
    if disable := _imported("logging", "disable"):
        disable(_ALL_LEVELS)


def listen() -> None:
    """Set the signal handlers; call it first of all, in the main thread."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    for number in SIGNALS:
        # nohup, and shells for background jobs, have signals ignored: that is kept.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _received.handle)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    sys.unraisablehook = _ignore_stopped
    threading.Thread(target=_end_after_grace, args=(reading,), name="stopping", daemon=True).start()


def _end_after_grace(reading: int) -> None:
    """Run in a thread: after the first signal, interrupt queries; GRACE seconds later end the process if it still runs.

    `reading`: the pipe into which Python writes the number of each signal.
    """
    while number := os.read(reading, 1):
        if number[0] in SIGNALS and signal.getsignal(number[0]) is not signal.SIG_IGN:
            break
    else:
        return
    _silence_logging()  # again: a library such as Prefect may have replaced our handler for a while
    deadline = time.monotonic() + GRACE
    while time.monotonic() < deadline:
        # Repeated, since code that runs during the shutdown may start another query.
        if interrupt := _imported("warehouse.connect", "interrupt"):
            interrupt()
        time.sleep(_STEP)
    end_records()
    report()
    os._exit(_SIGNALLED + number[0])


def end_records() -> None:
    """Save the records of flows that are still at work as "stopped".

    Called when the process ends before these flows can do it.
    """
    if end_at_work := _imported("flows.running.run_records", "end_at_work"):
        end_at_work()


def _imported(module: str, function: str) -> Callable[..., Any] | None:
    """Find a function of a module that is already imported; None when the module is not, or not completely.

    Importing it here would be unsafe: this runs in a thread at the end of a process, perhaps in the middle of an
    import.
    """
    found: Callable[..., Any] | None = getattr(sys.modules.get(module), function, None)
    return found


def _ignore_stopped(unraisable: sys.UnraisableHookArgs) -> None:
    """Print nothing for a Stopped that was raised while an object was deleted; used as sys.unraisablehook."""
    if not isinstance(unraisable.exc_value, Stopped):
        sys.__unraisablehook__(unraisable)


def report() -> None:
    """Print that the command was stopped, then send standard error to nowhere: libraries would still print errors."""
    rendered, is_json = _imported("flows.printing.log", "rendered"), _imported("flows.printing.log", "is_json")
    told = rendered("copydesk", MESSAGE, level="warning") if rendered and is_json and is_json() else MESSAGE
    try:
        os.write(2, (told + "\n").encode())  # to the descriptor: the stream may be broken
    except OSError:
        return  # standard error is closed
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def exit_code() -> int | None:
    """128 plus the number of the first signal; None while no signal has come."""
    return None if _received.number is None else _SIGNALLED + _received.number


def is_asked() -> bool:
    """Whether a signal has asked this process to end, so that work should break off."""
    return _received.number is not None


def raise_if_stopped() -> None:
    """Raise Stopped if there was a signal.  For threads: a signal raises it only in the main thread."""
    if is_asked():
        raise Stopped


@contextmanager
def errors_as_stop() -> Iterator[None]:
    """A block (`with`) in which, after a signal, any error is raised as Stopped, since it follows from the signal.

    An interrupted query is such an error.
    """
    try:
        yield
    except Exception as error:
        if _received.number is None:
            raise
        raise Stopped from error


def exit_now(code: int) -> NoReturn:
    """End the process with this exit code, without Python's slow shutdown."""
    os._exit(code)


def end_at_signals(code: int) -> None:
    """Have the next signal end the process at once with this exit code.  Called when the work is done."""
    _received.react = lambda: os._exit(code)


def run_async(work: Callable[[], Coroutine[Any, Any, R]]) -> R:
    """Run a coroutine like asyncio.run; a signal cancels it, so that it can close its files and connections.

    `work`: makes the coroutine.  Raises Stopped after a signal, and what the coroutine raises.
    """
    import asyncio

    async def watched() -> R:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None
        _received.react = lambda: loop.call_soon_threadsafe(task.cancel)
        if _received.number is not None:
            raise Stopped
        return await work()

    if threading.current_thread() is not threading.main_thread():
        return asyncio.run(work())
    before, _received.react = _received.react, lambda: None
    try:
        with errors_as_stop():
            result = asyncio.run(watched())
    except asyncio.CancelledError:
        raise Stopped from None
    finally:
        _received.react = before
    if _received.number is not None:
        raise Stopped
    return result
