"""A Prefect server too busy to answer while schedules are registered is asked again, and serve goes on."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import httpx
import pytest

from flows.config.alert_settings import Alerts
from flows.config.paths import Paths

if TYPE_CHECKING:
    from flows.serving.watched_server import WatchedServer


class Server:
    """Stands for a server whose process runs."""

    page = "http://127.0.0.1:9"
    is_kept = True

    def ended(self) -> None:
        return None


def refused() -> Exception:
    from prefect.deployments.runner import DeploymentApplyError

    return DeploymentApplyError("Server error '503 Service Unavailable'")


@pytest.mark.parametrize(
    "fault",
    [
        refused,
        lambda: httpx.ReadTimeout("no answer"),
        lambda: ConnectionResetError("gone"),
    ],
)
def test_it_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Callable[[], Exception]) -> None:
    # Not above: each worker of a run of all tests collects this file, and importing Prefect takes two seconds.
    from flows.serving import flow_runs, schedule_loop
    from flows.serving.alert_checks import AlertChecks

    faults, asked = [fault()], []

    def take_up(*_: object, **__: object) -> dict[Any, str]:
        asked.append(1)
        if faults:
            raise faults.pop()
        return {}

    monkeypatch.setattr(schedule_loop, "take_up", take_up)
    monkeypatch.setattr(flow_runs, "waiting_runs", lambda *_: [])
    paths = Paths(tmp_path).make()
    checks = AlertChecks(paths, Alerts(), config=None)
    loop = schedule_loop.Loop(paths, {}, server=cast("WatchedServer", Server()), config=None, checks=checks)
    loop._client = cast(Any, None)  # nothing is asked of it here
    for _ in range(3):
        loop._try_poll()
    assert len(asked) == 2, "once in vain, once for good"


class Broken(Server):
    """A server with a damaged database: it runs but answers nothing, until it is started again with an empty one."""

    def __init__(self) -> None:
        self.anew = 0

    def start_again(self, why: str) -> bool:
        assert "has not answered for" in why
        self.anew += 1
        return True


def test_a_server_that_begins_anew_gets_the_schedules_again_and_runs_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prefect.exceptions import ObjectNotFound

    from flows.serving import flow_runs, schedule_loop
    from flows.serving.alert_checks import AlertChecks

    registered, server, knows = [], Broken(), [True]
    at_work, forgotten = UUID(int=1), UUID(int=2)

    class Client:
        def read_flow_run(self, number: UUID) -> SimpleNamespace:
            if not knows[0]:
                raise httpx.ReadTimeout("no answer") if not server.anew else ObjectNotFound(ValueError(str(number)))
            return SimpleNamespace(id=number, state_type=None, state=None)

    def take_up(*_: object, alive: list[UUID]) -> dict[UUID, str]:
        registered.append({*alive})
        return {UUID(int=10 + len(registered)): "ingest"}

    monkeypatch.setattr(schedule_loop, "take_up", take_up)
    monkeypatch.setattr(schedule_loop, "_SILENCE", -1.0)
    monkeypatch.setattr(schedule_loop, "_IN_VAIN", 1)
    monkeypatch.setattr("flows.serving.lifeline.end", lambda *_, **__: None)
    monkeypatch.setattr(flow_runs, "waiting_runs", lambda *_: [])
    paths = Paths(tmp_path).make()
    checks = AlertChecks(paths, Alerts(), config=None)
    loop = schedule_loop.Loop(paths, {}, server=cast("WatchedServer", server), config=None, checks=checks)
    loop._client = cast(Any, Client())
    loop._try_poll()
    for number, code in ((at_work, None), (forgotten, 0)):
        process = SimpleNamespace(poll=lambda code=code: code, pid=7)
        run = cast(Any, SimpleNamespace(id=number))
        child = schedule_loop._Child("ingest", run, cast(Any, process), datetime.now(UTC))
        loop._children[number] = child
    knows[0] = False
    loop._try_poll()
    assert server.anew == 1 and registered == [set()]
    loop._try_poll()
    assert server.anew == 1, "it answers"
    assert registered == [set(), {at_work, forgotten}] and loop._deployments == {UUID(int=12): "ingest"}
    assert [*loop._children] == [at_work], "what has ended is let go, though the server does not know it"
