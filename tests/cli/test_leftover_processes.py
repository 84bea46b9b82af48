"""Processes that outlive the command that started them: told when they stay, not when they are about to end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from flows.config.paths import Paths
from flows.serving.leftover_processes import settled_leftovers

#: Starts a marked child that lives so many seconds, says its PID and ends at once.
PARENT = """
import subprocess, sys
from pathlib import Path
from flows.config.paths import Paths
from flows.serving.leftover_processes import mark_children
mark_children(Paths(Path(sys.argv[1])))
print(subprocess.Popen(["sleep", sys.argv[2]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).pid)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows the environment of processes")
@pytest.mark.parametrize(("lives", "is_told"), [("0.4", False), ("30", True)])
def test_a_child_that_stays(tmp_path: Path, lives: str, is_told: bool) -> None:
    command = [sys.executable, "-c", PARENT, str(tmp_path), lives]
    child = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    try:
        left = settled_leftovers(Paths(tmp_path), patience=5.0 if not is_told else 0.2)
        assert left == ([child] if is_told else [])
    finally:
        if is_told:
            subprocess.run(["kill", "-9", str(child)], check=True)
