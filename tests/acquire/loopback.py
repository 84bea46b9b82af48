"""Web servers on a loopback port, and a client with quick settings, for tests of fetching."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from aiohttp import web

from flows.acquire.http.client import Ask, Client
from flows.acquire.memory.memory import Memory
from flows.archive.captures import Capture
from flows.config.settings import Fetching
from parsers.rules import default_rules

PAGE = b"<html><body><p>The ferry sailed at dawn.</p></body></html>"
ASK = Ask(limit=100_000)
#: Settings without pauses.
QUICK = Fetching(delay=0, jitter=0, timeout=5, connect_timeout=2, retries=1, allow_private=True)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Site:
    """A server: its answers, and the requests that it got."""

    url: str
    #: Path -> handler, or the bytes of an HTML page.
    answers: dict[str, Any] = field(default_factory=dict)
    #: Paths and queries of the requests, in order.
    asked: list[str] = field(default_factory=list)
    #: Most requests that were answered at the same time.
    busiest: int = 0
    #: Requests that are being answered now.
    busy: int = 0
    #: Times of the requests, in seconds of the event loop's clock.
    times: list[float] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer by the path of the request: with a handler or the bytes of a page; 404 for unknown paths."""
        self.asked.append(request.path_qs)
        self.times.append(asyncio.get_running_loop().time())
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        try:
            found = self.answers.get(request.path)
            if found is None:
                return web.Response(status=404, text="nothing here")
            if isinstance(found, bytes):
                return web.Response(body=found, content_type="text/html", charset="utf-8")
            response: web.StreamResponse = await found(request)
            return response
        finally:
            self.busy -= 1


def answers(**options: Any) -> Handler:
    """A handler that always gives this response.  options: of aiohttp.web.Response."""

    async def handler(request: web.Request) -> web.Response:
        return web.Response(**options)

    return handler


@asynccontextmanager
async def site(table: dict[str, Any] | None = None) -> AsyncIterator[Site]:
    """A server on a free port of 127.0.0.1 for the length of a block.  table: as Site.answers; /page is added."""
    served = Site("", {"/page": PAGE, **(table or {})})
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", served.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    listening = web.TCPSite(runner, "127.0.0.1", 0)
    await listening.start()
    served.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield served
    finally:
        await runner.cleanup()


@asynccontextmanager
async def raw_site(say: Callable[[asyncio.StreamWriter], Awaitable[None]]) -> AsyncIterator[str]:
    """A server that answers /robots.txt with 404, and lets `say` write the bytes of every other answer; its address."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        if b"/robots.txt" in request:
            writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        else:
            await say(writer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


def client(*, memory: Memory | None = None, heed_rests: bool = True, **changes: Any) -> Client:
    """A client with QUICK settings, changed by these.  memory, heed_rests: of Client."""
    blocks = default_rules().family("blockpages")
    return Client(replace(QUICK, **changes), blocks=blocks, version="0", memory=memory, heed_rests=heed_rests)


async def get(url: str, ask: Ask = ASK, **changes: Any) -> Capture:
    """The capture of one address, with a new client.  changes: of its settings."""
    async with client(**changes) as fresh:
        return await fresh.get(url, ask)
