"""The place of Prefect: a flow here is a plain function that becomes a Prefect flow where Prefect runs.

`@flow` and `@task` leave a function as it is and know its Prefect twin.  Called on its own the function runs at once,
without Prefect being imported (two seconds); called inside a Prefect run, or through `run(..., under_prefect=True)`,
the twin runs: same work, same log, with Prefect's states and retries.  `prepare` keeps Prefect quiet, at home in the
data directory, and off the network.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

if TYPE_CHECKING:
    import prefect

P = ParamSpec("P")
R = TypeVar("R")

#: What Prefect is told before it is first imported; whoever sets one of these himself is left alone.
SETTINGS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_LOGGING_LEVEL": "ERROR",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
}


class Flow(Generic[P, R]):
    """A flow: calls go to the function, or to its Prefect twin inside a Prefect run."""

    def __init__(self, work: Callable[P, R], name: str) -> None:
        functools.update_wrapper(self, work)
        #: The plain function.
        self.fn = work
        self.name = name

    def __call__(self, *args: P.args, **options: P.kwargs) -> R:
        """Run it."""
        return self.prefect(*args, **options) if in_prefect_run() else self.fn(*args, **options)

    @functools.cached_property
    def prefect(self) -> prefect.Flow[P, R]:
        """The Prefect flow."""
        from prefect import flow as prefect_flow

        return prefect_flow(name=self.name, persist_result=False)(self.fn)


class Task(Generic[P, R]):
    """A step of a flow, one batch at a time."""

    def __init__(self, work: Callable[P, R], name: str, retries: int) -> None:
        functools.update_wrapper(self, work)
        #: The plain function.
        self.fn = work
        self.name = name
        self._retries = retries

    def __call__(self, *args: P.args, **options: P.kwargs) -> R:
        """Run it."""
        return self.prefect(*args, **options) if in_prefect_run() else self.fn(*args, **options)

    @functools.cached_property
    def prefect(self) -> prefect.Task[P, R]:
        """The Prefect task; results are not cached, our own files know what is done."""
        from prefect import task as prefect_task
        from prefect.cache_policies import NO_CACHE

        return prefect_task(name=self.name, retries=self._retries, cache_policy=NO_CACHE, persist_result=False)(self.fn)


def flow(name: str) -> Callable[[Callable[P, R]], Flow[P, R]]:
    """Make a function a flow."""
    return lambda work: Flow(work, name)


def task(name: str, *, retries: int = 0) -> Callable[[Callable[P, R]], Task[P, R]]:
    """Make a function a step of flows; retries count only under Prefect."""
    return lambda work: Task(work, name, retries)


def in_prefect_run() -> bool:
    """Whether a Prefect flow run is going on around the caller."""
    if "prefect.context" not in sys.modules:
        return False
    from prefect.context import FlowRunContext

    return FlowRunContext.get() is not None


def run(chosen: Flow[..., R], *, under_prefect: bool, home: Path, **options: Any) -> R:
    """Run a flow under Prefect or as the plain function that it is."""
    if not under_prefect:
        return chosen.fn(**options)
    prepare(home)
    result: R = chosen.prefect(**options)
    return result


def prepare(home: Path, environ: MutableMapping[str, str] | None = None) -> None:
    """Tell Prefect where it lives and that it is to be quiet; before it is first imported."""
    target = os.environ if environ is None else environ
    home.mkdir(parents=True, exist_ok=True)
    target.setdefault("PREFECT_HOME", str(home))
    for name, value in SETTINGS.items():
        target.setdefault(name, value)
