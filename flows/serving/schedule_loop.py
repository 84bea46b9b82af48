"""The loop of `copydesk serve`: finds due runs, starts a process for each, and records how they ended.

Each round is one request to the server.  Several missed runs of a flow become one; a scheduled run that is due while
its flow is running is left out.  A server that died is started again; a run whose process was killed is marked as
crashed.  Imports Prefect.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Final
from uuid import UUID

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas import OrchestrationResult
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.responses import SetStateStatus
from prefect.deployments.runner import DeploymentApplyError
from prefect.exceptions import ObjectNotFound, PrefectException
from prefect.settings import PREFECT_CLIENT_MAX_RETRIES, temporary_settings
from prefect.states import Cancelled, Pending

from flows.config.paths import Paths
from flows.printing.progress import line, number
from flows.serving import flow_runs, lifeline, serve_state
from flows.serving.alert_checks import AlertChecks
from flows.serving.leftover_processes import marked_environment
from flows.serving.schedule_setup import take_up
from flows.serving.serve_state import Serving
from flows.serving.watched_server import WatchedServer, ending

#: Seconds between two requests for due runs.
_POLL: Final = 3.0
#: Seconds between two checks for runs of other processes that were killed.
_CRASH_CHECK: Final = 60.0
#: Seconds between two checks of child processes.
_STEP: Final = 0.25
#: Seconds without an answer after which the server counts as dead: four requests.
_SILENCE: Final = 60.0
#: Seconds to wait for the answer to one request; a busy server takes some.
_REQUEST: Final = 15.0
#: A run that has not begun after this time counts as missed.
_LATE: Final = timedelta(seconds=60)
#: Seconds that runs have to end by themselves when serve is stopped; with stopping.GRACE less than five in all.
_END_SECONDS: Final = 1.5

#: Errors of the client while the server is busy or gone; DeploymentApplyError: when a schedule is registered.
_FAULTS: Final = (httpx.HTTPError, PrefectException, DeploymentApplyError, OSError)


@dataclass(slots=True)
class _Child:
    """A running run."""

    flow: str
    run: FlowRun
    process: subprocess.Popen[bytes]
    cancelled: bool = False


class Loop:
    """Runs schedules; a context manager that ends the runs that it started when it is left.

    wanted: flow -> cron expression.  config: the user's config directory for the runs; None: none.  checks: the checks
    for what is wrong; one is made after each run, too.
    """

    def __init__(
        self,
        paths: Paths,
        wanted: Mapping[str, str],
        *,
        server: WatchedServer,
        config: Path | None,
        checks: AlertChecks,
    ) -> None:
        self._paths, self._wanted, self._server, self._config = paths, wanted, server, config
        self._checks = checks
        #: Deployment -> flow; None until the schedules are registered.
        self._deployments: dict[UUID, str] | None = None
        self._children: dict[UUID, _Child] = {}
        self._open = ExitStack()
        self._client: SyncPrefectClient
        self._answered = self._checked = time.monotonic()
        self._written: Serving | None = None

    def __enter__(self) -> Loop:
        # Without Prefect's retries, which may take a minute: a dead server must be noticed sooner.
        self._open.enter_context(temporary_settings({PREFECT_CLIENT_MAX_RETRIES: 0}))
        settings = {"timeout": _REQUEST, "trust_env": not self._server.is_kept}
        self._client = self._open.enter_context(get_client(httpx_settings=settings, sync_client=True))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self._children.values():
            child.process.terminate()
        deadline = time.monotonic() + _END_SECONDS
        for child in self._children.values():
            lifeline.end(child.process, seconds=deadline - time.monotonic())
        self._checks.close()
        self._open.close()

    def run(self) -> None:
        """Start due runs until the process is stopped; raises CopydeskError when the server cannot be kept running."""
        polled = 0.0
        while True:
            gone = self._server.ended()
            if gone is not None:
                self._start_server(gone)
            if time.monotonic() - polled >= _POLL or self._some_ended():
                polled = time.monotonic()
                self._try_poll()
            if self._written is not None:  # before, the state is that of an earlier serve
                self._checks.step()
            time.sleep(_STEP)

    def _some_ended(self) -> bool:
        return any(child.process.poll() is not None for child in self._children.values())

    def _try_poll(self) -> None:
        """Start due runs once; when the server is busy or gone, the next round does it."""
        try:
            self._poll()
            self._answered = time.monotonic()
        except _FAULTS as error:
            silent = time.monotonic() - self._answered
            if self._server.ended() is None and silent > _SILENCE:
                self._start_server(f"has not answered for {silent:.0f} s ({type(error).__name__})")

    def _start_server(self, why: str) -> None:
        """Start the server again; its database may be another one, which knows no schedule."""
        self._server.start_again(why)
        self._answered, self._deployments = time.monotonic(), None

    def _poll(self) -> None:
        if self._deployments is None:
            alive = {child.run.id for child in self._children.values()}
            self._deployments = take_up(self._client, self._paths, self._wanted, self._config, alive=alive)
        self._check_children()
        waiting = flow_runs.waiting_runs(self._client, self._deployments)
        for deployment, flow in self._deployments.items():
            due = [run for run in waiting if run.deployment_id == deployment and flow_runs.is_due(run)]
            if due:
                self._take(deployment, flow, due)
        self._write_state(waiting)
        if time.monotonic() - self._checked >= _CRASH_CHECK:
            self._checked = time.monotonic()
            running = {child.run.id for child in self._children.values()}
            flow_runs.mark_crashed(
                self._client, self._paths.runs, data=self._paths.root, ours=self._deployments, alive=running
            )

    def _check_children(self) -> None:
        """End runs that a user cancelled in the dashboard; mark runs that ended without a final state as crashed."""
        for deployment, child in [*self._children.items()]:
            run, code = self._known(child), child.process.poll()
            if code is None:
                if run is not None and run.state_type == StateType.CANCELLING and not child.cancelled:
                    child.cancelled = True
                    child.process.terminate()
                continue
            if run is not None and child.cancelled:
                self._client.set_flow_run_state(run.id, Cancelled(), force=True)
            elif run is not None and run.state is not None and not run.state.is_final():
                line("serve", f"{child.flow}: its process {ending(code)}; the run is marked as crashed")
                flow_runs.crash(self._client, run, f"Its process {ending(code)}.")
            lifeline.end(child.process, seconds=0)
            del self._children[deployment]
            self._checks.soon()

    def _known(self, child: _Child) -> FlowRun | None:
        """What the server knows of a run; None when it knows none, since its database was begun anew meanwhile."""
        try:
            return self._client.read_flow_run(child.run.id)
        except ObjectNotFound:
            return None  # its own record tells how it ended

    def _take(self, deployment: UUID, flow: str, due: Sequence[FlowRun]) -> None:
        """Start one of the due runs of a deployment, unless its flow is running; cancel the other scheduled ones."""
        scheduled = [run for run in due if run.auto_scheduled]
        other = self._running_pid(deployment, flow)
        if other is not None:
            # A run that a user started by hand waits until the flow has ended.
            if scheduled:
                why = f"{flow} is running already (PID {other}); this scheduled run is left out"
                line("serve", why)
                flow_runs.cancel(self._client, scheduled, "LeftOut", why)
            return
        chosen = scheduled[-1] if scheduled else due[0]
        missed = scheduled[:-1]
        if missed or _is_late(chosen):
            count = number(len(missed) + 1, "run that was missed", "runs that were missed")
            line("serve", f"{flow}: one run now for {count}")
            flow_runs.cancel(self._client, missed, "Missed", "One run replaces all runs that were missed.")
        self._start(deployment, flow, chosen)

    def _running_pid(self, deployment: UUID, flow: str) -> int | None:
        """PID of the process that runs a flow; None when none does."""
        if deployment in self._children:
            return self._children[deployment].process.pid
        record = flow_runs.running_record(self._paths.runs, flow)
        return record.pid if record else None

    def _start(self, deployment: UUID, flow: str, run: FlowRun) -> None:
        answer: OrchestrationResult[Any] = self._client.set_flow_run_state(run.id, Pending())
        if answer.status != SetStateStatus.ACCEPT:
            return  # it was cancelled meanwhile, or Prefect has moved it to a later time
        environ = {**os.environ, "PREFECT__FLOW_RUN_ID": str(run.id)}
        process = lifeline.start_child("flows.serving.scheduled_run", environ=marked_environment(environ, self._paths))
        self._children[deployment] = _Child(flow, run, process)

    def _write_state(self, waiting: Sequence[FlowRun]) -> None:
        """Write the state of serve for other commands when it has changed."""
        assert self._deployments is not None
        next_runs: dict[str, str] = {}
        for run in waiting:
            if run.deployment_id is not None and run.next_scheduled_start_time and not flow_runs.is_due(run):
                next_runs.setdefault(self._deployments[run.deployment_id], run.next_scheduled_start_time.isoformat())
        now = Serving(os.getpid(), self._server.page, self._wanted, next_runs)
        if now != self._written:
            serve_state.write_state(self._paths, now)
            self._written = now


def _is_late(run: FlowRun) -> bool:
    return run.next_scheduled_start_time is not None and (
        run.auto_scheduled and datetime.now(UTC) - run.next_scheduled_start_time > _LATE
    )
