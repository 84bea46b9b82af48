"""Follow sources: read their feeds and sitemaps, ask for what is due, put everything into the archive.

Takes sources and a client, gives a Tally for each source in which every listed address is accounted for.  Whatever goes
wrong costs the address, the list or the source that has it, and is counted and noted there; only an archive that cannot
be written ends the work.  Parses no page.
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

from flows.acquire.following.clean_url import clean_url, url_key
from flows.acquire.following.due import Due, changed_since, due, is_settled, past
from flows.acquire.following.feeds import read_feed
from flows.acquire.following.listings import Entry, Listing, UnreadableListing
from flows.acquire.following.sitemaps import read_sitemap
from flows.acquire.http.client import Ask, Client
from flows.acquire.keep import ArchiveStopped, keep, told_apart
from flows.acquire.opening import printable
from flows.acquire.web_address import plain_address
from flows.archive.archive import Archive, Stored
from flows.archive.captures import Capture
from flows.config.settings import Settings
from flows.config.sources import Source
from flows.errors import error_words
from flows.running import stopping
from parsers.addresses import AddressRules, address_rules
from parsers.rules import Rules

#: Sitemaps that are read for one source in one run, those of an index included.
_SITEMAPS: Final = 20
_VALIDATORS: Final = ("etag", "last-modified")
#: In Tally.counts.
ENDED_EARLY: Final = "outlets_ended_early"
#: Schemes of links that lead to no page: mailto, javascript, tel.
_OTHER_SCHEME: Final = re.compile(r"\s*(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE | re.ASCII)

OnCapture = Callable[[Capture, Stored], None]


@dataclass(frozen=True, slots=True)
class Tally:
    """The results of one source in one run."""

    source: str
    #: Outcomes of requests for pages, and of listed addresses: seen_before, not_wanted, left_for_next_run; no_address:
    #: entries that name none.  ENDED_EARLY when something that nobody thought of ended the work on this source.
    counts: Mapping[str, int] = field(default_factory=dict)
    #: What a person should know, one sentence each: feeds that could not be read, and why.
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
    """Follow sources at the same time, each host slowly; a Tally for each, in their order.

    everything: ask for all that is listed, whatever the archive remembers.  on_capture is called with every page.
    """

    async def run() -> list[Tally]:
        async with Client(settings.fetch, blocks=rules.family("blockpages"), version=version) as client:
            followers = [
                _Follower(
                    source=source,
                    client=client,
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
    """One source being followed; counts and notes gather here."""

    source: Source
    client: Client
    archive: Archive
    settings: Settings
    addresses: AddressRules
    everything: bool
    on_capture: OnCapture | None
    now: datetime
    counts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    #: Feeds and sitemaps that were asked for.
    listings: list[Capture] = field(default_factory=list)
    #: Addresses of pages by key, with the way in which they were found.
    listed: dict[str, tuple[Entry, str]] = field(default_factory=dict)

    async def follow(self) -> Tally:
        try:
            await self._follow()
        except ArchiveStopped:
            raise
        except Exception as error:  # the contract: no source stops another
            self.counts[ENDED_EARLY] += 1
            self.notes.append(
                f"{self.source.name}: the work on it ended early ({error_words(error)}); the others went on."
            )
        return Tally(self.source.name, dict(self.counts), tuple(self.notes))

    async def _follow(self) -> None:
        for url in self.source.pages:
            await self._take([Entry(url)], "http", url)
        for url in self.source.feeds:
            async with self._alone(url, "feed"):
                await self._feed(url)
        await self._sitemaps()
        whole = await self._pages()
        await self._remember_listings(whole)

    @asynccontextmanager
    async def _alone(self, url: str, channel: str) -> AsyncIterator[None]:
        """Whatever a feed or sitemap does to its reader costs it alone."""
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

    async def _feed(self, url: str) -> None:
        answer = await self._listing(url, "feed")
        if answer is not None:
            listing = await self._read(answer, _feed_of)
            await self._take(listing.pages, "feed", answer.url)

    async def _sitemaps(self) -> None:
        waiting = [Entry(url) for url in self.source.sitemaps]
        known = {entry.url for entry in waiting}
        for _ in range(_SITEMAPS):
            if not waiting:
                return
            entry = waiting.pop(0)
            async with self._alone(entry.url, "sitemap"):
                further = await self._sitemap(entry.url, known)
                known.update(e.url for e in further)
                waiting = [*further, *waiting]
        if waiting:
            self.notes.append(f"{self.source.name}: {len(waiting):,} further sitemaps were left for the next run.")

    async def _sitemap(self, url: str, known: set[str]) -> list[Entry]:
        """Take the pages of one sitemap; the further ones that it names and that may hold something new come back."""
        answer = await self._listing(url, "sitemap")
        if answer is None:
            return []
        listing = await self._read(answer, lambda a: read_sitemap(a.body or b"", limit=self._limit))
        await self._take(listing.pages, "sitemap", answer.url)
        latest_first = self._latest_first(listing.further)
        return [entry for entry in latest_first if entry.url not in known and self._changed(entry)]

    @property
    def _limit(self) -> int:
        return self.settings.limits.feed_bytes

    def _latest_first(self, sitemaps: Iterable[Entry]) -> list[Entry]:
        """In the order of the list, but those from the future last: they would take every run's places."""
        return sorted(sitemaps, key=lambda entry: past(entry.latest, self.now) is None)

    def _changed(self, sitemap: Entry) -> bool:
        """Whether a sitemap of an index may hold something new."""
        last = self.archive.latest(sitemap.url, ("fetched", "not_modified"))
        if last is None or past(sitemap.latest, self.now) is None:
            return True
        return changed_since(past(datetime.fromisoformat(last.fetched_at), self.now), sitemap, self.now)

    async def _listing(self, url: str, channel: str) -> Capture | None:
        """A feed or sitemap that has something to say; None when it is unchanged or cannot be had."""
        held = None if self.everything else self.archive.latest(url)
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

    async def _read(self, answer: Capture, read: Callable[[Capture], Listing]) -> Listing:
        """Read a list in a thread of its own: a large one takes seconds."""
        try:
            listing = await asyncio.to_thread(read, answer)
        except UnreadableListing as error:
            self.notes.append(f"{answer.requested_url}: {error}")
            self.listings.append(replace(answer, body=None, outcome="unreadable", detail=str(error)))
            return Listing()
        self.listings.append(answer)
        if listing.nameless:
            self.counts["no_address"] += listing.nameless
        if listing.flaw:
            self.notes.append(
                f"{answer.requested_url}: it is not well-formed ({listing.flaw}); read as far as it goes."
            )
        return listing

    async def _take(self, entries: Iterable[Entry], channel: str, base: str) -> None:
        """Note the addresses of a list; the first way in which an address was found counts."""
        for entry in entries:
            try:
                url = clean_url(entry.url, self.addresses.tracking, base=base)
                key = url_key(url, self.addresses) if url is not None else ""
                wanted = url is not None and (channel == "http" or self.source.wants(url))
            except Exception as error:  # reported: the address is noted with the reason
                await self._refuse(entry, channel, f"It is no address that can be asked for ({error_words(error)}).")
                continue
            if url is None and not _OTHER_SCHEME.match(entry.url):
                await self._refuse(entry, channel, "It is no address that can be asked for.")
            elif url is None or not wanted:
                self.counts["not_wanted"] += 1
            else:
                self.listed.setdefault(key, (replace(entry, url=url), channel))

    async def _refuse(self, entry: Entry, channel: str, said: str) -> None:
        """Note a listed address that cannot be asked for; once, for the list will name it again."""
        problem = self._problem(entry.url, channel, "refused_address", said)
        if not self.everything and self.archive.latest(problem.url, ("refused_address",)) is not None:
            self.counts["seen_before"] += 1
        else:
            await self._keep(problem)

    async def _pages(self) -> bool:
        """Ask for what is due; whether the lists need not be read again for anything that is left."""
        wanted = []
        for entry, channel in self.listed.values():
            try:
                with told_apart(self.archive):
                    found = due(entry, channel, archive=self.archive, now=self.now, everything=self.everything)
            except ArchiveStopped:
                raise
            except Exception as error:  # reported: the address is noted with the reason
                await self._refuse(entry, channel, f"It is no address that can be asked for ({error_words(error)}).")
                continue
            if found is None:
                self.counts["seen_before"] += 1
            else:
                wanted.append(found)
        limit = self.source.limit or self.settings.limits.pages_per_source
        if len(wanted) > limit:
            self.counts["left_for_next_run"] += len(wanted) - limit
        settled = await asyncio.gather(*(self._page(one) for one in wanted[:limit]))
        return all(settled) and len(wanted) <= limit

    async def _page(self, wanted: Due) -> bool:
        ask = Ask(
            limit=self.settings.limits.page_bytes,
            etag=wanted.etag,
            last_modified=wanted.last_modified,
            delay=self.source.delay,
        )
        try:
            found = await self.client.get(wanted.url, ask)
        except Exception as error:  # reported: the address is noted with the reason
            found = self._problem(
                wanted.url, wanted.channel, "unreadable", f"Asking for it failed ({error_words(error)})."
            )
        capture = await self._keep(replace(found, source=self.source.name or None, channel=wanted.channel))
        return is_settled(capture.outcome, capture.status)

    async def _keep(self, found: Capture) -> Capture:
        """Archive and count what came of one address."""
        capture, stored = await asyncio.to_thread(keep, self.archive, found)
        self.counts[capture.outcome] += 1
        if self.on_capture is not None:
            self.on_capture(capture, stored)
        return capture

    async def _remember_listings(self, whole: bool) -> None:
        """Note the lists that were read, last: a run that dies before reads them again, and loses no address.

        When something is left for the next run, their validators are not kept, so that the next run gets them whole.
        """
        for capture in self.listings:
            headers = capture.headers if whole else tuple(h for h in capture.headers if h[0].lower() not in _VALIDATORS)
            await asyncio.to_thread(keep, self.archive, replace(capture, body=None, headers=headers))


def _feed_of(answer: Capture) -> Listing:
    return read_feed(answer.body or b"", url=answer.url, content_type=answer.header("Content-Type"))
