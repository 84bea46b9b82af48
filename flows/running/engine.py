"""Runs flows with or without Prefect; flows use Prefect only through this module.

`@flow` and `@task` keep a function and make a Prefect flow or task of it when needed.  Called directly, the function
runs without importing Prefect, which takes two seconds.  Called inside a Prefect run, or by `run_under_prefect` with
the address of a server, the Prefect flow runs: the same function, with Prefect's states and retries.  `prepare` sets
Prefect's home to the data directory and turns off its logging and its requests to the Internet.
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

#: Environment variables for Prefect, set before it is first imported; a value that the user has set stays.
SETTINGS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    "PREFECT_LOGGING_LEVEL": "ERROR",
    "PREFECT_LOGGING_COLORS": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
}


class Flow(Generic[P, R]):
    """A flow; a call runs the function, inside a Prefect run as a Prefect flow."""

    def __init__(self, work: Callable[P, R], name: str) -> None:
        functools.update_wrapper(self, work)
        #: The plain function.
        self.fn = work
        self.name = name

    def __call__(self, *args: P.args, **options: P.kwargs) -> R:
        """Run the flow; gives and raises what its function does."""
        return self.prefect(*args, **options) if in_prefect_run() else self.fn(*args, **options)

    @functools.cached_property
    def prefect(self) -> prefect.Flow[P, R]:
        """The same function as a Prefect flow."""
        from prefect import flow as prefect_flow

        return prefect_flow(name=self.name, persist_result=False)(self.fn)


class Task(Generic[P, R]):
    """A step of a flow, mostly for one batch; a call runs the function, inside a Prefect run as a Prefect task."""

    def __init__(self, work: Callable[P, R], name: str, retries: int) -> None:
        functools.update_wrapper(self, work)
        #: The plain function.
        self.fn = work
        self.name = name
        self._retries = retries

    def __call__(self, *args: P.args, **options: P.kwargs) -> R:
        """Run the step; gives and raises what its function does."""
        return self.prefect(*args, **options) if in_prefect_run() else self.fn(*args, **options)

    @functools.cached_property
    def prefect(self) -> prefect.Task[P, R]:
        """The same function as a Prefect task; results are not cached, since our own files say what is done."""
        from prefect import task as prefect_task
        from prefect.cache_policies import NO_CACHE

        return prefect_task(name=self.name, retries=self._retries, cache_policy=NO_CACHE, persist_result=False)(self.fn)


def flow(name: str) -> Callable[[Callable[P, R]], Flow[P, R]]:
    """Decorator: make a function a flow of this name."""
    return lambda work: Flow(work, name)


def task(name: str, *, retries: int = 0) -> Callable[[Callable[P, R]], Task[P, R]]:
    """Decorator: make a function a step of flows.  retries: only under Prefect."""
    return lambda work: Task(work, name, retries)


def in_prefect_run() -> bool:
    """Whether the caller is inside a Prefect flow run."""
    if "prefect.context" not in sys.modules:
        return False
    from prefect.context import FlowRunContext

    return FlowRunContext.get() is not None


def run_under_prefect(
    chosen: Flow[..., R], *, server: str | None, home: Path, called: str | None = None, **options: Any
) -> R:
    """Run a flow under a Prefect server, or as a plain function.

    server: address of the server's API; None: without Prefect.  home: Prefect's directory.  called: its name in
    Prefect; None: its own.  options: the flow's arguments.  Gives and raises what the flow does.
    """
    if server is None:
        return chosen.fn(**options)
    end_silently()
    prepare(home, server=server)
    result: R = chosen.prefect.with_options(name=called or chosen.name)(**options)
    return result


def prepare(home: Path, *, server: str, environ: MutableMapping[str, str] = os.environ) -> None:
    """Set the environment variables for Prefect; call this before Prefect is first imported.

    server: address of the API.  When the user has set PREFECT_API_URL, that and a PREFECT_HOME set by the user stay.
    """
    home.mkdir(parents=True, exist_ok=True)
    if not environ.get("PREFECT_API_URL"):
        environ["PREFECT_HOME"] = str(home)
        environ["PREFECT_API_URL"] = server
    for name, value in {"PREFECT_HOME": str(home), **SETTINGS}.items():
        environ.setdefault(name, value)


def end_silently() -> None:
    """Redirect standard error to nowhere when Python shuts down.

    Prefect's threads still run then, so that DuckDB's bindings print a list of "leaked" objects.
    """
    atexit.register(lambda: os.dup2(os.open(os.devnull, os.O_WRONLY), 2))
