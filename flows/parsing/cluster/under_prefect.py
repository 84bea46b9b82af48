"""Under Prefect, each batch is a task of Prefect's that runs on a worker: by the DaskTaskRunner of prefect-dask.

Only where the workers can reach Prefect's server, to which they report: the server of `copydesk serve` is there for its
own machine alone.  Otherwise batches are tasks of Dask's only, and the rest of the run is Prefect's as ever.
"""

from __future__ import annotations

import os
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from flows.parsing.cluster.errors import NoDask
from flows.running.engine import Task, in_prefect_run
from flows.running.prefect_runs import result_of


def runner_for(address: str, **options: Any) -> Any:
    """A DaskTaskRunner for the scheduler at an address; None without Prefect, or where workers do not reach its server.

    options: of Dask's Client.  Raises NoDask when prefect-dask is not installed.
    """
    if not in_prefect_run() or (_is_here(os.environ.get("PREFECT_API_URL", "")) and not _is_here(address)):
        return None
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        raise NoDask(error) from error
    return DaskTaskRunner(address=address, client_kwargs=options)


def _is_here(address: str) -> bool:
    """Whether an address means the machine that asks."""
    host = urlsplit(address).hostname or "localhost"
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def submitted(client: Any, step: Task[..., Any], values: tuple[object, ...], **placed: Any) -> Any:
    """The future of a step that runs as Prefect's task on a worker.  client: of a runner.  placed: as for submit."""
    from prefect.context import FlowRunContext

    run = FlowRunContext.get()
    assert run is not None
    # The worker is told of the run without its parameters: some are for this process, such as the flow that is ahead.
    with run.model_copy(update={"parameters": {}}):
        return client.submit(step.prefect, parameters={"args": values}, dependencies={}, return_type="state", **placed)


def outcome(found: Any) -> Any:
    """What a future gave: of a state of Prefect's its result, or raises its error; all else as it is."""
    from prefect.client.schemas.objects import State

    return result_of(found) if isinstance(found, State) else found
