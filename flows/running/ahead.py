"""Runs a flow at the same time as the one before it, on what that has already put on the disk: parse during an import.

"The flow ahead" is the earlier one (import, parse), "the flow behind" the one that works on its results (parse, load).
The flow behind finds the results where it would find them when run alone, too: nothing waits in memory, and a kill
loses nothing.  Ahead tells the flow behind when to look for more; Beside runs the flow behind in a thread.
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
    """The state of the flow ahead (such as an import) for the flow behind it (such as parse): not begun, at work, or
    ended."""

    def __init__(self) -> None:
        #: The first is set when the flow has begun its record, or never will; the second when it has ended.
        self._begun, self._over = threading.Event(), threading.Event()
        self._has_begun = self._failed = False

    @contextmanager
    def working(self) -> Iterator[None]:
        """Context manager: the flow ahead runs in this block."""
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
        """Note that the flow ahead has begun its record; from then on the flow behind may begin its own."""
        self._has_begun = True
        self._begun.set()

    def begins(self) -> bool:
        """Wait until the flow ahead has begun; False when it ended before it began."""
        self._begun.wait()
        return self._has_begun

    def looks(self) -> Iterator[bool]:
        """Gives a value each time the flow behind should look for work: False while the flow ahead runs, at the end
        once True.

        After an error of the flow ahead there is no True.  Raises Stopped after a signal.
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
    """Called when a flow begins its record: lets the flow that works on its results (the flow behind), if there is one,
    begin."""
    ahead = _at_work.get()
    if ahead is not None:
        ahead.begin()


class NotBegun(CopydeskError):
    """The flow before this one (the flow ahead) failed before it began, so this one did not run; only that flow's error
    is reported."""


class Beside(Generic[R]):
    """Runs a flow in a thread of its own, at the same time as the flow whose results it works on; starts when it is
    made.

    work: runs the flow.  behind: the state of the flow ahead of it.  ahead: this flow's own state, for a third one
    behind it; None when there is none.
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
        """Wait until the flow has ended, but not longer than `moment` (time.monotonic; None: no limit).  Raises no
        error of it."""
        self._thread.join(None if moment is None else max(0.0, moment - time.monotonic()))


def leave(*behind: Beside[R]) -> None:
    """Wait until the flows in threads have ended, because the flow whose results they use failed or was stopped.

    Their own errors are not raised.  After a signal they end at their next step; when a step takes too long, its flow
    ends with the process.
    """
    moment = time.monotonic() + _PATIENCE if stopping.is_asked() else None
    for one in behind:
        one.end_by(moment)
    if moment is not None:
        stopping.end_records()
