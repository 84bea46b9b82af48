"""robots.txt between runs, as RFC 9309 allows: how long a copy is used, and what holds when none can be had."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from aiohttp import web

from flows.acquire.http.robots import Copy, learn, remembered
from flows.acquire.memory.memory import Memory
from flows.archive.captures import Capture
from tests.acquire.loopback import ASK, answers, client, site

ORIGIN = "https://herald.example/"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOW = NOON.timestamp()
HOUR, DAY = 3_600.0, 86_400.0
CLOSED = b"User-agent: *\nDisallow: /closed\nCrawl-delay: 7"


def answer(status: int | None = 200, body: bytes | None = CLOSED, outcome: str = "fetched", **headers: str) -> Capture:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Capture(ORIGIN + "robots.txt", body, outcome=outcome, status=status, headers=named, fetched_at=NOON)


MISSING = answer(404, None, "http_error")
BUSY = answer(503, None, "http_error")
GONE = answer(None, None, "unreachable")
UNCHANGED = answer(304, None, "not_modified")


@pytest.mark.parametrize(
    ("got", "hours"),
    [
        (answer(), 24),
        (answer(Cache_Control="public, max-age=7200"), 2),
        (answer(Cache_Control="max-age=9999999"), 24),
        (answer(Cache_Control="s-maxage=60"), 24),
        (answer(Cache_Control="no-cache"), 0),
        (answer(ETag='"\udc95\udce9"', Last_Modified="\udc95"), 24),  # bytes that are no UTF-8
        (answer(Expires="Sun, 01 Mar 2026 15:00:00 GMT"), 3),
        (answer(Expires="0"), 0),
        (answer(Expires="Sun, 01 Mar 2026 11:00:00 GMT"), 0),
        (MISSING, 24),
        (answer(403, None, "http_error"), 24),
        (answer(200, None, "empty"), 24),
        # Nothing is known of it: it is asked for again in the next run.
        (BUSY, 0),
        (GONE, 0),
        (answer(200, None, "damaged"), 0),
        (answer(200, None, "blocked"), 0),
    ],
)
def test_how_long_an_answer_is_used(got: Capture, hours: float) -> None:
    memory = Memory(None)
    learn(memory, Copy(ORIGIN), got, NOW)
    copy = remembered(memory, ORIGIN)
    good = [copy.is_good(NOW + after) for after in (1, max(1, hours * HOUR - 1), hours * HOUR + 1)]
    assert good == ([True, True, False] if hours else [False] * 3)


def test_a_copy_of_a_clock_that_was_ahead_is_not_used() -> None:
    memory = Memory(None)
    learn(memory, Copy(ORIGIN), answer(), NOW + 400 * DAY)
    assert not remembered(memory, ORIGIN).is_good(NOW)


@pytest.mark.parametrize("failure", [BUSY, GONE, answer(429, None, "blocked"), answer(None, None, "timeout")])
def test_without_an_answer_the_last_copy_holds_and_without_one_nothing_may_be_fetched(failure: Capture) -> None:
    memory = Memory(None)
    assert learn(memory, Copy(ORIGIN), failure, NOW).objection(ORIGIN) is not None
    learn(memory, remembered(memory, ORIGIN), answer(), NOW)
    for days in (2, 9, 90):
        found = learn(memory, remembered(memory, ORIGIN), failure, NOW + days * DAY)
        assert [found.objection(ORIGIN + path) is None for path in ("open", "closed")] == [True, False]
        assert found.crawl_delay() == 7
        assert not remembered(memory, ORIGIN).is_good(NOW + days * DAY + HOUR)


def test_after_thirty_days_without_an_answer_a_site_counts_as_one_without_a_file() -> None:
    memory = Memory(None)
    allowed = [
        learn(memory, remembered(memory, ORIGIN), BUSY, NOW + days * DAY).objection(ORIGIN) is None
        for days in (0, 1, 29, 31)
    ]
    assert allowed == [False, False, False, True]


def test_an_answer_ends_the_days_without_one() -> None:
    memory = Memory(None)
    learn(memory, Copy(ORIGIN), BUSY, NOW)
    learn(memory, remembered(memory, ORIGIN), MISSING, NOW + 5 * DAY)
    assert remembered(memory, ORIGIN).undefined_since is None
    assert learn(memory, remembered(memory, ORIGIN), BUSY, NOW + 40 * DAY).objection(ORIGIN) is None, "it had none"


def test_unchanged_means_the_same_for_longer() -> None:
    memory = Memory(None)
    learn(memory, Copy(ORIGIN), answer(ETag='"1"'), NOW)
    copy = remembered(memory, ORIGIN)
    found = learn(memory, copy, UNCHANGED, NOW + 2 * DAY)
    assert copy.etag == '"1"' and found.objection(ORIGIN + "closed") is not None
    assert remembered(memory, ORIGIN).is_good(NOW + 3 * DAY - 1)
    # A server that says "unchanged" of what it never gave says nothing.
    other = Copy("https://other.example/")
    assert not learn(memory, other, UNCHANGED, NOW).refusal and not remembered(memory, other.origin).known


def test_a_refused_address_and_a_resting_host_are_no_news_about_the_file() -> None:
    memory = Memory(None)
    for outcome in ("refused_address", "host_resting"):
        refused = learn(memory, Copy(ORIGIN), answer(None, None, outcome), NOW).refusal
        assert refused is not None and refused[0] == outcome
        assert memory.row("robots", origin=ORIGIN) is None


def test_a_later_run_asks_for_no_robots_file_and_keeps_its_rules_and_delay() -> None:
    async def run() -> None:
        rules = answers(text="User-agent: *\nDisallow: /closed\nCrawl-delay: 0.2")
        async with site({"/robots.txt": rules}) as served:
            memory = Memory(None)
            async with client(memory=memory) as first:
                await first.get(served.url + "/page", ASK)
            async with client(memory=memory) as second:
                assert (await second.get(served.url + "/closed", ASK)).outcome == "robots_denied"
                assert (await second.get(served.url + "/page", ASK)).outcome == "fetched"
        assert served.asked == ["/robots.txt", "/page", "/page"]
        assert served.times[2] - served.times[1] > 0.15

    asyncio.run(run())


def test_a_changed_file_is_heeded_when_the_copy_is_old() -> None:
    async def rules(request: web.Request) -> web.Response:
        asked.append(request.headers.get("If-None-Match"))
        if asked[-1] == f'"{len(closed)}"':
            return web.Response(status=304)
        text = "User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in closed)
        headers = {"ETag": f'"{len(closed)}"', "Cache-Control": "max-age=0"}
        return web.Response(text=text, headers=headers)

    async def run() -> None:
        async with site({"/robots.txt": rules}) as served:
            memory = Memory(None)
            for outcome in ("fetched", "fetched", "robots_denied"):
                if outcome == "robots_denied":
                    closed.append("/page")
                async with client(memory=memory) as one:
                    assert (await one.get(served.url + "/page", ASK)).outcome == outcome

    closed: list[str] = ["/other"]
    asked: list[str | None] = []
    asyncio.run(run())
    assert asked == [None, '"1"', '"1"']
