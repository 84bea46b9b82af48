"""A Prefect server that is too busy to answer when schedules are written to it is asked again, and serve goes on."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import httpx
import pytest

from flows.config.alert_settings import Alerts
from flows.config.paths import Paths

if TYPE_CHECKING:
    from flows.serving.watched_server import WatchedServer


class Server:
    """A server that lives."""

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

    def take_up(*_: object) -> dict[Any, str]:
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
