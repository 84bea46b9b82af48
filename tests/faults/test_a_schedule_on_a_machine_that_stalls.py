"""`copydesk serve` on a machine that stalls, is full or loses answers: its schedules go on, and no run is lost."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import patch
from uuid import UUID

import httpx
import pytest

from flows.config.alert_settings import Alerts
from flows.config.paths import Paths
from flows.errors import CopydeskError
from flows.running.run_records import RunRecord, write_record
from flows.serving.alert_checks import AlertChecks

DEPLOYMENT, RUN = UUID(int=1), UUID(int=2)
FULL = OSError(errno.ENOSPC, "No space left on device")


class Server:
    """Stands for Prefect's server, its process and its client: holds the states of the runs of one deployment."""

    page = url = "http://127.0.0.1:9"
    is_kept = True

    def __init__(self) -> None:
        self.runs: dict[UUID, str] = {RUN: "SCHEDULED"}
        self.said: list[str] = []
        self.restarts = 0
        self.starts = True
        self.faults: list[Exception] = []

    def ended(self) -> None:
        return None

    def start_again(self, _: str) -> bool:
        self.restarts += 1
        return self.starts

    def set_flow_run_state(self, number: UUID, state: Any, *, force: bool = False) -> SimpleNamespace:
        from prefect.client.schemas.responses import SetStateStatus

        self.runs[number] = state.type.value
        self.said.append(f"{state.name}: {state.message}" if state.message else state.name)
        if self.faults:
            raise self.faults.pop()
        return SimpleNamespace(status=SetStateStatus.ACCEPT)

    def read_flow_run(self, number: UUID) -> SimpleNamespace:
        from prefect.client.schemas.objects import State, StateType

        state = State(type=StateType(self.runs[number]))
        return SimpleNamespace(id=number, state_type=state.type, state=state)

    def read_flow_runs(self, **_: Any) -> list[Any]:
        return []

    def read_task_runs(self, **_: Any) -> list[Any]:
        return []

    def create_flow_run_from_deployment(self, _: UUID) -> None:
        self.runs[UUID(int=10 + len(self.runs))] = "SCHEDULED"


class Desk:
    """The loop of serve on that server; the test decides how the processes of its runs end."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        # Not above: each worker of a run of all tests collects this file, and importing Prefect takes two seconds.
        from flows.serving import flow_runs, lifeline, schedule_loop

        self.server, self.paths, self.begun = Server(), Paths(folder).make(), list[UUID]()
        self.code: int | None = None
        self.cannot: list[OSError] = []

        def start(*_: object, environ: dict[str, str], **__: object) -> SimpleNamespace:
            if self.cannot:
                raise self.cannot.pop()
            self.begun.append(UUID(environ["PREFECT__FLOW_RUN_ID"]))
            return SimpleNamespace(pid=7, poll=lambda: self.code)

        def waiting(*_: object) -> list[SimpleNamespace]:
            now = datetime.now(UTC)
            made = {number for number, state in self.server.runs.items() if state == "SCHEDULED"}
            return [
                SimpleNamespace(id=n, deployment_id=DEPLOYMENT, auto_scheduled=n == RUN, next_scheduled_start_time=now)
                for n in made
            ]

        monkeypatch.setattr(lifeline, "start_child", start)
        monkeypatch.setattr(lifeline, "end", lambda *_, **__: None)
        monkeypatch.setattr(flow_runs, "waiting_runs", waiting)
        monkeypatch.setattr(schedule_loop, "take_up", lambda *_, **__: {DEPLOYMENT: "ingest"})
        checks = AlertChecks(self.paths, Alerts(), config=None)
        self.loop = schedule_loop.Loop(
            self.paths, {"ingest": "* * * * *"}, server=cast(Any, self.server), config=None, checks=checks
        )
        self.loop._client = cast(Any, self.server)

    def round(self, *, silent: float = 0.0) -> None:
        """One round of the loop, `silent` seconds after the server's last answer."""
        self.loop._answered -= silent
        self.loop._try_poll()

    def end(self, code: int, outcome: str | None) -> None:
        """End the process of a run.  code: its exit code.  outcome: in the run's record; None: it wrote no record."""
        self.code = code
        if outcome:
            began = (datetime.now(UTC) + timedelta(seconds=1)).isoformat(timespec="milliseconds")
            write_record(
                self.paths.runs, RunRecord("20260501T080000-ingest-0001", "ingest", {}, began, began, outcome, pid=7)
            )
        self.round()
        self.code = None


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path, monkeypatch)


