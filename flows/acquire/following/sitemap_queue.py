"""Decides which sitemaps of an outlet to request next, and which of an index not at all.

Takes the sitemaps that the user named and those that indexes name, and the captures in the archive; no other state is
kept between runs.  First those that the user named; then those that were never read or have changed, the latest first;
then those that their index calls unchanged.  Requests nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from flows.acquire.following.due import changed_since, not_future
from flows.acquire.following.listings import Entry
from flows.archive.archive import Archive
from flows.archive.captures import OUTCOMES
from flows.archive.index_rows import CaptureRow

#: How long the validators of a list are believed, and the time that an index gives for a sitemap: one that never moves
#: would hide new pages for good.  Our choice.
BELIEVED_FOR: Final = timedelta(days=1)
_ANSWERED: Final = ("fetched", "not_modified")
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True, kw_only=True)
class SitemapQueue:
    """The sitemaps of one outlet in one run, each of which is given once."""

    archive: Archive
    now: datetime
    #: Addresses that the user named.
    named: list[str]
    changed: list[Entry] = field(default_factory=list)
    unmoved: list[Entry] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    #: The place of each address in the order of its list, computed once.
    order: dict[str, tuple[bool, float, datetime]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.named = [*dict.fromkeys(self.named)]
        self.known.update(self.named)

    def add(self, sitemaps: Iterable[Entry]) -> None:
        """Add the sitemaps that an index names; raises ArchiveError when the archive cannot be read."""
        new = {entry.url: entry for entry in sitemaps if entry.url not in self.known}
        self.known.update(new)
        for entry in new.values():
            if self._has_changed(entry):
                self.order[entry.url] = self._latest_first(entry)
                self.changed.append(entry)
            elif self._asked_all_the_same(entry):
                self.order[entry.url] = (True, 0.0, self._last_asked(entry))
                self.unmoved.append(entry)
        for waiting in (self.changed, self.unmoved):
            waiting.sort(key=lambda entry: self.order[entry.url])

    def next(self) -> str | None:
        """The address of the sitemap to request next; None when there is none left."""
        if self.named:
            return self.named.pop(0)
        waiting = self.changed or self.unmoved
        return waiting.pop(0).url if waiting else None

    @property
    def left(self) -> int:
        """How many sitemaps wait that may hold new pages; not those that their index calls unchanged."""
        return len(self.named) + len(self.changed)

    def _has_changed(self, sitemap: Entry) -> bool:
        """Whether a sitemap of an index was never read, or changed since according to its index."""
        if not_future(sitemap.latest, self.now) is None:
            return True
        return changed_since(self._time(self.archive.latest(sitemap.url, _ANSWERED)), sitemap, self.now)

    def _asked_all_the_same(self, sitemap: Entry) -> bool:
        """Whether to ask for a sitemap that did not change according to its index.

        Many indexes are written once, while their sitemaps grow.  It is asked where that costs little, since it has
        validators, and otherwise once a day.
        """
        held = self.archive.latest(sitemap.url)
        if held is not None and (held.etag or held.last_modified):
            return True
        asked = self._time(self.archive.latest(sitemap.url, _ANSWERED))
        return asked is None or self.now - asked > BELIEVED_FOR

    def _latest_first(self, sitemap: Entry) -> tuple[bool, float, datetime]:
        """By the time that the index gives; then, also for those that failed last, by the time of the last request.

        So those without a time all get their turn, and some that are gone keep none back.
        """
        told, last = not_future(sitemap.latest, self.now), self.archive.latest(sitemap.url, tuple(OUTCOMES))
        if told is None or (last is not None and last.outcome not in _ANSWERED):
            return (True, 0.0, self._last_asked(sitemap))
        return (False, -told.timestamp(), self._last_asked(sitemap))

    def _last_asked(self, sitemap: Entry) -> datetime:
        return self._time(self.archive.latest(sitemap.url, tuple(OUTCOMES))) or _NEVER

    def _time(self, row: CaptureRow | None) -> datetime | None:
        """When a request was made; None without one, or when a wrong clock says that it is yet to come."""
        return not_future(datetime.fromisoformat(row.fetched_at), self.now) if row is not None else None
