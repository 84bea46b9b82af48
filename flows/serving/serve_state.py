"""Keeps the state of `copydesk serve` for other commands: a file in Prefect's home, and a lock.

The kernel releases the lock even after kill -9, so it tells whether the serve in the file is still running.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from flows.config.paths import Paths
from flows.errors import CopydeskError
from warehouse.files import write_whole

#: Seconds to wait for the lock: a command that tests it holds it for a moment.
_LOCK_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Serving:
    """The state of one `copydesk serve`: its process, the server's address, and when its flows are due."""

    pid: int
    #: Address of the server's dashboard.
    url: str
    #: Flow -> cron expression.
    schedules: Mapping[str, str] = field(default_factory=dict)
    #: Flow -> time of its next run; UTC, ISO 8601.
    next_runs: Mapping[str, str] = field(default_factory=dict)
    #: Whether it is running; False: it was killed, or the machine went down.
    alive: bool = True


@contextmanager
def locked(paths: Paths) -> Iterator[None]:
    """A block (`with`) that holds the lock of a data directory's serve.

    Raises CopydeskError, with the PID, if another process holds it.
    """
    paths.prefect.mkdir(parents=True, exist_ok=True)
    lock = FileLock(_lock_file(paths))
    try:
        lock.acquire(timeout=_LOCK_SECONDS)
    except Timeout:
        there = _read(paths)
        who = f"process {there.pid}, {there.url}" if there else "another process"
        raise CopydeskError(
            f"copydesk serve is running for {paths.root} already ({who}); stop that one first, or name another --data."
        ) from None
    try:
        yield
    finally:
        _file(paths).unlink(missing_ok=True)
        lock.release()


def write_state(paths: Paths, serving: Serving) -> None:
    """Write the state to its file; raises OSError."""
    write_whole(_file(paths), json.dumps(asdict(serving), ensure_ascii=False))


def serving(paths: Paths) -> Serving | None:
    """Read the state of this data directory's serve, running or killed.

    None when it was never started, or was stopped.
    """
    found = _read(paths)
    if found is None:
        return None
    return Serving(found.pid, found.url, found.schedules, found.next_runs, alive=_held(paths))


def _read(paths: Paths) -> Serving | None:
    try:
        facts: dict[str, Any] = json.loads(_file(paths).read_text("utf-8"))
        return Serving(**facts)
    except (OSError, ValueError, TypeError):
        return None


def _held(paths: Paths) -> bool:
    """Whether a process holds the lock of serve, so that serve is running."""
    if not _lock_file(paths).exists() or not os.access(_lock_file(paths), os.W_OK):
        return False
    try:
        with FileLock(_lock_file(paths)).acquire(timeout=0):
            return False
    except Timeout:
        return True


def _file(paths: Paths) -> Path:
    return paths.prefect / "serve.json"


def _lock_file(paths: Paths) -> Path:
    return paths.prefect / "serve.lock"
