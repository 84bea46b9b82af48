"""Registers the schedules of copydesk.toml as Prefect deployments, and removes those of an earlier `copydesk serve`.

Takes the wanted schedules and a client; gives the ids of the deployments.  Imports Prefect.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment

from flows.config.paths import Paths
from flows.errors import CopydeskError
from flows.printing.progress import line, number
from flows.running.prefect_runs import tags
from flows.serving import flow_runs
from flows.serving.deployments import ENTRYPOINTS

#: Deployments in one answer of Prefect's API, its maximum.
_PAGE: Final = 200
#: Characters of the data directory's name, and digits of its hash, in the name of a deployment.
_NAME_LENGTH: Final = 40
_HASH_DIGITS: Final = 6


def check_crons(wanted: Mapping[str, str]) -> None:
    """Raise CopydeskError for the first invalid cron expression.  `wanted`: flow -> cron expression."""
    for flow, cron in wanted.items():
        try:
            CronSchedule(cron=cron, timezone="UTC")
        except ValueError:
            raise CopydeskError(
                f'[schedules] in copydesk.toml: {flow} = "{cron}" is not a cron expression; write one such as'
                ' "*/30 * * * *" (minute, hour, day, month, day of the week).'
            ) from None


def take_up(
    client: SyncPrefectClient,
    paths: Paths,
    wanted: Mapping[str, str],
    config: Path | None,
    *,
    alive: Collection[UUID] = (),
) -> dict[UUID, str]:
    """Register the wanted schedules; gives deployment -> flow.  Deployments that are no longer wanted are deleted.

    `wanted`: flow -> cron expression.  `config`: the user's config directory for the runs; None: none.  Runs that were
    killed are marked as crashed; a flow whose last run crashed gets a new run now.  `alive`: runs that are certainly at
    work.  Raises errors of Prefect's client.
    """
    earlier = _earlier(client, paths)
    crashed = flow_runs.mark_crashed(client, paths.runs, data=paths.root, ours=earlier, alive=alive)
    if crashed:
        line("serve", f"{number(crashed, 'run that was killed is', 'runs that were killed are')} marked as crashed")
    names = {deployment_name(paths, flow) for flow in wanted}
    for deployment, name in earlier.items():
        if name not in names:
            _remove(client, deployment)
    return {_register(client, paths, flow, cron, config): flow for flow, cron in wanted.items()}


def _earlier(client: SyncPrefectClient, paths: Paths) -> dict[UUID, str]:
    """List the deployments for this data directory that an earlier serve left on the server: id -> name."""
    found: dict[UUID, str] = {}
    read = 0
    while page := client.read_deployments(limit=_PAGE, offset=read):
        read += len(page)
        found.update({one.id: one.name for one in page if one.parameters.get("data") == str(paths.root)})
    return found


def _remove(client: SyncPrefectClient, deployment: UUID) -> None:
    late = flow_runs.waiting_runs(client, {deployment})
    flow_runs.cancel(client, late, "Removed", "Its schedule was removed from copydesk.toml.")
    client.delete_deployment(deployment)


def _register(client: SyncPrefectClient, paths: Paths, flow: str, cron: str, config: Path | None) -> UUID:
    """Register the schedule of one flow; gives the id of its deployment.

    A flow whose last run crashed gets a run now.
    """
    made = RunnerDeployment.from_entrypoint(
        ENTRYPOINTS[flow],
        name=deployment_name(paths, flow),
        cron=cron,
        parameters=_parameters(paths, config),
        tags=tags(flow, {}),
        description=f"{flow}, as [schedules] in copydesk.toml says, in {paths.root}",
    ).apply()
    assert isinstance(made, UUID)  # apply() gives a coroutine only inside an event loop
    missed = [run for run in flow_runs.waiting_runs(client, {made}) if flow_runs.should_have_begun(run)]
    if not missed and flow_runs.was_cut_short(client, made):
        client.create_flow_run_from_deployment(made)
        line("serve", f"{flow}: the last run was cut short; it is run again now")
    line("serve", f"{flow}: {cron} (UTC)")
    return made


def deployment_name(paths: Paths, flow: str) -> str:
    """Make the name of a flow's deployment; unique to the data directory, since several may use one server."""
    plain = re.sub(r"[^\w.-]+", "-", paths.root.name)[:_NAME_LENGTH]
    return f"{flow}-{plain}-{hashlib.sha256(os.fsencode(paths.root)).hexdigest()[:_HASH_DIGITS]}"


def _parameters(paths: Paths, config: Path | None) -> dict[str, Any]:
    return {"data": str(paths.root), "config": str(config) if config else None}
