"""Follows outlets: requests their feeds, sitemaps and pages that are due, and archives all answers.

Takes sources (the outlets in sources.toml) and gives a SourceTally for each, in which every listed address is counted.
An error affects only the address, the list (feed or sitemap) or the source in which it happens, and is counted and
noted there; only an archive that cannot be written ends the run.  The "memory" is what is remembered of outlets between
runs, a file beside the archive.  Parses no page.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Final

from filelock import FileLock, Timeout

from flows.acquire.browser.rendering import Rendering
from flows.acquire.following.desk import Desk, OnCapture
from flows.acquire.following.entries import Taken, take
from flows.acquire.following.listings import Entry
from flows.acquire.following.lists import Lists
from flows.acquire.following.pages import Pages
from flows.acquire.following.same_story import SameStories
from flows.acquire.following.upcoming import Upcoming, upcoming
from flows.acquire.http.client import Client
from flows.acquire.keep import ArchiveStopped, archive_errors_stop
from flows.acquire.keeper import Keeper
from flows.acquire.memory.memory import FOLLOWING, Memory, MemoryUnusable
from flows.acquire.memory.notes import Notes
from flows.archive.archive import Archive
from flows.archive.known_addresses import KnownAddresses
from flows.config.settings import Settings
from flows.config.sources import Source
from flows.errors import error_words, sentence
from flows.running import stopping
from parsers.addresses import address_rules
from parsers.rules import Rules

#: Key in SourceTally.counts for sources whose work an unexpected error ended.
ENDED_EARLY: Final = "outlets_ended_early"


@dataclass(frozen=True, slots=True)
class SourceTally:
    """What came of following one source in one run."""

    source: str
    #: How many listed addresses had each outcome: a code of OUTCOMES for those that were requested, else seen_before,
    #: not_wanted, left_for_next_run, not_due for pages named in sources.toml that failed lately, left_out for the
    #: oldest of a list of more than 50,000, or no_address for entries without one.  ENDED_EARLY: 1 when an unexpected
    #: error ended the work on this source.
    counts: Mapping[str, int] = field(default_factory=dict)
    #: One sentence for each feed, sitemap or source that could not be read completely, with the reason.
    notes: tuple[str, ...] = ()
    #: How many lists and pages were requested.
    requests: int = 0
    #: What is due next; None when nothing is.
    next: Upcoming | None = None


def follow_sources(
    sources: Iterable[Source],
    *,
    archive: Archive,
    settings: Settings,
    rules: Rules,
    version: str,
    everything: bool = False,
    at_once: bool = False,
    apart: bool = False,
    on_capture: OnCapture | None = None,
) -> list[SourceTally]:
    """Follow all sources at the same time, with pauses between requests to one host; return a SourceTally for each.

    The tallies are in the order of the sources.  `version`: of copydesk, for the User-Agent.  `everything`: request all
    listed pages, whatever the archive holds.  `at_once`: request now all lists, and all pages that failed, even if they
    are not due.  `apart`: True when the user asked for these pages one by one; then what is remembered of each outlet's
    lists is neither used nor changed.  `on_capture`: called with every archived capture of a page and how it was
    stored.  Raises ArchiveStopped when the archive, or what is remembered beside it, cannot be written.
    """
    sources, addresses = [*sources], address_rules(rules)
    with archive_errors_stop(archive):
        known = KnownAddresses(archive, addresses)
    keeper = Keeper(archive)
    try:
        with known, Memory(archive.directory) as memory:
            desk = partial(
                Desk,
                archive=archive,
                keeper=keeper,
                settings=settings,
                addresses=addresses,
                stories=SameStories(archive, known, addresses, datetime.now(UTC)),
                everything=everything,
                at_once=at_once,
                on_capture=on_capture,
            )
            client = partial(
                Client,
                settings.fetch,
                blocks=rules.family("blockpages"),
                version=version,
                memory=memory,
                rests=settings.follow.failed_again,
                heed_rests=not (everything or at_once),
                room=keeper.room,
            )
            rendering = partial(Rendering, settings, rules=rules)
            noted = Memory(None) if apart else memory
            tallies = stopping.run_async(lambda: _follow_all(sources, noted, client, rendering, desk))
    except MemoryUnusable as error:
        raise ArchiveStopped(sentence(error)) from error
    if memory.notes and tallies:
        tallies[0] = replace(tallies[0], notes=(*memory.notes, *tallies[0].notes))
    return tallies


async def _follow_all(
    sources: Sequence[Source],
    memory: Memory,
    make_client: Callable[[], Client],
    make_rendering: Callable[[], Rendering],
    make_desk: Callable[..., Desk],
) -> list[SourceTally]:
    """Follow all sources at the same time with one client and one browser; return their tallies in order.

    `make_client`, `make_rendering`: make the client and the browser's Rendering.  `make_desk`: makes the Desk of one
    source; it gets as arguments what differs between the sources.
    """
    async with make_client() as client, make_rendering() as rendering:
        now = datetime.now(UTC)
        desks = [
            # Addresses that an import read from a list belong to no source; nothing is remembered of them.
            make_desk(
                source=source,
                client=client,
                rendering=rendering,
                notes=Notes(memory if source.name else Memory(None), source.name),
                now=now,
            )
            for source in sources
        ]
        return await asyncio.gather(*(_follow_alone(desk) for desk in desks))


async def _follow_alone(desk: Desk) -> SourceTally:
    """Follow one outlet as `follow` does; while another process follows it, only say so in the tally."""
    name = desk.source.name
    if not name:
        return await follow(desk)
    try:
        with FileLock(desk.archive.directory / f"{FOLLOWING}.{name}.lock", timeout=0, thread_local=False):
            return await follow(desk)
    except Timeout:
        return SourceTally(name, {}, (f"{name}: another run follows it at this moment; it is left to that one.",))


async def follow(desk: Desk) -> SourceTally:
    """Follow one outlet once: read its lists that are due, then request its pages that are due.

    An unexpected error is counted in the outlet's tally; raises ArchiveStopped and MemoryUnusable.
    """
    try:
        await _follow(desk)
    except (ArchiveStopped, MemoryUnusable):
        raise
    except Exception as error:  # counted and noted: no source stops another
        desk.counts[ENDED_EARLY] += 1
        desk.remarks.append(
            f"{desk.source.name}: the work on it ended early ({error_words(error)}); the others went on."
        )
    following = upcoming(desk.source, desk.notes, now=desk.moment, most=1)
    next_one = following[0] if following else None
    return SourceTally(desk.source.name, dict(+desk.counts), tuple(desk.remarks), desk.requests, next_one)


async def _follow(desk: Desk) -> None:
    """Request the lists of an outlet (feeds and sitemaps), then its pages; see `follow`."""
    lists = Lists(desk)
    named = Taken("http")
    with archive_errors_stop(desk.archive):
        await asyncio.to_thread(desk.stories.known.refresh)
    take([Entry(url) for url in desk.source.pages], named, desk, met=lists.met)
    for entry, error in named.refused:
        await desk.refuse(entry, named.channel, error)
    await lists.read()
    await Pages(desk, [*named.pages.values()], lists.met).request()
