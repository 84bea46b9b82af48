"""Corrects Prefect's states of runs where it notices nothing: after a killed run, or while the machine was off.

Our own run records tell which runs are alive: the kernel releases their locks; Prefect would call a killed run
"Running" for ever.  Missed runs become one.  Everything goes through Prefect's API; imports Prefect.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterParentFlowRunId,
    FlowRunFilterStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
    TaskRunFilter,
    TaskRunFilterFlowRunId,
    TaskRunFilterState,
    TaskRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.states import Cancelled, Crashed

from flows.running.run_records import RunRecord, read_records

#: Runs in one answer of Prefect's API, whose maximum this is.
_PAGE: Final = 200
#: A run that is at work, as far as Prefect knows.
_AT_WORK: Final = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
#: Between a run's begin as Prefect notes it and the begin of its record lie some seconds, on a busy machine many.
_APART: Final = timedelta(seconds=60)
#: A worker may take its time between taking a run and starting it.
_PENDING: Final = timedelta(minutes=10)


def at_work(runs: Path, flow: str) -> RunRecord | None:
    """The living run of a flow that a schedule would start a second time, by its record; imports are none."""
    for record in _living(runs):
        if record.flow == flow and record.parent is None and not record.parameters.get("paths"):
            return record
    return None


def _living(runs: Path) -> list[RunRecord]:
    return [record for record in read_records(runs, loaded=False) if record.outcome == "running"]


def waiting_runs(client: SyncPrefectClient, deployments: Collection[UUID]) -> list[FlowRun]:
    """Runs of these deployments that have not begun, the earliest first; those of the future among them."""
    if not deployments:
        return []
    return _read(client, [StateType.SCHEDULED], deployment_id=FlowRunFilterDeploymentId(any_=[*deployments]))


def is_due(run: FlowRun) -> bool:
    """Whether a run that waits should have begun by now."""
    return run.next_scheduled_start_time is None or run.next_scheduled_start_time <= datetime.now(UTC)


def leave_out(client: SyncPrefectClient, runs: Iterable[FlowRun], name: str, why: str) -> None:
    """Cancel runs that will not be started; name: of the state, as Prefect's pages show it."""
    for run in runs:
        client.set_flow_run_state(run.id, Cancelled(name=name, message=why), force=True)


def was_cut_short(client: SyncPrefectClient, deployment: UUID) -> bool:
    """Whether the last run of a deployment that began was interrupted."""
    begun = FlowRunFilter(
        deployment_id=FlowRunFilterDeploymentId(any_=[deployment]), start_time=FlowRunFilterStartTime(is_null_=False)
    )
    last = client.read_flow_runs(flow_run_filter=begun, sort=FlowRunSort.START_TIME_DESC, limit=1)
    return bool(last) and last[0].state_type == StateType.CRASHED


def bury_dead(
    client: SyncPrefectClient, runs: Path, *, data: Path, ours: Collection[UUID] = (), alive: Collection[UUID] = ()
) -> int:
    """Mark runs as crashed that Prefect believes at work and nobody works at; their number.

    Looked at are runs for this data directory.  ours: deployments that nobody else runs, so that a run of theirs that
    is not among the living is dead; for others the run's record must have had time to come.
    """
    living, dead = _living(runs), 0
    for run in _read(client, _AT_WORK):
        known = run.deployment_id in ours or run.parameters.get("data") == str(data)
        if not known or run.parent_task_run_id is not None or run.id in alive:
            continue
        if not _lives(run, living, certain=run.deployment_id in ours):
            crash(client, run, "Nobody works at it any more: its process was killed, or the machine went down.")
            dead += 1
    return dead


def _lives(run: FlowRun, living: Sequence[RunRecord], *, certain: bool) -> bool:
    begun = run.start_time or (run.state.timestamp if run.state else None)
    if begun is None:
        return False
    patience = timedelta(0) if certain else _APART if run.state_type == StateType.RUNNING else _PENDING
    if datetime.now(UTC) - begun < patience:
        return True
    return any(abs(datetime.fromisoformat(record.started_at) - begun) < _APART for record in living)


def crash(client: SyncPrefectClient, run: FlowRun, why: str) -> None:
    """Mark a run as crashed, with the runs and tasks that went with it."""
    for part in _read(client, _AT_WORK, parent_flow_run_id=FlowRunFilterParentFlowRunId(any_=[run.id])):
        crash(client, part, why)
    tasks = TaskRunFilter(
        flow_run_id=TaskRunFilterFlowRunId(any_=[run.id]),
        state=TaskRunFilterState(type=TaskRunFilterStateType(any_=_AT_WORK)),
    )
    for task in client.read_task_runs(task_run_filter=tasks):
        client.set_task_run_state(task.id, Crashed(message=why), force=True)
    client.set_flow_run_state(run.id, Crashed(message=why), force=True)


def _read(client: SyncPrefectClient, states: list[StateType], **criteria: Any) -> list[FlowRun]:
    """All runs in one of these states, the earliest first; Prefect gives them page by page."""
    chosen = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=states)), **criteria)
    found: list[FlowRun] = []
    while True:
        page = client.read_flow_runs(
            flow_run_filter=chosen, sort=FlowRunSort.EXPECTED_START_TIME_ASC, limit=_PAGE, offset=len(found)
        )
        found += page
        if len(page) < _PAGE:
            return found
