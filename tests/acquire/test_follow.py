"""Following sources: every address accounted for, nothing asked for twice without reason, nothing lost."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from flows.acquire.following.follow import SourceTally, follow_sources
from flows.archive.archive import Archive
from flows.archive.captures import OUTCOMES
from flows.config.settings import Limits, Settings
from flows.config.sources import Source
from parsers.rules import default_rules
from tests.acquire.loopback import PAGE, QUICK, Site, answers, site

SETTINGS = Settings(fetch=replace(QUICK, retries=0), limits=Limits(feed_bytes=100_000, page_bytes=100_000))


def feed(urls: Iterable[str], updated: str = "2020-01-01T00:00:00Z") -> str:
    items = "".join(f'<entry><link href="{u}"/><updated>{updated}</updated></entry>' for u in urls)
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{items}</feed>'


def tagged(text: str, seen: list[str] | None = None) -> Any:
    """A feed that heeds If-None-Match."""

    async def handler(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == '"f1"':
            return web.Response(status=304)
        return web.Response(text=text, content_type="application/atom+xml", headers={"ETag": '"f1"'})

    return handler


def follow(served: Site, tmp_path: Path, settings: Settings = SETTINGS, **source: Any) -> Callable[..., Any]:
    """A function that follows one source of this server once, in a run of its own."""

    async def run(everything: bool = False, at_once: bool = False) -> SourceTally:
        made = Source(**{"name": "herald", **source})

        def work() -> SourceTally:
            told: list[str] = []
            with Archive(tmp_path / "archive", run="run") as archive:
                [tally] = follow_sources(
                    [made],
                    archive=archive,
                    settings=settings,
                    rules=default_rules(),
                    version="0",
                    everything=everything,
                    at_once=at_once,
                    on_capture=lambda capture, stored: told.append(capture.outcome),
                )
            assert len(told) == sum(n for name, n in tally.counts.items() if name in OUTCOMES)
            return tally

        return await asyncio.to_thread(work)

    return run


def pages(tmp_path: Path) -> list[tuple[str, str, str | None]]:
    with Archive(tmp_path / "archive", run="look") as archive:
        return [(page.url.rpartition("/")[2], page.channel, page.source) for page in archive.pages()]


def test_a_feed_once_and_again(tmp_path: Path) -> None:
    async def run() -> None:
        table = {f"/{n}": PAGE + bytes([65 + n]) for n in range(3)}
        async with site(
            {**table, "/feed": tagged(feed(["/0", "/1?utm_source=rss", "/2", "/2#top", "mailto:x@y.example"]))}
        ) as s:
            once = follow(s, tmp_path, feeds=(s.url + "/feed",))
            assert (await once()).counts == {"fetched": 3, "not_wanted": 1}
            assert sorted(pages(tmp_path)) == [(str(n), "feed", "herald") for n in range(3)]
            s.asked.clear()
            assert (await once()).counts == {}
            assert s.asked == ["/feed"], "robots.txt is remembered"
            assert (await once(everything=True)).counts == {"fetched": 3, "not_wanted": 1}

    asyncio.run(run())


def test_a_feed_without_validators_is_read_again_and_its_pages_are_not(tmp_path: Path) -> None:
    async def run() -> None:
        async with site({"/feed": answers(text=feed(["/page"]), content_type="text/xml")}) as s:
            once = follow(s, tmp_path, feeds=(s.url + "/feed",))
            assert (await once()).counts == {"fetched": 1}
            assert (await once()).counts == {"seen_before": 1}

    asyncio.run(run())


def test_what_is_left_over_comes_with_the_next_run(tmp_path: Path) -> None:
    async def run() -> None:
        table = {f"/{n}": PAGE + bytes([65 + n]) for n in range(5)}
        async with site({**table, "/feed": tagged(feed(f"/{n}" for n in range(5)))}) as s:
            once = follow(s, tmp_path, feeds=(s.url + "/feed",), limit=2)
            assert (await once()).counts == {"fetched": 2, "left_for_next_run": 3}
            assert (await once()).counts == {"fetched": 2, "left_for_next_run": 1}
            assert (await once()).counts == {"fetched": 1}
            assert (await once()).counts == {}
            assert len(pages(tmp_path)) == 5

    asyncio.run(run())


def test_what_failed_for_a_while_is_tried_again(tmp_path: Path) -> None:
    async def run() -> None:
        async with site({"/0": answers(status=503), "/feed": tagged(feed(["/0", "/gone"]))}) as s:
            once = follow(s, tmp_path, feeds=(s.url + "/feed",))
            assert (await once()).counts == {"http_error": 2}
            s.answers["/0"] = PAGE
            assert (await once()).counts == {}, "it has its own time, an hour later"
            assert (await once(at_once=True)).counts == {"fetched": 1, "http_error": 1}
            assert (await once()).counts == {}

    asyncio.run(run())


def test_single_pages_are_asked_for_in_every_run(tmp_path: Path) -> None:
    async def page(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == '"p1"':
            return web.Response(status=304)
        return web.Response(body=PAGE, content_type="text/html", headers={"ETag": '"p1"'})

    async def run() -> None:
        async with site({"/live": page}) as s:
            once = follow(s, tmp_path, pages=(s.url + "/live",))
            assert (await once()).counts == {"fetched": 1}
            assert (await once()).counts == {"not_modified": 1}

    asyncio.run(run())


def test_a_page_that_is_named_and_listed_is_asked_for_once_in_every_run(tmp_path: Path) -> None:
    async def run() -> None:
        async with site({"/feed": tagged(feed(["/page", "/gone"], datetime.now(UTC).isoformat()))}) as s:
            once = follow(s, tmp_path, feeds=(s.url + "/feed",))
            assert (await once()).counts == {"fetched": 1, "http_error": 1}
            both = follow(s, tmp_path, feeds=(s.url + "/feed",), pages=(s.url + "/page", s.url + "/gone"))
            for _ in range(2):
                assert (await both()).counts == {"fetched": 1, "not_due": 1}
            assert (await both(at_once=True)).counts == {"fetched": 1, "http_error": 1}

    asyncio.run(run())


def test_include_and_exclude(tmp_path: Path) -> None:
    async def run() -> None:
        async with site(
            {"/feed": answers(text=feed(["/news/1", "/news/live/2", "/video/3"]), content_type="text/xml")}
        ) as s:
            s.answers["/news/1"] = PAGE
            once = follow(s, tmp_path, feeds=(s.url + "/feed",), include=("/news/",), exclude=("/live/",))
            assert (await once()).counts == {"fetched": 1, "not_wanted": 2}

    asyncio.run(run())


def test_an_index_of_sitemaps_latest_first(tmp_path: Path) -> None:
    def index(s: Site, months: Iterable[int]) -> Any:
        # Some indexes name their sitemaps without the host.
        hosts = ["" if m % 2 else s.url for m in months]
        parts = "".join(
            f"<sitemap><loc>{host}/m{m}</loc><lastmod>2020-{m:02}-01</lastmod></sitemap>"
            for host, m in zip(hosts, months)
        )
        return answers(text=f"<sitemapindex>{parts}</sitemapindex>", content_type="text/xml")

    def month(s: Site, number: int) -> Any:
        return answers(text=f"<urlset><url><loc>{s.url}/p{number}</loc></url></urlset>", content_type="text/xml")

    async def run() -> None:
        async with site() as s:
            s.answers["/index"] = index(s, range(1, 13))
            for number in range(1, 13):
                s.answers[f"/m{number}"] = month(s, number)
                s.answers[f"/p{number}"] = PAGE + bytes([65 + number])
            s.answers["/m12"] = answers(text="<html>not a sitemap", content_type="text/html")
            once = follow(s, tmp_path, sitemaps=(s.url + "/index",))
            tally = await once()
            assert tally.counts == {"fetched": 11}
            assert len(tally.notes) == 1 and "/m12: The document is no sitemap" in tally.notes[0]
            assert [path for path in s.asked if path.startswith("/m")] == [f"/m{m}" for m in range(12, 0, -1)]
            s.asked.clear()
            assert (await once()).counts == {}
            assert s.asked == ["/index"], "the others did not change, and what failed has its own time"
            s.asked.clear()
            await once(at_once=True)
            assert s.asked[:2] == ["/index", "/m12"] and len(s.asked) == 13

    asyncio.run(run())


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (answers(status=404), "http_error. The server answered 404"),
        (answers(text="<html>front page</html>", content_type="text/html"), "neither an RSS nor an Atom feed"),
        (answers(body=b"x" * 100_001), "too_large"),
        (answers(text='<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;">]><feed/>'), "XML entities"),
    ],
)
def test_a_feed_that_cannot_be_read_stops_nothing_else(tmp_path: Path, answer: Any, said: str) -> None:
    async def run() -> None:
        async with site({"/bad": answer, "/good": answers(text=feed(["/page"]))}) as s:
            tally = await follow(s, tmp_path, feeds=(s.url + "/bad", s.url + "/good"))()
            assert tally.counts == {"fetched": 1}
            [note] = tally.notes
            assert said in note and s.url + "/bad" in note

    asyncio.run(run())


def test_failures_are_events_and_lists_are_not(tmp_path: Path) -> None:
    async def run() -> None:
        async with site({"/feed": tagged(feed(["/page", "/gone"]))}) as s:
            once = follow(s, tmp_path, feeds=(s.url + "/feed",))
            await once()
            await once()

    asyncio.run(run())
    with Archive(tmp_path / "archive", run="look") as archive:
        assert [(e.url.rpartition("/")[2], e.outcome) for e in archive.events()] == [("gone", "http_error")]


STORM = "/2026/storm-hits-the-coast"


@pytest.mark.parametrize(
    ("listed", "served", "asked"),
    [
        (("m", "amp", "", "www"), {"m": PAGE, "amp": PAGE, "": PAGE, "www": PAGE}, [""]),
        (("m", ""), {"m": PAGE}, ["", "m"]),
        (("m",), {"m": "", "": PAGE}, ["m", ""]),
        (("",), {"": "m", "m": PAGE}, ["", "m"]),
        (("amp",), {"amp": PAGE, "": PAGE}, ["amp"]),
    ],
)
def test_a_story_at_the_main_mobile_and_amp_host_is_asked_for_once(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    listed: tuple[str, ...],
    served: dict[str, bytes | str],
    asked: list[str],
) -> None:
    """`listed`: hosts in front of herald.example; `served`: by host a page, or the host to which it redirects."""
    look_up = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _, *words, **more: look_up("127.0.0.1", *words, **more))

    async def run() -> None:
        async with site() as there:
            port = there.url.rpartition(":")[2]
            hosts: list[str] = []

            def address(host: str) -> str:
                return f"http://{host + '.' * bool(host)}herald.example:{port}{STORM}"

            async def story(request: web.Request) -> web.Response:
                host = request.host.partition("herald.example")[0].rstrip(".")
                hosts.append(host)
                answer = served.get(host)
                if answer is None or isinstance(answer, bytes):
                    return web.Response(body=answer, status=200 if answer else 404, content_type="text/html")
                return web.Response(status=301, headers={"Location": address(answer)})

            there.answers |= {STORM: story, "/feed": tagged(feed(map(address, listed)))}
            again = follow(there, tmp_path, feeds=(f"{there.url}/feed",))
            assert (await again()).counts["fetched"] == 1 and hosts == asked
            assert (await again(at_once=True)).counts.get("fetched", 0) == 0 and hosts == asked

    asyncio.run(run())
