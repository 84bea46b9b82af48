"""Tells what is requested next of an outlet, when and why: for `copydesk sources due`.

Takes the notes on its lists (feeds and sitemaps) and pages, which are what is remembered of them between runs.  Gives
an Upcoming for each, in the order of their times.  Requests and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from flows.acquire.memory.hosts import moment_words
from flows.acquire.memory.notes import CHANGED, FAILED, GIVEN_UP, NEW, YOUNG, ListNote, Notes, PageNote
from flows.acquire.web_address import host_of
from flows.config.sources import Source
from flows.printing.progress import number

_WHY: Final = {
    NEW: "new, waits for its turn",
    CHANGED: "its list says that it changed",
    YOUNG: "young, and may change",
    GIVEN_UP: "failed for too long, left until its list says that it changed",
}


@dataclass(frozen=True, slots=True)
class Upcoming:
    """When and why one list or page is requested next; times in seconds since 1970, spans in seconds."""

    source: str
    #: feed, sitemap or page.
    kind: str
    address: str
    asked_at: float | None
    #: From the last request to the next; None before the first.
    every: float | None
    failures: int
    outcome: str | None
    #: The time of that request; None: not before its list says that the page changed.
    next_at: float | None
    why: str


def upcoming(
    source: Source, notes: Notes, *, now: float, most: int, rests: Mapping[str, float] | None = None
) -> list[Upcoming]:
    """Choose at most `most` lists and pages of a source, those that are due first.

    `now`: in seconds since 1970.  `rests`: for each host that refused requests, until when it is left alone; what lies
    on such a host is not requested before that time.
    """
    known = notes.lists()
    met = {note.address for note in known}
    found = [_of_list(note) for note in known]
    for kind, addresses in (("feed", source.feeds), ("sitemap", source.sitemaps)):
        for url in addresses:
            if url not in met:
                found.append(Upcoming(source.name, kind, url, None, None, 0, None, now, "never asked yet"))
    failing = {note.url for note in notes.named_pages()}
    for url in source.pages:
        if url not in failing:
            found.append(Upcoming(source.name, "page", url, None, None, 0, None, now, "sources.toml names it"))
    found += [_of_page(note) for note in notes.waiting(most)]
    found = [_after_rest(one, (rests or {}).get(host_of(one.address) or "")) for one in found]
    return sorted(found, key=lambda one: (one.next_at is None, one.next_at or 0.0))[:most]


def _after_rest(one: Upcoming, until: float | None) -> Upcoming:
    """Put one request off until `until`, when its host is asked again; None: its host is not left alone."""
    if until is None or one.next_at is None or one.next_at >= until:
        return one
    return replace(one, next_at=until, why=f"{one.why}; its host is left alone until then")


def _of_list(note: ListNote) -> Upcoming:
    """Tell when and why a list is requested next, from the note on it."""
    every = note.next_at - note.asked_at if note.asked_at is not None else None
    if note.asked_at is None:
        why = "its index names it, never asked yet"
    elif note.failing_since is not None:
        why = f"failed, the first time {moment_words(note.failing_since)}"
    elif note.told_at is not None and note.told_at > note.asked_at:
        why = "its index says that it changed"
    elif note.brought_at is not None:
        why = f"brought something new last {moment_words(note.brought_at)}"
    else:
        why = "never read yet"
    failures = int(note.failing_since is not None)
    return Upcoming(
        note.source, note.channel, note.address, note.asked_at, every, failures, note.outcome, note.next_at, why
    )


def _of_page(note: PageNote) -> Upcoming:
    """Tell when and why a page is requested next, from the note on it."""
    asked = note.wanted_at if note.why in (FAILED, YOUNG, GIVEN_UP) else None
    every = note.next_at - asked if asked is not None and note.next_at is not None else None
    why = f"failed {number(note.failures, 'time')}" if note.why == FAILED else _WHY[note.why]
    return Upcoming(note.source, "page", note.url, asked, every, note.failures, note.outcome, note.next_at, why)
