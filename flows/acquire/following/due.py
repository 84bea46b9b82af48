"""Decides which of the addresses that a source lists to request now.

Takes an entry of a feed or sitemap and the captures in the archive; no other state is kept.  Requests new addresses,
those that changed since according to the list, and those whose last request failed for a temporary reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from flows.acquire.following.listings import Entry
from flows.archive.archive import Archive
from flows.archive.captures import OUTCOMES
from flows.archive.index_rows import CaptureRow

#: Failures after which another request soon would give the same answer.
_SETTLED: Final = frozenset(OUTCOMES).difference(
    ("unreachable", "timeout", "host_resting", "blocked", "no_browser", "fetched")
)
#: A settled failure is tried again after this time: pages come back, and refusals are lifted.  Our choice.
_RETRY_SETTLED_AFTER: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """One address to request, with the validators of its last fetched body."""

    url: str
    #: How the address was found: http, feed or sitemap.
    channel: str
    etag: str | None = None
    last_modified: str | None = None


def is_settled(outcome: str, status: int | None) -> bool:
    """Whether another request soon would give the same answer.

    outcome: a code of OUTCOMES.  status: HTTP status, None when there was no answer.
    """
    passing = outcome == "http_error" and status is not None and (status >= 500 or status == 408)
    return outcome == "fetched" or (outcome in _SETTLED and not passing)


def due(entry: Entry, channel: str, *, archive: Archive, now: datetime, everything: bool = False) -> Due | None:
    """The request for an entry; None when it was requested before and the list reports no later change.

    channel: how the entry was found; "http", a page named in sources.toml, is always requested.  everything: request it
    whatever the archive holds.  Raises ArchiveError when the archive cannot be read.
    """
    if everything:
        return Due(entry.url, channel)
    last = archive.latest(entry.url, tuple(OUTCOMES))
    if last is None:
        return Due(entry.url, channel)
    if channel != "http" and not _is_due_again(entry, last, now):
        return None
    held = archive.latest(entry.url)
    return Due(entry.url, channel, held.etag if held else None, held.last_modified if held else None)


def _is_due_again(entry: Entry, last: CaptureRow, now: datetime) -> bool:
    requested = not_future(datetime.fromisoformat(last.fetched_at), now)
    if last.outcome in ("fetched", "not_modified"):
        return changed_since(requested, entry, now)
    return not is_settled(last.outcome, last.status) or requested is None or now - requested > _RETRY_SETTLED_AFTER


def changed_since(requested: datetime | None, entry: Entry, now: datetime) -> bool:
    """Whether an entry was published or changed after it was last requested, according to its list.

    requested: the time of the last request; None when it is not known: then any listed time counts as later.
    """
    listed = [time for time in (not_future(entry.published, now), not_future(entry.modified, now)) if time is not None]
    return bool(listed) and (requested is None or requested < max(listed))


def not_future(moment: datetime | None, now: datetime) -> datetime | None:
    """The time; None when it is None or after now, which means a wrong clock or a mistake in the list."""
    return moment if moment is not None and moment <= now else None
