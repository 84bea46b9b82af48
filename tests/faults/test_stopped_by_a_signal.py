"""Ctrl-C, SIGTERM and a closed terminal end a command in order: one message, the signal's exit code, no process
left."""

import os
import random
import re
import signal
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from flows.running import stopping
from flows.running.run_records import end_at_work, read_run_records, recorded_run
from tests.faults.processes import at_work, begin, wait
from tests.flows.desk import PAGES, ROOT, content, copydesk

pytestmark = pytest.mark.slow

#: Files that run before the handler of signals is set.
FIRST = [str(ROOT / "flows" / name) for name in ("__init__.py", "cli/__init__.py", "cli/__main__.py", "cli/cli.py")]
#: Signal, and how long after the begin it comes: while Python starts, while modules are imported, at work.
MOMENTS = [
    (signal.SIGINT, 0.05),
    (signal.SIGTERM, 0.1),
    (signal.SIGHUP, 0.3),
    (signal.SIGINT, 0.6),
    (signal.SIGTERM, 1.5),
]


def came_too_early(told: str) -> bool:
    """Whether Ctrl-C came before our signal handlers were set: while Python started or imported our first lines."""
    frames = re.findall(r'File "([^"]+)", line \d+, in (\S+)', told)
    ours = [(path, name) for path, name in frames if Path(path).is_relative_to(ROOT / "flows")]
    return "KeyboardInterrupt" in told and all(path in FIRST and name == "<module>" for path, name in ours)


def test_an_import_ends_in_order_at_any_moment(tmp_path: Path, sample_data: Path) -> None:
    data, log, dice = tmp_path / "data", tmp_path / "log", random.Random(20261129)
    for number, after in MOMENTS:
        log.write_bytes(b"")
        running = begin(data, "import", PAGES, log=log, home=tmp_path)
        time.sleep(after * dice.uniform(0.8, 1.2))
        running.send_signal(number)
        began = time.monotonic()
        code = running.wait(10)
        assert time.monotonic() - began < 5
        told = log.read_text()
        if not came_too_early(told):
            # Before Python has begun, the system ends the process by itself.
            assert code in (128 + number, -number, 3), told
            assert "Traceback" not in told and "Warning" not in told, told
        wait(lambda: not at_work(data), seconds=5)
    assert "killed" not in {record.outcome for record in read_run_records(data / "runs")}
    assert copydesk(data, "import", PAGES).returncode in (0, 3)
    assert content(data / "warehouse.duckdb") == content(sample_data / "warehouse.duckdb")


def test_a_flow_that_is_still_at_work_when_its_process_ends_is_recorded_as_stopped(tmp_path: Path) -> None:
    with recorded_run(tmp_path, "parse", {}) as this:
        this.count(pages=3)
        end_at_work()
        (record,) = read_run_records(tmp_path)
        assert (record.outcome, record.counts) == ("stopped", {"pages": 3}) and record.finished_at
    (record,) = read_run_records(tmp_path)
    assert record.outcome == "stopped"


def test_workers_end_with_a_run_that_is_killed(tmp_path: Path) -> None:
    data, log = tmp_path / "data", tmp_path / "log"
    assert copydesk(data, "run", "import", PAGES).returncode in (0, 3)
    running = begin(data, "run", "parse", log=log, home=tmp_path)
    # The run itself, what its workers are started with, and they.
    wait(lambda: running.poll() is not None or len(at_work(data)) >= 4, seconds=30)
    assert running.poll() is None, "it is killed while it is at work"
    running.kill()
    running.wait(10)
    wait(lambda: not at_work(data), seconds=10)
    assert copydesk(data, "run", "parse").returncode == 3


def test_a_stop_in_the_middle_of_an_import(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """The process ends even if modules are only half imported, so that their functions are missing."""
    for name in ("warehouse.connect", "flows.running.run_records", "flows.printing.log", "logging"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setattr(stopping, "GRACE", 0.2)
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    monkeypatch.setattr(os, "dup2", lambda *_: None)
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb", buffering=0) as signals:
        signals.write(bytes([signal.SIGTERM]))
        stopping._end_after_grace(reading)
    os.close(reading)
    assert ended == [128 + signal.SIGTERM] and "stopped; nothing is lost" in capfd.readouterr().err
