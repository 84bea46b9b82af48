"""Tells right before a request that it is not needed any more: this run got the same page from another address.

Often only a request shows that two addresses are one story: the first redirects to the other, or its page declares the
other (canonical link and the like).  Takes every answer of the run (`note`); is asked before each request leaves
(`needless`), also before one that follows a redirect.  A key is what all addresses of a page share (parsers.addresses).
Requests nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container
from dataclasses import replace
from datetime import datetime
from typing import Final

from flows.acquire.following.due import due
from flows.acquire.following.listings import Entry
from flows.acquire.keep import archive_errors_stop
from flows.archive.archive import Archive
from flows.archive.captures import Capture
from flows.archive.declared_forms import believed_keys, declared_forms
from flows.archive.known_addresses import KnownAddresses
from parsers.addresses import AddressRules, is_front

#: How many pages of the run may declare an address for it to be believed that the address is theirs.
_ONE_PAGE: Final = 1


class SameStories:
    """The pages this run fetched, by every address that led to them or that they declare; shared by all sources."""

    def __init__(self, archive: Archive, known: KnownAddresses, rules: AddressRules, now: datetime) -> None:
        self.known = known
        self._archive, self._rules, self._now = archive, rules, now
        #: The requested address of each fetched page, by its own key and by the key of where it redirected to.
        self._own: dict[str, str] = {}
        #: For each declared key, the pages that declare it: key of the page -> the address that was requested.
        self._said: defaultdict[str, dict[str, str]] = defaultdict(dict)

    def note(self, answer: Capture) -> str | None:
        """Remember a fetched page under its addresses; return what Capture.declared is to hold.

        That is the other addresses that the page declares, joined by a space: "" for a page that declares none, None
        for an answer without a page.
        """
        last = self.known.key(answer.url)
        if answer.outcome != "fetched" or last is None:
            return None
        declared = declared_forms(answer.body, answer.url) or ""
        for key in (self.known.key(answer.requested_url), last):
            self._own.setdefault(key or last, answer.requested_url)
        for key in believed_keys(last, declared, self._rules) if declared else ():
            self._said[key][last] = answer.requested_url
        return declared

    def needless(self, entry: Entry, channel: str, asked: str, listed: Container[str]) -> Callable[[str], bool]:
        """Make the function for Ask.needless: it gets an address, and returns whether not to request that address.

        `entry`: the listed page that the request is for.  `channel`: how it was listed.  `asked`: its address.
        `listed`: keys of the pages that the source lists.  The function returns True for `asked` when this run has
        already got its page from another address.  Where `asked` redirects, the function gets the next address too.  It
        returns True for that if it is a listed page that this run has got, or an article in the archive that is not
        due.  All other redirects are followed: many addresses may lead to one login page, and each is to be reported.
        The function raises ArchiveStopped when the archive cannot be read.
        """

        def is_needless(url: str) -> bool:
            if channel == "http":
                return False
            if self._fetched(url) is not None:
                return url == asked or self.known.key(url) in listed
            with archive_errors_stop(self._archive):
                return url != asked and self._is_held(replace(entry, url=url), channel)

        return is_needless

    def remember(self, asked: str, met: str) -> None:
        """Store that `asked` redirects to `met`, the address of an archived page; later runs do not request `asked`.

        Raises ArchiveStopped when that cannot be written.
        """
        with archive_errors_stop(self._archive):
            held = self._fetched(met)
            if held is None and (row := self.known.latest(met)) is not None:
                held = row.requested_url
            if held is not None and asked != met:
                self.known.add_alias(asked, held)

    def _fetched(self, url: str) -> str | None:
        """The address at which this run requested the page that `url` leads to; None when the run has not got it."""
        key = self.known.key(url) or url
        said = self._said.get(key, {})
        return self._own.get(key) or (next(iter(said.values())) if len(said) == _ONE_PAGE else None)

    def _is_held(self, entry: Entry, channel: str) -> bool:
        """Whether an entry's page is an article of the archive that need not be requested now.

        `channel`: how the entry was found ("feed", "sitemap" or "http").
        """
        key = self.known.key(entry.url)
        if key is None or is_front(key) or not self.known.is_article(entry.url):
            return False
        return due(entry, channel, archive=self._archive, known=self.known, now=self._now) is None
