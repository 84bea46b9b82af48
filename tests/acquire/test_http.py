"""The client against real servers on loopback ports: what comes of every kind of answer."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import web

from flows.acquire.http.client import Ask
from tests.acquire.loopback import PAGE, answers, client, get, raw_site, site


def test_a_page() -> None:
    async def run() -> None:
        async with site() as served:
            found = await get(served.url + "/page")
            assert (found.outcome, found.status, found.body) == ("fetched", 200, PAGE)
            assert (found.media_type, found.charset) == ("text/html", "utf-8")
            assert served.asked == ["/robots.txt", "/page"]

    asyncio.run(run())


def test_it_says_who_it_is() -> None:
    async def run() -> None:
        said: list[str] = []

        async def handler(request: web.Request) -> web.Response:
            said.append(request.headers["User-Agent"])
            return web.Response(body=PAGE, content_type="text/html")

        async with site({"/who": handler}) as served:
            await get(served.url + "/who", contact="https://desk.example/robot")
        assert said == ["copydesk/0 (+https://desk.example/robot)"]

    asyncio.run(run())


@pytest.mark.parametrize(
    ("response", "outcome", "said"),
    [
        ({"status": 404}, "http_error", "404"),
        ({"status": 410}, "http_error", "410"),
        ({"status": 500}, "http_error", "500"),
        ({"status": 403, "text": "no"}, "http_error", "403"),
        ({"status": 403, "text": "<title>Access Denied</title>"}, "blocked", "access_denied"),
        ({"status": 503, "text": "<title>Just a moment...</title>"}, "blocked", "cloudflare_title"),
        ({"status": 200, "text": '<div id="px-captcha"></div>'}, "blocked", "perimeterx"),
        ({"status": 202, "headers": {"x-amzn-waf-action": "challenge"}}, "blocked", "aws_waf"),
        ({"status": 429}, "blocked", "too many requests"),
        ({"status": 304}, "http_error", "answered 304 Not Modified, though it was asked for the whole"),
        ({"body": b"x", "content_type": "image/png"}, "wrong_type", "image/png"),
        ({"body": b"x" * 100_001, "content_type": "text/html"}, "too_large", "100,000"),
        ({"body": b"", "content_type": "text/html"}, "empty", "nothing"),
    ],
)
def test_answers_without_a_page(response: dict[str, Any], outcome: str, said: str) -> None:
    async def run() -> None:
        async with site({"/odd": answers(**response)}) as served:
            found = await get(served.url + "/odd", retries=0)
            assert (found.outcome, found.body) == (outcome, None)
            assert said in found.detail

    asyncio.run(run())


def test_unchanged_pages() -> None:
    async def page(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == '"v1"' and "If-Modified-Since" in request.headers:
            return web.Response(status=304)
        return web.Response(body=PAGE, content_type="text/html", headers={"ETag": '"v1"', "Last-Modified": "Sun"})

    async def run() -> None:
        async with site({"/tagged": page}) as served, client() as one:
            first = await one.get(served.url + "/tagged", Ask(limit=10_000))
            assert (first.outcome, first.header("etag")) == ("fetched", '"v1"')
            again = Ask(limit=10_000, etag=first.header("ETag"), last_modified=first.header("Last-Modified"))
            assert (await one.get(served.url + "/tagged", again)).outcome == "not_modified"

    asyncio.run(run())


def test_redirects_to_another_host_heed_its_robots() -> None:
    async def run() -> None:
        rules = answers(text="User-agent: *\nDisallow: /closed")
        async with site({"/robots.txt": rules}) as other, site() as first:
            for path, target in (("/a", "/page"), ("/b", "/closed")):
                first.answers[path] = answers(status=302, headers={"Location": other.url + target})
            async with client() as one:
                found = await one.get(first.url + "/a#top", Ask(limit=10_000))
                assert (found.outcome, found.url, found.redirects) == (
                    "fetched",
                    other.url + "/page",
                    (first.url + "/a#top",),
                )
                closed = await one.get(first.url + "/b", Ask(limit=10_000))
                assert (closed.outcome, closed.url) == ("robots_denied", other.url + "/closed")
                assert "/closed" not in other.asked

    asyncio.run(run())


@pytest.mark.parametrize("target", ["/loop", "/next"])
def test_redirects_end(target: str) -> None:
    async def following(request: web.Request) -> web.Response:
        number = int(request.query.get("n", "0")) + 1
        return web.Response(status=301, headers={"Location": f"/next?n={number}" if target == "/next" else "/loop"})

    async def run() -> None:
        async with site({"/loop": following, "/next": following}) as served:
            found = await get(served.url + target, redirects=3)
            assert found.outcome == "too_many_redirects"
            assert len(served.asked) <= 5

    asyncio.run(run())


@pytest.mark.parametrize("scheme", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:text/html,hello", "http://[oops/"])
def test_redirects_to_other_schemes_are_refused(scheme: str) -> None:
    async def run() -> None:
        async with site({"/away": answers(status=302, headers={"Location": scheme})}) as served:
            assert (await get(served.url + "/away")).outcome == "refused_address"

    asyncio.run(run())


def test_private_addresses_are_refused() -> None:
    async def run() -> None:
        async with site() as served:
            port = served.url.rpartition(":")[2]
            for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433"):
                found = await get(f"http://{host}:{port}/page", allow_private=False)
                assert found.outcome == "refused_address", host
            assert served.asked == []

    asyncio.run(run())


def test_a_slow_server() -> None:
    async def slow(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        for _ in range(100):
            await response.write(b"<p>drip</p>")
            await asyncio.sleep(0.1)
        return response

    async def run() -> None:
        async with site({"/slow": slow}) as served:
            assert (await get(served.url + "/slow", timeout=0.4, retries=0)).outcome == "timeout"

    asyncio.run(run())


def test_a_dead_server() -> None:
    async def run() -> None:
        async with site() as served:
            url = served.url
        found = await get(url + "/page", retries=0)
        assert (found.outcome, found.status) == ("unreachable", None)

    asyncio.run(run())


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\nContent-Ty",
        b"nonsense\r\n\r\n",
        b"",
    ],
)
def test_a_connection_that_is_cut_before_the_answer(said: bytes) -> None:
    tries = []

    async def cut(writer: asyncio.StreamWriter) -> None:
        tries.append(1)
        writer.write(said)

    async def run() -> None:
        async with raw_site(cut) as url:
            found = await get(url + "/page", retries=1)
            assert (found.outcome, found.body) == ("unreachable", None)

    asyncio.run(run())
    assert len(tries) >= 2


def test_a_failure_that_passes() -> None:
    async def run() -> None:
        left = [503, 500]

        async def page(request: web.Request) -> web.Response:
            if left:
                return web.Response(status=left.pop())
            return web.Response(body=PAGE, content_type="text/html")

        async with site({"/shaky": page}) as served:
            assert (await get(served.url + "/shaky", retries=2)).outcome == "fetched"

    asyncio.run(run())
