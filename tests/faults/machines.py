"""A Dask cluster on this machine for tests: a scheduler and workers as processes, and pages that harm a worker.

Run as a program it is `copydesk worker`, except for two kinds of pages: one that holds KILLS kills its process, and one
that holds SLOW takes a while and makes a file `slow.<PID of the worker>` in the home directory, so that a test sees it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows.parsing import parse_item
from parsers import parse_page
from tests.faults.processes import at_work, environment, wait
from tests.flows.desk import ROOT

KILLS, SLOW = b"<!-- this page kills -->", b"<!-- this page is slow -->"
#: How long that is, in seconds.
_SECONDS = 0.7
#: The options with which docs/cluster.md starts a scheduler.
SCHEDULER = ("--host", "--port", "--no-dashboard")


def harmful(body: bytes, **facts: Any) -> object:
    """Takes the place of parse_page; harms or delays its process if the page says so."""
    if KILLS in body:
        os.kill(os.getpid(), signal.SIGKILL)
    if SLOW in body:
        worker = multiprocessing.parent_process()
        assert worker is not None
        Path(os.environ["HOME"], f"slow.{worker.pid}").touch()
        time.sleep(_SECONDS)
    return parse_page(body, **facts)


if __name__ in ("__main__", "__mp_main__"):
    parse_item.parse_page = harmful  # type: ignore[assignment]


@dataclass
class Machines:
    """The processes of a scheduler and its workers.

    place: a folder for their output, which also stands in their environment, so that all of them can be found.
    """

    place: Path
    port: int = 0
    scheduler: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    def start_scheduler(self) -> None:
        host, port, bare = SCHEDULER
        words = (host, "127.0.0.1", port, str(self.port), bare)
        self.scheduler = self._begin("-m", "dask", "scheduler", *words)

    def start_worker(self) -> subprocess.Popen[bytes]:
        made = self._begin("-m", "tests.faults.machines", "worker", self.address, "--processes", "1")
        self.workers.append(made)
        return made

    def _begin(self, *words: str) -> subprocess.Popen[bytes]:
        with (self.place / "log").open("ab") as log:
            environ = {**environment(self.place), "DASK_TEMPORARY_DIRECTORY": str(self.place)}
            command = [sys.executable, *words]
            return subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=log, start_new_session=True)

    def kill(self, process: subprocess.Popen[bytes] | None) -> None:
        assert process is not None
        process.kill()
        process.wait()
        self.workers = [worker for worker in self.workers if worker is not process]

    def left(self) -> list[int]:
        """PIDs of all processes of this cluster but the scheduler and the workers themselves."""
        meant = {one.pid for one in (self.scheduler, *self.workers) if one is not None}
        return [pid for pid in at_work(self.place) if pid not in meant]

    def close(self) -> None:
        """End all processes by SIGTERM, as a user does, and wait until none is left."""
        for one in (*self.workers, self.scheduler):
            if one is not None:
                one.terminate()
        for one in (*self.workers, self.scheduler):
            if one is not None:
                one.wait(10)
        self.workers, self.scheduler = [], None
        wait(lambda: not at_work(self.place), seconds=5)


if __name__ == "__main__":
    from flows.cli import main

    sys.exit(main())
