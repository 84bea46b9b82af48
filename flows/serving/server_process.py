"""The process of copydesk's own Prefect server; it ends with its parent and serves only this machine and its own pages.

`python -m flows.serving.server_process SOCKET TOKEN LOCK`: the descriptor of the socket, which the parent opened; the
token to send in each answer; a file to lock while the server runs, or "".  Prefect's home and settings come from the
environment.
"""

from __future__ import annotations

import sys

from flows.serving import lifeline

if __name__ == "__main__":
    lifeline.hold()  # before Prefect is imported, which takes seconds

import os
import socket
from typing import TYPE_CHECKING

import uvicorn
from filelock import FileLock
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse

from flows.serving.prefect_server import TOKEN_HEADER

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


#: Seconds that open connections have to end at shutdown; less than stopping.GRACE.
_SHUTDOWN_SECONDS = 1
#: Seconds to wait for the lock of a server that is ending.
_LOCK_SECONDS = 10


class OwnPages:
    """An ASGI application that passes requests on to another (`app`), but refuses those from pages of other origins.

    `origins`: those whose pages may send requests; "*" means all.  The check is needed because a browser lets any page
    send requests to a server on this machine; it only hides the answer from that page, and for a websocket not even
    that.
    """

    def __init__(self, app: ASGIApp, origins: frozenset[str]) -> None:
        # Other host names are refused: a foreign page could let its own name resolve to this machine (DNS rebinding).
        self._app = TrustedHostMiddleware(app, allowed_hosts=["127.0.0.1", "localhost"], www_redirect=False)
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an allowed request on; refuse any other.

        The refusal has status 403, or for a websocket close code 1008 (RFC 6455).
        """
        origin = dict(scope.get("headers", ())).get(b"origin")
        if origin is None or "*" in self._origins or origin.decode("latin-1") in self._origins:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse("This server answers its own pages only.", 403)(scope, receive, send)


def serve_until_signal(listening: socket.socket, token: str, *, lasting: bool) -> None:
    """Serve until a signal ends the server.

    `lasting`: False: the server is for a single command, without dashboard and schedules.
    """
    from prefect.server.api.server import create_app

    allowed = os.environ["PREFECT_SERVER_CORS_ALLOWED_ORIGINS"].split(",")
    config = uvicorn.Config(
        OwnPages(create_app(final=True, ephemeral=not lasting), frozenset(origin.strip() for origin in allowed)),
        lifespan="on",
        log_level=os.environ.get("PREFECT_SERVER_LOGGING_LEVEL", "error").lower(),
        headers=[(TOKEN_HEADER, token)],
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )
    uvicorn.Server(config).run(sockets=[listening])


def main() -> None:
    """Take the lock, if one is given, and serve."""
    descriptor, token, lock = sys.argv[1:]
    held = FileLock(lock) if lock else None
    if held is not None:
        held.acquire(timeout=_LOCK_SECONDS)
    serve_until_signal(socket.socket(fileno=int(descriptor)), token, lasting=held is not None)


if __name__ == "__main__":
    main()
