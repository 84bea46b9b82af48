"""The process of the Prefect server that copydesk keeps: for this machine, its own pages, and as long as its parent.

`python -m flows.serving.server_process SOCKET WORD LOCK`: the socket to listen on, which the parent opened; the word to
answer with; a file to lock as long as the server lives, or nothing.  Prefect is told where to live by the environment.
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

from flows.serving.prefect_server import WORD_HEADER

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class OwnPages:
    """An ASGI application that answers no page of another origin, whatever it asks for.

    A browser sends what any page in it asks of a server on this machine, and only the answer is kept from that page;
    to a websocket not even that holds.
    """

    def __init__(self, app: ASGIApp, origins: frozenset[str]) -> None:
        # By another name than these, a foreign page could have its own name lead here.
        self._app = TrustedHostMiddleware(app, allowed_hosts=["127.0.0.1", "localhost"], www_redirect=False)
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        origin = dict(scope.get("headers", ())).get(b"origin")
        if origin is None or "*" in self._origins or origin.decode("latin-1") in self._origins:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse("This server answers its own pages only.", 403)(scope, receive, send)


def serve_until_signal(listening: socket.socket, word: str, *, lasting: bool) -> None:
    """Answer until a signal ends it.  lasting False: for one command, without pages and schedules."""
    from prefect.server.api.server import create_app

    allowed = os.environ["PREFECT_SERVER_CORS_ALLOWED_ORIGINS"].split(",")
    config = uvicorn.Config(
        OwnPages(create_app(final=True, ephemeral=not lasting), frozenset(origin.strip() for origin in allowed)),
        lifespan="on",
        log_level=os.environ.get("PREFECT_SERVER_LOGGING_LEVEL", "error").lower(),
        headers=[(WORD_HEADER, word)],
        timeout_graceful_shutdown=1,
    )
    uvicorn.Server(config).run(sockets=[listening])


def main() -> None:
    """Take the lock, if one is given, and serve."""
    descriptor, word, lock = sys.argv[1:]
    held = FileLock(lock) if lock else None
    if held is not None:
        held.acquire(timeout=10)
    serve_until_signal(socket.socket(fileno=int(descriptor)), word, lasting=held is not None)


if __name__ == "__main__":
    main()
