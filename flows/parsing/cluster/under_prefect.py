"""Runs each batch as a Prefect task on a worker, when the run is under Prefect, by the DaskTaskRunner of prefect-dask.

This is done only if the workers can reach Prefect's server, to which tasks report.  They cannot reach the server of
`copydesk serve`, which serves its own machine alone.  Then batches are tasks of Dask only, and Prefect shows the rest
of the run as ever.
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
    """Make a DaskTaskRunner for the scheduler at an address.

    None outside of Prefect, or if workers cannot reach its server.  `options`: of Dask's Client.  Raises NoDask when
    prefect-dask is not installed.
    """
    if not in_prefect_run() or (_is_here(os.environ.get("PREFECT_API_URL", "")) and not _is_here(address)):
        return None
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        raise NoDask(error) from error
    return DaskTaskRunner(address=address, client_kwargs=options)


def _is_here(address: str) -> bool:
    """Whether the host of an address is this machine (localhost or a loopback address): no other machine reaches it."""
    host = urlsplit(address).hostname or "localhost"
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def submitted(client: Any, step: Task[..., Any], values: tuple[object, ...], **placed: Any) -> Any:
    """Submit a step to the cluster as a Prefect task; gives its future.

    `client`: of `runner_for`.  `values`: the step's arguments.  `placed`: Dask's options (key, resources).
    """
    from prefect.context import FlowRunContext

    run = FlowRunContext.get()
    assert run is not None
    # The worker is told of the run without its parameters: some are for this process, such as the flow that is ahead.
    with run.model_copy(update={"parameters": {}}):
        return client.submit(step.prefect, parameters={"args": values}, dependencies={}, return_type="state", **placed)


def outcome(found: Any) -> Any:
    """Give the result in a Prefect state, or raise the error in it; any other value is given unchanged."""
    from prefect.client.schemas.objects import State

    return result_of(found) if isinstance(found, State) else found
