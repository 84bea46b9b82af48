"""A run or worker is killed or stopped while the [fallback] program runs: no process of the program is left."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from flows.config.paths import Paths
from flows.import_pages import import_pages
from flows.running.run_records import read_run_records
from tests.faults.processes import at_work, begin, wait
from tests.flows.desk import PAGES
from tests.flows.fallback_programs import config, program

pytestmark = pytest.mark.slow

#: Tells the processes above it and forks a child, both of which hang; to be found by its argument, the data directory.
HANGS = """
import os, sys, time
child = os.fork()
if child:
    guard = os.getppid()
    worker = int(open(f"/proc/{guard}/stat").read().rpartition(") ")[2].split()[1])
    with open(sys.argv[1] + "/asked.tmp", "w") as file:
        file.write(f'{{"program": [{os.getpid()}, {child}, {guard}], "worker": {worker}}}')
    os.rename(sys.argv[1] + "/asked.tmp", sys.argv[1] + "/asked.json")
time.sleep(120)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_the_run(tmp_path: Path, number: signal.Signals) -> None:
    data = tmp_path / "data"
    import_pages([str(PAGES / "northlight/dam-talks")], data=str(data))
    settings = config(tmp_path / "config", program(tmp_path / "bin", HANGS), data)
    running = begin(data, "--config", settings, "run", "parse", log=tmp_path / "log", home=tmp_path)
    wait((data / "asked.json").exists, seconds=30)
    assert len(at_work(data)) >= 5, "the run, a worker, the guard, the program, its child"
    running.send_signal(number)
    wait(lambda: at_work(data) == [], seconds=15)
    running.wait()


def test_a_worker(tmp_path: Path) -> None:
    data = tmp_path / "data"
    import_pages([str(PAGES / "northlight/dam-talks")], data=str(data))
    settings = config(tmp_path / "config", program(tmp_path / "bin", HANGS), data, seconds=2.0)
    running = begin(data, "--config", settings, "run", "parse", log=tmp_path / "log", home=tmp_path)
    wait((data / "asked.json").exists, seconds=30)
    first = json.loads((data / "asked.json").read_text())
    (data / "asked.json").unlink()
    os.kill(first["worker"], signal.SIGKILL)
    wait(lambda: not set(first["program"]) & set(at_work(data)), seconds=10)
    wait((data / "asked.json").exists, seconds=30)  # the page is taken up again by another worker
    assert running.wait(60) == 0
    wait(lambda: at_work(data) == [], seconds=15)
    record = read_run_records(Paths(data).runs)[-1]
    assert record.counts == {"pages": 1, "articles": 1, "batches": 1, "fallback_failed": 1}
    assert "took longer than the seconds under [fallback] for 1 page" in record.messages[0]
