"""An outlet in the user's own network is followed if its source allows it, but public outlets cannot redirect there."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows.acquire.discovering.trial import Trial, run_trial
from flows.acquire.discovering.try_outlet import TriedOutlet, try_outlet
from flows.acquire.following.follow import SourceTally, follow_sources
from flows.acquire.http import private_addresses
from flows.acquire.http.client import Ask
from flows.acquire.memory.memory import Memory
from flows.archive.archive import Archive
from flows.config.settings import Settings
from flows.config.sources import Source
from parsers.rules import default_rules
from tests.acquire.loopback import ASK, PAGE, QUICK, answers, client, site

pytestmark = pytest.mark.slow


def follow(sources: list[Source], tmp_path: Path, *, allow_private: bool) -> list[SourceTally]:
    settings = Settings(fetch=replace(QUICK, retries=0, allow_private=allow_private))
    with Archive(tmp_path / "archive", run="run") as archive:
        return follow_sources(sources, archive=archive, settings=settings, rules=default_rules(), version="0")


@pytest.fixture
def one_public_port(monkeypatch: pytest.MonkeyPatch) -> dict[int, bool]:
    """Ports of 127.0.0.1 that count as public, so that a local server can stand for a public outlet."""
    ports: dict[int, bool] = {}
    make = private_addresses.socket_factory

    def factory(*, allow_private: bool) -> Any:
        strict, free = make(allow_private=allow_private), make(allow_private=True)
        return lambda info: (free if info[4][1] in ports else strict)(info)

    monkeypatch.setattr("flows.acquire.http.client.socket_factory", factory)
    return ports


def test_a_public_page_that_leads_into_the_own_network(tmp_path: Path, one_public_port: dict[int, bool]) -> None:
    """A public page redirects to an intranet that the same run follows, with open connections: it is refused all the
    same."""

    async def run() -> None:
        async with site({"/secret": PAGE + b"secret"}) as inside, site() as outside:
            one_public_port[int(outside.url.rpartition(":")[2])] = True
            for n, target in enumerate(("/page", "/secret")):
                outside.answers[f"/{n}"] = answers(status=302, headers={"Location": inside.url + target})
            sources = [
                Source(name="intranet", pages=(inside.url + "/page",), allow_private=True),
                Source(name="public", pages=tuple(outside.url + path for path in ("/0", "/1", "/page"))),
            ]
            for _ in range(2):
                intranet, public = await asyncio.to_thread(follow, sources, tmp_path, allow_private=False)
                assert intranet.counts == {"fetched": 1}
                assert public.counts["fetched"] == 1
            assert "/secret" not in inside.asked and inside.asked == ["/robots.txt", "/page", "/page"]
            assert public.counts == {"fetched": 1, "not_due": 2}, "refused, and asked again after an hour"

    asyncio.run(run())


@pytest.mark.parametrize(
    ("general", "own", "outcome"),
    [
        (False, None, "refused_address"),
        (False, True, "fetched"),
        (False, False, "refused_address"),
        (True, None, "fetched"),
        (True, True, "fetched"),
        (True, False, "refused_address"),
    ],
)
def test_the_source_decides_and_else_the_general_setting(
    tmp_path: Path, general: bool, own: bool | None, outcome: str
) -> None:
    async def run() -> None:
        async with site() as served:
            sources = [Source(name="herald", pages=(served.url + "/page",), allow_private=own)]
            [tally] = await asyncio.to_thread(follow, sources, tmp_path, allow_private=general)
            assert tally.counts == {outcome: 1}
            assert bool(served.asked) == (outcome == "fetched")

    asyncio.run(run())


def test_an_open_connection_is_not_used_for_another_source() -> None:
    async def run() -> None:
        async with site() as served, client(allow_private=False) as one:
            allowed, other = replace(ASK, allow_private=True), replace(ASK, allow_private=False)
            outcomes = [(await one.get(served.url + "/page", ask)).outcome for ask in (allowed, other, ASK, allowed)]
            assert outcomes == ["fetched", "refused_address", "refused_address", "fetched"]
            assert served.asked == ["/robots.txt", "/page", "/page"]

    asyncio.run(run())


def test_a_refusal_is_not_remembered_of_the_host_or_its_robots_file() -> None:
    async def run() -> None:
        async with site() as served:
            memory = Memory(None)
            async with client(memory=memory, allow_private=False, refusals=1) as one:
                for _ in range(3):
                    assert (await one.get(served.url + "/page", ASK)).outcome == "refused_address"
                assert (await one.get(served.url + "/page", Ask(limit=10_000, allow_private=True))).outcome == "fetched"

    asyncio.run(run())


def test_a_feed_of_an_allowed_source_may_name_private_pages_and_that_of_another_may_not(tmp_path: Path) -> None:
    async def run() -> None:
        async with site() as served:
            text = f"<rss version='2.0'><channel><item><link>{served.url}/page</link></item></channel></rss>"
            served.answers["/feed"] = answers(text=text, content_type="text/xml")
            sources = [
                Source(name="open", feeds=(served.url + "/feed",), allow_private=True),
                Source(name="closed", feeds=(served.url + "/feed",)),
            ]
            opened, closed = await asyncio.to_thread(follow, sources, tmp_path, allow_private=False)
            assert opened.counts == {"fetched": 1}
            assert closed.counts == {} and "refused_address" in closed.notes[0]

    asyncio.run(run())


@pytest.mark.parametrize(("own", "outcome"), [(True, "fetched"), (None, "refused_address")])
def test_an_outlet_is_tried_as_it_is_followed(own: bool | None, outcome: str) -> None:
    async def run() -> None:
        async with site() as served:
            served.answers["/feed"] = answers(
                text="<rss version='2.0'><channel><item><link>/page</link></item></channel></rss>"
            )
            source = Source(name="herald", feeds=(served.url + "/feed",), allow_private=own)

            async def work(trial: Trial) -> TriedOutlet:
                return await try_outlet(trial, source)

            settings, rules = Settings(fetch=replace(QUICK, retries=0, allow_private=False)), default_rules()
            tried = await asyncio.to_thread(
                run_trial, work, settings=settings, rules=rules, version="0", on_request=lambda url: None
            )
            assert tried.lists[0].outcome == outcome

    asyncio.run(run())
