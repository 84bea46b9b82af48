"""Which records of WARC files are taken in, and how the others are reported.

Values only; reading files needs them even when no WARC file is among these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from flows.acquire.moments import in_utc
from flows.printing.progress import listed, number

#: Passed.why.  Counted in run records under these names, so never renamed, only added to.
KINDS: Final[dict[str, str]] = {
    "file type": "a file that is no page by its name",
    "request": "a record of what was asked",
    "warcinfo": "a record about the WARC file",
    "metadata": "a record about another record, or about a fetch that brought nothing",
    "revisit": "a record that says that a page was the same as before, and holds none",
    "continuation": "a later part of a record that was split",
    "other record": "a record of a type that the standard does not know",
    "dns": "the answer of a name server",
    "log": "a crawler's log or its arguments",
    "crawler note": "a screenshot, a list or an extract that a crawler made of a page",
    "robots.txt": "a site's rules for robots",
    "favicon": "a site's icon",
    "status": "an answer other than success: a redirect, an error, a refusal",
    "media type": "neither HTML nor text: a picture, a script, data",
    "host": "not of the hosts that were asked for",
    "date": "not of the time that was asked for",
}


@dataclass(frozen=True, slots=True)
class Passed:
    """Something that was skipped on purpose, which is not a problem."""

    #: Address or file URI.
    url: str
    #: A key of KINDS.
    why: str


@dataclass(frozen=True, slots=True)
class WarcFilter:
    """Which records are wanted; decided on their headers alone."""

    #: Host names, subdomains included; empty: all.
    hosts: tuple[str, ...] = ()
    #: Bounds on the time of the fetch; without a zone they are UTC.
    since: datetime | None = None
    until: datetime | None = None

    def objection(self, url: str | None, fetched_at: datetime | None) -> str | None:
        """Why a record is not wanted; None when it is.  url None: it has no address, and so no host."""
        if self.hosts and not self._is_of_a_host(url or ""):
            return "host"
        if fetched_at is None:
            return None
        moment = in_utc(fetched_at)
        if self.since is not None and moment < in_utc(self.since):
            return "date"
        return "date" if self.until is not None and moment >= in_utc(self.until) else None

    def _is_of_a_host(self, url: str) -> bool:
        try:
            host = (urlsplit(url).hostname or "").rstrip(".")
        except ValueError:
            return False
        names = [name.lower().strip(".") for name in self.hosts]
        return any(host == name or host.endswith("." + name) for name in names)


def also_passed(passed: Mapping[str, int]) -> str:
    """The end of a line about pages: what was passed over, by kind; empty when nothing was."""
    if not passed:
        return ""
    several = number(sum(passed.values()), "other file or record", "other files or records")
    return f"; {several} passed over ({listed(dict(passed))})"
