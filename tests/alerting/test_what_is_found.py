"""What is wrong in a data directory is found: runs that failed or were killed, locks, disk, schedules."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.alerting.alarm import Alarm
from flows.alerting.watching import WatchedPlace, look
from flows.config.alert_settings import Alerts
from flows.config.paths import Paths
from flows.running.free_space import Space
from flows.running.run_records import RunRecord, write_record
from flows.serving.alert_checks import LOOKS
from flows.serving.serve_state import Serving, locked, write_state

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path).make()


def found(paths: Paths, now: datetime = NOW, open: tuple[str, ...] = (), **settings: Any) -> dict[str, Alarm]:
    return look(WatchedPlace(paths, replace(Alerts(free_bytes=0), **settings), now, open), LOOKS).alarms


def run(paths: Paths, flow: str, outcome: str, hour: float, **values: Any) -> RunRecord:
    began = NOW - timedelta(hours=12 - hour)
    ended = None if outcome in ("running", "killed") else (began + timedelta(minutes=5)).isoformat()
    # A run that was killed left the record of one that is running.
    written = "running" if outcome == "killed" else outcome
    name = f"{began:%Y%m%dT%H%M%S}-{flow}-{len([*paths.runs.iterdir()]):04x}"
    record = RunRecord(name, flow, started_at=began.isoformat(), finished_at=ended, outcome=written, **values)
    write_record(paths.runs, record)
    return record


def test_nothing_is_wrong(paths: Paths) -> None:
    assert found(paths) == {} and found(Paths(paths.root / "none")) == {}


@pytest.mark.parametrize("outcome", ["failed", "killed"])
def test_a_run_that_failed_is_one_alarm_until_its_work_is_done(paths: Paths, outcome: str) -> None:
    run(paths, "ingest", outcome, 1, messages=("The archive burns.",))
    run(paths, "ingest", outcome, 2, messages=("The archive burns still.",))
    (alarm,) = found(paths).values()
    assert alarm.key == "run:ingest" and "burns still" in alarm.sentence and "`copydesk ingest`" in alarm.sentence
    run(paths, "ingest", "done", 3)
    assert found(paths) == {}


def test_a_run_that_is_at_it_has_not_done_it_yet(paths: Paths) -> None:
    from filelock import FileLock

    run(paths, "ingest", "failed", 1)
    with FileLock(paths.runs / f"{run(paths, 'ingest', 'running', 2).run_id}.lock"):
        assert [*found(paths)] == ["run:ingest"]


def test_runs_with_other_parameters_are_alarms_of_their_own(paths: Paths) -> None:
    run(paths, "scrape", "failed", 1, parameters={"sources": ["herald"]})
    run(paths, "scrape", "failed", 2, parameters={"sources": ["post"]})
    assert len(found(paths)) == 2
    # what a schedule asks for: nothing in particular
    run(paths, "ingest", "failed", 3, parameters={"at_once": False, "dry_run": False})
    assert "run:ingest" in found(paths)


def test_whoever_stopped_a_run_knows_it(paths: Paths) -> None:
    run(paths, "ingest", "stopped", 1)
    assert found(paths) == {}


def test_the_warehouse_is_held_in_another_process(paths: Paths) -> None:
    import subprocess
    import sys

    duckdb.connect(str(paths.warehouse)).close()
    holding = (
        f"import duckdb, sys; c = duckdb.connect({str(paths.warehouse)!r}); print(1, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ
    ) as holder:
        assert holder.stdout and holder.stdin
        holder.stdout.readline()
        (alarm,) = found(paths, locked=1800.0).values()
        holder.stdin.close()
    assert alarm.kind == "lock" and alarm.patience == 1800 and str(holder.pid) in alarm.sentence
    assert found(paths) == {}


def test_a_damaged_warehouse_is_an_alarm_and_hides_no_other(paths: Paths) -> None:
    paths.warehouse.write_bytes(b"no database" * 1000)
    run(paths, "ingest", "failed", 1)
    assert {*found(paths)} == {"run:ingest", "unknown:lock"}


def test_a_disk_that_is_nearly_full_and_one_that_goes_to_and_fro(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    free = [0]
    monkeypatch.setattr("flows.alerting.watching.space", lambda p, least: Space(p.root, free[0], least))
    states, open_ones = [], ()
    for free[0] in (1200, 990, 1010, 1090, 1110, 1010, 999):
        open_ones = tuple(found(paths, open=open_ones, free_bytes=1000))
        states.append(bool(open_ones))
    assert states == [False, True, True, True, False, False, True]


def test_cron_that_runs_no_more(paths: Paths) -> None:
    run(paths, "ingest", "done", 1)
    run(paths, "ingest", "failed", 9)
    run(paths, "ingest", "done", 30)  # by a clock that was ahead
    assert "schedule:ingest_within" not in found(paths, ingest_within=12 * 3600.0)
    assert "since 2026-03-02 01:05" in found(paths, ingest_within=6 * 3600.0)["schedule:ingest_within"].sentence
    assert "schedule:ingest_within" not in found(paths)


def test_serve_was_killed(paths: Paths) -> None:
    write_state(paths, Serving(7, "http://127.0.0.1:4200", {"ingest": "* * * * *"}))
    (alarm,) = found(paths).values()
    assert alarm.key == "schedule:serve" and "PID 7" in alarm.sentence


@pytest.mark.parametrize(("begun", "keys"), [(None, ["schedule:ingest"]), (9.5, ["schedule:ingest"]), (11.2, [])])
def test_a_scheduled_run_that_has_not_begun(paths: Paths, begun: float | None, keys: list[str]) -> None:
    with locked(paths):
        due = (NOW - timedelta(hours=1)).isoformat()
        write_state(paths, Serving(7, "http://127.0.0.1:4200", {"ingest": "* * * * *"}, {"ingest": due}))
        if begun is not None:
            run(paths, "ingest", "done", begun)
        assert [*found(paths)] == keys
        assert found(paths, NOW - timedelta(minutes=50)) == {}, "it is only a little late"
