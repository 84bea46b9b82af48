"""What `copydesk status` says: of runs at work, of runs that were killed, of what waits, and of the disk."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.alerting.watching import WatchedPlace as Alarms
from flows.alerting.watching import look
from flows.cli.cli import main
from flows.cli.data_status import state
from flows.cli.diagnosis import CheckedPlace as Doctor
from flows.cli.diagnosis import findings
from flows.cli.disk_space import disk
from flows.cli.status_lines import span, status_lines
from flows.config.alert_settings import Alerts
from flows.config.paths import Paths
from flows.running.progress_notes import Progress, progress_file
from flows.running.run_records import RunRecord, recorded_run, write_record
from tests.flows.desk import ROOT

NOW = datetime(2026, 5, 1, 8, 10, tzinfo=UTC)


def at(**before: float) -> str:
    return (NOW - timedelta(**before)).isoformat()


def lines(tmp_path: Path, **found: Any) -> dict[str, str]:
    return dict(status_lines({**state(Paths(tmp_path)), **found}, NOW))


def run(**facts: Any) -> dict[str, Any]:
    made = {"run_id": "R", "flow": "parse", "outcome": "running", "started_at": at(minutes=5), "parent": None}
    return {**made, "counts": {}, "messages": [], "progress": None, **facts}


def counted(done: int, total: int | None, **more: Any) -> dict[str, Any]:
    return {"what": "pages", "done": done, "total": total, "at": at(seconds=1), "rate": 0, "seconds_left": None, **more}


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (None, ""),
        (counted(0, 3000), ": 0 of 3,000 pages"),
        (counted(1200, 3000, rate=14.2, seconds_left=126.8), ": 1,200 of 3,000 pages, 14.2 a second, some 2 min left"),
        (counted(1200, None, rate=0.5), ": 1,200 pages, 0.5 a second"),
        (counted(40, 30, rate=1), ": 40 pages, 1.0 a second"),
        (counted(7, None, at=at(minutes=15)), ": 7 pages, nothing new for 15 min"),
    ],
)
def test_a_run_at_work_says_how_far_it_is(tmp_path: Path, progress: dict[str, Any] | None, said: str) -> None:
    assert lines(tmp_path, running=[run(progress=progress)])["running"] == f"parse since 2026-05-01 08:05:00 (R){said}"


def test_a_killed_run_says_what_it_did_and_what_goes_on(tmp_path: Path) -> None:
    ended = run(outcome="killed", counts={"articles": 3}, messages=["A note.", "It had done 4 of 9 pages by then."])
    told = lines(tmp_path, latest_runs=[ended], left_to_do=[{"sentence": "Run `copydesk run parse`."}])
    assert told["05-01 08:05"] == "parse    killed   articles 3  It had done 4 of 9 pages by then."
    assert told["left to do"] == "Run `copydesk run parse`."


def test_what_waits_says_since_when(tmp_path: Path) -> None:
    told = lines(tmp_path, batches_waiting=2, batches_waiting_since=at(hours=3))
    assert told["staging"] == "2 batches wait to be loaded since 2026-05-01 05:10:00 (3.0 h)"


@pytest.mark.parametrize(
    ("at_", "said"), [(at(minutes=-12), "05-01 08:22 (in 12 min)"), (at(), "05-01 08:10 (due now)")]
)
def test_the_next_run_of_a_schedule(tmp_path: Path, at_: str, said: str) -> None:
    serve = {"alive": True, "pid": 7, "next_runs": {"ingest": at_}}
    assert lines(tmp_path, serve=serve)["schedules"] == f"ingest next at {said}; copydesk serve is PID 7"


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"batches": 1, "new_articles": 2}, "new articles 2"),
        ({"batches": 1, "new_articles": 0, "replaced_revisions": 22}, "versions read anew 22"),
        ({"published": 1, "bytes": 9}, "states published 1"),
        ({"pages": 3, "articles": 2, "rejected": 1}, "articles 2, rejected 1"),
        ({}, "nothing new"),
    ],
)
def test_what_a_single_flow_did(tmp_path: Path, counts: dict[str, int], said: str) -> None:
    told = lines(tmp_path, latest_runs=[run(outcome="done", counts=counts)])
    assert told["05-01 08:05"] == f"parse    done     {said}"


def test_spans() -> None:
    assert [span(s) for s in (-3, 40, 719, 9000, 200_000)] == ["0 s", "40 s", "12 min", "2.5 h", "2.3 days"]


def test_disk_by_part(tmp_path: Path) -> None:
    paths = Paths(tmp_path).make()
    (paths.archive / "a.warc.gz").write_bytes(b"x" * 3_000_000)
    paths.warehouse.write_bytes(b"x" * 2_000_000)
    (tmp_path / "report.html").write_bytes(b"x" * 500_000)
    found = disk(paths)
    assert {name: size for name, size in found["parts"].items() if size} == {
        "archive": 3_000_000,
        "warehouse": 2_000_000,
        "other": 500_000,
    }
    assert 0 < found["free"] <= found["total"]
    told = lines(tmp_path, disk={**found, "free": 200_000_000, "low": "make room"})["disk"]
    assert told == "5.5 MB taken (archive 3.0 MB, warehouse 2.0 MB, other 0.5 MB); 0.2 GB free; LOW: make room"


def test_room_is_short_when_a_copy_of_the_warehouse_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 900_000_000, "total": 10**12}))
    assert "0.9 GB are free" in disk(Paths(tmp_path / "none"))["low"]
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 2_000_000_000, "total": 10**12}))
    assert disk(Paths(tmp_path / "none"))["low"] is None
    Paths(tmp_path).warehouse.touch()
    os.truncate(Paths(tmp_path).warehouse, 1_500_000_000)  # takes no room
    low = disk(Paths(tmp_path))["low"]
    assert "may need 4.5 GB" in low
    # status, doctor and alarms have one rule, and one sentence
    assert low in [*findings(Doctor(Paths(tmp_path), None))]
    (alarm,) = (
        one for one in look(Alarms(Paths(tmp_path), Alerts(), datetime.now(UTC))).alarms.values() if one.kind == "disk"
    )
    assert alarm.sentence == low


def test_progress_is_in_the_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with recorded_run(tmp_path / "runs", "parse", {}) as this:
        this.noting("pages", 30)
        assert main(["--data", str(tmp_path), "status", "--json", "--watch"]) == 0
    (running,) = json.loads(capsys.readouterr().out)["running"]
    assert running["progress"]["total"] == 30 and running["progress"]["done"] == 0


def test_watching_needs_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path), "status", "--watch"]) == 2
    assert "--watch needs a terminal" in capsys.readouterr().err


@pytest.mark.slow
def test_watching_ends_quietly(tmp_path: Path) -> None:
    leader, terminal = pty.openpty()
    command = [sys.executable, "-m", "flows.cli", "--data", str(tmp_path), "status", "--watch", "0.2"]
    watching = subprocess.Popen(command, cwd=ROOT, stdin=terminal, stdout=terminal, stderr=subprocess.PIPE)
    os.close(terminal)
    try:
        shown, deadline = b"", time.monotonic() + 60
        while shown.count(b"schedules") < 2:
            assert time.monotonic() < deadline, shown
            if select.select([leader], [], [], 1)[0]:
                shown += os.read(leader, 65_536)
        watching.send_signal(signal.SIGINT)
        _, err = watching.communicate(timeout=20)
        assert (watching.returncode, err) == (0, b"")
    finally:
        watching.kill()
        os.close(leader)


def test_a_killed_run_tells_what_its_steps_did(tmp_path: Path) -> None:
    runs = Paths(tmp_path).make().runs
    for run_id, flow, outcome, counts, parent in (
        ("20260501T080000-ingest-0001", "ingest", "running", {}, None),
        ("20260501T080001-scrape-0002", "scrape", "done", {"new": 40}, "20260501T080000-ingest-0001"),
        ("20260501T080002-parse-0003", "parse", "running", {"articles": 9}, "20260501T080000-ingest-0001"),
    ):
        write_record(runs, RunRecord(run_id, flow, {}, at(minutes=5), None, outcome, counts, parent=parent))
        if flow == "parse":  # no lock is held: it was killed
            note = Progress("pages", 12, 40, at(minutes=5), at(minutes=4), counts)
            progress_file(runs / f"{run_id}.json").write_text(json.dumps(asdict(note)))
    (whole,) = state(Paths(tmp_path))["latest_runs"]
    assert whole["counts"] == {"scrape_new": 40, "parse_articles": 9}
    told = dict(status_lines(state(Paths(tmp_path)), NOW))["05-01 08:05"]
    assert told.startswith(
        "ingest   killed   scrape new 40, parse articles 9  parse: It had done 12 of 40 pages by 2026"
    )
