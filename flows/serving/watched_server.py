"""The Prefect server of `copydesk serve`: the one in PREFECT_API_URL, or one that it starts, and restarts when it dies.

Gives its address and how it ended; the loop decides when to check and to restart it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from flows.config.paths import Paths
from flows.errors import CopydeskError, sentence
from flows.printing.progress import line
from flows.running.engine import prepare
from flows.serving import kept_server, serve_state
from flows.serving.prefect_server import forget_address, remember
from flows.serving.serve_state import Serving

#: Most restarts of the server within _WITHIN seconds: one that does not stay up must not keep the machine busy.
_RESTARTS: Final = 3
_WITHIN: Final = 600.0


class WatchedServer:
    """The Prefect server that serve uses: its own, or the one in PREFECT_API_URL.

    `port`: see `open_socket`.  Raises CopydeskError when an earlier server does not end, or the port is taken.
    """

    def __init__(self, paths: Paths, port: int | None) -> None:
        self._paths = paths
        self._named = os.environ.get("PREFECT_API_URL")
        self._kept: kept_server.KeptServer | None = None
        self._restarts: list[float] = []
        self._told = ""
        if self._named is None:
            kept_server.wait_until_gone(paths)
            self._socket = kept_server.open_socket(port)
            prepare(paths.prefect, server=f"http://127.0.0.1:{self._socket.getsockname()[1]}/api")
        else:
            prepare(paths.prefect, server=self._named)

    @property
    def url(self) -> str:
        """Address of the server's API."""
        return os.environ["PREFECT_API_URL"]

    @property
    def page(self) -> str:
        """Address of the server's dashboard."""
        return self.url.removesuffix("/api")

    @property
    def is_kept(self) -> bool:
        """Whether serve starts, restarts and ends this server itself.  False: PREFECT_API_URL names another server."""
        return self._named is None

    def start(self) -> None:
        """Start the server and write its address for other commands.

        Does nothing when PREFECT_API_URL names a server.  Raises CopydeskError when the server does not start.
        """
        if self.is_kept:
            self._kept = kept_server.start_server(self._paths, self._socket, lasting=True)
            remember(self._paths, self._kept.address)

    def ended(self) -> str | None:
        """Say in words how the server ended; None while it runs."""
        code = self._kept.ended() if self._kept is not None else None
        return None if code is None else ending(code)

    def start_again(self, why: str) -> bool:
        """Restart the server at its port; True when it answers.

        Otherwise prints why not, and the caller tries again later.  `why`: what happened to the server, for a message.
        A server that PREFECT_API_URL names is never restarted, and serve's own not more than _RESTARTS times within
        _WITHIN seconds.
        """
        if not self.is_kept or self._kept is None:
            self._tell_once(f"the Prefect server at {self.url} {why}; no run begins by schedule until it answers again")
            return False
        now = time.monotonic()
        self._restarts = [at for at in self._restarts if now - at < _WITHIN]
        if len(self._restarts) >= _RESTARTS:
            self._tell_once(
                f"the Prefect server {why}, for the {len(self._restarts) + 1}th time within ten minutes; the end of"
                f" {self._paths.prefect / 'server.log'} says why; it is started again some minutes later"
            )
            return False
        self._restarts.append(now)
        self._tell_once(f"the Prefect server {why}; it is started again")
        self._kept.end()
        try:
            self._socket = kept_server.open_socket(self._kept.port)
            self.start()
        except (CopydeskError, OSError) as error:
            self._tell_once(sentence(error))
            return False
        self._told = ""
        return True

    def _tell_once(self, text: str) -> None:
        """Print a line, unless it is the one printed last: the same obstacle is met again every second."""
        if text != self._told:
            self._told = text
            line("serve", text)

    def end(self) -> None:
        """End the server if serve started it."""
        if self.is_kept:
            forget_address(self._paths)
            if self._kept is not None:
                self._kept.end()


def ending(code: int) -> str:
    """Say how a process ended, as the end of a sentence.  `code`: its exit code, negative for a signal."""
    return f"was killed (signal {-code})" if code < 0 else f"ended (code {code})"


@contextmanager
def server_for(paths: Paths, port: int | None, wanted: Mapping[str, str]) -> Iterator[WatchedServer]:
    """A block (`with`) that gets a running server; sets PREFECT_API_URL to its address.

    `port`: see `open_socket`.  `wanted`: flow -> cron expression, checked first.  Raises CopydeskError.
    """
    server = WatchedServer(paths, port)
    try:
        from flows.serving.schedule_setup import check_crons

        check_crons(wanted)
        serve_state.write_state(paths, Serving(os.getpid(), server.page, wanted))
        server.start()
        yield server
    finally:
        server.end()
