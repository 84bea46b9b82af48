"""When `copydesk serve` checks: after a run, at intervals, never two at a time, and in a process that costs no run."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from flows.config.alert_settings import Alerts
from flows.config.paths import Paths
from flows.running.run_records import recorded_run
from flows.serving import alert_checks
from flows.serving.alert_checks import AlertChecks


@dataclass
class Process:
    """Stands for the process of a check."""

    ended: bool = False

    def poll(self) -> int | None:
        return 0 if self.ended else None


class Checks(AlertChecks):
    """Checks whose processes are only counted."""

    def __init__(self, alerts: Alerts) -> None:
        self.now, self.begun = 0.0, list[Process]()
        super().__init__(Paths(Path("/nowhere")), alerts, config=None, clock=lambda: self.now)

    def _start(self) -> subprocess.Popen[bytes]:
        self.begun.append(Process())
        return cast("subprocess.Popen[bytes]", self.begun[-1])

    def close(self) -> None:
        self._process = None

    def at(self, seconds: float) -> int:
        """How many checks were begun up to this time."""
        self.now = seconds
        self.step()
        return len(self.begun)


def test_after_a_run_and_at_intervals_and_never_two_at_a_time() -> None:
    checks = Checks(Alerts(feed=True, interval=300.0))
    assert [checks.at(second) for second in (0, 29, 30)] == [0, 0, 1]
    checks.soon()
    assert checks.at(40) == 1, "the first one has not ended"
    checks.begun[0].ended = True
    assert checks.at(41) == 2
    checks.begun[1].ended = True
    assert [checks.at(second) for second in (42, 340, 341)] == [2, 2, 3]
    assert checks.at(341 + 1800) == 4, "one that hangs is ended"


def test_nothing_is_started_when_nobody_is_to_be_told() -> None:
    checks = Checks(Alerts())
    checks.soon()
    assert checks.at(1000) == 0


@pytest.mark.slow
def test_a_check_is_a_process_with_the_config_of_serve(tmp_path: Path) -> None:
    data, config = Paths(tmp_path / "data"), tmp_path / "config"
    config.mkdir()
    (config / "copydesk.toml").write_text("[alerts]\nfeed = true\n")
    with pytest.raises(ValueError), recorded_run(data.runs, "ingest", {}):
        raise ValueError("it burns")
    checks = AlertChecks(data, Alerts(feed=True), config=config)
    checks.soon()
    checks.step()
    assert checks._process is not None and checks._process.wait(60) == 0
    checks.close()
    told = (data.alerts / "alarms.atom").read_text("utf-8")
    assert "it burns" in told and f"`copydesk --data {data.root} --config {config} ingest`" in told


def test_a_check_that_fails_ends_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "copydesk.toml").write_text("[alerts]\nfeed = true\n")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "alerts").write_text("in the way")
    monkeypatch.setenv("COPYDESK_CONFIG", str(tmp_path))
    assert alert_checks.main(str(tmp_path / "data")) == 1
    assert "alerts" in capsys.readouterr().err
