"""The processes of one browser: finds them by a mark in their environment, measures their memory, and ends them.

The mark is the value of the environment variable MARK, which is different for each browser.  Chromium starts a dozen
processes, some of which leave its process group or become children of the system.  Works where the system shows
processes below /proc (Linux); elsewhere nothing is found, and the browser ends by its own means.
"""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

#: Environment variable of all processes of a browser; its value is different for each start.
MARK: Final = "COPYDESK_BROWSER"
_PROCESSES: Final = Path("/proc")
#: Places of the process group and of the state in /proc/PID/stat, counted after the program's name (proc(5)).
_STATE, _GROUP = 0, 2
_PAGE_SIZE: Final = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
#: Rounds of killing, and seconds between two: a process may start another one in between.
_ROUNDS: Final = 20
_STEP: Final = 0.05


def members(mark: str, processes: Path = _PROCESSES) -> set[int]:
    """Return the PIDs of the living processes of one browser: those with this mark, and those in their process groups.

    The groups count because a renderer in its sandbox lets nobody read its environment.  `mark`: the value of the
    environment variable MARK in the processes of this browser.  `processes`: the folder /proc.
    """
    wanted = f"{MARK}={mark}".encode()
    alive = {pid: group for pid, group in _groups(processes) if pid != os.getpid()}
    marked = {pid for pid in alive if wanted in _environment(processes, pid)}
    groups = {alive[pid] for pid in marked} - {os.getpgrp()}
    return marked | {pid for pid, group in alive.items() if group in groups}


def _groups(processes: Path) -> list[tuple[int, int]]:
    """Return PID and process group of each living process.  `processes`: the folder /proc."""
    found = []
    for entry in processes.glob("[0-9]*"):
        with suppress(OSError, IndexError, ValueError):  # it has ended
            facts = (entry / "stat").read_bytes().rpartition(b") ")[2].split()
            if facts[_STATE] not in (b"Z", b"X"):
                found.append((int(entry.name), int(facts[_GROUP])))
    return found


def _environment(processes: Path, pid: int) -> list[bytes]:
    try:
        return (processes / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return []  # it has ended, or belongs to another user


def largest(mark: str, processes: Path = _PROCESSES) -> int:
    """Return the bytes of memory that the largest process of this browser holds; 0 when no process is found."""
    sizes = [0]
    for pid in members(mark, processes):
        with suppress(OSError, IndexError, ValueError):  # it has ended
            sizes.append(int((processes / str(pid) / "statm").read_bytes().split()[1]) * _PAGE_SIZE)
    return max(sizes)


def kill(mark: str) -> set[int]:
    """Kill all processes of this browser and wait for their end; return the PIDs of those that are still there."""
    for _ in range(_ROUNDS):
        left = members(mark)
        if not left:
            return left
        for pid in left:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(_STEP)
    return members(mark)
