"""The pause between two requests to a host counts from when the first one is sent, however long that waited for a
connection."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from contextlib import AsyncExitStack
from itertools import pairwise
from multiprocessing.connection import Connection

import pytest
from aiohttp import web

from flows.acquire.http.politeness import HostGate
from flows.acquire.memory.hosts import HostNotes
from flows.acquire.memory.memory import Memory
from tests.acquire.loopback import ASK, PAGE, answers, client, site

pytestmark = pytest.mark.slow

#: A server may note a request some ms late; a pause that counts from before the wait is shorter by far more.
DELAY, SLACK = 0.15, 0.05


async def slow(request: web.Request) -> web.Response:
    await asyncio.sleep(0.05 if request.query_string == "0" else 0.01)
    return web.Response(body=PAGE, content_type="text/html")


@pytest.mark.parametrize("per_host", [1, 3])
def test_more_hosts_than_connections(per_host: int) -> None:
    async def run() -> None:
        async with AsyncExitStack() as stack:
            sites = [await stack.enter_async_context(site({"/slow": slow})) for _ in range(6)]
            one = await stack.enter_async_context(client(delay=DELAY, connections=1, connections_per_host=per_host))
            found = await asyncio.gather(*(one.get(f"{s.url}/slow?{n}", ASK) for n in range(4) for s in sites))
            assert {c.outcome for c in found} == {"fetched"}
            gaps = [later - earlier for s in sites for earlier, later in pairwise(s.times)]
            assert len(gaps) == 24 and min(gaps) > DELAY - SLACK

    asyncio.run(run())


def note_requests(told: Connection) -> None:
    """The process of a server on all loopback addresses that notes when each request arrives.  told: gets its port and
    the times."""
    times: dict[str, list[float]] = {}

    class Noting(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            assert isinstance(transport, asyncio.Transport)
            self.transport, self.host = transport, transport.get_extra_info("sockname")[0]

        def data_received(self, data: bytes) -> None:
            times.setdefault(self.host, []).append(time.monotonic())
            answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(PAGE)
            wait = 0.2 if self.host.endswith("7") else 0.02
            asyncio.get_running_loop().call_later(wait, self.transport.write, answer + PAGE)

    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(Noting, "0.0.0.0", 0)
        told.send(server.sockets[0].getsockname()[1])
        while not told.poll():
            await asyncio.sleep(0.05)
        told.send(times)

    asyncio.run(run())


def test_many_hosts_note_no_pause_that_is_too_short() -> None:
    async def ask(port: int) -> None:
        async with client(delay=0.3, connections=20) as one:
            urls = [f"http://127.0.0.{host + 1}:{port}/{n}" for n in range(3) for host in range(41)]
            assert {found.outcome for found in await asyncio.gather(*(one.get(url, ASK) for url in urls))} == {
                "fetched"
            }

    ours, its = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=note_requests, args=(its,), daemon=True)
    server.start()
    try:
        asyncio.run(asyncio.wait_for(ask(ours.recv()), 30))
        ours.send("enough")
        times = ours.recv()
    finally:
        server.terminate()
    gaps = sorted(later - earlier for noted in times.values() for earlier, later in pairwise(noted))
    assert len(times) == 41 and len(gaps) == 3 * 41  # robots.txt is the first of each
    # Two requests may have been noted late, by a server that was not given the processor.
    assert gaps[2] >= 0.3 and gaps[0] > 0.25


def test_the_pause_that_robots_txt_asks_for_counts_from_its_own_request() -> None:
    async def run() -> None:
        rules = answers(text="User-agent: *\nCrawl-delay: 0.2\n")
        async with site({"/robots.txt": rules}) as served, client() as one:
            await one.get(f"{served.url}/page", ASK)
            assert served.times[1] - served.times[0] > 0.2 - SLACK

    asyncio.run(run())


@pytest.mark.parametrize("leaves", [True, False])
def test_the_next_turn_comes_after_the_request_has_left_or_failed(leaves: bool) -> None:
    async def run() -> None:
        loop, connections = asyncio.get_running_loop(), asyncio.Semaphore(9)
        gate = HostGate(delay=0.05, slots=2, refusals=9, notes=HostNotes(Memory(None), "herald.example"))
        begun: list[float] = []
        left_at: list[float] = []

        async def request() -> None:
            async with gate.turn(connections) as left:
                begun.append(loop.time())
                await asyncio.sleep(0.1)  # look-up and handshake
                left_at.append(loop.time())
                if leaves:
                    left()
                    await asyncio.sleep(0.1)

        await asyncio.gather(request(), request())
        assert begun[1] - left_at[0] >= 0.05
        assert connections._value == 9

    asyncio.run(run())


def test_a_longer_pause_that_is_asked_for_meanwhile_is_kept() -> None:
    async def run() -> None:
        loop, connections = asyncio.get_running_loop(), asyncio.Semaphore(1)
        gate = HostGate(delay=0.01, slots=2, refusals=9, notes=HostNotes(Memory(None), "herald.example"))
        await connections.acquire()

        async def request() -> float:
            async with gate.turn(connections):
                return loop.time()

        waiting = asyncio.create_task(request())
        await asyncio.sleep(0.02)
        gate.postpone(0.1)
        asked = loop.time()
        connections.release()
        assert await waiting - asked >= 0.1

    asyncio.run(run())
