"""A list that did not change is still followed to other lists that it names, and to pages that were not fetched yet."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from flows.acquire.following.follow import SourceTally
from flows.config.settings import Limits, Settings
from tests.acquire.loopback import PAGE, QUICK, Site, answers, site
from tests.acquire.test_follow import feed, follow

pytestmark = pytest.mark.slow

SETTINGS = Settings(fetch=replace(QUICK, retries=0), limits=Limits(feed_bytes=100_000, page_bytes=100_000))
Run = Callable[..., Awaitable[SourceTally]]


@dataclass
class Tagged:
    """A list with an ETag made of its text.  in_full: for each request, whether it was answered in full."""

    text: str
    validators: bool = True
    in_full: list[bool] = field(default_factory=list)

    async def __call__(self, request: web.Request) -> web.Response:
        tag = f'"{hash(self.text)}"'
        known = self.validators and request.headers.get("If-None-Match") == tag
        self.in_full.append(not known)
        if known:
            return web.Response(status=304)
        headers = {"ETag": tag} if self.validators else {}
        return web.Response(text=self.text, content_type="text/xml", headers=headers)


def index(s: Site, lists: list[str], lastmod: str = "") -> str:
    told = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return (
        f"<sitemapindex>{''.join(f'<sitemap><loc>{s.url}{one}</loc>{told}</sitemap>' for one in lists)}</sitemapindex>"
    )


def urls(s: Site, *pages: str) -> str:
    return f"<urlset>{''.join(f'<url><loc>{s.url}{one}</loc></url>' for one in pages)}</urlset>"


def several(count: int) -> dict[str, Any]:
    return {f"/{n}": PAGE + bytes([65 + n]) for n in range(count)}


@pytest.mark.parametrize("lastmod", ["", "2020-01-01", "2999-01-01"])
def test_an_index_that_did_not_change(tmp_path: Path, lastmod: str) -> None:
    async def run() -> None:
        async with site(several(3)) as s:
            parts = [Tagged(urls(s, "/0")), Tagged(urls(s, "/1"))]
            s.answers.update({"/a": parts[0], "/b": parts[1], "/index": Tagged(index(s, ["/a", "/b"], lastmod))})
            once = follow(s, tmp_path, sitemaps=(s.url + "/index",))
            assert (await once()).counts == {"fetched": 2}
            parts[1].text = urls(s, "/2", "/1")
            assert (await once()).counts == {"fetched": 1, "seen_before": 1}
            assert parts[0].in_full == [True, False], "asked with its own validators"
            assert (await once()).counts == {}

    asyncio.run(run())


def test_in_an_index_of_many_lists_all_get_their_turn(tmp_path: Path) -> None:
    async def run() -> None:
        async with site(several(1)) as s:
            parts = {f"/m{n}": Tagged(urls(s, "/0")) for n in range(30)}
            s.answers.update({**parts, "/index": Tagged(index(s, [*parts], "2020-01-01"))})
            once = follow(s, tmp_path, sitemaps=(s.url + "/index",))
            notes = [(await once()).notes for _ in range(4)]
            assert [len(told) for told in notes] == [1, 0, 0, 0] and "11 further sitemaps" in notes[0][0]
            assert all(len(part.in_full) >= 2 for part in parts.values())

    asyncio.run(run())


@pytest.mark.parametrize("lastmod", ["", "2999-01-01"])
def test_lists_without_a_time_and_some_that_are_gone_keep_none_back(tmp_path: Path, lastmod: str) -> None:
    async def run() -> None:
        async with site({**several(2), "/news": Tagged("")}) as s:
            gone, parts = [f"/gone{n}" for n in range(20)], {f"/m{n}": Tagged(urls(s, "/0")) for n in range(20)}
            s.answers["/news"].text = urls(s, "/1")
            s.answers.update({**parts, "/index": Tagged(index(s, [*gone, *parts], lastmod))})
            once = follow(s, tmp_path, sitemaps=(s.url + "/index", s.url + "/news"))
            for _ in range(3):
                await once()
            assert len(s.answers["/news"].in_full) == 3, "what the user named comes before what an index names"
            assert all(part.in_full for part in parts.values())

    asyncio.run(run())


@pytest.mark.parametrize("lastmod", ["", "2999-01-01"])
def test_an_index_in_an_index_for_ever_keeps_no_list_back(tmp_path: Path, lastmod: str) -> None:
    async def run() -> None:
        async with site(several(2)) as s:
            s.answers |= {f"/a{n}": Tagged(index(s, [f"/a{n + 1}"], lastmod)) for n in range(40)}
            s.answers |= {"/part": Tagged(urls(s, "/0")), "/a2": Tagged(index(s, ["/a3", "/deep"], lastmod))}
            s.answers |= {"/index": Tagged(index(s, ["/a0", "/part"])), "/deep": Tagged(urls(s, "/1"))}
            once = follow(s, tmp_path, sitemaps=(s.url + "/index",))
            tally = await once()
            assert tally.counts == {"fetched": 1}, "a fourth index is one too many"
            assert [f"{s.url}/a2 lies below 3 other indexes" in note for note in tally.notes] == [True]
            assert [path for path in s.asked if "/a" in path] == ["/a0", "/a1", "/a2"]

    asyncio.run(run())


def test_gone_lists_with_the_latest_times_keep_none_back(tmp_path: Path) -> None:
    async def run() -> None:
        async with site(several(1)) as s:
            gone = index(s, [f"/gone{n}" for n in range(25)], "2021-01-01").removesuffix("</sitemapindex>")
            old = index(s, ["/old"], "2020-01-01").removeprefix("<sitemapindex>")
            s.answers.update({"/old": Tagged(urls(s, "/0")), "/index": Tagged(gone + old)})
            once = follow(s, tmp_path, feeds=(s.url + "/index",))
            assert [(await once()).counts.get("fetched") for _ in range(3)] == [None, 1, None]

    asyncio.run(run())


def test_pages_left_of_a_list_that_its_index_calls_unchanged(tmp_path: Path) -> None:
    async def run() -> None:
        async with site(several(3)) as s:
            part = Tagged(urls(s, "/0", "/1", "/2"), validators=False)
            s.answers.update({"/a": part, "/index": Tagged(index(s, ["/a"], "2020-01-01"))})
            once = follow(s, tmp_path, sitemaps=(s.url + "/index",), limit=2)
            assert (await once()).counts == {"fetched": 2, "left_for_next_run": 1}
            assert (await once()).counts == {"fetched": 1}
            assert (await once()).counts == {}

    asyncio.run(run())


def test_a_failing_page_makes_no_list_come_in_full_and_is_asked_at_its_own_time(tmp_path: Path) -> None:
    async def run() -> None:
        async with site({**several(1), "/busy": answers(status=503)}) as s:
            lists = [Tagged(feed(["/0"])), Tagged(feed(["/0", "/busy"]))]
            s.answers.update({"/whole": lists[0], "/failing": lists[1]})
            once = follow(s, tmp_path, feeds=(s.url + "/whole", s.url + "/failing"))
            assert (await once()).counts == {"fetched": 1, "http_error": 1}
            s.answers["/busy"] = PAGE + b"!"
            assert (await once()).counts == {}, "it waits for an hour"
            assert (await once(at_once=True)).counts == {"fetched": 1}
            assert (await once()).counts == {}
            assert [one.in_full for one in lists] == [[True, False, False, False]] * 2

    asyncio.run(run())


def test_without_what_is_remembered_lists_come_in_full_and_nothing_is_fetched_twice(tmp_path: Path) -> None:
    async def run() -> None:
        async with site(several(3)) as s:
            part = Tagged(urls(s, "/0", "/1", "/2"))
            s.answers.update({"/a": part, "/index": Tagged(index(s, ["/a"]))})
            once = follow(s, tmp_path, sitemaps=(s.url + "/index",), limit=2)
            assert (await once()).counts == {"fetched": 2, "left_for_next_run": 1}
            for file in (tmp_path / "archive").glob("following.sqlite*"):
                file.unlink()
            assert (await once()).counts == {"fetched": 1, "seen_before": 2}
            assert part.in_full == [True, True]

    asyncio.run(run())
