"""Decides which records of crawls to import, and says how skipped files and records are counted and reported.

Takes the address and time of a record, gives the reason to skip it.  Reads nothing, and needs no WARC library.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Final
from urllib.parse import unquote, urlsplit

from flows.acquire.moments import in_utc
from flows.archive.captures import Capture
from flows.printing.progress import listed, number

#: Codes of Passed.why, with what they mean.  Run records count by these codes: never rename one, only add.
KINDS: Final[dict[str, str]] = {
    "file type": "a file whose name says that it is not a page; in an archive also a link, a device or a hidden file",
    "page part": "a picture, style, script or frame that was saved with a page",
    "address": "an address in a list, which an import requests",
    "address list": "a list of addresses in a folder or archive; name the list itself to request them",
    "read before": "a file on a web server that was read to its end, and has not changed since",
    "crawl index": "an index, a list of pages or a log of a crawl",
    "request": "a record of an HTTP request",
    "warcinfo": "a record about the WARC file",
    "metadata": "a record about another record, or about a fetch without a body",
    "revisit": "a record without a body: the page was the same as before",
    "continuation": "a later part of a record that was split",
    "other record": "a record of a type that the WARC standard does not define",
    "dns": "a DNS answer",
    "log": "a crawler's log or its arguments",
    "crawler note": "a screenshot, a list or an extract that a crawler made of a page",
    "other protocol": "what was fetched neither over HTTP nor over FTP, such as a page of Gemini or a WebSocket",
    "before rendering": "a page as a browser was given it; the page as the browser showed it stands beside it",
    "robots.txt": "a site's robots.txt",
    "favicon": "a site's icon",
    "status": "an answer other than success: a redirect, an error, a refusal",
    "media type": "neither HTML nor text: a picture, a script, data",
    "no page column": "a table in a folder, none of whose columns holds pages",
    "host": "not from a host that was asked for",
    "path": "not below a path that was asked for",
    "date": "not from the period that was asked for",
}


@dataclass(frozen=True, slots=True)
class Passed:
    """A file or record that was skipped on purpose; not an error."""

    #: Address of the page, or file URI.
    url: str
    #: A key of KINDS.
    why: str


@dataclass(frozen=True, slots=True)
class Sighting(Passed):
    """A revisit record of a crawl: the page was fetched again and had not changed, so the record holds no body."""

    page: str
    fetched_at: datetime
    #: When the earlier, identical page was fetched; None when the record does not say so.
    same_as: datetime | None

    def to_capture(self) -> Capture:
        """Return the capture of a page that had not changed, with the outcome "not_modified"."""
        return Capture(self.page, channel="warc", outcome="not_modified", fetched_at=self.fetched_at)


@dataclass(frozen=True, slots=True)
class WarcFilter:
    """The user's choice of records of a crawl, by host, path and time; decided on their headers alone."""

    #: Host names, subdomains included; empty: all.
    hosts: tuple[str, ...] = ()
    #: Bounds on the time of the fetch, since included and until excluded; UTC when they have no zone.
    since: datetime | None = None
    until: datetime | None = None
    #: Beginnings of the path; with * or ?, a pattern for the whole path.  Empty: all.
    page_paths: tuple[str, ...] = ()

    def objection(self, url: str | None, fetched_at: datetime | None) -> str | None:
        """Return the key of KINDS that says why to skip a record; None for a record to take.

        `url`, `fetched_at`: as the record says, or None when it does not say them.  A record without an address belongs
        to no host; one without a time counts as inside every period.
        """
        if self.hosts and not self._is_of_a_host(url or ""):
            return "host"
        if self.page_paths and not self._is_below_a_path(url or ""):
            return "path"
        if fetched_at is None:
            return None
        moment = in_utc(fetched_at)
        if self.since is not None and moment < in_utc(self.since):
            return "date"
        return "date" if self.until is not None and moment >= in_utc(self.until) else None

    def _is_of_a_host(self, url: str) -> bool:
        host = _host(url)
        names = [_host(name if "//" in name else f"//{name}") for name in self.hosts]
        return bool(host) and any(host == name or host.endswith("." + name) for name in names if name)

    def _is_below_a_path(self, url: str) -> bool:
        """Whether the path of an address is one of those that the user wants."""
        try:
            path = unquote(urlsplit(url).path) or "/"
        except ValueError:
            return False
        return bool(url) and any(_fits(path, unquote(wanted)) for wanted in self.page_paths)


def _host(url: str) -> str:
    """Return the host of an address, as it stands in the domain name system; "" without a host."""
    try:
        host = (urlsplit(url).hostname or "").strip(".")
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except ValueError:  # a broken address, or a name that IDNA does not allow
        return ""


def _fits(path: str, wanted: str) -> bool:
    if "*" in wanted or "?" in wanted:
        return fnmatchcase(path, wanted)
    return path.startswith(wanted if wanted.startswith("/") else f"/{wanted}")


def also_passed(passed: Mapping[str, int]) -> str:
    """Return the end of a summary line that counts what was skipped: "; 5 other files or records passed over (...)".

    "" when nothing was skipped.  `passed`: how many were skipped, by key of KINDS.
    """
    if not passed:
        return ""
    several = number(sum(passed.values()), "other file or record", "other files or records")
    return f"; {several} passed over ({listed(dict(passed))})"
