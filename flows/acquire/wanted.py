"""Which records of WARC files are taken in, and how something is named that was not.

Values alone: reading files needs them whether or not a WARC file is among these.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Passed:
    """Something that was not taken in and is no problem either."""

    #: Address or file URI.
    url: str
    #: media type, status, host, date or file type.
    why: str


@dataclass(frozen=True, slots=True)
class WarcFilter:
    """Which records are wanted; decided on their headers alone."""

    #: Host names, subdomains included; empty: all.
    hosts: tuple[str, ...] = ()
    #: Bounds on the time of the fetch.
    since: datetime | None = None
    until: datetime | None = None

    def objection(self, url: str, fetched_at: datetime | None) -> str | None:
        """Why a record is not wanted; None when it is."""
        host = urlsplit(url).hostname or ""
        if self.hosts and not any(host == wanted or host.endswith("." + wanted) for wanted in self.hosts):
            return "host"
        if fetched_at is not None and self.since is not None and fetched_at < self.since:
            return "date"
        if fetched_at is not None and self.until is not None and fetched_at >= self.until:
            return "date"
        return None
