"""Decides which of the addresses that a source lists to request, and tells what the archive knows of an address.

Takes an entry of a feed or sitemap and the captures in the archive (a capture is the result of one request, its outcome
is a code of OUTCOMES).  An address is requested when it is new, when its list says that it changed after the last
request, or when the last request failed; next_times decides when that is.  `known` finds captures of a page under all
its addresses.  `channel` is how an address was found: "feed", "sitemap", or "http" for a page named in sources.toml.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from flows.acquire.following.listings import Entry
from flows.archive.archive import Archive
from flows.archive.captures import OUTCOMES, PASSING
from flows.archive.index_rows import CaptureRow
from flows.archive.known_addresses import KnownAddresses

#: Failures after which another request soon would give the same answer.
_SETTLED: Final = frozenset(OUTCOMES).difference(PASSING, ("fetched",))
#: A settled failure is tried again after this time: pages come back, and refusals are lifted.  Our choice.
_RETRY_SETTLED_AFTER: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """One address to request, with the validators (ETag, Last-Modified) of the body that it gave last."""

    url: str
    #: How the address was found: http, feed or sitemap.
    channel: str
    etag: str | None = None
    last_modified: str | None = None


def is_settled(outcome: str, status: int | None) -> bool:
    """Whether a result is final, so that asking again soon would give the same.

    True for a fetched page and for "404 Not Found", False for failures that pass, such as 503.  `outcome`: a code of
    OUTCOMES.  `status`: the HTTP status; None when there was no answer.
    """
    passing = outcome == "http_error" and status is not None and (status >= 500 or status == 408)
    return outcome == "fetched" or (outcome in _SETTLED and not passing)


def last_request(url: str, *, archive: Archive, known: KnownAddresses | None = None) -> CaptureRow | None:
    """Return the latest capture of an address, whatever its outcome; None when it was never requested.

    With `known`, also a capture of the same page under another address counts.
    """
    own, other = archive.latest(url, tuple(OUTCOMES)), known.latest(url) if known is not None else None
    return max((row for row in (own, other) if row is not None), key=lambda row: row.fetched_at, default=None)


def with_validators(url: str, channel: str, *, archive: Archive) -> Due:
    """Make the Due for an address, with the validators (ETag, Last-Modified) of its page in the archive.

    With these the server can answer "not modified".  If the archive has no page of this address, the Due has none.
    """
    held = archive.latest(url)
    return Due(url, channel, held.etag if held else None, held.last_modified if held else None)


def due(
    entry: Entry,
    channel: str,
    *,
    archive: Archive,
    now: datetime,
    known: KnownAddresses | None = None,
    everything: bool = False,
) -> Due | None:
    """Make the Due for an entry; None when the entry need not be requested now.

    An entry need not be requested when its page was fetched before and the list reports no later change, or when the
    page failed for good less than a day ago.  `channel`: "http" (named in sources.toml) is always requested, at the
    address named there.  `known`: finds the page under its other addresses, too; None: only this address is looked up.
    A failed request at one of the other addresses does not count.  `everything`: request it whatever the archive holds.
    Raises ArchiveError when the archive cannot be read.
    """
    if everything:
        return Due(entry.url, channel)
    last = last_request(entry.url, archive=archive)
    if last is not None and channel != "http" and not _is_due_again(entry, last, now):
        return None
    url = entry.url
    if known is not None and channel != "http" and (other := known.latest(url)) is not None:
        # The latest word counts: this address may have failed after another one was fetched.
        is_last = last is None or last.fetched_at < other.fetched_at
        if is_last and not _is_due_again(entry, other, now):
            return None
        url = known.address_to_request(url)
    elif last is None:  # nothing of this page is held
        return Due(url, channel)
    return with_validators(url, channel, archive=archive)


def _is_due_again(entry: Entry, last: CaptureRow, now: datetime) -> bool:
    """Whether to request an entry again whose page was requested before; `last` is the latest capture of it."""
    requested = not_future(datetime.fromisoformat(last.fetched_at), now)
    if last.outcome in ("fetched", "not_modified"):
        return changed_since(requested, entry, now)
    return not is_settled(last.outcome, last.status) or requested is None or now - requested > _RETRY_SETTLED_AFTER


def changed_since(requested: datetime | None, entry: Entry, now: datetime) -> bool:
    """Whether an entry was published or changed after it was last requested, according to its list.

    `requested`: the time of the last request; None when that time is not known: then any listed time counts as later.
    """
    listed = last_change(entry, now)
    return listed is not None and (requested is None or requested < listed)


def last_change(entry: Entry, now: datetime) -> datetime | None:
    """When an entry was published or changed last, according to its list; None when the list gives no usable time."""
    times = (not_future(entry.published, now), not_future(entry.modified, now))
    return max((time for time in times if time is not None), default=None)


def not_future(moment: datetime | None, now: datetime) -> datetime | None:
    """Return `moment`; None where it is None or in the future: by a wrong clock, or a mistake in the list."""
    return moment if moment is not None and moment <= now else None
