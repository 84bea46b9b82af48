"""HTTP headers that are long, empty or in another charset: the page is read, a redirect followed, or the fault
reported."""

from __future__ import annotations

import asyncio

import pytest

from tests.acquire.loopback import PAGE, answers, get, raw_site, site

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n" % len(PAGE)


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Security-Policy: " + b"https://a.example " * 3_000,
        b"Set-Cookie: " + b"a" * 20_000,
        b"X-Name: caf\xe9",
        b"X-Empty:",
    ],
)
def test_headers_that_harm_nothing(headers: bytes) -> None:
    async def say(writer: asyncio.StreamWriter) -> None:
        writer.write(OK + headers + b"\r\n\r\n" + PAGE)

    async def run() -> None:
        async with raw_site(say) as url:
            found = await get(url + "/page", retries=0)
            assert (found.outcome, found.body) == ("fetched", PAGE), found.detail

    asyncio.run(run())


@pytest.mark.parametrize(
    ("location", "asked"),
    [
        (b"/caf\xe9", "/caf%E9"),
        ("/größe".encode(), "/gr%C3%B6%C3%9Fe"),
        (b"/a b", "/a%20b"),
        (b"  /page \t", "/page"),
        (b"?n=1", "/old?n=1"),
    ],
)
def test_where_a_redirect_leads(location: bytes, asked: str) -> None:
    lines: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines.append((await reader.readuntil(b"\r\n\r\n")).split(b" ")[1].decode())
        moved = b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\nContent-Length: 0\r\n\r\n"
        writer.write(moved if lines[-1] == "/old" else OK + b"\r\n" + PAGE)
        writer.close()

    async def run() -> None:
        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            found = await get(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/old", retries=0)
        assert (found.outcome, lines[-1]) == ("fetched", asked)

    asyncio.run(run())


@pytest.mark.parametrize("location", ["", "  ", None])
def test_a_redirect_that_leads_nowhere_is_an_error(location: str | None) -> None:
    async def run() -> None:
        headers = {} if location is None else {"Location": location}
        async with site({"/lost": answers(status=302, headers=headers)}) as served:
            found = await get(served.url + "/lost")
            assert (found.outcome, found.body, "302" in found.detail) == ("http_error", None, True)

    asyncio.run(run())
