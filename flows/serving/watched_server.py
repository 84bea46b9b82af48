"""The Prefect server that `copydesk serve` works with: a named one, or one that it keeps and starts again when it dies.

Gives its address and says how it ended; who asks, and when, is the loop's.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from flows.config.paths import Paths
from flows.errors import CopydeskError
from flows.printing.progress import line
from flows.running.engine import prepare
from flows.serving import kept_server, serve_state
from flows.serving.prefect_server import forget, remember
from flows.serving.serve_state import Serving

#: So many ends of the server in so many seconds: it would never stay up, so serve gives up.
_RESTARTS: Final = 3
_WITHIN: Final = 600.0


class WatchedServer:
    """The server that serve works with: one that it keeps, or one that PREFECT_API_URL names."""

    def __init__(self, paths: Paths, port: int | None) -> None:
        self._paths = paths
        self._named = os.environ.get("PREFECT_API_URL")
        self._kept: kept_server.KeptServer | None = None
        self._restarts: list[float] = []
        if self._named is None:
            kept_server.wait_until_gone(paths)
            self._socket = kept_server.open_socket(port)
            prepare(paths.prefect, server=f"http://127.0.0.1:{self._socket.getsockname()[1]}/api")
        else:
            prepare(paths.prefect, server=self._named)

    @property
    def url(self) -> str:
        """Address of its API."""
        return os.environ["PREFECT_API_URL"]

    @property
    def page(self) -> str:
        """Address of its pages."""
        return self.url.removesuffix("/api")

    @property
    def is_kept(self) -> bool:
        """Whether it is a child of this process."""
        return self._named is None

    def start(self) -> None:
        """Start the server, unless PREFECT_API_URL names one, and write its address down."""
        if self.is_kept:
            self._kept = kept_server.start_server(self._paths, self._socket, lasting=True)
            remember(self._paths, self._kept.address)

    def ended(self) -> str | None:
        """How the server ended, in words; None while it runs."""
        code = self._kept.ended() if self._kept is not None else None
        return None if code is None else ending(code)

    def start_again(self, why: str) -> None:
        """Start it again at its port; raises CopydeskError when it has been too often, or when it cannot be."""
        if not self.is_kept or self._kept is None:
            raise CopydeskError(f"The Prefect server at {self.url} {why}; see to it and start copydesk serve again.")
        now = time.monotonic()
        self._restarts = [at for at in self._restarts if now - at < _WITHIN] + [now]
        if len(self._restarts) > _RESTARTS:
            raise CopydeskError(
                f"The Prefect server {why}, for the {len(self._restarts)}th time within ten minutes; the end of"
                f" {self._paths.prefect / 'server.log'} says why.  Start copydesk serve again when that is mended."
            )
        line("serve", f"the Prefect server {why}; it is started again")
        self._kept.end()
        self._socket = kept_server.open_socket(self._kept.port)
        self.start()

    def end(self) -> None:
        """End the kept server; a named one is left alone."""
        if self.is_kept:
            forget(self._paths)
            if self._kept is not None:
                self._kept.end()


def ending(code: int) -> str:
    """How a process ended, in words."""
    return f"was killed (signal {-code})" if code < 0 else f"ended (code {code})"


@contextmanager
def server_for(paths: Paths, port: int | None, wanted: Mapping[str, str]) -> Iterator[WatchedServer]:
    """A running server for the length of this context; PREFECT_API_URL is set to it.

    wanted: the schedules, which are checked before a server is started for them.
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
