"""The only module that deals with Prefect for flows: a flow is a plain function, and a Prefect flow where Prefect runs.

`@flow` and `@task` leave a function as it is and know its Prefect twin.  Called on its own the function runs at once,
without Prefect being imported (two seconds); called inside a Prefect run, or through `run_under_prefect` with the
address of a server,
the twin runs: same work, same log, with Prefect's states and retries.  `prepare` keeps Prefect quiet, at home in the
data directory, and off the network.
"""

from __future__ import annotations

import atexit
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

#: Environment of Prefect, set before it is first imported; a value that the user has set is kept.
SETTINGS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    "PREFECT_LOGGING_LEVEL": "ERROR",
    "PREFECT_LOGGING_COLORS": "false",
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


def run_under_prefect(chosen: Flow[..., R], *, server: str | None, home: Path, **options: Any) -> R:
    """Run a flow under the Prefect server whose API is at this address; without an address, as a plain function.

    home: Prefect's directory.
    """
    if server is None:
        return chosen.fn(**options)
    end_silently()
    prepare(home, server=server)
    result: R = chosen.prefect(**options)
    return result


def prepare(home: Path, *, server: str, environ: MutableMapping[str, str] = os.environ) -> None:
    """Set Prefect's home and make it quiet; call this before Prefect is first imported.

    A user who named a server keeps the home that goes with it.
    """
    home.mkdir(parents=True, exist_ok=True)
    if not environ.get("PREFECT_API_URL"):
        environ["PREFECT_HOME"] = str(home)
        environ["PREFECT_API_URL"] = server
    for name, value in {"PREFECT_HOME": str(home), **SETTINGS}.items():
        environ.setdefault(name, value)


def end_silently() -> None:
    """Print nothing after the work of this process is over.

    Prefect's threads outlive Python's shutdown, and DuckDB's bindings then list all that they hold as "leaked".
    """
    atexit.register(lambda: os.dup2(os.open(os.devnull, os.O_WRONLY), 2))
