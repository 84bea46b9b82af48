"""Finds child processes that still run although the command that started them has ended.

Children should end with their parent; this finds those that did not, by a variable in their environment.  Works only
where the system shows the environment of processes (Linux); elsewhere nothing is found.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from flows.config.paths import Paths

#: Environment variable of child processes: the PID of the process that started them, and the data directory.
_MARK: Final = "COPYDESK_STARTED_BY"
_PROCESSES: Final = Path("/proc")
#: Seconds within which children end by themselves, and between two looks at them.
_ENDS: Final = 4.0
_LOOKS: Final = 0.1


def marked_environment(environ: Mapping[str, str], paths: Paths) -> dict[str, str]:
    """Make the environment for a child process: `environ` and the variable by which `leftovers` finds the child."""
    return {**environ, _MARK: f"{os.getpid()} {paths.root}"}


def mark_children(paths: Paths) -> None:
    """Set the variable by which `leftovers` finds children in the environment of this process.

    All later children inherit it, also those that libraries start.
    """
    os.environ.update(marked_environment({}, paths))


def settled_leftovers(paths: Paths, patience: float = _ENDS) -> list[int]:
    """Wait up to `patience` seconds until `leftovers` finds nothing; gives the PIDs that it still finds then, sorted.

    The wait is for children that have just been started: such a child notices that its parent is gone only when it has
    loaded its modules.
    """
    until = time.monotonic() + patience
    while (left := sorted(leftovers(paths))) and time.monotonic() < until:
        time.sleep(_LOOKS)
    return left


def leftovers(paths: Paths, processes: Path = _PROCESSES) -> Iterator[int]:
    """Yield the PIDs of children for this data directory whose parent is gone.  `processes`: the folder /proc."""
    for entry in processes.glob("[0-9]*"):
        try:
            environ = (entry / "environ").read_bytes()
        except OSError:
            continue  # it has ended, or belongs to another user
        started_by = _started_by(environ, os.fsencode(paths.root))
        if started_by and _lives(entry) and not _lives(processes / started_by):
            yield int(entry.name)


def _started_by(environ: bytes, root: bytes) -> str | None:
    """Read the parent's PID in a child's environment.

    None when our variable is missing or names another data directory.
    """
    for variable in environ.split(b"\0"):
        name, _, value = variable.partition(b"=")
        pid, _, directory = value.partition(b" ")
        if name == _MARK.encode() and directory == root:
            return os.fsdecode(pid)
    return None


def _lives(process: Path) -> bool:
    """Whether a process is running.

    A zombie is not: it has ended, but its parent has not read its exit code.
    """
    try:
        state = (process / "stat").read_bytes().rpartition(b") ")[2][:1]
    except OSError:
        return False
    return state not in (b"Z", b"X")
