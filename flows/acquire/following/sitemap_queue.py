"""Decides which sitemap of an outlet to request next: those that the user named, then those that sitemap indexes name.

Takes the notes on them (what is remembered of lists, that is feeds and sitemaps, between runs).  Of those that indexes
name, sitemaps that were never read or have changed come first, the latest first; then those that their index calls
unchanged.  Requests nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from flows.acquire.following.desk import Desk
from flows.acquire.following.due import last_change
from flows.acquire.following.listings import Entry
from flows.acquire.following.next_times import is_due
from flows.acquire.memory.notes import ListNote, new_list
from flows.acquire.opening import printable

#: Most indexes above a sitemap, the user's own one included.  The protocol (sitemaps.org) allows one, and some outlets
#: put theirs in another; a server that makes up an index for every address would keep a run from all other sitemaps.
_DEEPEST: Final = 3


@dataclass(slots=True)
class SitemapQueue:
    """The sitemaps of one outlet to request in this run; `next` returns each of them once."""

    desk: Desk
    #: Addresses that the user named and that `next` has not returned yet.
    named: list[str] = field(default_factory=list)
    #: Addresses that `next` has returned.
    given: set[str] = field(default_factory=set)
    #: Notes on the sitemaps that indexes name and that are due, the next one first; None: to be looked up.
    waiting: list[ListNote] | None = None

    def __post_init__(self) -> None:
        self.named = [*dict.fromkeys(self.desk.source.sitemaps)]

    def is_due(self, note: ListNote) -> bool:
        """Whether a list is to be requested in this run: its time has come, and its host is not left alone.

        A host that refused requests is left alone for some time.
        """
        desk = self.desk
        is_time = desk.everything or desk.at_once or is_due(note.next_at, desk.moment, desk.settings.follow)
        return is_time and not desk.is_left_alone(note.address)

    def forget_unnamed(self) -> None:
        """Drop the notes on lists that neither the user nor an index names any more."""
        source, notes = self.desk.source, self.desk.notes
        known = {note.address: note for note in notes.lists()}
        named = {*source.feeds, *source.sitemaps}
        kept = {address for address in known if address in named}
        for address in kept:
            if known[address].named_by is not None:
                notes.keep_list(replace(known[address], named_by=None))
        while more := {a for a, note in known.items() if a not in kept and note.named_by in kept}:
            kept |= more
        for address in known.keys() - kept:
            notes.drop_list(address)

    def next(self) -> str | None:
        """Return the address of the sitemap to request next; None when no sitemap is left."""
        if self.named:
            found = self.named.pop(0)
        elif waiting := self._waiting():
            found = waiting.pop(0).address
        else:
            return None
        self.given.add(found)
        return found

    @property
    def left(self) -> int:
        """How many sitemaps wait that may hold new pages; those that their index calls unchanged do not count."""
        return len(self.named) + sum(not _is_unmoved(note) for note in self._waiting())

    def look_again(self) -> None:
        """Look up anew which sitemaps wait: call it after an index was read."""
        self.waiting = None

    def _waiting(self) -> list[ListNote]:
        """The sitemaps that indexes name and that are due, the next one first."""
        if self.waiting is None:
            of_indexes = (note for note in self.desk.notes.lists() if note.named_by is not None)
            due = [note for note in of_indexes if note.address not in self.given and self.is_due(note)]
            self.waiting = sorted(due, key=_latest_first)
        return self.waiting

    def named_by(self, index: str, sitemaps: Iterable[Entry]) -> list[ListNote]:
        """Make the notes to store on the sitemaps that an index names; those that are new or changed are due now.

        Drops the notes on sitemaps that the index named before and names no more.  Sitemaps below too many indexes
        (_DEEPEST) are left out, and a remark says so.
        """
        desk = self.desk
        known = {note.address: note for note in desk.notes.lists()}
        entries = {entry.url: entry for entry in sitemaps}
        if entries and _indexes_above(index, known) >= _DEEPEST:
            said = f"{index} lies below {_DEEPEST} other indexes; the sitemaps that it names are not read."
            desk.remarks.append(printable(f"{desk.source.name}: {said}"))
            entries = {}
        for address, note in known.items():
            if note.named_by == index and address not in entries:
                desk.notes.drop_list(address)
        users = {index, *desk.source.feeds, *desk.source.sitemaps}
        return [
            self._note_from_index(known.get(url), entry, index) for url, entry in entries.items() if url not in users
        ]

    def _note_from_index(self, note: ListNote | None, entry: Entry, index: str) -> ListNote:
        """Return the note on a sitemap with what its index says of it: it is due now if it is new or changed.

        `note`: the stored one; None for a new sitemap.  `entry`: what the index says of the sitemap.  `index`: the
        index's address.
        """
        desk = self.desk
        note = note or new_list(desk.source.name, entry.url, "sitemap", desk.moment, named_by=index)
        latest = last_change(entry, desk.now)
        note = replace(note, told_at=latest.timestamp() if latest is not None else None)
        if note.asked_at is None or (note.failing_since is None and latest is not None and not _is_unmoved(note)):
            return replace(note, next_at=desk.moment)
        return note


def _indexes_above(address: str, known: Mapping[str, ListNote]) -> int:
    """Return how many indexes lie above a list: the index that names it, the one that names that index, and so on.

    At most _DEEPEST are counted.  `known`: all notes on lists by their addresses.
    """
    count, note = 0, known.get(address)
    while note is not None and note.named_by is not None and count < _DEEPEST:
        count, note = count + 1, known.get(note.named_by)
    return count


def _is_unmoved(note: ListNote) -> bool:
    """Whether a sitemap can wait, since its index says that it has not changed since it was last read."""
    read = note.asked_at is not None and note.read_at is not None
    return read and note.told_at is not None and note.told_at <= (note.asked_at or 0.0)


def _latest_first(note: ListNote) -> tuple[bool, bool, float, float]:
    """Return the sort key of a sitemap: changed ones first, the latest of them first; those that are unchanged last.

    Between these two groups come those without a time and those that failed, in the order of their last requests.  So
    each gets its turn, and a few that are gone do not hold up the rest.
    """
    asked = note.asked_at or 0.0
    if _is_unmoved(note) or note.told_at is None or note.failing_since is not None:
        return (_is_unmoved(note), True, 0.0, asked)
    return (False, False, -note.told_at, asked)
