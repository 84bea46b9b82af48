"""The notes on lists and on pages that are still to be requested, as values, and how they are stored.

Takes and gives frozen values; times are seconds since 1970, spans are seconds.  Decides nothing.
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
    """One feed, sitemap or index of one outlet; the columns of the table lists."""

    source: str
    address: str
    channel: str
    #: The index that names it; None: the user.
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
    #: How long one answer is good, according to itself.
    declared: float | None
    failing_since: float | None
    outcome: str | None
    next_at: float


@dataclass(frozen=True, slots=True)
class PageNote:
    """One page that is still to be requested; the columns of the table pages."""

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
    #: When to request it; None: given up.
    next_at: float | None = None


_LIST: Final = tuple(field.name for field in fields(ListNote))
_PAGE: Final = tuple(field.name for field in fields(PageNote))


def new_list(source: str, address: str, channel: str, now: float, *, named_by: str | None = None) -> ListNote:
    """The note on a list that was not met before: due at once."""
    nothing = dict.fromkeys(
        ("told_at", "etag", "last_modified", "asked_at", "read_at", "brought_at", "gap", "declared", "failing_since")
    )
    return ListNote(source, address, channel, named_by, **nothing, first_at=now, brought=0, outcome=None, next_at=now)


class Notes:
    """The notes on one outlet.  Every method raises MemoryUnusable when the file cannot be read or written."""

    def __init__(self, memory: Memory, source: str) -> None:
        self.memory, self._source = memory, source

    def lists(self) -> list[ListNote]:
        """All lists of the outlet."""
        return [ListNote(**row) for row in self.memory.rows("lists", source=self._source)]

    def list_at(self, address: str) -> ListNote | None:
        """One list; None when it was not met before."""
        row = self.memory.row("list", source=self._source, address=address)
        return ListNote(**row) if row is not None else None

    def keep_list(self, note: ListNote) -> None:
        """Store the note on a list."""
        self.memory.do("keep_list", **{name: getattr(note, name) for name in _LIST})

    def drop_list(self, address: str) -> None:
        """Forget a list."""
        self.memory.do("drop_list", source=self._source, address=address)

    def page(self, key: str) -> PageNote | None:
        """The note on one page; None when nothing is to be done about it."""
        row = self.memory.row("page", source=self._source, key=key)
        return _page(row) if row is not None else None

    def keep_page(self, note: PageNote) -> None:
        """Store the note on a page."""
        self.memory.do("keep_page", **{name: getattr(note, name) for name in _PAGE})

    def drop_page(self, key: str) -> None:
        """Forget a page: nothing is to be done about it."""
        self.memory.do("drop_page", source=self._source, key=key)

    def due_pages(self, now: float, farthest: float, *, most: int, after: int, failed: bool) -> list[PageNote]:
        """Pages that lists named and that are due: new ones first, then those that failed, then young ones.

        farthest: later times are taken for mistakes.  failed: those that failed, at any time.
        """
        values = {"now": now, "farthest": farthest, "failed": failed, "most": most, "after": after}
        return [_page(row) for row in self.memory.rows("due_pages", source=self._source, **values)]

    def count_due(self, now: float, farthest: float, *, failed: bool) -> int:
        """How many pages `due_pages` has in all."""
        values = {"now": now, "farthest": farthest, "failed": failed}
        return int(self.memory.rows("count_due", source=self._source, **values)[0]["n"])

    def named_pages(self) -> list[PageNote]:
        """The pages named in sources.toml that failed last."""
        return [_page(row) for row in self.memory.rows("named_pages", source=self._source)]

    def waiting(self, most: int) -> Iterator[PageNote]:
        """The pages that are still to be requested, the next one first."""
        return (_page(row) for row in self.memory.rows("pages", source=self._source, most=most))

    def counts(self) -> dict[str, int]:
        """How many pages are to be requested for each reason."""
        return {row["why"]: row["n"] for row in self.memory.rows("count_pages", source=self._source)}


def forget_absent(memory: Memory, present: Collection[str], now: float) -> list[str]:
    """Forget what was noted of outlets that sources.toml names no more; gives their names.

    present: the names in sources.toml, those that are not active included.  An outlet is forgotten a month after it was
    last followed: one that is taken out for a day keeps its notes.  The month is counted to when any outlet was last
    followed, so that a machine that was off forgets nothing.  Raises MemoryUnusable.
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
