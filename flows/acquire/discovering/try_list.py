"""Requests one feed or sitemap and reads it: what it is, which pages it lists, and what is wrong with it.

A list is a feed or a sitemap, and its channel says as which of the two it is read and followed: "feed" or "sitemap".
Takes an address and a client; gives a TriedList.  Of a sitemap index the sitemaps are read as well, one by one, until
one lists pages.  Stores nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from flows.acquire.discovering.list_hints import NEWS, Hints
from flows.acquire.following.clean_url import clean_url
from flows.acquire.following.due import not_future
from flows.acquire.following.listings import Entry, Listing, UnreadableListing, unpacked_list
from flows.acquire.following.read_list import kind_of_list, read_list
from flows.acquire.http.response import Ask
from flows.archive.captures import Capture
from flows.errors import error_words
from parsers.rules import Family

#: What a list is, for people.
KINDS: Final = {
    "feed": "feed",
    "json": "JSON feed",
    "sitemap": "sitemap",
    "news": "news sitemap",
    "index": "sitemap index",
}

#: Most sitemaps of one index that are read.  Our choice: those of authors or subjects may come before those of stories.
_INNER: Final = 3

#: Requests one address: the client's `get`, counted by the caller.
Get = Callable[[str, Ask], Awaitable[Capture]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedList:
    """The result of requesting and reading one feed or sitemap."""

    url: str
    #: As which it is followed: "feed" or "sitemap".
    channel: str
    #: A code of OUTCOMES; "unreadable" for an answer that is no list, "not_asked" for one that a look at its address
    #: ruled out.
    outcome: str
    #: What is wrong, in one sentence; "" when it was read.
    said: str = ""
    status: int | None = None
    #: A key of KINDS; None when it was not read.
    kind: str | None = None
    #: The pages that it lists, with absolute addresses, the latest first; of an index, those of the sitemap read.
    entries: tuple[Entry, ...] = ()
    #: Of an index: the addresses of its sitemaps, and the one of them that was read.
    further: tuple[str, ...] = ()
    inner: TriedList | None = None
    #: What is malformed in it although it was read, and how many of its entries have no address; "" for nothing.
    flaw: str = ""
    title: str | None = None
    #: Whether it lists what readers wrote, not stories.
    comments: bool = False
    language: str | None = None

    @property
    def newest(self) -> datetime | None:
        """The latest time that the list gives for a page; None when it gives no time."""
        return max((moment for entry in self.entries if (moment := entry.latest)), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trying:
    """Requests and reads lists; holds the function that requests, the rules for addresses, and the limits."""

    get: Get
    tracking: Family
    hints: Hints
    #: Largest list in bytes, unpacked.
    limit: int
    #: Least seconds between two requests to a host.
    delay: float = 0.0

    async def list_at(self, url: str, channel: str) -> TriedList:
        """Request and read a list; of a sitemap index also its sitemaps, until one lists pages.

        Whatever the server answers, nothing is raised.  `channel`: "feed" or "sitemap", as the user calls the list.
        """
        return await self.with_inner(await self.read(await self._ask(url), channel))

    async def with_inner(self, tried: TriedList) -> TriedList:
        """Return the list unchanged, unless it is a sitemap index: then read its sitemaps until one lists pages.

        The index is returned with the sitemap read last as `inner`, and with that sitemap's pages as `entries`.
        """
        for inside in self._likeliest(tried.further) if tried.kind == "index" else ():
            inner = await self.read(await self._ask(inside), "sitemap")
            tried = replace(tried, inner=inner, entries=inner.entries)
            if inner.entries:
                break
        return tried

    async def read(self, answer: Capture, channel: str) -> TriedList:
        """Return the list in an answer, or the reason why the answer holds no list that can be read.

        `channel`: "feed" or "sitemap", as the user calls the list.
        """
        tried = TriedList(
            url=answer.requested_url, channel=channel, outcome=answer.outcome, said=answer.detail, status=answer.status
        )
        if answer.outcome != "fetched":
            return tried
        try:
            kind, listing = await asyncio.to_thread(self._listing, answer, channel)
        except UnreadableListing as error:
            return replace(tried, outcome="unreadable", said=str(error))
        except Exception as error:  # told as the reason of this list
            return replace(tried, outcome="unreadable", said=f"It cannot be read ({error_words(error)}).")
        nameless = f"{listing.nameless} entries without an address" if listing.nameless else ""
        return replace(
            tried,
            kind=kind,
            channel="feed" if kind in ("feed", "json") else "sitemap",
            entries=self._entries(listing.pages, answer.url),
            further=tuple(one.url for one in self._entries(listing.further, answer.url)),
            flaw="; ".join(part for part in (listing.flaw or "", nameless) if part),
            title=listing.title,
            # As they are listed: what an entry of comments is known by, "#comment-12", is not requested.
            comments=self.hints.is_for_comments(
                address=tried.url, title=listing.title, entries=tuple(entry.url for entry in listing.pages)
            ),
            language=listing.language,
        )

    async def _ask(self, url: str) -> Capture:
        return await self.get(url, Ask(limit=self.limit, pages_only=False, delay=self.delay))

    def _listing(self, answer: Capture, channel: str) -> tuple[str, Listing]:
        """Return what a list is ("feed", "json", "sitemap", "index" or NEWS), and its content.

        `channel`: "feed" or "sitemap", for a list whose content does not say which it is.
        """
        body, declared = answer.body or b"", answer.header("Content-Type")
        listing = read_list(body, channel=channel, url=answer.url, content_type=declared, limit=self.limit)
        kind = kind_of_list(unpacked_list(body, self.limit)) or channel
        if kind == "sitemap" and listing.further and not listing.pages:
            kind = "index"
        return (NEWS if listing.news else kind), listing

    def _entries(self, entries: tuple[Entry, ...], base: str) -> tuple[Entry, ...]:
        """Return the entries with absolute, cleaned addresses, without times in the future, the latest first.

        `base`: the address to which relative ones refer.
        """
        now = datetime.now(UTC)
        whole = ((entry, clean_url(entry.url, self.tracking, base=base)) for entry in entries)
        known = [
            replace(e, url=url, published=not_future(e.published, now), modified=not_future(e.modified, now))
            for e, url in whole
            if url
        ]
        return tuple(sorted(known, key=lambda entry: entry.latest or datetime.min.replace(tzinfo=UTC), reverse=True))

    def _likeliest(self, sitemaps: tuple[str, ...]) -> list[str]:
        """Return the few sitemaps of an index that are to be read, in this order, until one of them lists pages.

        Those whose address looks like a news sitemap's come first.
        """
        return sorted(sitemaps, key=lambda url: not self.hints.say("news", "address", url))[:_INNER]
