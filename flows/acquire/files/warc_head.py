"""Reads the headers of one WARC record: its type, the address of its page, the time of the fetch, the media type.

Takes the first bytes of a record, or all of it; parses the record's headers and those of the HTTP answer in it, also
malformed ones.  The target of a record is its WARC-Target-URI; its block is what follows its headers.  Tells why a
record is not a page.  Reads no body.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Final
from urllib.parse import urlsplit

from flows.acquire.http_message import HttpMessage, read_message
from flows.acquire.kinds import is_page_type
from flows.acquire.moments import fetch_time
from flows.acquire.warc_pieces import header_length
from flows.acquire.web_address import PAGE_SCHEMES, page_address
from flows.archive.captures import BESIDE, content_type
from flows.archive.plain_record import first_of_each, plain_headers

_PAGE_RECORDS: Final = frozenset({"response", "resource", "conversion"})
_OTHER_RECORDS: Final = frozenset({"request", "warcinfo", "metadata", "revisit", "continuation"})
#: Scheme of an address under which crawlers store their own records -> key of wanted.KINDS.
_NOTES: Final = {
    "metadata": "log",
    "dns": "dns",
    "whois": "dns",
    "ntp": "dns",
    **dict.fromkeys(("gemini", "gopher", "spartan", "finger", "nntp", "rtsp", "ws", "wss"), "other protocol"),
}
#: The address under which wpull stores its log.
_LOG: Final = re.compile(r"urn:x-\w+:log\b", re.IGNORECASE | re.ASCII)
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE | re.ASCII)
#: Statuses of the answers that revisit records are about, when these are about pages.
_SAME: Final = (*range(200, 300), 304)
#: Media types that say nothing of what an answer is, and those of XML, which XHTML is, too.
_VAGUE: Final = frozenset(
    f"{kind}/{name}"
    for kind, names in {
        "application": "octet-stream unknown x-unknown force-download download x-download xml vnd.wap.xhtml+xml",
        "binary": "octet-stream",
        "text": "xml",
        "unknown": "unknown",
    }.items()
    for name in names.split()
)
_FIRST_CHUNK: Final = re.compile(rb"\A\s*[0-9a-f]{1,8}[^\r\n]{0,200}\r?\n", re.IGNORECASE)
_SERVICE_FILES: Final = {"/robots.txt": "robots.txt", "/favicon.ico": "favicon"}


@dataclass(frozen=True, slots=True)
class Head:
    """The parsed headers of one WARC record, and of the HTTP answer in it."""

    #: WARC-Type in lower case; empty without one.
    type: str
    #: WARC-Target-URI as written; empty without one.
    target: str
    #: The address of the page; None when the target is not a usable address.
    url: str | None
    fetched_at: datetime | None
    #: Status and headers of the HTTP answer; None when the block is a body alone.
    message: HttpMessage | None
    media_type: str | None
    charset: str | None
    #: Of a revisit record: the address and time of the record that holds the same page; empty and None without them.
    same_target: str
    same_time: datetime | None
    #: Whether the record says that its block was cut when it was written (WARC-Truncated).
    truncated: bool
    #: Whether the record says that it continues in other records (WARC-Segment-Number).
    segmented: bool
    #: Where the block, and the body in it, begin: bytes from the start of the record.
    block: int
    body: int
    #: What copydesk's own archive says became of the capture ("fetched" for a page); empty in other files.
    outcome: str = ""
    #: Whether our archive keeps it only beside the page that a browser made of it.
    beside: bool = False

    @property
    def status(self) -> int | None:
        """The HTTP status of the answer; None without an answer."""
        return self.message.status if self.message is not None else None

    @property
    def is_sighting(self) -> bool:
        """Whether this is a revisit record: the page was fetched again and had not changed since an earlier record.

        False when the earlier record is of another address, or when the answer was an error.
        """
        same = self.same_target in ("", self.target)
        return self.type == "revisit" and same and (self.status is None or self.status in _SAME)

    @property
    def is_page(self) -> bool:
        """Whether the record may hold a page, by its type and address."""
        return self.type in _PAGE_RECORDS and self.kind is None

    @property
    def kind(self) -> str | None:
        """Why the record holds no page: its type, or a key of wanted.KINDS; None for a record that may hold a page."""
        if self.type not in _PAGE_RECORDS:
            return self.type if self.type in _OTHER_RECORDS or not self.type else "other record"
        scheme = _SCHEME.match(self.target)
        if scheme and scheme[1].lower() not in PAGE_SCHEMES:
            if _LOG.match(self.target):
                return "log"
            return _NOTES.get(scheme[1].lower(), "crawler note")
        if self.beside:
            return "before rendering"
        return _SERVICE_FILES.get(urlsplit(self.url).path.lower()) if self.url else None

    def objection(self) -> str | None:
        """Return why to skip the record, as a key of wanted.KINDS such as "status"; None for a record to take."""
        if self.kind is not None:
            return self.kind
        if self.outcome not in ("", "fetched"):
            return "status"
        if self.status is not None and not 200 <= self.status < 300:
            return "status"
        return None if is_page_type(self.media_type) else "media type"


def read_head(data: bytes) -> Head | None:
    """Read the headers of the record that begins with these bytes; None when no record begins there."""
    length = header_length(data)
    if length is None or not data.startswith(b"WARC/"):
        return None
    named = plain_headers(data[:length]) or _odd_headers(data[:length])
    kind = named.get("warc-type", "").strip().lower()
    own_type = named.get("content-type", "")
    target = _target(named, "warc-target-uri")
    message = None
    if kind == "response" or (kind in ("resource", "revisit") and "application/http" in own_type.lower()):
        message = read_message(data[length:], claimed="application/http" in own_type.lower())
    declared = message.header("content-type") if message is not None else own_type
    media_type, charset = content_type(declared)
    if message is None and media_type == "application/http":
        media_type = None
    body = length + (message.length if message is not None else 0)
    if media_type in _VAGUE and _is_document(data[body:], message):
        media_type = "text/html"
    return Head(
        type=kind,
        target=target,
        url=page_address(target),
        fetched_at=fetch_time(named.get("warc-date")),
        message=message,
        media_type=media_type,
        charset=charset,
        same_target=_target(named, "warc-refers-to-target-uri"),
        same_time=fetch_time(named.get("warc-refers-to-date")),
        outcome=named.get("copydesk-outcome", "").strip(),
        truncated=bool(named.get("warc-truncated")),
        segmented=bool(named.get("warc-segment-number")),
        beside=bool(named.get(BESIDE.lower())),
        block=length,
        body=body,
    )


def _is_document(body: bytes, message: HttpMessage | None) -> bool:
    """Whether the beginning of a body that was declared as some data shows that it is an HTML page.

    `message`: the HTTP answer; None for a body that was stored alone, as wget stores files from FTP.
    """
    from flows.acquire.sniffing import LOOKED_AT, no_page  # imported here: few records need it

    encoding = message.header("content-encoding") if message is not None else ""
    if message is not None and "chunked" in message.header("transfer-encoding").lower():
        body = _FIRST_CHUNK.sub(b"", body, count=1)
    return no_page(body[: 4 * LOOKED_AT], encoding=encoding, declared="application/xml") is None


def _odd_headers(head: bytes) -> Mapping[str, str]:
    """Read the headers of a record in an unusual form, with warcio; names are in lower case."""
    from warcio.statusandheaders import StatusAndHeadersParser  # imported here: hardly a record needs it

    found = StatusAndHeadersParser([], verify=False).parse(BytesIO(head)).headers
    return first_of_each((str(name), str(value)) for name, value in found)


def _target(named: Mapping[str, str], name: str) -> str:
    """Return the address in a header, without the angle brackets that wget and the first drafts of WARC put around it.

    `named`: the record's headers, by name in lower case.  `name`: of the header.
    """
    target = named.get(name, "").strip()
    return target[1:-1].strip() if target.startswith("<") and target.endswith(">") else target
