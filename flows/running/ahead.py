"""Lets one flow work on what another one, which still runs, has made ready: parse behind an import, load behind parse.

What is ready lies on the disk, where a flow that runs alone finds it, too: nothing waits in memory, and a kill loses
nothing.  Ahead tells the flow behind when to look, and when for the last time; Beside runs it in a thread.
"""

from __future__ import annotations

import contextvars
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, Generic, TypeVar

from flows.errors import CopydeskError
from flows.running import stopping

R = TypeVar("R")

#: Seconds between two looks at what is ready.
_PAUSE: Final = 0.2
#: Seconds that a run which is stopped waits for the flows behind to end; less than stopping.GRACE.
_PATIENCE: Final = 1.5


class Ahead:
    """Whether the flow ahead still runs."""

    def __init__(self) -> None:
        #: Set when its record is begun, or never will be; when it has ended.
        self._begun, self._over = threading.Event(), threading.Event()
        self._has_begun = self._failed = False

    @contextmanager
    def working(self) -> Iterator[None]:
        """The flow ahead runs in this block."""
        before = _at_work.set(self)
        try:
            yield
        except BaseException:
            self._failed = True
            raise
        finally:
            _at_work.reset(before)
            self._over.set()
            self._begun.set()

    def begin(self) -> None:
        """Its record is begun: that of the flow behind may be, too."""
        self._has_begun = True
        self._begun.set()

    def begins(self) -> bool:
        """Wait until it is begun; False when it ended without."""
        self._begun.wait()
        return self._has_begun

    def looks(self) -> Iterator[bool]:
        """False now and then while the flow ahead runs; True, the last time, when all that it made is ready.

        After an error of the flow ahead there is no last time.  Raises Stopped after a signal.
        """
        while not self._over.wait(_PAUSE):
            stopping.raise_if_stopped()
            yield False
        stopping.raise_if_stopped()
        if not self._failed:
            yield True


#: The flow that this thread is about to begin.
_at_work: Final[ContextVar[Ahead | None]] = ContextVar("flow ahead", default=None)


def note_begin() -> None:
    """Let the flow behind begin, if there is one; called when the record of a flow is begun."""
    ahead = _at_work.get()
    if ahead is not None:
        ahead.begin()


class NotBegun(CopydeskError):
    """The flow ahead failed before it began; only that error is told."""


class Beside(Generic[R]):
    """A flow that runs in a thread of its own, behind another one.

    work: runs it.  behind: the flow before it.  ahead: for the one after it; None when there is none.
    """

    def __init__(self, work: Callable[[], R], behind: Ahead, ahead: Ahead | None = None) -> None:
        self._work, self._behind, self._ahead = work, behind, ahead or Ahead()
        self._result: R | None = None
        self._error: BaseException | None = None
        # With the context of the caller, by which Prefect knows whose step it is.
        run = contextvars.copy_context().run
        self._thread = threading.Thread(target=run, args=(self._run,), name="a flow behind", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            with self._ahead.working():
                if not self._behind.begins():
                    raise NotBegun
                self._result = self._work()
        except BaseException as error:  # raised by result()
            self._error = error

    def result(self) -> R:
        """Wait until the flow has ended; gives what it gave, or raises its error."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        assert self._result is not None
        return self._result

    def end_by(self, moment: float | None) -> None:
        """Wait until the flow has ended, at most up to this moment of time.monotonic; its error is not raised."""
        self._thread.join(None if moment is None else max(0.0, moment - time.monotonic()))


def leave(*behind: Beside[R]) -> None:
    """Wait for the ends of flows behind one that has failed, or was stopped, whose error is the one to raise.

    After a signal they end at their next step; one whose step takes longer ends with the process.
    """
    moment = time.monotonic() + _PATIENCE if stopping.is_asked() else None
    for one in behind:
        one.end_by(moment)
    if moment is not None:
        stopping.end_records()
