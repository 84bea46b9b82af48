"""Keeps what a flow gave in this process, so that it does not hang on what Prefect's server answers at its end.

Prefect asks its server to note the end of a run.  Is the answer lost, as when the machine is busy, Prefect asks again,
and is given the state that the server holds: without the result, which never left this process.  Without an answer at
all Prefect raises.  Either way the work is done, and counts.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Final, TypeVar

from flows.errors import sentence
from flows.printing.progress import line
from flows.running.prefect_runs import result_of

R = TypeVar("R")


class _Kept:
    """What one run of a function gave or raised, once it has ended."""

    def __init__(self) -> None:
        self.has_ended = False
        self.result: Any = None
        self.error: Exception | None = None


#: Where the next flow that begins here keeps what it gives; None: nobody in this process waits for it.
_wanted: Final[ContextVar[_Kept | None]] = ContextVar("kept result of a flow", default=None)


def keep(work: Callable[[], R]) -> R:
    """Run the function of a flow, and keep what it gives or raises for the caller of `run_and_keep`."""
    kept = _wanted.get() or _Kept()
    before = _wanted.set(None)
    try:
        given = kept.result = work()
        kept.has_ended = True
    except Exception as error:
        kept.error, kept.has_ended = error, True
        raise
    finally:
        _wanted.reset(before)
    return given


def run_and_keep(name: str, run: Callable[[], Any]) -> Any:
    """Run a flow under Prefect; gives and raises what its function does, whatever Prefect says of its end.

    name: of the flow.  run: runs it and gives the state of its run; its function runs by `keep`.  Raises Prefect's
    error when the function never began.
    """
    kept = _Kept()
    before = _wanted.set(kept)
    try:
        state = run()
    except Exception as error:
        if not kept.has_ended:
            raise
        line("prefect", f"{name}: its end could not be shown: {sentence(error)}")
        state = None
    finally:
        _wanted.reset(before)
    if not kept.has_ended:
        return result_of(state)
    if kept.error is not None:
        raise kept.error
    return kept.result
