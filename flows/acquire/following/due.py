"""Which of the addresses that a source lists are to be asked for now.

Decided from what the archive remembers, never from a hidden file: new addresses, those that the list says have changed
since, and those that failed for a reason that may have passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from flows.acquire.following.listings import Entry
from flows.archive.archive import Archive
from flows.archive.captures import OUTCOMES
from flows.archive.index_rows import CaptureRow

#: Outcomes after which asking again soon would give the same answer.
_SETTLED: Final = frozenset(OUTCOMES).difference(("unreachable", "timeout", "host_resting", "blocked", "fetched"))
#: A settled failure is looked at again after this time; pages come back, and refusals are lifted.
_AGAIN: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """One address to ask for, and what the archive has of it."""

    url: str
    #: http, feed or sitemap: how the address was found.
    channel: str
    etag: str | None = None
    last_modified: str | None = None


def is_settled(outcome: str, status: int | None) -> bool:
    """Whether asking again soon would give the same answer."""
    passing = outcome == "http_error" and status is not None and (status >= 500 or status == 408)
    return outcome == "fetched" or (outcome in _SETTLED and not passing)


def due(entry: Entry, channel: str, *, archive: Archive, now: datetime, everything: bool = False) -> Due | None:
    """The entry as something to ask for; None when it was asked for before and nothing says that it changed.

    everything: ask for it whatever the archive remembers.  Pages named one by one (channel http) are always asked for.
    """
    if everything:
        return Due(entry.url, channel)
    last = archive.latest(entry.url, tuple(OUTCOMES))
    if last is None:
        return Due(entry.url, channel)
    if channel != "http" and not _again(entry, last, now):
        return None
    held = archive.latest(entry.url)
    return Due(entry.url, channel, held.etag if held else None, held.last_modified if held else None)


def _again(entry: Entry, last: CaptureRow, now: datetime) -> bool:
    asked = past(datetime.fromisoformat(last.fetched_at), now)
    if last.outcome in ("fetched", "not_modified"):
        return changed_since(asked, entry, now)
    return not is_settled(last.outcome, last.status) or asked is None or now - asked > _AGAIN


def changed_since(asked: datetime | None, entry: Entry, now: datetime) -> bool:
    """Whether a list says that something changed after it was asked for.

    asked: None when that is not known: then whatever change is listed may have come later.
    """
    told = [moment for moment in (past(entry.published, now), past(entry.modified, now)) if moment is not None]
    return bool(told) and (asked is None or asked < max(told))


def past(moment: datetime | None, now: datetime) -> datetime | None:
    """The time, or None when it lies in the future: a wrong clock or a mistake of the list."""
    return moment if moment is not None and moment <= now else None
