"""Starts and ends copydesk's own Prefect server: a child process, with its database in the data directory.

It ends with its parent.  Each data directory has its own server, port and token, so that two of them do not mix.  The
socket is opened here, so that a port that is taken is noticed before anything is started.
"""

from __future__ import annotations

import atexit
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from flows.config.paths import Paths
from flows.errors import CopydeskError
from flows.printing.progress import line
from flows.running.engine import SETTINGS
from flows.serving import lifeline
from flows.serving.leftover_processes import marked_environment
from flows.serving.prefect_database import begin_anew_if_damaged
from flows.serving.prefect_server import Address, answers, kept_address

#: Prefect's default port.
USUAL_PORT: Final = 4200
#: Seconds to wait for a new server; a busy machine takes two minutes to start one.
_START_SECONDS: Final = 300.0
#: Seconds to wait for a server whose parent was killed; it ends after GRACE and Prefect's own shutdown.
_END_SECONDS: Final = 10.0
#: Seconds between two requests to a server that is starting.
_STEP: Final = 0.2
#: Connections that may wait at the socket; Python's and uvicorn's own defaults are of this size.
_BACKLOG: Final = 128
#: Bytes of randomness in a server's token.
_TOKEN_BYTES: Final = 16
#: Prefixes of variables about another Prefect's database and API, which our server must not inherit.
_ELSEWHERE: Final = ("PREFECT_API_URL", "PREFECT_API_DATABASE_", "PREFECT_SERVER_DATABASE_", "PREFECT_PROFILE")


class KeptServer:
    """A running server; `start_server` makes one.  Its owner must call `end`."""

    def __init__(self, process: subprocess.Popen[bytes], address: Address, port: int) -> None:
        self._process = process
        self.address = address
        self.port = port

    def ended(self) -> int | None:
        """The server's exit code when it ended; None while it runs."""
        return self._process.poll()

    def end(self, *, seconds: float = 0.5) -> None:
        """Ask the server to end, and kill it after this many seconds."""
        lifeline.end(self._process, seconds=seconds)


def start_server(paths: Paths, listening: socket.socket, *, lasting: bool) -> KeptServer:
    """Start a server and wait until it answers.

    `listening`: its socket, which is closed in this process.  `lasting`: whether other commands may use it, too; a data
    directory has only one such server.  A damaged database is first renamed.  Raises CopydeskError when the server ends
    or does not answer.
    """
    port = int(listening.getsockname()[1])
    token, lock = secrets.token_hex(_TOKEN_BYTES), str(_lock_file(paths)) if lasting else ""
    log = paths.prefect / "server.log"
    paths.prefect.mkdir(parents=True, exist_ok=True)
    begin_anew_if_damaged(paths)
    with listening, log.open("ab") as output:
        process = lifeline.start_child(
            "flows.serving.server_process",
            *(str(listening.fileno()), token, lock),
            environ=marked_environment(environment(paths, port), paths),
            output=output,
            keep=[listening.fileno()],
        )
    server = KeptServer(process, Address(f"http://127.0.0.1:{port}/api", token, process.pid), port)
    try:
        _wait_for(server, log)
    except BaseException:
        server.end()
        raise
    return server


def start_for_this_process(paths: Paths) -> str:
    """Start a server that ends with this process; gives the address of its API.  Raises CopydeskError.

    Call it before Prefect is imported: Prefect's threads use the server to the end of the process.  Exit handlers run
    in reverse order, so the server that is started first is ended last.
    """
    server = start_server(paths, free_socket(), lasting=False)
    atexit.register(server.end)
    return server.address.url


def environment(paths: Paths, port: int, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Make the server's environment variables.

    They put its home into the data directory, and let only its own pages send requests.
    """
    own = {name: value for name, value in environ.items() if not name.startswith(_ELSEWHERE)}
    pages = f"http://127.0.0.1:{port}"
    return {
        **SETTINGS,
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": f"{pages},http://localhost:{port}",
        **own,
        "PREFECT_HOME": str(paths.prefect),
        "PREFECT_SERVER_API_HOST": "127.0.0.1",
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_UI_API_URL": f"{pages}/api",
    }


def open_socket(port: int | None) -> socket.socket:
    """Make a listening socket on 127.0.0.1.

    `port`: the number of the port; 0: any free one; None: USUAL_PORT, or any free one when that is taken.  Raises
    CopydeskError when a port that was asked for by its number is taken.
    """
    found = _bound(USUAL_PORT if port is None else port)
    if found is not None:
        return found
    if port is not None:
        raise CopydeskError(
            f"Port {port} is taken by another program; name another one with --port, or 0 for any that is free."
        )
    chosen = free_socket()
    line("serve", f"port {USUAL_PORT} is taken by another program; {chosen.getsockname()[1]} is used instead")
    return chosen


def free_socket() -> socket.socket:
    """Make a listening socket on any free port of 127.0.0.1."""
    found = _bound(0)
    assert found is not None
    return found


def _bound(port: int) -> socket.socket | None:
    """Make a listening socket on this port; None when the port is taken."""
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind(("127.0.0.1", port))
        found.listen(_BACKLOG)
    except OSError:
        found.close()
        return None
    return found


def wait_until_gone(paths: Paths) -> None:
    """Wait until an earlier server, whose parent was killed, has ended.

    Raises CopydeskError with its PID if it does not end.
    """
    if not _lock_file(paths).exists():
        return
    try:
        with FileLock(_lock_file(paths)).acquire(timeout=_END_SECONDS):
            return
    except Timeout:
        left = kept_address(paths)
        who = f"process {left.pid}" if left else f"whoever holds {_lock_file(paths)}"
        raise CopydeskError(
            f"A Prefect server is left over from a serve that was killed, and does not end; end it (kill -9, {who})"
            " and start again."
        ) from None


def _lock_file(paths: Paths) -> Path:
    return paths.prefect / "server.lock"


def _wait_for(server: KeptServer, log: Path) -> None:
    """Wait until the server answers; raises CopydeskError when it ends or takes too long."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if server.ended() is not None:
            raise CopydeskError(f"The Prefect server ended at once; the end of {log} says why.")
        if answers(server.address.url, server.address.token):
            return
        time.sleep(_STEP)
    raise CopydeskError(f"The Prefect server did not answer within {_START_SECONDS:.0f} s; look into {log}.")
