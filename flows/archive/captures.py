"""One capture: the result of one request for an address, or of reading one file or WARC record.

Every way of acquiring pages (HTTP, files, WARC) gives a Capture, with a body (the content of the page) or with the
reason why there is no body.  The archive stores captures; nothing here reads or writes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from flows.archive.whole_record import WholeRecord

#: Codes of Capture.outcome, with what they mean.  They are stored and grouped by: never rename one, only add.
OUTCOMES: Final[dict[str, str]] = {
    "fetched": "its body is in the archive",
    "not_modified": "the server says that it has not changed since the last fetch",
    "robots_denied": "the site's robots.txt asks not to fetch it",
    "http_error": "the server answered with an error",
    "blocked": "the site answered with a challenge or a refusal",
    "host_resting": "its host refused too often and was left alone",
    "wrong_type": "it is neither HTML nor text",
    "too_large": "it is larger than the limit for one page",
    "too_many_redirects": "it redirects further than the limit",
    "unreachable": "the server could not be reached or cut the connection",
    "timeout": "the server took longer than the limit",
    "refused_address": "its address is not a public one or not HTTP",
    "unreadable": "it cannot be read, or is not what it should be",
    "empty": "there is nothing in it",
    "not_text": "it is a binary file, neither HTML nor text",
    "truncated": "its end is missing",
    "damaged": "it cannot be unpacked",
    "tls_error": "no secure connection could be made, or its certificate is not to be trusted",
    "no_such_host": "there is no host of its name",
    "login_required": "the site asks for a login or a subscription first",
    "consent_required": "the site asks for consent first",
    "leads_elsewhere": "it only leads to a page of another site",
    "script_redirect": "it only leads on by a script, which is not run",
    "no_browser": "it is to be rendered, and no browser was found for it, or its time in this run was over",
    "render_failed": "the browser that was to render it failed, or took too much time or memory",
}
#: Outcomes that pass: another request soon may have a better one.
PASSING: Final = frozenset({"unreachable", "timeout", "host_resting", "blocked", "truncated", "no_browser"})

#: WARC header of a record that is no capture itself: a page as a browser was given it, when what the browser made of it
#: is in another record, or a note on the record after it.
BESIDE: Final = "Copydesk-Beside"

#: Characters of a Content-Type header that are parsed; Python's parser takes time that grows with their square.
_MAX_CONTENT_TYPE: Final = 1_000
_MEDIA_TYPE: Final = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_CHARSET: Final = re.compile(r"[\w.:+-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Capture:
    """The result of one request or of one imported file or record: a page, or the reason why there is none."""

    #: Where the body came from: the last address of a redirect chain, or a file URI.
    url: str
    #: With content encoding and chunks undone; None when there is no body.
    body: bytes | None = None
    #: http, file or warc.
    channel: str = "http"
    #: Time of the fetch; None when it is not known: the archive then uses the time at which it stores the capture.
    fetched_at: datetime | None = None
    #: Name of the source in config/sources.toml.
    source: str | None = None
    #: A code of OUTCOMES.
    outcome: str = "fetched"
    #: One sentence for a person when the outcome is not "fetched", or when a browser was asked to render it.
    detail: str = ""
    #: HTTP status; None for a file.
    status: int | None = None
    #: HTTP headers as received, in order.
    headers: tuple[tuple[str, str], ...] = ()
    #: Media type and charset as declared outside the body.
    media_type: str | None = None
    charset: str | None = None
    #: The addresses that redirected here, the requested one first.
    redirects: tuple[str, ...] = ()
    #: Whether the address is the one that the page declares (canonical, og:url), since what was imported named none.
    url_declared: bool = False
    #: The other addresses that the page declares for its story, joined by a space, "" for none; None when nobody has
    #: looked for them yet (flows.archive.declared_forms).
    declared: str | None = field(default=None, repr=False, compare=False)
    #: What the site said when the outcome is not "fetched": the first bytes of an error or block page.  It is kept to
    #: be looked at, and is never a page: that is why it does not stand in `body`.
    error_body: bytes | None = None
    #: The head of the request as it was sent (request line and headers); None when it is not known.
    request: bytes | None = None
    #: Name and version of the browser whose rendering of the page the body is; "" for a body as it was fetched.
    rendered_by: str = ""
    #: What was fetched and given to the browser: kept beside this capture, never read as a page; else None.
    raw: Capture | None = None
    #: The record that it was read from, when the archive may keep that unchanged; else None.
    whole: WholeRecord | None = field(default=None, repr=False, compare=False)

    @property
    def requested_url(self) -> str:
        """The address that was requested."""
        return self.redirects[0] if self.redirects else self.url

    def header(self, name: str) -> str | None:
        """The value of the first header of this name, in any case; None without such a header."""
        folded = name.lower()
        return next((value for key, value in self.headers if key.lower() == folded), None)


@lru_cache(256)
def content_type(value: str | None) -> tuple[str | None, str | None]:
    """Read media type and charset of a Content-Type header, in lower case; None for each that is missing or malformed.

    "Text/HTML; charset=UTF-8" gives ("text/html", "utf-8").  Of several, joined by commas, the first counts.
    """
    if not value or "/" not in value:
        return None, None
    if '"' not in value:
        value = value.strip(" ,").partition(",")[0]
    from email.message import Message  # here: what is read from a file has no such header

    message = Message()
    message["Content-Type"] = " ".join(value[:_MAX_CONTENT_TYPE].encode("ascii", "replace").decode("ascii").split())
    media_type, charset = message.get_content_type(), message.get_param("charset")
    named = isinstance(charset, str) and _CHARSET.fullmatch(charset)
    return media_type if _MEDIA_TYPE.fullmatch(media_type) else None, str(charset).lower() if named else None


def utc_text(moment: datetime) -> str:
    """Write a time in UTC as text that sorts by time: 2026-11-23T08:00:00.000000+00:00.

    UTC is assumed for a time without a zone.
    """
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="microseconds")