def silent(*_: object, **__: object) -> Any:
    raise httpx.ReadTimeout("no answer")


def test_one_request_in_vain_after_a_standstill_is_no_dead_server(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.round()
    monkeypatch.setattr(desk.loop, "_poll", silent)
    desk.round(silent=600)
    assert desk.server.restarts == 0
    desk.round()
    desk.round()
    assert desk.server.restarts == 1
    desk.server.starts = False
    for _ in range(5):
        desk.round(silent=600)  # it cannot be started now: serve goes on, and tries later
    assert desk.server.restarts > 1


def test_a_server_that_never_answered_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.loop, "_poll", silent)
    desk.server.starts = False
    with pytest.raises(CopydeskError, match="see that it runs"):
        for _ in range(3):
            desk.round(silent=600)


def test_a_server_that_does_not_stay_up_is_started_again_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from flows.serving import kept_server, watched_server

    with patch.dict(os.environ):
        os.environ.pop("PREFECT_API_URL", None)
        watched = watched_server.WatchedServer(Paths(tmp_path).make(), 0)
    watched._socket.close()
    watched._kept = cast(Any, SimpleNamespace(port=0, end=lambda: None))
    starts: list[Callable[[], object]] = []

    def start(*_: object, **__: object) -> Any:
        starts.append(silent)
        raise CopydeskError("The Prefect server ended at once; the end of server.log says why.")

    monkeypatch.setattr(kept_server, "start_server", start)
    clock = [1000.0]
    monkeypatch.setattr(watched_server, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    assert not any(watched.start_again("was killed (signal 9)") for _ in range(50))
    assert len(starts) == 3, "not again and again"
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 7 and "for the 4th time within ten minutes" in told[-1]
    clock[0] += 601
    assert not watched.start_again("was killed (signal 9)") and len(starts) == 4


def test_a_full_disk_ends_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise FULL

    monkeypatch.setattr("flows.serving.serve_state.write_state", full)
    for _ in range(4):
        desk.round(silent=600)
    assert desk.server.restarts == 0 and desk.begun == [RUN]
    assert capsys.readouterr().err.count("the state of serve is not written") == 1


def test_a_run_is_begun_when_its_process_could_not_be_started_or_the_answer_was_lost(desk: Desk) -> None:
    desk.server.faults = [httpx.ReadTimeout("no answer")]
    desk.round()
    assert (desk.begun, desk.server.runs[RUN]) == ([], "PENDING")
    desk.cannot = [OSError(errno.EAGAIN, "Resource temporarily unavailable")]
    desk.round()
    assert desk.begun == []
    desk.round()
    desk.round()
    assert desk.begun == [RUN]


@pytest.mark.parametrize(
    ("code", "outcome", "said", "runs"),
    [
        (1, "done", "Completed: Everything was done.", 1),
        (1, "waiting", "Waiting: Done as far as possible", 1),
        (1, "failed", "Failed: It ended with an error, or left some", 1),
        (-9, "running", "Crashed: Its process was killed (signal 9).", 1),
        (-9, None, "Crashed: Its process was killed (signal 9).", 1),
        (1, None, "Crashed: Its process ended (code 1).", 2),
    ],
)
def test_how_a_run_ended_that_could_not_say_so_itself(
    desk: Desk, code: int, outcome: str | None, said: str, runs: int
) -> None:
    """The run's own record says how it ended; a run that never began, since the server was away, is begun again
    once."""
    desk.round()
    desk.end(code, outcome)
    assert said in desk.server.said[1]
    assert len(desk.begun) == runs
    for _ in range(3):
        desk.end(code, outcome)
    assert len(desk.begun) == runs, "once"


def test_checks_that_cannot_be_started_end_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.serving import lifeline

    def cannot(*_: object, **__: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(lifeline, "start_child", cannot)
    checks = AlertChecks(Paths(tmp_path), Alerts(feed=True), config=None)
    checks.soon()
    checks.step()
    assert time.monotonic() < checks._due
