"""kill -9 at any moment loses no page and doubles no row: real processes, killed, and run again to the end."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.runs import read_records
from tests.flows.desk import PAGES, ROOT, content, copydesk

pytestmark = pytest.mark.slow


def test_killed_imports_end_like_one_that_was_left_alone(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.mkdir()
    # Small batches: many moments between two durable states.
    (config / "copydesk.toml").write_text("[work]\nbatch_pages = 2\n")
    calm = copydesk(tmp_path / "calm", "--config", config, "import", PAGES)
    assert calm.returncode == 3, calm.stderr
    disturbed, dice = tmp_path / "disturbed", random.Random(20261123)
    for step in ("import", "parse", "load", "publish"):
        _killed_at(step, dice.uniform(0.0, 0.3), disturbed, config)
    last = copydesk(disturbed, "--config", config, "import", PAGES)
    assert last.returncode in (0, 3), last.stderr
    assert content(disturbed / "warehouse.duckdb") == content(tmp_path / "calm" / "warehouse.duckdb")
    assert content(disturbed / "news.duckdb") == content(disturbed / "warehouse.duckdb")
    assert list(disturbed.glob("archive/*.open")) == []
    assert list(disturbed.glob("staging/*.parquet")) == []
    again = copydesk(disturbed, "--config", config, "import", PAGES)
    assert (again.returncode, again.stderr.count("nothing to do")) == (0, 4), again.stderr
    assert "killed" in {record.outcome for record in read_records(disturbed / "runs")}


def _killed_at(step: str, seconds: float, data: Path, config: Path) -> None:
    """Kill an import so long after one of its steps began: moments that are the same on a fast and a slow machine."""
    begun = set(data.glob(f"runs/*-{step}-*"))
    command = [sys.executable, "-m", "flows.cli", "--data", data, "--config", config, "import", PAGES]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    while process.poll() is None and set(data.glob(f"runs/*-{step}-*")) <= begun:
        time.sleep(0.01)
    time.sleep(seconds)
    # The whole group, as when a machine goes down: workers must not outlive their run here.
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
