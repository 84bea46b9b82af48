"""Starts commands as processes that tests stop and kill, and finds the processes that are left."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from flows.running.engine import SETTINGS
from tests.flows.desk import ROOT


def environment(home: Path) -> dict[str, str]:
    """The present environment with another home directory, and without settings of Prefect."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_") and k not in SETTINGS}
    return {**kept, "HOME": str(home)}


def begin(data: Path, *words: object, log: Path, home: Path) -> subprocess.Popen[bytes]:
    """Start a command in a process group of its own; its output goes to the file `log`."""
    command = [sys.executable, "-m", "flows.cli", "--data", str(data), *map(str, words)]
    with log.open("ab") as opened:
        return subprocess.Popen(
            command, cwd=ROOT, env=environment(home), stdout=opened, stderr=opened, start_new_session=True
        )


def at_work(data: Path) -> list[int]:
    """PIDs of all other processes with this data directory in their arguments or environment."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            told = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            state = (entry / "stat").read_bytes().rpartition(b") ")[2][:1]
        except OSError:
            continue  # it ended meanwhile
        if os.fsencode(data) in told and state not in (b"Z", b"X") and int(entry.name) != os.getpid():
            found.append(int(entry.name))
    return found


def wait(condition: Callable[[], object], *, seconds: float) -> None:
    """Wait until a condition is true; fails after this many seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s"
        time.sleep(0.05)
