"""How a command is stopped: Ctrl-C, SIGTERM and the closing of its terminal end it in order, within five seconds.

The first signal raises Stopped in the main thread, so that whatever is open is closed and the run's record says
"stopped"; a second one ends the process at once.  A thread of its own hears signals too, also while the main thread is
inside a library: it ends running queries, and after a few seconds the process.  Only the command line listens; code
that uses copydesk as a library keeps its own signals.
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

#: Signals that ask for an end; a system without terminals has fewer.
SIGNALS: Final = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
#: Time for an end in order, in seconds; then the process ends as it is.  Every step can be killed at any moment.
GRACE: Final = 2.5
#: One press of Ctrl-C may come twice: from the terminal, and from a program that passes it on.
_ONE_PRESS: Final = 0.2
#: As a level of logging; that module and asyncio are imported late, so that signals are heard early.
_EVERYTHING: Final = 100

TOLD: Final = "copydesk: stopped; nothing is lost, run the same command again to go on."


class Stopped(KeyboardInterrupt):
    """Somebody asked this process to end."""


class _Ear:
    """The signals that this process has received so far."""

    def __init__(self) -> None:
        self.number: int | None = None
        self._at = 0.0
        #: Called for the first signal; an event loop replaces it, since it cannot be ended by an exception.
        self.react: Callable[[], object] = _raise_stopped

    def hear(self, number: int, frame: FrameType | None) -> None:
        if self.number is not None:
            if time.monotonic() - self._at < _ONE_PRESS:
                return
            os._exit(128 + number)
        self.number, self._at = number, time.monotonic()
        _hush()
        self.react()


def _raise_stopped() -> NoReturn:
    raise Stopped


_ear: Final = _Ear()


def _hush() -> None:
    """Silence libraries: from here on they only report the stop itself (Prefect as a crash, with a traceback)."""
    if "logging" in sys.modules:
        sys.modules["logging"].disable(_EVERYTHING)


def listen() -> None:
    """Handle signals from now on; call it before anything else, in the main thread."""
    heard, hear = os.pipe()
    os.set_blocking(hear, False)
    for number in SIGNALS:
        # Whoever started this with nohup, or in the background of a script, wants it to be ignored.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _ear.hear)
    signal.set_wakeup_fd(hear, warn_on_full_buffer=False)
    sys.unraisablehook = _quiet_about_stopping
    threading.Thread(target=_hold_to_it, args=(heard,), name="stopping", daemon=True).start()


def _hold_to_it(heard: int) -> None:
    """End the process some seconds after the first signal, whatever its main thread is doing."""
    while number := os.read(heard, 1):
        if number[0] in SIGNALS and signal.getsignal(number[0]) is not signal.SIG_IGN:
            break
    else:
        return
    _hush()  # also when a library has put its own handler in the place of ours for a while, as Prefect does
    connect = sys.modules.get("warehouse.connect")
    deadline = time.monotonic() + GRACE
    while time.monotonic() < deadline:
        # Repeatedly: a step that runs during the shutdown may start another query.
        if connect is not None:
            connect.interrupt()
        time.sleep(0.1)
    tell()
    os._exit(128 + number[0])


def _quiet_about_stopping(unraisable: sys.UnraisableHookArgs) -> None:
    """A stop that comes while an object is being thrown away is no fault; `_hold_to_it` ends the process then."""
    if not isinstance(unraisable.exc_value, Stopped):
        sys.__unraisablehook__(unraisable)


def tell() -> None:
    """Print that the command was stopped, then silence libraries, which would complain about interrupted work."""
    try:
        os.write(2, (TOLD + "\n").encode())  # to the descriptor: the stream may be broken
    except OSError:
        return  # nobody reads it
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def exit_code() -> int | None:
    """128 plus the number of the first signal; None when there was none."""
    return None if _ear.number is None else 128 + _ear.number


@contextmanager
def told_as_stop() -> Iterator[None]:
    """Turn an error that is only a consequence of being stopped (an ended query, a lost worker) into Stopped."""
    try:
        yield
    except Exception as error:
        if _ear.number is None:
            raise
        raise Stopped from error


def leave(code: int) -> NoReturn:
    """End the process now, without Python's slow shutdown."""
    os._exit(code)


def over(code: int) -> None:
    """Declare the work done: a signal from now on ends the process at once with this exit code."""
    _ear.react = lambda: os._exit(code)


def run_async(work: Callable[[], Coroutine[Any, Any, R]]) -> R:
    """asyncio.run, in which a signal cancels the work, so that every part of it can close what it has open."""
    import asyncio

    async def watched() -> R:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None
        _ear.react = lambda: loop.call_soon_threadsafe(task.cancel)
        if _ear.number is not None:
            raise Stopped
        return await work()

    if threading.current_thread() is not threading.main_thread():
        return asyncio.run(work())
    before, _ear.react = _ear.react, lambda: None
    try:
        with told_as_stop():
            result = asyncio.run(watched())
    except asyncio.CancelledError:
        raise Stopped from None
    finally:
        _ear.react = before
    if _ear.number is not None:
        raise Stopped
    return result
