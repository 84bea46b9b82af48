"""Runs flows with or without Prefect; flows use Prefect only through this module.

`@flow` and `@task` keep a function and make a Prefect flow or task of it when needed.  Called directly, the function
runs without importing Prefect, which takes two seconds.  Called inside a Prefect run, or by `run_under_prefect` with
the address of a server, it runs as a Prefect flow: the same function, with Prefect's states and retries.  `prepare`
sets Prefect's home to the data directory and turns off its logging and its requests to the Internet.
"""

from __future__ import annotations

import atexit
import functools
import inspect
import os
import sys
from collections.abc import Callable, MutableMapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Generic, ParamSpec, TypeVar, get_type_hints

from flows.errors import CopydeskError
from flows.printing.progress import line

if TYPE_CHECKING:
    import prefect
    import prefect.task_runners

P = ParamSpec("P")
R = TypeVar("R")

#: Environment variables for Prefect, set before it is first imported; a value that the user has set stays.
SETTINGS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    # Without an answer a run goes on by itself: it asks for a minute and a half (four requests and the pauses between
    # them), not for seven.
    "PREFECT_API_REQUEST_TIMEOUT": "20",
    "PREFECT_CLIENT_MAX_RETRIES": "3",
    "PREFECT_LOGGING_LEVEL": "ERROR",
    "PREFECT_LOGGING_COLORS": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    # Replaces the class of two handlers in Prefect's logging.yml; "debug" is that of its inner services.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_CLASS": "flows.running.prefect_log.ConsoleHandler",
    "PREFECT_LOGGING_HANDLERS_DEBUG_CLASS": "flows.running.prefect_log.ConsoleHandler",
}

#: The address at which our own servers listen.
_HERE: Final = "127.0.0.1"


class Flow(Generic[P, R]):
    """A flow made of a function.  Calling it runs the function; inside a Prefect run, as a Prefect flow."""

    def __init__(self, work: Callable[P, R], name: str) -> None:
        functools.update_wrapper(self, work)
        #: The plain function.
        self.fn = work
        self.name = name

    def __call__(self, *args: P.args, **options: P.kwargs) -> R:
        """Run the flow; gives its result and raises its errors."""
        return self._in_prefect_run(*args, **options) if in_prefect_run() else self.fn(*args, **options)

    def _in_prefect_run(self, *args: P.args, **options: P.kwargs) -> R:
        """Run the flow as a subflow of the current Prefect run, with that run's task runner."""
        from prefect.context import FlowRunContext

        from flows.running.kept_results import run_and_keep

        context = FlowRunContext.get()
        runner = context.flow.task_runner if context and context.flow else None
        step = self.prefect.with_options(task_runner=runner.duplicate()) if runner else self.prefect
        result: R = run_and_keep(
            self.name,
            lambda: step(*args, **options, return_state=True),
            alone=lambda: self.fn(*args, **options),
        )
        return result

    @functools.cached_property
    def prefect(self) -> prefect.Flow[P, R]:
        """The function as a Prefect flow, whose final state says how the run ended."""
        from prefect import flow as prefect_flow

        from flows.running import prefect_runs
        from flows.running.kept_results import keep_result

        @functools.wraps(self.fn)
        def shown(*args: P.args, **options: P.kwargs) -> Any:
            result = keep_result(lambda: self.fn(*args, **options))
            data = inspect.signature(self.fn).bind(*args, **options).arguments.get("data")
            prefect_runs.show_table(result, data)
            prefect_runs.ended(result)
            return prefect_runs.state_of(result)

        evaluate_annotations(shown, self.fn)
        return prefect_flow(name=self.name, flow_run_name=prefect_runs.own_name, persist_result=False)(shown)


class Task(Generic[P, R]):
    """A step of a flow, mostly for one batch.

    Calling it runs the function; inside a Prefect run, as a Prefect task.  `waits`, `passes`: see `task`.
    """

    def __init__(self, work: Callable[P, R], name: str, waits: Sequence[float], passes: Callable[[R], bool]) -> None:
        functools.update_wrapper(self, work)
        #: The plain function.
        self.fn = work
        self.name = name
        self._waits, self._passes = [*waits], passes

    def __call__(self, *args: P.args, **options: P.kwargs) -> R:
        """Run the step; gives its result and raises its errors."""
        if not in_prefect_run():
            return self.fn(*args, **options)
        from flows.running.kept_results import run_and_keep

        result: R = run_and_keep(
            self.name,
            lambda: self.prefect(*args, **options, return_state=True),
            alone=lambda: self.fn(*args, **options),
            again=ForAWhile,
        )
        return result

    @functools.cached_property
    def prefect(self) -> prefect.Task[P, R]:
        """The step as a Prefect task.  Its results are not cached, since our own files say what is done."""
        from prefect import task as prefect_task
        from prefect.cache_policies import NO_CACHE

        return prefect_task(
            name=self.name,
            retries=len(self._waits),
            retry_delay_seconds=self._waits,
            retry_condition_fn=_is_for_a_while,
            cache_policy=NO_CACHE,
            persist_result=False,
        )(self._kept_attempt)

    def _kept_attempt(self, *args: P.args, **options: P.kwargs) -> R:
        from flows.running.kept_results import keep_result

        return keep_result(lambda: self._attempt(*args, **options))

    def _attempt(self, *args: P.args, **options: P.kwargs) -> R:
        """Run the step once; gives its result.

        If a repetition may succeed soon, raises ForAWhile, so that Prefect repeats the step.  The last attempt gives
        its result in any case.
        """
        from prefect.context import TaskRunContext

        result = self.fn(*args, **options)
        context = TaskRunContext.get()
        attempt = context.task_run.run_count if context else len(self._waits) + 1
        if attempt <= len(self._waits) and self._passes(result):
            line("prefect", f"{self.name}: not possible for now; tried again in {self._waits[attempt - 1]:g} s")
            raise ForAWhile(self.name)
        return result


