"""Reads and corrects Prefect's states of flow runs, which are wrong after a kill or while the machine was off.

Our own run records tell which runs are running, by locks that the kernel releases; Prefect would call a killed run
"Running" for ever.  Works through Prefect's API; imports Prefect.
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

from flows.running.run_records import RunRecord, read_run_records

#: Runs in one answer of Prefect's API, its maximum.
_PAGE: Final = 200
#: States of a run that is running, as far as Prefect knows.
_ACTIVE: Final = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]
#: Most time between the start of a run by Prefect and by its record: some seconds, more on a busy machine.
_RECORD_DELAY: Final = timedelta(seconds=60)
#: Most time that a Prefect worker takes from choosing a run to starting it: far longer than starting a process takes.
_PENDING: Final = timedelta(minutes=10)


def running_record(runs: Path, flow: str) -> RunRecord | None:
    """Find a run of this flow that is at work; None without one.  While there is one, scheduled runs are left out.

    `runs`: directory of the records.  Steps of other runs, and imports of files, do not count.
    """
    for record in _running(runs):
        if record.flow == flow and record.parent is None and not record.parameters.get("paths"):
            return record
    return None


def record_of(runs: Path, flow: str, pid: int, *, since: datetime) -> RunRecord | None:
    """Find the record of the flow's run that the process `pid` began after `since`; None when it began no run."""
    began = since.isoformat(timespec="milliseconds")
    ours = [one for one in read_run_records(runs) if one.pid == pid and one.flow == flow and one.started_at >= began]
    return ours[-1] if ours else None


def _running(runs: Path) -> list[RunRecord]:
    return [record for record in read_run_records(runs, loaded=False) if record.outcome == "running"]


def waiting_runs(client: SyncPrefectClient, deployments: Collection[UUID]) -> list[FlowRun]:
    """List Prefect's runs of these deployments that have not begun, the earliest first.

    Runs that are planned for a later time are listed, too.
    """
    if not deployments:
        return []
    return _read(client, [StateType.SCHEDULED], deployment_id=FlowRunFilterDeploymentId(any_=[*deployments]))


def should_have_begun(run: FlowRun) -> bool:
    """Whether a waiting run should have begun by now, so that it is due."""
    return run.next_scheduled_start_time is None or run.next_scheduled_start_time <= datetime.now(UTC)


def cancel(client: SyncPrefectClient, runs: Iterable[FlowRun], name: str, why: str) -> None:
    """Cancel runs that have not begun.  `name`: for their state in Prefect's dashboard.  `why`: one sentence."""
    for run in runs:
        client.set_flow_run_state(run.id, Cancelled(name=name, message=why), force=True)


def was_cut_short(client: SyncPrefectClient, deployment: UUID) -> bool:
    """Whether the last run that a deployment began has crashed, so that its flow gets a new run now."""
    begun = FlowRunFilter(
        deployment_id=FlowRunFilterDeploymentId(any_=[deployment]), start_time=FlowRunFilterStartTime(is_null_=False)
    )
    last = client.read_flow_runs(flow_run_filter=begun, sort=FlowRunSort.START_TIME_DESC, limit=1)
    return bool(last) and last[0].state_type == StateType.CRASHED


def mark_crashed(
    client: SyncPrefectClient, runs: Path, *, data: Path, ours: Collection[UUID] = (), alive: Collection[UUID] = ()
) -> int:
    """Mark runs as crashed whose process is gone although Prefect takes them for running; gives their number.

    `runs`: directory of the run records.  `data`: only runs for this data directory.  `ours`: deployments that only the
    caller runs, so that each of their runs has a record already; other runs get some time to write theirs.  `alive`:
    runs that are certainly at work.
    """
    running, crashed = _running(runs), 0
    for run in _read(client, _ACTIVE):
        known = run.deployment_id in ours or run.parameters.get("data") == str(data)
        if not known or run.parent_task_run_id is not None or run.id in alive:
            continue
        if not _is_running(run, running, certain=run.deployment_id in ours):
            crash(client, run, "Its process is gone: it was killed, or the machine went down.")
            crashed += 1
    return crashed


def _is_running(run: FlowRun, records: Sequence[RunRecord], *, certain: bool) -> bool:
    """Whether a run that Prefect takes for running is really running; if not, it is marked as crashed.

    It is running when one of our records began at the same time.  It also counts as running when it began so lately
    that its record may not be written yet.  `certain`: its record must have been written already.
    """
    begun = run.start_time or (run.state.timestamp if run.state else None)
    if begun is None:
        return False
    delay = timedelta(0) if certain else _RECORD_DELAY if run.state_type == StateType.RUNNING else _PENDING
    if datetime.now(UTC) - begun < delay:
        return True
    return any(abs(datetime.fromisoformat(record.started_at) - begun) < _RECORD_DELAY for record in records)


def crash(client: SyncPrefectClient, run: FlowRun, why: str) -> None:
    """Mark a run as crashed, with its subflows and tasks.  `why`: one sentence."""
    for part in _read(client, _ACTIVE, parent_flow_run_id=FlowRunFilterParentFlowRunId(any_=[run.id])):
        crash(client, part, why)
    tasks = TaskRunFilter(
        flow_run_id=TaskRunFilterFlowRunId(any_=[run.id]),
        state=TaskRunFilterState(type=TaskRunFilterStateType(any_=_ACTIVE)),
    )
    for task in client.read_task_runs(task_run_filter=tasks):
        client.set_task_run_state(task.id, Crashed(message=why), force=True)
    client.set_flow_run_state(run.id, Crashed(message=why), force=True)


def _read(client: SyncPrefectClient, states: list[StateType], **criteria: Any) -> list[FlowRun]:
    """Read all runs in one of these states from Prefect, the earliest first.

    `criteria`: further criteria of Prefect's FlowRunFilter.
    """
    chosen = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=states)), **criteria)
    found: list[FlowRun] = []
    while True:
        page = client.read_flow_runs(
            flow_run_filter=chosen, sort=FlowRunSort.EXPECTED_START_TIME_ASC, limit=_PAGE, offset=len(found)
        )
        found += page
        if len(page) < _PAGE:
            return found
