"""Runs two flows at the same time, one on the results of the other, such as parse on the pages of an import.

The flow ahead makes the results (import, parse), the flow behind works on them (parse, load).  The flow behind finds
them on the disk, where it would find them when run alone: nothing waits in memory, and a kill loses nothing.  The class
Ahead tells the flow behind when to look for more; the class Beside runs the flow behind in a thread.
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
#: Seconds that a run which was stopped waits for the flows behind to end; less than stopping.GRACE.
_PATIENCE: Final = 1.5


class Ahead:
    """How far the flow ahead is: not begun, at work, or ended.  The flow behind asks it and waits for it."""

    def __init__(self) -> None:
        #: The first is set when the flow has begun its record, or never will; the second when it has ended.
        self._begun, self._over = threading.Event(), threading.Event()
        self._has_begun = self._failed = False

    @contextmanager
    def working(self) -> Iterator[None]:
        """A block (`with`) in which the flow ahead runs: the state becomes "ended" when the block ends."""
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
        """Note that the flow ahead has begun its run record; from now on the flow behind may begin its own."""
        self._has_begun = True
        self._begun.set()

    def begins(self) -> bool:
        """Wait until the flow ahead has begun; called by the flow behind.  False when it ended before it began."""
        self._begun.wait()
        return self._has_begun

    def looks(self) -> Iterator[bool]:
        """Yield a value each time that the flow behind, which calls this, should look for work.

        The values are False while the flow ahead runs, and once True when it has ended; after an error of the flow
        ahead there is no True.  Raises Stopped after a signal.
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
    """Let the flow behind begin; called by every flow when it has begun its run record.

    Does nothing when no other flow works on the results of this one.
    """
    ahead = _at_work.get()
    if ahead is not None:
        ahead.begin()


class NotBegun(CopydeskError):
    """This flow did not run, because the flow ahead of it failed before it began.

    Only the error of that other flow is reported.
    """


class Beside(Generic[R]):
    """Runs a flow in a thread of its own, at the same time as the flow ahead of it; starts when it is made.

    `work`: runs the flow and gives its result.  `behind`: the state of the flow ahead of it.  `ahead`: the state of
    this flow, if a third one works on its results; None when there is no third one.
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
        """Wait until the flow has ended; gives its result or raises its error."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        assert self._result is not None
        return self._result

    def end_by(self, moment: float | None) -> None:
        """Wait until the flow has ended, but not longer than `moment` (by time.monotonic; None: no limit).

        Raises no error of the flow.
        """
        self._thread.join(None if moment is None else max(0.0, moment - time.monotonic()))


def leave(*behind: Beside[R]) -> None:
    """Wait until flows in threads have ended; called when the flow ahead of them failed or was stopped.

    Their own errors are not raised.  After a signal they end at their next step; when a step takes too long, its flow
    ends with the process.
    """
    moment = time.monotonic() + _PATIENCE if stopping.is_asked() else None
    for one in behind:
        one.end_by(moment)
    if moment is not None:
        stopping.end_records()
