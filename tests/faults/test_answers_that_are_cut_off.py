"""An answer whose end is missing is no page; it is noted as truncated and requested again, since it may come whole."""

from __future__ import annotations

import asyncio
import socket
import struct

import pytest

from tests.acquire.loopback import get, raw_site

pytestmark = pytest.mark.slow

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CUT = [
    (HEAD + b"Content-Length: 500\r\n\r\n<p>half", "7 of 500 bytes"),
    (HEAD + b"Content-Length: 500\r\n\r\n", "0 of 500 bytes"),
    (HEAD + b"Transfer-Encoding: chunked\r\n\r\n7\r\n<p>half\r\n", "7 bytes"),
    (HEAD + b"Transfer-Encoding: chunked\r\n\r\n77\r\n<p>half", "7 bytes"),
    (HEAD + b"Content-Length: 90000\r\n\r\n" + b"<p>half</p>" * 7_000, "77,000 of 90,000 bytes"),
    (
        HEAD.replace(b"200 OK", b"206 Part") + b"Content-Range: bytes 0-6/500\r\nContent-Length: 7\r\n\r\n<p>half",
        "part",
    ),
]


@pytest.mark.parametrize("reset", [False, True])
@pytest.mark.parametrize(("said", "told"), CUT)
def test_half_a_page_is_none(said: bytes, told: str, reset: bool) -> None:
    tries = []

    async def cut(writer: asyncio.StreamWriter) -> None:
        tries.append(1)
        writer.write(said)
        if reset:
            await writer.drain()
            await asyncio.sleep(0.05)
            # Closing with this option sends a reset.
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    async def run() -> None:
        async with raw_site(cut) as url:
            found = await get(url + "/page", retries=1)
            assert (found.outcome, found.body, found.status) == ("truncated", None, int(said[9:12]))
            assert told in found.detail

    asyncio.run(run())
    assert len(tries) == 2


def test_one_that_comes_whole_the_second_time() -> None:
    tries = []

    async def half(writer: asyncio.StreamWriter) -> None:
        tries.append(1)
        writer.write(HEAD + b"Content-Length: 11\r\n\r\n" + b"<p>half</p>"[: 4 + 7 * (len(tries) > 1)])

    async def run() -> None:
        async with raw_site(half) as url:
            found = await get(url + "/page", retries=2)
            assert (found.outcome, found.body) == ("fetched", b"<p>half</p>")

    asyncio.run(run())


def test_half_a_robots_txt_permits_nothing() -> None:
    async def half(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\nUser-agent: *\n")
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(half, "127.0.0.1", 0)
        async with server:
            found = await get(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/page", retries=0)
        assert found.outcome == "robots_denied" and "truncated" in found.detail

    asyncio.run(run())
