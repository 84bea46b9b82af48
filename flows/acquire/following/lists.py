"""Requests the feeds and sitemaps of one outlet that are due, and stores notes on the wanted pages that they name.

A list is a feed or sitemap; its channel is "feed" or "sitemap", as sources.toml calls it.  Notes are what is remembered
of lists and pages between runs.  Those on a list's pages are stored together with the list's validators (ETag,
Last-Modified), in one transaction: so an answer "not modified" never hides a page that was not requested yet, however
long that takes.  `note` is the note on the list at hand, `answer` the capture (result of the request) of it, `queue`
the sitemaps to request in this run.  Requests no page.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import islice
from typing import Final

from flows.acquire.following.clean_url import absolute
from flows.acquire.following.desk import Desk
from flows.acquire.following.entries import Met, Taken, take
from flows.acquire.following.listings import Entry, Listing, UnreadableListing
from flows.acquire.following.next_times import failed_list, list_after
from flows.acquire.following.read_list import read_list
from flows.acquire.following.sitemap_queue import SitemapQueue
from flows.acquire.http.client import Ask
from flows.acquire.http.freshness import stated_lifetime
from flows.acquire.keep import ArchiveStopped
from flows.acquire.memory.memory import MemoryUnusable
from flows.acquire.memory.notes import ListNote, new_list
from flows.acquire.opening import printable
from flows.archive.captures import Capture
from flows.errors import error_words

#: Most sitemaps that are requested for one source in one run, those of an index included.  Our choice: a request every
#: few seconds makes that about a minute.
_SITEMAPS: Final = 20
#: How long the validators of a list are believed: a server that never says that it changed would hide new pages for
#: good.  Our choice.
_BELIEVED_FOR: Final = timedelta(days=1).total_seconds()
#: Entries that are looked up without letting other outlets work.
_AT_A_TIME: Final = 200


@dataclass(slots=True)
class Lists:
    """Reads the feeds and sitemaps of one outlet in one run."""

    desk: Desk
    #: The keys of the pages that a list or sources.toml has named -> what the page was counted as.
    met: dict[str, Met] = field(default_factory=dict)

    async def read(self) -> None:
        """Request and read the lists that are due.  An error ends the work on its list only."""
        queue = SitemapQueue(self.desk)
        queue.forget_unnamed()
        for url in dict.fromkeys(self.desk.source.feeds):
            await self._read_if_due(url, "feed", queue)
        asked = 0
        while asked < _SITEMAPS and (sitemap := queue.next()) is not None:
            asked += await self._read_if_due(sitemap, "sitemap", queue)
        if queue.left:
            name = self.desk.source.name
            self.desk.remarks.append(f"{name}: {queue.left:,} further sitemaps were left for the next run.")

    async def _read_if_due(self, url: str, channel: str, queue: SitemapQueue) -> bool:
        """Request and read one list if it is due; return whether it was requested."""
        desk = self.desk
        note = desk.notes.list_at(url) or new_list(desk.source.name, url, channel, desk.moment)
        if not queue.is_due(note):
            return False
        desk.requests += 1
        async with self._errors_noted(note):
            await self._read(note, channel, queue)
        return True

    @asynccontextmanager
    async def _errors_noted(self, note: ListNote) -> AsyncIterator[None]:
        """A block (`async with`) in which one list is read; an error in it is noted and told to the user, not raised.

        ArchiveStopped and MemoryUnusable are raised all the same.
        """
        try:
            yield
        except (ArchiveStopped, MemoryUnusable):
            raise
        except Exception as error:
            said = f"It cannot be read ({error_words(error)})."
            self.desk.remarks.append(f"{printable(note.address)}: {said}")
            await self._failed(note, self.desk.problem(note.address, note.channel, "unreadable", said))

    async def _read(self, note: ListNote, channel: str, queue: SitemapQueue) -> None:
        """Request one list, read it, and store the notes on its pages and the time of the list's next request."""
        answer = await self._answer(note, channel)
        if answer.outcome == "not_modified":
            await self._archive(answer)
            unchanged = replace(note, outcome="not_modified")
            self._keep(list_after(unchanged, self.desk.moment, self.desk.settings.follow, brought=False))
        elif answer.outcome != "fetched":
            self.desk.remarks.append(f"{printable(note.address)}: {answer.outcome}. {answer.detail}".strip())
            await self._failed(note, answer)
        else:
            try:
                listing = await self._parse(answer)
            except UnreadableListing as error:
                self.desk.remarks.append(f"{answer.requested_url}: {error}")
                await self._failed(note, replace(answer, outcome="unreadable", detail=str(error)))
                return
            self._remark(listing, answer)
            await self._take(note, listing, answer, queue)

    async def _answer(self, note: ListNote, channel: str) -> Capture:
        """Request a feed or sitemap, with its validators while they are recent enough to be trusted (_BELIEVED_FOR)."""
        desk = self.desk
        young = note.read_at is not None and 0 <= desk.moment - note.read_at < _BELIEVED_FOR
        believed = young and not desk.everything
        ask = Ask(
            limit=desk.settings.limits.feed_bytes,
            pages_only=False,
            etag=note.etag if believed else None,
            last_modified=note.last_modified if believed else None,
            delay=desk.source.delay,
            allow_private=desk.source.allow_private,
        )
        return replace(await desk.client.get(note.address, ask), source=desk.source.name or None, channel=channel)

    async def _parse(self, answer: Capture) -> Listing:
        """Read a feed or sitemap in another thread, since a large one takes seconds; raises UnreadableListing."""
        return await asyncio.to_thread(
            read_list,
            answer.body or b"",
            channel=answer.channel,
            url=answer.url,
            content_type=answer.header("Content-Type"),
            limit=self.desk.settings.limits.feed_bytes,
        )

    def _remark(self, listing: Listing, answer: Capture) -> None:
        """Count what is wrong with a list that could be read all the same, and add remarks on it for the user."""
        desk = self.desk
        if listing.nameless:
            desk.counts["no_address"] += listing.nameless
        if listing.left_out:
            desk.counts["left_out"] += listing.left_out
            desk.remarks.append(
                f"{answer.requested_url}: it names too many pages; the {listing.left_out:,} oldest are left out."
            )
        if listing.flaw:
            desk.remarks.append(
                f"{answer.requested_url}: it is not well-formed ({listing.flaw}); read as far as it goes."
            )

    async def _take(self, note: ListNote, listing: Listing, answer: Capture, queue: SitemapQueue) -> None:
        """Store notes on the pages and sitemaps that a list names, and a new note on the list, which was read now.

        `listing`: the content of the list.  `answer`: has the list's new validators.  `queue`: is told of the sitemaps.
        """
        desk = self.desk
        found = Taken(answer.channel)
        for some in _groups(listing.pages):
            take(some, found, desk, met=self.met, note=note, base=answer.url)
            await asyncio.sleep(0)  # a list may have 50,000 entries, and other outlets have their turns
        further = (replace(entry, url=absolute(entry.url, answer.url)) for entry in listing.further)
        sitemaps = queue.named_by(note.address, further)
        read = replace(
            note,
            etag=answer.header("ETag"),
            last_modified=answer.header("Last-Modified"),
            read_at=desk.moment,
            declared=max(stated_lifetime(answer) or 0.0, listing.good_for or 0.0) or None,
            outcome="fetched",
        )
        brought = bool(found.pages) or any(sitemap.asked_at is None for sitemap in sitemaps)
        with desk.writing():
            for page in found.pages.values():
                desk.notes.keep_page(page)
            for sitemap in sitemaps:
                desk.notes.keep_list(sitemap)
            desk.notes.keep_list(list_after(read, desk.moment, desk.settings.follow, brought=brought))
        queue.look_again()
        await self._refuse(found)
        await self._archive(answer)

    async def _refuse(self, found: Taken) -> None:
        """Archive that the entries in `found.refused` cannot be requested, each as a capture."""
        for entry, error in found.refused:
            await self.desk.refuse(entry, found.channel, error)

    async def _failed(self, note: ListNote, answer: Capture) -> None:
        """Archive that a list could not be fetched or read, and note when it is tried again."""
        await self._archive(answer)
        self._keep(failed_list(note, self.desk.moment, self.desk.settings.follow, answer.outcome))

    def _keep(self, note: ListNote) -> None:
        with self.desk.writing():
            self.desk.notes.keep_list(note)

    async def _archive(self, answer: Capture) -> None:
        """Archive when a list was requested and with which outcome; the body of the answer is left out."""
        await self.desk.keeper.keep(replace(answer, body=None))


def _groups(entries: tuple[Entry, ...]) -> Iterator[tuple[Entry, ...]]:
    """Yield the entries in groups of _AT_A_TIME."""
    waiting = iter(entries)
    while some := tuple(islice(waiting, _AT_A_TIME)):
        yield some
