"""Registers the schedules of copydesk.toml with Prefect, and cleans up after an earlier `copydesk serve`.

Takes the wanted schedules and a client; gives the deployments that stand for them.  Imports Prefect.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment

from flows.config.paths import Paths
from flows.errors import CopydeskError
from flows.printing.progress import line, number
from flows.serving import flow_runs
from flows.serving.deployments import ENTRYPOINTS

_PAGE: Final = 200


def check_crons(wanted: Mapping[str, str]) -> None:
    """Raise CopydeskError for the first that is no cron expression."""
    for flow, cron in wanted.items():
        try:
            CronSchedule(cron=cron, timezone="UTC")
        except ValueError:
            raise CopydeskError(
                f'[schedules] in copydesk.toml: {flow} = "{cron}" is no cron expression; write one such as'
                ' "*/30 * * * *" (minute, hour, day, month, day of the week).'
            ) from None


def take_up(client: SyncPrefectClient, paths: Paths, wanted: Mapping[str, str], config: Path | None) -> dict[UUID, str]:
    """Deployments by their id with the flow that each runs; earlier ones that are not wanted any more are gone.

    Runs that were killed are marked as crashed; the last one of a schedule, if it was cut short, is due again.
    """
    earlier = _earlier(client, paths)
    dead = flow_runs.bury_dead(client, paths.runs, data=paths.root, ours=earlier)
    if dead:
        line("serve", f"{number(dead, 'run that was killed is', 'runs that were killed are')} marked as crashed")
    names = {deployment_name(paths, flow) for flow in wanted}
    for deployment, name in earlier.items():
        if name not in names:
            _remove(client, deployment)
    return {_register(client, paths, flow, cron, config): flow for flow, cron in wanted.items()}


def _earlier(client: SyncPrefectClient, paths: Paths) -> dict[UUID, str]:
    """The deployments of this data directory that the server knows, by whatever name."""
    found: dict[UUID, str] = {}
    read = 0
    while page := client.read_deployments(limit=_PAGE, offset=read):
        read += len(page)
        found.update({one.id: one.name for one in page if one.parameters.get("data") == str(paths.root)})
    return found


def _remove(client: SyncPrefectClient, deployment: UUID) -> None:
    late = flow_runs.waiting_runs(client, {deployment})
    flow_runs.leave_out(client, late, "Removed", "Its schedule stands in copydesk.toml no more.")
    client.delete_deployment(deployment)


def _register(client: SyncPrefectClient, paths: Paths, flow: str, cron: str, config: Path | None) -> UUID:
    made = RunnerDeployment.from_entrypoint(
        ENTRYPOINTS[flow], name=deployment_name(paths, flow), cron=cron, parameters=_parameters(paths, config)
    ).apply()
    assert isinstance(made, UUID)  # it is a coroutine inside an event loop only
    missed = [run for run in flow_runs.waiting_runs(client, {made}) if flow_runs.is_due(run)]
    if not missed and flow_runs.was_cut_short(client, made):
        client.create_flow_run_from_deployment(made)
        line("serve", f"{flow}: the last run was cut short; it is run again now")
    line("serve", f"{flow}: {cron} (UTC)")
    return made


def deployment_name(paths: Paths, flow: str) -> str:
    """The name of a schedule in Prefect: a server may see several data directories."""
    plain = re.sub(r"[^\w.-]+", "-", paths.root.name)[:40]
    return f"{flow}-{plain}-{hashlib.sha256(os.fsencode(paths.root)).hexdigest()[:6]}"


def _parameters(paths: Paths, config: Path | None) -> dict[str, Any]:
    return {"data": str(paths.root), "config": str(config) if config else None}
