"""Weeks of an outlet in simulated time: what it publishes and when it fails, and following it without a clock."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from flows.acquire.browser.rendering import Rendering
from flows.acquire.following.desk import Desk
from flows.acquire.following.follow import SourceTally, follow
from flows.acquire.following.same_story import SameStories
from flows.acquire.http.client import Ask, Client
from flows.acquire.keeper import Keeper
from flows.acquire.memory.memory import Memory
from flows.acquire.memory.notes import Notes
from flows.archive.archive import Archive
from flows.archive.captures import Capture
from flows.archive.known_addresses import KnownAddresses
from flows.config.settings import Settings
from flows.config.sources import Source
from parsers.addresses import address_rules
from parsers.rules import default_rules

#: In the past, so that nothing in it is a time in the future.
BEGIN = datetime(2024, 3, 1, tzinfo=UTC)
HOME = "https://herald.example"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass
class Story:
    """One story: when it came out, when its text changed, and between which times its page fails."""

    path: str
    out: datetime
    changes: list[datetime] = field(default_factory=list)
    fails: tuple[datetime, datetime] | None = None
    section: str = "news"

    def version(self, now: datetime) -> int:
        return sum(change <= now for change in self.changes)


@dataclass
class Outlet:
    """An outlet that answers like a server, at the time `now`."""

    stories: list[Story]
    #: Times between which nothing of it can be reached.
    outages: list[tuple[datetime, datetime]] = field(default_factory=list)
    #: Whether its lists say when a story changed.
    tells_changes: bool = True
    #: Sections, each with a feed of its latest stories.
    sections: tuple[str, ...] = ("news",)
    now: datetime = BEGIN
    #: Every request: path -> times.
    asked: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    in_full: int = 0

    async def get(self, url: str, ask: Ask) -> Capture:
        """What Client.get gives."""
        path = url.removeprefix(HOME)
        self.asked[path].append(self.now)
        if any(begin <= self.now < end for begin, end in self.outages):
            return Capture(url, outcome="unreachable", detail="It is down.", fetched_at=self.now)
        listed = self._list(path)
        if listed is not None:
            return self._answer(url, listed, ask, "text/xml")
        found = next((story for story in self.stories if story.path == path and story.out <= self.now), None)
        if found is None:
            return Capture(url, outcome="http_error", status=404, detail="404", fetched_at=self.now)
        if found.fails is not None and found.fails[0] <= self.now < found.fails[1]:
            return Capture(url, outcome="http_error", status=503, detail="503", fetched_at=self.now)
        return self._answer(url, f"<p>{found.path} in version {found.version(self.now)}</p>", ask, "text/html")

    def _answer(self, url: str, text: str, ask: Ask, media_type: str) -> Capture:
        tag = f'"{hash(text)}"'
        if ask.etag == tag:
            return Capture(url, outcome="not_modified", status=304, fetched_at=self.now)
        self.in_full += 1
        headers = (("Content-Type", media_type), ("ETag", tag))
        return Capture(url, text.encode(), status=200, headers=headers, fetched_at=self.now)

    def _list(self, path: str) -> str | None:
        kind, _, name = path.strip("/").partition("-")
        out = sorted((s for s in self.stories if s.out <= self.now), key=lambda s: s.out, reverse=True)
        if kind == "feed":
            latest = [story for story in out if story.section == name][:20]
            items = "".join(f'<entry><link href="{HOME}{s.path}"/>{self._times(s)}</entry>' for s in latest)
            return f'<feed xmlns="http://www.w3.org/2005/Atom">{items}</feed>'
        if kind == "index":
            days = sorted({s.out.date() for s in out})
            return (
                f"<sitemapindex>{''.join(f'<sitemap><loc>{HOME}/day-{d}</loc></sitemap>' for d in days)}</sitemapindex>"
            )
        if kind == "day":
            of_day = [story for story in out if str(story.out.date()) == name]
            return f"<urlset>{''.join(f'<url><loc>{HOME}{s.path}</loc></url>' for s in of_day)}</urlset>"
        return None

    def _times(self, story: Story) -> str:
        known = [change for change in story.changes if change <= self.now] if self.tells_changes else []
        return (
            f"<published>{story.out.isoformat()}</published><updated>{max([story.out, *known]).isoformat()}</updated>"
        )


async def _here(work: Callable[..., Any], *words: Any, **options: Any) -> Any:
    return work(*words, **options)


@dataclass
class Desked:
    """Follows an outlet in simulated time, in a run every so many minutes."""

    outlet: Outlet
    directory: Path
    source: Source
    settings: Settings = field(default_factory=Settings)

    def follow(self, days: float, *, every: timedelta = 30 * MINUTE) -> list[SourceTally]:
        """The tallies of all runs; a run that begins in the middle of something goes on from what is remembered."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(asyncio, "to_thread", _here)  # what a run waits for is simulated, too
            return asyncio.run(self._follow(self.outlet.now + days * DAY, every))

    async def _follow(self, end: datetime, every: timedelta) -> list[SourceTally]:
        tallies, rules = [], address_rules(default_rules())
        with (
            Archive(self.directory, run="run") as archive,
            Memory(self.directory) as memory,
            KnownAddresses(archive, rules) as known,
        ):
            while self.outlet.now < end:
                desk = Desk(
                    source=self.source,
                    client=cast(Client, self.outlet),
                    rendering=Rendering(self.settings, rules=default_rules()),
                    archive=archive,
                    keeper=Keeper(archive),
                    notes=Notes(memory, self.source.name),
                    settings=self.settings,
                    addresses=rules,
                    stories=SameStories(archive, known, rules, self.outlet.now),
                    everything=False,
                    at_once=False,
                    on_capture=None,
                    now=self.outlet.now,
                )
                tallies.append(await follow(desk))
                self.outlet.now += every
        return tallies

    def versions(self) -> dict[str, int]:
        """The latest version in the archive of every story that was fetched."""
        found: dict[str, tuple[str, int]] = {}
        with Archive(self.directory, run="look") as archive:
            for row in archive.captures():
                if row.sha256 is not None and row.outcome == "fetched":
                    version = int(archive.read(row.sha256).body.split()[-1].removesuffix(b"</p>"))
                    path = row.url.removeprefix(HOME)
                    found[path] = max(found.get(path, ("", 0)), (row.fetched_at, version))
        return {path: version for path, (_, version) in found.items()}


def herald(tmp_path: Path, stories: list[Story], lists: tuple[str, ...] = ("feed-news",), **outlet: Any) -> Desked:
    """An outlet with these stories; lists: paths of feeds, and of sitemaps that begin with "index"."""
    feeds = tuple(f"{HOME}/{path}" for path in lists if not path.startswith("index"))
    sitemaps = tuple(f"{HOME}/{path}" for path in lists if path.startswith("index"))
    source = Source(name="herald", feeds=feeds, sitemaps=sitemaps)
    return Desked(Outlet(stories, **outlet), tmp_path / "archive", source)
