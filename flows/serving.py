"""Keep a Prefect server and the schedules of copydesk.toml running: what `copydesk serve` does.

The server is a child process with its database in the data directory; its address is written down there, so that other
commands run their flows under it.  Prefect pauses the schedules when this ends, and takes them up at the next start.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from flows import engine
from flows.errors import CopydeskError
from flows.paths import Paths
from flows.progress import line
from flows.server import answers, forget, remember, server_url
from flows.settings import Schedules

#: A busy machine takes half a minute to start a server.
_START_SECONDS = 120.0


@contextmanager
def kept_server(paths: Paths, *, port: int) -> Iterator[str]:
    """The address of a server that is up: one that is there already, or one that lives as long as this context.

    port: where to listen on this machine; 0: any that is free.
    """
    there = server_url(paths)
    if there is not None:
        yield there
        return
    engine.prepare(paths.prefect)
    chosen = port or _free_port()
    url = f"http://127.0.0.1:{chosen}/api"
    with (paths.prefect / "server.log").open("ab") as log:
        command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(chosen)]
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
    try:
        _wait_for(server, url, log=paths.prefect / "server.log")
        remember(paths, url)
        yield url
    finally:
        forget(paths)
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(server: subprocess.Popen[bytes], url: str, *, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise CopydeskError(f"The Prefect server ended at once; {log} says why (is its port taken? see --port).")
        if answers(url):
            return
        time.sleep(0.5)
    raise CopydeskError(f"The Prefect server did not answer within {_START_SECONDS:.0f} s; look into {log}.")


def serve_schedules(paths: Paths, schedules: Schedules, *, url: str, config: Path | None) -> None:
    """Run what is due until somebody ends it."""
    wanted = {name: cron for name, cron in asdict(schedules).items() if cron}
    if not wanted:
        raise CopydeskError("No schedule is set; write cron expressions under [schedules] in copydesk.toml.")
    os.environ["PREFECT_API_URL"] = url
    from prefect import serve
    from prefect.deployments.runner import RunnerDeployment

    from flows.deployments import ENTRYPOINTS

    parameters = {"data": str(paths.root), "config": str(config.absolute()) if config else None}
    deployments = []
    for name, cron in wanted.items():
        # One run of a flow at a time: a run that is still at work when the next is due has its batches in hand.
        deployments.append(
            RunnerDeployment.from_entrypoint(
                ENTRYPOINTS[name], name=name, cron=cron, parameters=parameters, concurrency_limit=1
            )
        )
        line("serve", f"{name}: {cron} (UTC)")
    serve(*deployments, print_starting_message=False)
