"""Records of runs tell how each run ended, also when it could not say so itself."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from flows.running.run_files import OUTCOMES
from flows.running.run_records import read_run_records, recorded_run

KILLED = """
import os, signal, sys
from pathlib import Path
from flows.running.run_records import recorded_run
with recorded_run(Path(sys.argv[1]), "parse", {}) as this:
    print("at work", flush=True)
    sys.stdin.readline()
"""


def test_a_run_is_written_down(tmp_path: Path) -> None:
    with recorded_run(tmp_path, "parse", {"source": "Harbour Post", "limit": None}, parent="p1") as this:
        this.count(pages=3)
        this.count(pages=2, articles=5)
        assert [r.outcome for r in read_run_records(tmp_path)] == ["running"]
    (record,) = read_run_records(tmp_path)
    assert (record.flow, record.outcome, record.parent) == ("parse", "done", "p1")
    assert record.parameters == {"source": "Harbour Post"}
    assert record.counts == {"pages": 5, "articles": 5}
    assert record.finished_at and record.started_at <= record.finished_at


def test_rejected_pages_and_errors_show(tmp_path: Path) -> None:
    with recorded_run(tmp_path, "parse", {}) as this:
        this.count(rejected=1)
    with pytest.raises(ValueError), recorded_run(tmp_path, "load", {}):
        raise ValueError("no such thing")
    with pytest.raises(KeyboardInterrupt), recorded_run(tmp_path, "publish", {}):
        raise KeyboardInterrupt
    found = {r.flow: r for r in read_run_records(tmp_path)}
    assert {flow: r.outcome for flow, r in found.items()} == {
        "parse": "rejected",
        "load": "failed",
        "publish": "stopped",
    }
    assert "no such thing" in found["load"].messages[0]
    assert {r.outcome for r in found.values()} <= set(OUTCOMES)


def test_a_killed_run_is_known_as_killed_and_a_living_one_is_not(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout and child.stdout.readline() == "at work\n"
    assert [r.outcome for r in read_run_records(tmp_path)] == ["running"]
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert [r.outcome for r in read_run_records(tmp_path)] == ["killed"]


def test_files_that_are_no_records_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "half.json").write_text('{"run_id": "x", ')
    (tmp_path / "other.json").write_text(json.dumps({"something": "else"}))
    assert read_run_records(tmp_path) == []
