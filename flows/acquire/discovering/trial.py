"""Runs a trial: requests to outlets with the same client as a real run (guards, pauses, robots.txt), storing nothing.

A trial shows a user what following an outlet would give.  Takes a function that works with a client; gives its result.
`search_outlet` finds an outlet's lists (feeds and sitemaps) and reads its newest stories, for `copydesk sources add`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from flows.acquire.browser.rendering import Rendering
from flows.acquire.discovering.find_lists import FoundLists, find_lists
from flows.acquire.discovering.try_story import TriedStory, newest_stories, try_story
from flows.acquire.http.client import Client
from flows.acquire.http.response import Ask
from flows.archive.captures import Capture
from flows.config.settings import Settings
from flows.config.sources import Source
from flows.running import stopping
from parsers.rules import Rules

R = TypeVar("R")

_NO_SOURCE: Final = Source(name="")
#: Stories that are read as samples.
SAMPLES: Final = 3

OnRequest = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A client for one trial (see the module), with the settings and rules for reading its answers."""

    client: Client
    settings: Settings
    rules: Rules
    #: Called with the address of each request.
    on_request: OnRequest
    rendering: Rendering
    #: The outlet that is tried, where it stands in sources.toml: whether it may lie in the user's own network, and
    #: whether a browser renders its pages.
    source: Source = _NO_SOURCE

    async def get(self, url: str, ask: Ask) -> Capture:
        """Call `on_request`, request the address, and return the client's answer."""
        self.on_request(url)
        return await self.client.get(url, replace(ask, allow_private=self.source.allow_private))

    async def story(self, url: str, ask: Ask) -> Capture:
        """Request one page: rendered in a browser when its source has `render` set in sources.toml, else as fetched."""
        if not self.source.render:
            return await self.get(url, ask)
        self.on_request(url)
        private = replace(ask, allow_private=self.source.allow_private)
        return await self.rendering.get(self.client, url, private, self.source)

    async def stories(self, urls: Sequence[str], *, delay: float = 0.0) -> tuple[TriedStory, ...]:
        """Request and parse some pages, one after the other.  `delay`: least seconds between two requests."""
        limit = self.settings.limits.page_bytes
        return tuple([await try_story(u, get=self.story, limit=limit, delay=delay, rules=self.rules) for u in urls])


def run_trial(
    work: Callable[[Trial], Awaitable[R]], *, settings: Settings, rules: Rules, version: str, on_request: OnRequest
) -> R:
    """Call `work` with a new Trial, close the client of that Trial, and return what `work` returned.

    `version`: of copydesk, for the User-Agent.  `on_request`: called with the address of each request.
    """

    async def run() -> R:
        async with (
            Client(settings.fetch, blocks=rules.family("blockpages"), version=version) as client,
            Rendering(settings, rules=rules) as rendering,
        ):
            trial = Trial(client=client, settings=settings, rules=rules, on_request=on_request, rendering=rendering)
            return await work(trial)

    return stopping.run_async(run)


async def search_outlet(trial: Trial, url: str) -> tuple[FoundLists, tuple[TriedStory, ...]]:
    """Find the lists (feeds and sitemaps) of an outlet, and read its newest stories; return both.

    `url`: of the outlet; if it has no scheme, https is tried, and http when nothing answers there.
    """
    whole = url if "://" in url else f"https://{url}"
    found = await _lists(trial, whole)
    if whole != url and found.outcome == "unreachable":
        found = await _lists(trial, f"http://{url}")
    entries = [entry for one in found.followed for entry in one.entries]
    return found, await trial.stories(newest_stories(entries, SAMPLES, trial.rules))


async def _lists(trial: Trial, url: str) -> FoundLists:
    limits = trial.settings.limits
    return await find_lists(url, client=trial.client, limits=limits, rules=trial.rules, on_request=trial.on_request)
