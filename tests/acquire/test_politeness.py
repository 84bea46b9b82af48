"""Politeness, watched from the server's side: pauses, one request at a time, robots.txt, and leaving alone."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import web

from flows.acquire.http.client import Ask
from tests.acquire.loopback import PAGE, answers, client, get, site

ASK = Ask(limit=100_000)


def test_one_request_at_a_time_with_a_pause() -> None:
    async def run() -> None:
        async with site() as served, client(delay=0.05) as one:
            found = await asyncio.gather(*(one.get(f"{served.url}/page?{n}", ASK) for n in range(6)))
            assert {c.outcome for c in found} == {"fetched"}
            assert served.busiest == 1
            # Six pauses between seven requests, without them a few ms; a busy server may note the first one late.
            assert served.times[-1] - served.times[0] > 0.2
            assert served.asked.count("/robots.txt") == 1

    asyncio.run(run())


def test_connections_to_one_host_and_in_all() -> None:
    async def slow(request: web.Request) -> web.Response:
        await asyncio.sleep(0.05)
        return web.Response(body=PAGE, content_type="text/html")

    async def run(per_host: int, in_all: int) -> int:
        async with site({"/slow": slow}) as served:
            async with client(connections_per_host=per_host, connections=in_all) as one:
                await asyncio.gather(*(one.get(f"{served.url}/slow?{n}", ASK) for n in range(8)))
            return served.busiest

    assert asyncio.run(run(3, 20)) == 3
    assert asyncio.run(run(8, 2)) == 2


@pytest.mark.parametrize(
    ("asked", "settings", "least", "most"), [(0.2, {}, 0.35, 5), (9, {"longest_crawl_delay": 0.05}, 0.08, 5)]
)
def test_crawl_delay_is_kept_up_to_a_bound(asked: float, settings: dict[str, Any], least: float, most: float) -> None:
    async def run() -> None:
        rules = answers(text=f"User-agent: copydesk\nCrawl-delay: {asked}\n")
        async with site({"/robots.txt": rules}) as served, client(**settings) as one:
            await asyncio.gather(*(one.get(f"{served.url}/page?{n}", ASK) for n in range(3)))
            assert least < served.times[-1] - served.times[1] < most

    asyncio.run(run())


@pytest.mark.parametrize(
    ("robots", "path", "outcome"),
    [
        ({"text": "User-agent: *\nDisallow: /page"}, "/page", "robots_denied"),
        ({"text": "User-agent: *\nDisallow: /\nAllow: /page$"}, "/page", "fetched"),
        ({"text": "User-agent: copydesk\nAllow: /\n\nUser-agent: *\nDisallow: /"}, "/page", "fetched"),
        ({"text": "User-agent: *\nDisallow: /*?print="}, "/page?print=1", "robots_denied"),
        ({"text": "User-agent: *\nDisallow: /page\n" + "# x\n" * 200_000}, "/page", "robots_denied"),
        ({"text": "\ufeffUser-agent: *\nDisallow: /page"}, "/page", "robots_denied"),
        ({"body": b"\xff\xfe\0 nonsense <html>"}, "/page", "fetched"),
        ({"status": 404}, "/page", "fetched"),
        ({"status": 401}, "/page", "fetched"),
        ({"status": 429}, "/page", "robots_denied"),
        ({"status": 503}, "/page", "robots_denied"),
    ],
)
def test_robots(robots: dict[str, Any], path: str, outcome: str) -> None:
    async def run() -> None:
        async with site({"/robots.txt": answers(**robots)}) as served:
            found = await get(served.url + path, retries=0)
            assert found.outcome == outcome
            assert (path in served.asked) == (outcome == "fetched")

    asyncio.run(run())


def test_robots_behind_a_redirect() -> None:
    async def run() -> None:
        async with site({"/real": answers(text="User-agent: *\nDisallow: /page")}) as served:
            served.answers["/robots.txt"] = answers(status=301, headers={"Location": "/real"})
            assert (await get(served.url + "/page")).outcome == "robots_denied"

    asyncio.run(run())


def test_a_short_wait_is_kept() -> None:
    async def run() -> None:
        left = [1]

        async def busy(request: web.Request) -> web.Response:
            if left:
                left.pop()
                return web.Response(status=429, headers={"Retry-After": "1"})
            return web.Response(body=PAGE, content_type="text/html")

        async with site({"/busy": busy}) as served, client() as one:
            first, other = await asyncio.gather(one.get(served.url + "/busy", ASK), one.get(served.url + "/page", ASK))
            assert (first.outcome, other.outcome) == ("fetched", "fetched")
            assert served.times[2] - served.times[1] >= 0.95

    asyncio.run(run())


@pytest.mark.parametrize("wait", ["3600", "Wed, 21 Oct 2099 07:28:00 GMT"])
def test_a_host_that_asks_for_a_long_wait_is_left_alone(wait: str) -> None:
    async def run() -> None:
        async with site({"/busy": answers(status=503, headers={"Retry-After": wait})}) as served, client() as one:
            assert (await one.get(served.url + "/busy", ASK)).outcome == "http_error"
            rest = [await one.get(served.url + "/page", ASK) for _ in range(3)]
            assert {c.outcome for c in rest} == {"host_resting"}
            assert "asks to wait" in rest[0].detail
            assert served.asked == ["/robots.txt", "/busy"]

    asyncio.run(run())


def test_a_host_that_refuses_is_left_alone() -> None:
    async def run() -> None:
        challenge = answers(status=403, text="<title>Just a moment...</title>", content_type="text/html")
        async with site({"/no": challenge}) as served, client(refusals=3, retries=0) as one:
            found = [await one.get(f"{served.url}/no?{n}", ASK) for n in range(6)]
            assert [c.outcome for c in found] == ["blocked"] * 3 + ["host_resting"] * 3
            assert len(served.asked) == 4

    asyncio.run(run())


def test_a_host_that_hangs_is_left_alone() -> None:
    async def hang(request: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return web.Response()

    async def run() -> None:
        async with site({"/hang": hang}) as served, client(refusals=2, retries=0, timeout=0.1) as one:
            outcomes = [(await one.get(f"{served.url}/hang?{n}", ASK)).outcome for n in range(4)]
            assert outcomes == ["timeout", "timeout", "host_resting", "host_resting"]

    asyncio.run(run())


def test_a_welcome_between_refusals_counts() -> None:
    async def run() -> None:
        async with site({"/no": answers(status=403)}) as served, client(refusals=2, retries=0) as one:
            outcomes = [(await one.get(served.url + path, ASK)).outcome for path in ("/no", "/page", "/no", "/page")]
            assert outcomes == ["http_error", "fetched", "http_error", "fetched"]

    asyncio.run(run())