class ForAWhile(CopydeskError):
    """Raised to make Prefect try a step again: it could not do its work for now.  Only Prefect sees it."""


def _is_for_a_while(_: object, __: object, state: prefect.State[Any]) -> bool:
    """Whether Prefect tries a failed step again: only after ForAWhile; any other error would come again."""
    return isinstance(state.result(raise_on_failure=False), ForAWhile)


def flow(name: str) -> Callable[[Callable[P, R]], Flow[P, R]]:
    """Decorator: make a function a flow of this name."""
    return lambda work: Flow(work, name)


def task(
    name: str, *, waits: Sequence[float] = (), passes: Callable[[Any], bool] = lambda result: False
) -> Callable[[Callable[P, R]], Task[P, R]]:
    """Decorator: make a function a step of flows.

    Under Prefect the step is repeated while its result says that it could not be done for now.  `waits`: seconds before
    each repetition.  `passes`: called with a result; gives True when a repetition may succeed.  The result of the last
    attempt counts in any case.
    """
    return lambda work: Task(work, name, waits, passes)


def evaluate_annotations(wrapper: Any, work: Callable[..., Any]) -> None:
    """Copy the evaluated types of a function to its wrapper.

    Prefect cannot evaluate types that are written as text outside the function's module.
    """
    wrapper.__signature__ = inspect.signature(work, eval_str=True)
    wrapper.__annotations__ = get_type_hints(work)


def in_prefect_run() -> bool:
    """Whether the caller is inside a Prefect flow run, so that flows and steps called here belong to that run."""
    if "prefect.context" not in sys.modules:
        return False
    from prefect.context import FlowRunContext

    return FlowRunContext.get() is not None


def run_under_prefect(
    chosen: Flow[..., R],
    *,
    server: str | None,
    home: Path,
    called: str | None = None,
    task_runner: prefect.task_runners.TaskRunner[Any] | None = None,
    **options: Any,
) -> R:
    """Run a flow under a Prefect server, or as a plain function; gives and raises what the flow does.

    `server`: address of the server's API; None: without Prefect.  `home`: Prefect's directory.  `called`: name of the
    flow in Prefect; None: its own.  `task_runner`: for the flow and its steps; None: Prefect's default.  `options`: the
    flow's arguments.
    """
    if server is None:
        return chosen.fn(**options)
    end_silently()
    prepare(home, server=server)
    from flows.running.kept_results import run_and_keep
    from flows.running.prefect_runs import tagged

    named = chosen.prefect.with_options(name=called or chosen.name, task_runner=task_runner)
    with tagged(called or chosen.name, options):
        result: R = run_and_keep(
            chosen.name, lambda: named(**options, return_state=True), alone=lambda: chosen.fn(**options)
        )
    return result


def prepare(home: Path, *, server: str, environ: MutableMapping[str, str] = os.environ) -> None:
    """Set Prefect's environment variables; call this before Prefect is first imported.

    `server`: address of the API.  If the user has set PREFECT_API_URL, that and the user's PREFECT_HOME are kept.
    """
    home.mkdir(parents=True, exist_ok=True)
    if not environ.get("PREFECT_API_URL"):
        environ["PREFECT_HOME"] = str(home)
        environ["PREFECT_API_URL"] = server
        _ask_directly(environ)
    for name, value in {"PREFECT_HOME": str(home), **SETTINGS}.items():
        environ.setdefault(name, value)


def _ask_directly(environ: MutableMapping[str, str]) -> None:
    """Add 127.0.0.1 to no_proxy, so that requests to our own server go through no proxy."""
    others = environ.get("no_proxy") or environ.get("NO_PROXY")
    if not others or _HERE not in others:
        environ["no_proxy"] = environ["NO_PROXY"] = ",".join(filter(None, (others, _HERE)))


def end_silently() -> None:
    """Redirect standard error to nowhere when Python shuts down.

    Prefect's threads still run then, and DuckDB's bindings would print a list of "leaked" objects.
    """
    atexit.register(lambda: os.dup2(os.open(os.devnull, os.O_WRONLY), 2))
