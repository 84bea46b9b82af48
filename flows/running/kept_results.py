"""Runs flows and steps under Prefect so that their results do not depend on what Prefect's server answers.

Prefect asks its server before a flow begins and after it has ended.  Without an answer at the start, the function is
run without Prefect.  When the answer at the end is lost, as on a busy machine, Prefect asks again and gets the state
that the server holds, but without the result, which never left this process.  So the result is kept here, and the kept
result counts.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from contextvars import ContextVar
from typing import Any, Final, TypeVar

from flows.errors import CopydeskError
from flows.running import prefect_away
from flows.running.prefect_runs import result_of

R = TypeVar("R")


class CancelledInPrefect(CopydeskError):
    """A run was cancelled, paused or deleted in Prefect before it began."""


class _Kept:
    """Holds the result or error of one call of a function, once it has ended."""

    def __init__(self) -> None:
        self.has_ended = False
        self.result: Any = None
        self.error: BaseException | None = None
        #: Settings of Prefect that hold until the caller has the result.
        self.until_told = ExitStack()

    def ask_once(self) -> None:
        """Have Prefect report the end of the run with a single request.

        Called while the server does not answer, since retries take minutes.
        """
        from prefect.settings import PREFECT_CLIENT_MAX_RETRIES, temporary_settings

        self.until_told.enter_context(temporary_settings({PREFECT_CLIENT_MAX_RETRIES: 0}))


#: Where the next flow or step that begins here keeps what it gives; None: nobody in this process waits for it.
_wanted: Final[ContextVar[_Kept | None]] = ContextVar("kept result of a flow", default=None)


def keep_result(work: Callable[[], R]) -> R:
    """Run the function of a flow or step; gives its result or raises its error.

    Both are also kept for the `run_and_keep` that started it.
    """
    kept = _wanted.get() or _Kept()
    before = _wanted.set(None)
    try:
        kept.result, kept.error = None, None
        given = kept.result = work()
        if prefect_away.is_away():
            kept.ask_once()
        return given
    except BaseException as error:
        kept.error = error
        raise
    finally:
        kept.has_ended = True
        _wanted.reset(before)


def run_and_keep(
    name: str, run: Callable[[], Any], *, alone: Callable[[], Any], again: type[Exception] | None = None
) -> Any:
    """Run a flow or step under Prefect; gives the result of its function or raises its error, whatever Prefect answers.

    `name`: of the flow or step.  `run`: runs it in Prefect and gives its final state; in there, `keep_result` must call
    the function.  `alone`: runs the function without Prefect, for when Prefect could not begin it.  `again`: the error
    by which the function asks to be repeated, which is no result.  Raises CancelledInPrefect when the flow or step was
    cancelled before it began.
    """
    if prefect_away.is_away():
        return alone()
    from prefect.exceptions import Abort, Pause

    kept, state = _Kept(), None
    before = _wanted.set(kept)
    try:
        state = run()
    except (Abort, Pause) as told:
        if not kept.has_ended:
            raise CancelledInPrefect(_cancelled(name, str(told))) from told
    except Exception as error:
        prefect_away.note_failure(
            name, "its end could not be shown" if kept.has_ended else "it could not be begun", error
        )
    finally:
        kept.until_told.close()
        _wanted.reset(before)
    if kept.has_ended and not (again and isinstance(kept.error, again)):
        if kept.error is not None:
            raise kept.error
        return kept.result
    return alone() if state is None else _without_result(name, state, alone)


def _without_result(name: str, state: Any, alone: Callable[[], Any]) -> Any:
    """Give the result of a run that ended in Prefect although its function had not run to its end.

    Raises CancelledInPrefect when it was cancelled or paused; runs the function by `alone` when Prefect failed to begin
    it; else gives what its state says.
    """
    if state.is_cancelled() or state.is_cancelling() or state.is_paused():
        raise CancelledInPrefect(_cancelled(name, state.message or ""))
    error = state.result(raise_on_failure=False) if state.is_failed() or state.is_crashed() else None
    if not isinstance(error, Exception):
        return result_of(state)
    prefect_away.note_failure(name, "it could not be begun", error)
    return alone()


def _cancelled(name: str, why: str) -> str:
    told = f" ({why.rstrip('.')})" if why else ""
    return f"{name} was cancelled or paused in Prefect before it began{told}; nothing is lost, run it again to go on."
