"""Runs the pages of `copydesk browse` on this machine until it is stopped."""

from __future__ import annotations

import contextlib
import secrets
import socket
from collections.abc import Callable, Iterator
from typing import Final

import uvicorn

from flows.browsing.app import browser
from flows.config.paths import Paths
from flows.running import stopping
from parsers import Rules

_HOST: Final = "127.0.0.1"
#: Bytes of the token: as many as nobody guesses.
_TOKEN_BYTES: Final = 24


class _Server(uvicorn.Server):
    """Uvicorn without its own handlers of signals: copydesk's handlers end it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Keep the handlers that copydesk has set."""
        yield


def browse(paths: Paths, rules: Rules, *, port: int, days: int, ready: Callable[[str], None]) -> None:
    """Serve the pages until a signal comes, then raise Stopped.  Raises OSError when the port is taken.

    `port`: 0: a free one.  `days`: how many days the report covers.  `ready`: called with the address to open, once the
    server answers.
    """
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((_HOST, port))
        listening.listen()
        address = f"http://{_HOST}:{listening.getsockname()[1]}/?token={token}"
        app = browser(paths, rules, token=token, days=days)
        # Neither the server's name nor a log of requests: their addresses would hold the token.
        config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False, lifespan="off")
        ready(address)
        stopping.run_async(lambda: _Server(config).serve(sockets=[listening]))
