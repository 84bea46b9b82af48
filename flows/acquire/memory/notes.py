"""The notes: what is remembered between runs of each list, and of each page that is still to be requested.

A list is a feed, sitemap or sitemap index.  Its channel, or that of a page, is how it was found: "feed", "sitemap", or
"http" for a page that sources.toml names.  A page's key is its address in a normalised form, which is the same for all
addresses of the page.  Notes are frozen values; times are seconds since 1970, spans are seconds.  The class Notes
stores and finds them.  Decides nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from typing import Final

from flows.acquire.memory.memory import Memory, Row

#: Values of PageNote.why, in the order in which pages are requested.
NEW, CHANGED, FAILED, YOUNG, GIVEN_UP = "new", "changed", "failed", "young", "given_up"

#: Seconds (30 days) after which the notes of an outlet that is followed no more are forgotten.
_FORGOTTEN_AFTER: Final = 30 * 86_400.0


@dataclass(frozen=True, slots=True)
class ListNote:
    """What is remembered of one feed, sitemap or sitemap index of one outlet; the columns of the table lists."""

    source: str
    address: str
    channel: str
    #: The address of the index that names it; None when the user named it in sources.toml.
    named_by: str | None
    #: When it changed last, according to that index.
    told_at: float | None
    #: Validators of what was read last.
    etag: str | None
    last_modified: str | None
    first_at: float
    asked_at: float | None
    read_at: float | None
    #: When it brought something new last, how often, and the usual time between.
    brought_at: float | None
    brought: int
    gap: float | None
    #: For how many seconds one answer is good, according to itself.
    declared: float | None
    failing_since: float | None
    outcome: str | None
    next_at: float


@dataclass(frozen=True, slots=True)
class PageNote:
    """What is remembered of one page that is still to be requested; the columns of the table pages."""

    source: str
    key: str
    url: str
    channel: str
    #: Its other listed addresses, one a line: asked for, in this order, when `url` fails for good.
    forms: str
    list: str | None
    told_at: float | None
    why: str
    #: When this note was written; a later capture in the archive has done its work.
    wanted_at: float
    #: When the page was fetched first, or first in a changed version.
    first_at: float | None = None
    failures: int = 0
    failing_since: float | None = None
    outcome: str | None = None
    #: When to request it; None when it is given up.
    next_at: float | None = None


_LIST: Final = tuple(field.name for field in fields(ListNote))
_PAGE: Final = tuple(field.name for field in fields(PageNote))


def new_list(source: str, address: str, channel: str, now: float, *, named_by: str | None = None) -> ListNote:
    """Make the first note on a list that was not known before; it is due at once.

    `channel`: "feed" or "sitemap".  `named_by`: the index that names it; None when sources.toml names it.
    """
    nothing = dict.fromkeys(
        ("told_at", "etag", "last_modified", "asked_at", "read_at", "brought_at", "gap", "declared", "failing_since")
    )
    return ListNote(source, address, channel, named_by, **nothing, first_at=now, brought=0, outcome=None, next_at=now)


class Notes:
    """Stores and finds the notes on one outlet.  Every method raises MemoryUnusable when the file cannot be used."""

    def __init__(self, memory: Memory, source: str) -> None:
        self.memory, self._source = memory, source

    def lists(self) -> list[ListNote]:
        """The notes on all lists of the outlet."""
        return [ListNote(**row) for row in self.memory.rows("lists", source=self._source)]

    def list_at(self, address: str) -> ListNote | None:
        """The note on one list; None when nothing is noted of it."""
        row = self.memory.row("list", source=self._source, address=address)
        return ListNote(**row) if row is not None else None

    def keep_list(self, note: ListNote) -> None:
        """Store the note on a list."""
        self.memory.do("keep_list", **{name: getattr(note, name) for name in _LIST})

    def drop_list(self, address: str) -> None:
        """Drop the note on a list."""
        self.memory.do("drop_list", source=self._source, address=address)

    def page(self, key: str) -> PageNote | None:
        """The note on one page; None when the page is not to be requested."""
        row = self.memory.row("page", source=self._source, key=key)
        return _page(row) if row is not None else None

    def keep_page(self, note: PageNote) -> None:
        """Store the note on a page."""
        self.memory.do("keep_page", **{name: getattr(note, name) for name in _PAGE})

    def drop_page(self, key: str) -> None:
        """Drop the note on a page: it is not to be requested again."""
        self.memory.do("drop_page", source=self._source, key=key)

    def due_pages(self, now: float, farthest: float, *, most: int, after: int, failed: bool) -> list[PageNote]:
        """Notes on listed pages that are due: new ones first, then those that failed, then recent stories.

        `farthest`: a next time later than this was stored by a wrong clock, and counts as due.  `most`: how many notes
        to give.  `after`: how many to skip.  `failed`: include all pages that failed, due or not.
        """
        values = {"now": now, "farthest": farthest, "failed": failed, "most": most, "after": after}
        return [_page(row) for row in self.memory.rows("due_pages", source=self._source, **values)]

    def count_due(self, now: float, farthest: float, *, failed: bool) -> int:
        """Return how many notes `due_pages` would give if it were called without a limit."""
        values = {"now": now, "farthest": farthest, "failed": failed}
        return int(self.memory.rows("count_due", source=self._source, **values)[0]["n"])

    def named_pages(self) -> list[PageNote]:
        """The notes on pages that sources.toml names and whose last request failed."""
        return [_page(row) for row in self.memory.rows("named_pages", source=self._source)]

    def waiting(self, most: int) -> Iterator[PageNote]:
        """Yield at most `most` notes on pages that are still to be requested, the next one first."""
        return (_page(row) for row in self.memory.rows("pages", source=self._source, most=most))

    def counts(self) -> dict[str, int]:
        """How many pages wait to be requested, by reason: the keys are the values of PageNote.why."""
        return {row["why"]: row["n"] for row in self.memory.rows("count_pages", source=self._source)}


def forget_absent(memory: Memory, present: Collection[str], now: float) -> list[str]:
    """Drop the notes on outlets that sources.toml names no more; return the names of these outlets.

    `present`: the names in sources.toml, also of inactive outlets.  An outlet's notes are kept for a month after it was
    last followed, so that an outlet which is taken out for a day keeps them.  The month is counted up to the last time
    that any outlet was followed, and not up to now: so nothing is forgotten while the machine is off.  `now`: in
    seconds since 1970.  Raises MemoryUnusable.
    """
    followed = {str(row["source"]): float(row["at"]) for row in memory.rows("activity", now=now)}
    last = max(followed.values(), default=now)
    gone = sorted(name for name, at in followed.items() if name not in present and last - at > _FORGOTTEN_AFTER)
    if gone:
        with memory.at_once():
            for name in gone:
                memory.do("drop_lists", source=name)
                memory.do("drop_pages", source=name)
    return gone


def _page(row: Row) -> PageNote:
    return PageNote(**row)
