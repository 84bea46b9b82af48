"""Follows sources: reads their feeds and sitemaps, requests the pages that are due, and archives every answer.

Takes sources and gives a Tally for each, in which every listed address is counted.  An error affects only the address,
the list or the source in which it happens, and is counted and noted there; only an archive that cannot be written ends
the run.  Parses no page.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from flows.acquire.browser.rendering import Rendering, is_as_fetched
from flows.acquire.following.clean_url import clean_url, url_key
from flows.acquire.following.due import Due, due, is_settled, not_future
from flows.acquire.following.listings import Entry, Listing, UnreadableListing
from flows.acquire.following.read_list import read_list
from flows.acquire.following.sitemap_queue import BELIEVED_FOR, SitemapQueue
from flows.acquire.http.client import Ask, Client
from flows.acquire.keep import ArchiveStopped, archive_errors_stop, keep
from flows.acquire.opening import printable
from flows.acquire.web_address import plain_address
from flows.archive.archive import Archive, Stored
from flows.archive.captures import OUTCOMES, Capture
from flows.archive.index_rows import CaptureRow
from flows.config.settings import Settings
from flows.config.sources import Source
from flows.errors import error_words
from flows.running import stopping
from parsers.addresses import AddressRules, address_rules
from parsers.rules import Rules

#: Most sitemaps that are requested for one source in one run, those of an index included.  Our choice: a request every
#: few seconds makes that about a minute.
_SITEMAPS: Final = 20
_VALIDATORS: Final = ("etag", "last-modified")
#: Key in Tally.counts for sources whose work an unexpected error ended.
ENDED_EARLY: Final = "outlets_ended_early"
#: A link with a scheme that never leads to a page: mailto, javascript, tel.
_OTHER_SCHEME: Final = re.compile(r"\s*(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE | re.ASCII)

_NO_ADDRESS: Final = "It is not an address that can be requested."

OnCapture = Callable[[Capture, Stored], None]


@dataclass(frozen=True, slots=True)
class Tally:
    """The results of one source in one run."""

    source: str
    #: How many listed addresses had each outcome: a code of OUTCOMES for those that were requested, else seen_before,
    #: not_wanted, left_for_next_run, left_out for the oldest of a list of more than 50,000, or no_address for entries
    #: without one.  ENDED_EARLY: 1 when an unexpected error ended the work on this source.
    counts: Mapping[str, int] = field(default_factory=dict)
    #: One sentence for each feed, sitemap or source that could not be read completely, with the reason.
    notes: tuple[str, ...] = ()


def follow_sources(
    sources: Iterable[Source],
    *,
    archive: Archive,
    settings: Settings,
    rules: Rules,
    version: str,
    everything: bool = False,
    on_capture: OnCapture | None = None,
) -> list[Tally]:
    """Follow all sources at the same time, with pauses between requests to one host; a Tally for each, in order.

    version: of copydesk, for the User-Agent.  everything: request all listed pages, whatever the archive holds.
    on_capture: called with every archived capture of a page.  Raises ArchiveStopped when the archive cannot be written.
    """

    async def run() -> list[Tally]:
        async with (
            Client(settings.fetch, blocks=rules.family("blockpages"), version=version) as client,
            Rendering(settings, rules=rules) as rendering,
        ):
            followers = [
                _Follower(
                    source=source,
                    client=client,
                    rendering=rendering,
                    archive=archive,
                    settings=settings,
                    addresses=address_rules(rules),
                    everything=everything,
                    on_capture=on_capture,
                    now=datetime.now(UTC),
                )
                for source in sources
            ]
            return await asyncio.gather(*(follower.follow() for follower in followers))

    return stopping.run_async(run)


@dataclass(slots=True, kw_only=True)
class _Follower:
    """Follows one source; collects its counts and notes."""

    source: Source
    client: Client
    rendering: Rendering
    archive: Archive
    settings: Settings
    addresses: AddressRules
    everything: bool
    on_capture: OnCapture | None
    now: datetime
    counts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    #: Answers to the requests for feeds and sitemaps.
    listings: list[Capture] = field(default_factory=list)
    #: Listed pages by their key, each with the channel in which it was found first.
    listed: dict[str, tuple[Entry, str]] = field(default_factory=dict)
    #: The keys of the pages that each feed or sitemap lists, by its address.
    named: dict[str, set[str]] = field(default_factory=dict)

    async def follow(self) -> Tally:
        try:
            await self._follow()
        except ArchiveStopped:
            raise
        except Exception as error:  # counted and noted: no source stops another
            self.counts[ENDED_EARLY] += 1
            self.notes.append(
                f"{self.source.name}: the work on it ended early ({error_words(error)}); the others went on."
            )
        return Tally(self.source.name, dict(self.counts), tuple(self.notes))

    async def _follow(self) -> None:
        for url in self.source.pages:
            await self._take([Entry(url)], "http", None)
        queue = SitemapQueue(archive=self.archive, now=self.now, named=[*self.source.sitemaps])
        for url in self.source.feeds:
            async with self._errors_noted(url, "feed"):
                queue.add(await self._list(url, "feed"))
        await self._sitemaps(queue)
        await self._remember_listings(await self._pages())

    @asynccontextmanager
    async def _errors_noted(self, url: str, channel: str) -> AsyncIterator[None]:
        """Note any error while a feed or sitemap is read, and go on with the next one."""
        try:
            yield
        except ArchiveStopped:
            raise
        except Exception as error:
            said = f"It cannot be read ({error_words(error)})."
            self.notes.append(f"{printable(url)}: {said}")
            self.listings.append(self._problem(url, channel, "unreadable", said))

    def _problem(self, url: str, channel: str, outcome: str, said: str) -> Capture:
        source = self.source.name or None
        return Capture(
            plain_address(url), channel=channel, source=source, outcome=outcome, detail=said, fetched_at=self.now
        )

    async def _sitemaps(self, queue: SitemapQueue) -> None:
        for _ in range(_SITEMAPS):
            url = queue.next()
            if url is None:
                return
            async with self._errors_noted(url, "sitemap"):
                queue.add(await self._list(url, "sitemap"))
        if queue.left:
            self.notes.append(f"{self.source.name}: {queue.left:,} further sitemaps were left for the next run.")

    async def _list(self, url: str, channel: str) -> tuple[Entry, ...]:
        """List the pages of one feed or sitemap; gives the further sitemaps that it names."""
        answer = await self._listing(url, channel)
        if answer is None:
            return ()
        listing = await self._read(answer)
        await self._take(listing.pages, channel, answer)
        return listing.further

    @property
    def _limit(self) -> int:
        return self.settings.limits.feed_bytes

    async def _listing(self, url: str, channel: str) -> Capture | None:
        """The answer with a feed or sitemap; None when it is unchanged or could not be fetched."""
        held = None if self.everything else self._held(url)
        ask = Ask(
            limit=self._limit,
            pages_only=False,
            etag=held.etag if held else None,
            last_modified=held.last_modified if held else None,
            delay=self.source.delay,
        )
        answer = replace(await self.client.get(url, ask), source=self.source.name or None, channel=channel)
        if answer.outcome == "fetched":
            return answer
        if answer.outcome != "not_modified":
            self.notes.append(f"{printable(url)}: {answer.outcome}. {answer.detail}".strip())
        self.listings.append(answer)
        return None

    def _held(self, url: str) -> CaptureRow | None:
        """The last full answer of a list, whose validators hold for a day; None when there is none so young."""
        held = self.archive.latest(url)
        got = not_future(datetime.fromisoformat(held.fetched_at), self.now) if held is not None else None
        return held if got is not None and self.now - got < BELIEVED_FOR else None

    async def _read(self, answer: Capture) -> Listing:
        """Read a feed or sitemap in another thread, since a large one takes seconds; empty when it is unreadable."""
        try:
            listing = await asyncio.to_thread(
                read_list,
                answer.body or b"",
                channel=answer.channel,
                url=answer.url,
                content_type=answer.header("Content-Type"),
                limit=self._limit,
            )
        except UnreadableListing as error:
            self.notes.append(f"{answer.requested_url}: {error}")
            self.listings.append(replace(answer, body=None, outcome="unreadable", detail=str(error)))
            return Listing()
        self.listings.append(_without_validators(answer) if listing.further else answer)
        if listing.nameless:
            self.counts["no_address"] += listing.nameless
        if listing.left_out:
            self.counts["left_out"] += listing.left_out
            self.notes.append(
                f"{answer.requested_url}: it names too many pages; the {listing.left_out:,} oldest are left out."
            )
        if listing.flaw:
            self.notes.append(
                f"{answer.requested_url}: it is not well-formed ({listing.flaw}); read as far as it goes."
            )
        return listing

    async def _take(self, entries: Iterable[Entry], channel: str, answer: Capture | None) -> None:
        """List the wanted addresses; an address that is listed twice keeps its first entry.

        answer: the list that names them; None for pages named in sources.toml.
        """
        base = answer.url if answer is not None else None
        named = self.named.setdefault(answer.requested_url, set()) if answer is not None else set()
        for entry in entries:
            try:
                url = clean_url(entry.url, self.addresses.tracking, base=base)
                key = url_key(url, self.addresses) if url is not None else ""
                wanted = url is not None and (channel == "http" or self.source.wants(url))
            except Exception as error:  # reported: the address is noted with the reason
                await self._refuse(
                    entry, channel, f"It is not an address that can be requested ({error_words(error)})."
                )
                continue
            if url is None and not _OTHER_SCHEME.match(entry.url):
                await self._refuse(entry, channel, _NO_ADDRESS)
            elif url is None or not wanted:
                self.counts["not_wanted"] += 1
            else:
                self.listed.setdefault(key, (replace(entry, url=url), channel))
                named.add(key)

    async def _refuse(self, entry: Entry, channel: str, said: str) -> None:
        """Archive a note that a listed address cannot be requested; once, since the list will name it again."""
        problem = self._problem(entry.url, channel, "refused_address", said)
        if not self.everything and self.archive.latest(problem.url, ("refused_address",)) is not None:
            self.counts["seen_before"] += 1
        else:
            await self._keep(problem)

    async def _pages(self) -> set[str]:
        """Request the pages that are due; gives the keys of those for which their lists must be read again."""
        wanted: dict[str, Due] = {}
        for key, (entry, channel) in self.listed.items():
            try:
                with archive_errors_stop(self.archive):
                    anew = self.everything or self._lacks_rendering(entry.url)
                    found = due(entry, channel, archive=self.archive, now=self.now, everything=anew)
            except ArchiveStopped:
                raise
            except Exception as error:  # reported: the address is noted with the reason
                await self._refuse(
                    entry, channel, f"It is not an address that can be requested ({error_words(error)})."
                )
                continue
            if found is None:
                self.counts["seen_before"] += 1
            else:
                wanted[key] = found
        limit = self.source.limit or self.settings.limits.pages_per_source
        if len(wanted) > limit:
            self.counts["left_for_next_run"] += len(wanted) - limit
        keys = [*wanted]
        settled = await asyncio.gather(*(self._page(wanted[key]) for key in keys[:limit]))
        return {*keys[limit:], *(key for key, done in zip(keys, settled) if not done)}

    def _lacks_rendering(self, url: str) -> bool:
        return bool(self.source.render) and is_as_fetched(self.archive.latest(url, tuple(OUTCOMES)))

    async def _page(self, wanted: Due) -> bool:
        ask = Ask(
            limit=self.settings.limits.page_bytes,
            etag=wanted.etag,
            last_modified=wanted.last_modified,
            delay=self.source.delay,
        )
        try:
            found = await self._got(wanted.url, ask)
        except Exception as error:  # reported: the address is noted with the reason
            found = self._problem(
                wanted.url, wanted.channel, "unreadable", f"Asking for it failed ({error_words(error)})."
            )
        capture = await self._keep(replace(found, source=self.source.name or None, channel=wanted.channel))
        if capture.outcome == "no_browser" and (said := f"{self.source.name}: {capture.detail}") not in self.notes:
            self.notes.append(said)
        return is_settled(capture.outcome, capture.status)

    async def _got(self, url: str, ask: Ask) -> Capture:
        if not self.source.render:
            return await self.client.get(url, ask)
        return await self.rendering.get(self.client, url, ask, self.source)

    async def _keep(self, found: Capture) -> Capture:
        """Archive and count the capture of one address."""
        capture, stored = await asyncio.to_thread(keep, self.archive, found)
        self.counts[capture.outcome] += 1
        if self.on_capture is not None:
            self.on_capture(capture, stored)
        return capture

    async def _remember_listings(self, unsettled: set[str]) -> None:
        """Archive the answers for feeds and sitemaps, after the pages: a run that dies earlier reads them again.

        unsettled: keys of pages that failed for a while or are left for the next run.  A list that names one is not
        remembered, so that the next run gets it in full instead of "not modified"; the other lists are.
        """
        for capture in self.listings:
            if unsettled.isdisjoint(self.named.get(capture.requested_url, ())):
                await asyncio.to_thread(keep, self.archive, replace(capture, body=None))


def _without_validators(index: Capture) -> Capture:
    """The answer for a list that names further lists; it is asked for in full each time.

    "Not modified" would hide those that it names: that it did not change says nothing about them.
    """
    return replace(index, headers=tuple(h for h in index.headers if h[0].lower() not in _VALIDATORS))
