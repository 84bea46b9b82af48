"""Runs the loop of `copydesk serve`: finds due runs, starts a process for each, and tells Prefect how they ended.

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
from flows.errors import CopydeskError, sentence
from flows.printing.progress import line, number
from flows.running import prefect_runs
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
#: Seconds without an answer, and requests in vain, after which the server counts as dead.  Not seconds alone: a machine
#: that stood still for a minute has asked once.
_SILENCE: Final = 60.0
_IN_VAIN: Final = 3
#: Seconds to wait for the answer to one request; a busy server takes some.
_REQUEST: Final = 15.0
#: A run that has not begun after this time counts as missed.
_LATE: Final = timedelta(seconds=60)
#: Seconds that runs have to end by themselves when serve is stopped; with stopping.GRACE less than five in all.
_END_SECONDS: Final = 1.5

#: Errors of the client while the server is busy or gone; DeploymentApplyError: when a schedule is registered;
#: ValueError: it answers what is none of Prefect's answers.
_FAULTS: Final = (httpx.HTTPError, PrefectException, DeploymentApplyError, OSError, ValueError)


@dataclass(slots=True)
class _Child:
    """A run that was started: its flow, its Prefect run and its process."""

    flow: str
    run: FlowRun
    process: subprocess.Popen[bytes]
    #: When it was started.
    since: datetime
    cancelled: bool = False


class Loop:
    """Runs schedules.  As a context manager it ends the runs that it started.

    `wanted`: flow -> cron expression.  `config`: the user's config directory for the runs; None: none.  `checks`:
    checks for alarms; one is made after each run, too.
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
        self._in_vain = 0
        self._works = False
        self._written: Serving | None = None
        #: Deployment -> the run that was to begin, until its process is running.
        self._asked: dict[UUID, FlowRun] = {}
        #: Deployments whose last run ended before it began, and was begun again.
        self._begun_again: set[UUID] = set()
        self._told: set[str] = set()

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
        """Start due runs until the process is stopped; raises CopydeskError when the server never answers."""
        polled = 0.0
        while True:
            gone = self._server.ended()
            if gone is not None:
                self._start_server(gone)
            if time.monotonic() - polled >= _POLL or self._some_ended():
                polled = time.monotonic()
                self._try_poll()
            if self._works:  # before, the state is that of an earlier serve
                self._checks.step()
            time.sleep(_STEP)

    def _some_ended(self) -> bool:
        return any(child.process.poll() is not None for child in self._children.values())

    def _try_poll(self) -> None:
        """Start due runs once; when the server is busy or gone, the next round does it."""
        try:
            self._poll()
            self._answered, self._in_vain, self._works = time.monotonic(), 0, True
        except _FAULTS as error:
            self._in_vain += 1
            silent = time.monotonic() - self._answered
            if self._server.ended() is None and silent > _SILENCE and self._in_vain >= _IN_VAIN:
                self._start_server(f"has not answered for {_SILENCE:.0f} s ({type(error).__name__})")

    def _start_server(self, why: str) -> None:
        """Restart the server.  Schedules are registered again then, since it may have a new database.

        `why`: what happened to it, for a message.
        """
        self._deployments, self._in_vain = None, 0
        if self._server.start_again(why):
            self._answered = time.monotonic()
        elif not self._works:
            raise CopydeskError(f"The Prefect server at {self._server.page} {why}; see that it runs, and start again.")

    def _poll(self) -> None:
        """Make one round of the loop."""
        if self._deployments is None:
            self._deployments = take_up(self._client, self._paths, self._wanted, self._config, alive=self._alive())
        self._check_children()
        self._begin_asked()
        waiting = flow_runs.waiting_runs(self._client, self._deployments)
        for deployment, flow in self._deployments.items():
            due = [run for run in waiting if run.deployment_id == deployment and flow_runs.should_have_begun(run)]
            if due:
                self._take(deployment, flow, due)
        self._write_state(waiting)
        if time.monotonic() - self._checked >= _CRASH_CHECK:
            self._checked = time.monotonic()
            flow_runs.mark_crashed(
                self._client, self._paths.runs, data=self._paths.root, ours=self._deployments, alive=self._alive()
            )

    def _alive(self) -> set[UUID]:
        """The ids of the Prefect runs whose process is running or about to start."""
        return {child.run.id for child in self._children.values()} | {run.id for run in self._asked.values()}

    def _check_children(self) -> None:
        """Stop runs that a user cancelled in the dashboard, and note the end of runs.

        The final state of runs that ended without setting it is set here.
        """
        for deployment, child in [*self._children.items()]:
            run, code = self._known(child.run), child.process.poll()
            if code is None:
                if run is not None and run.state_type == StateType.CANCELLING and not child.cancelled:
                    child.cancelled = True
                    child.process.terminate()
                continue
            if run is not None and child.cancelled:
                self._client.set_flow_run_state(run.id, Cancelled(), force=True)
            elif run is not None and run.state is not None and not run.state.is_final():
                self._note_end(deployment, child, run, code)
            lifeline.end(child.process, seconds=0)
            del self._children[deployment]
            self._checks.soon()

    def _known(self, run: FlowRun) -> FlowRun | None:
        """Read a run from the server; None when the server does not know it, since its database was replaced."""
        try:
            return self._client.read_flow_run(run.id)
        except ObjectNotFound:
            return None  # its own record tells how it ended

    def _note_end(self, deployment: UUID, child: _Child, run: FlowRun, code: int) -> None:
        """Set the final state of a run whose process is gone: the outcome in its record, else crashed.

        `code`: exit code of the process.  A process that failed before the run began, as when the server did not
        answer, is started again, once.
        """
        record = flow_runs.record_of(self._paths.runs, child.flow, child.process.pid, since=child.since)
        if record is not None:
            self._begun_again.discard(deployment)
        elif code > 0 and deployment not in self._begun_again:
            # Before it is marked: without an answer, the next round does both.
            self._client.create_flow_run_from_deployment(deployment)
            self._begun_again.add(deployment)
            line("serve", f"{child.flow}: its process {ending(code)} before the run began; it is run again now")
        state = None if record is None else prefect_runs.final_state(record)
        if state is not None:
            self._client.set_flow_run_state(run.id, state, force=True)
        else:
            flow_runs.crash(self._client, run, f"Its process {ending(code)}.")
            line("serve", f"{child.flow}: its process {ending(code)}; the run is marked as crashed")

    def _take(self, deployment: UUID, flow: str, due: Sequence[FlowRun]) -> None:
        """Start one of a deployment's due runs, unless its flow is running; cancel the other scheduled ones.

        `due`: Prefect's runs of the deployment that should have begun.
        """
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
        """PID of the process that runs a flow; None when the flow is not running."""
        if deployment in self._children:
            return self._children[deployment].process.pid
        record = flow_runs.running_record(self._paths.runs, flow)
        return record.pid if record else None

    def _start(self, deployment: UUID, flow: str, run: FlowRun) -> None:
        """Tell the server that a run begins now, and start its process.

        Does nothing when the server objects, for example because the run was cancelled meanwhile.
        """
        self._asked[deployment] = run  # if the answer is lost, the next round asks what the server holds
        answer: OrchestrationResult[Any] = self._client.set_flow_run_state(run.id, Pending())
        if answer.status != SetStateStatus.ACCEPT:
            del self._asked[deployment]  # it was cancelled meanwhile, or Prefect has moved it to a later time
            return
        self._begin(deployment, flow, run)

    def _begin_asked(self) -> None:
        """Start the processes of runs that could not be started in an earlier round.

        Runs that are no longer pending on the server are forgotten instead.
        """
        assert self._deployments is not None
        for deployment, run in [*self._asked.items()]:
            known, flow = self._known(run), self._deployments.get(deployment)
            if known is not None and known.state_type == StateType.PENDING and flow is not None:
                self._begin(deployment, flow, run)
            else:
                del self._asked[deployment]

    def _begin(self, deployment: UUID, flow: str, run: FlowRun) -> None:
        """Start the process of a run; if the system cannot, the next round tries again."""
        environ = marked_environment({**os.environ, "PREFECT__FLOW_RUN_ID": str(run.id)}, self._paths)
        since = datetime.now(UTC)
        try:
            process = lifeline.start_child("flows.serving.scheduled_run", environ=environ)
        except OSError as error:
            self._tell_once(f"{flow}: its process cannot be started ({error.strerror}); this is tried again")
            return
        del self._asked[deployment]
        self._children[deployment] = _Child(flow, run, process, since)

    def _tell_once(self, text: str) -> None:
        if text not in self._told:
            self._told.add(text)
            line("serve", text, level="warning")

    def _write_state(self, waiting: Sequence[FlowRun]) -> None:
        """Write the state of serve to its file for other commands, if it has changed."""
        assert self._deployments is not None
        next_runs: dict[str, str] = {}
        for run in waiting:
            if run.deployment_id is not None and run.next_scheduled_start_time and not flow_runs.should_have_begun(run):
                next_runs.setdefault(self._deployments[run.deployment_id], run.next_scheduled_start_time.isoformat())
        now = Serving(os.getpid(), self._server.page, self._wanted, next_runs)
        if now == self._written:
            return
        try:
            serve_state.write_state(self._paths, now)
            self._written = now
        except OSError as error:  # told: schedules go on without it
            self._tell_once(f"the state of serve is not written for `copydesk status`: {sentence(error)}")


def _is_late(run: FlowRun) -> bool:
    return run.next_scheduled_start_time is not None and (
        run.auto_scheduled and datetime.now(UTC) - run.next_scheduled_start_time > _LATE
    )
