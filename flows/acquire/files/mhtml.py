"""Reads MHTML files (.mht, .mhtml), and e-mails (.eml) that hold a page: a newsletter, a page that was sent.

RFC 2557 puts a page and its pictures into one message: multipart/related, the page first or named by `start`; Chromium
names the page's address in Snapshot-Content-Location.  Gives the page; its pictures, styles and frames are counted.
`place`: where a message stands in a mailbox, such as "message=3"; the message's address ends with it.  `wishes`: the
options of the import (formats.py).
"""

from __future__ import annotations

import codecs
import email
import email.policy
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

from flows.acquire.files.formats import Found, Wishes
from flows.acquire.files.saved_page import SavedPage, given, problem, whole_file
from flows.acquire.kinds import is_page_type
from flows.acquire.moments import fetch_time
from flows.acquire.warc_pieces import BLANK
from flows.acquire.web_address import page_address

#: One line of headers: a name and a colon, or the continuation of the line before (RFC 5322, section 2.2).
_HEADER_LINE: Final = re.compile(rb"[!-9;-~]{1,100}[ \t]*:|[ \t]")
#: Headers that only messages have; "Subject" and "Date" also stand above stories in the files of news archives.
_SURE: Final = re.compile(
    rb"^(?:MIME-Version|Message-ID|Received|Return-Path|Content-Transfer-Encoding|(?:Snapshot-)?Content-Location)\s*:"
    rb"|^Content-Type[ \t]*:[ \t]*multipart/",
    re.IGNORECASE | re.MULTILINE,
)
_BLANK_LINE: Final = re.compile(rb"\r?\n[ \t]*\r?\n")
#: The first line of a message as Apple Mail stores it (.emlx): the number of its bytes; a list of properties follows.
_COUNT: Final = re.compile(rb"(\d{1,10})[ \t]*\r?\n")
#: Blanks behind the "=" that joins two lines of quoted-printable, which count for nothing (RFC 2045, section 6.7).
_PADDED: Final = re.compile(r"=[ \t]+(?=\r?\n)")
#: Parts of a message that are looked at; saved pages have some hundred.
_MOST_PARTS: Final = 100_000


def is_message(head: bytes) -> bool:
    """Whether a file begins with the headers of an e-mail message (or MHTML file), and is to be read as one."""
    begin = _message_in(head)
    end = _BLANK_LINE.search(begin)
    headers = begin[: end.start()] if end else begin
    lines = headers.splitlines()
    if end is None:
        lines = lines[:-1]
    return _SURE.search(headers) is not None and all(_HEADER_LINE.match(line) for line in lines)


def _message_in(data: bytes) -> bytes:
    """Return the bytes of a message without what stands before it: a byte order mark, blanks, the count of an .emlx."""
    data = data.removeprefix(codecs.BOM_UTF8).lstrip(BLANK)
    count = _COUNT.match(data)
    return data[count.end() :][: int(count[1])] if count else data


def read_mhtml(path: Path, wishes: Wishes) -> Iterator[Found]:
    """Yield the page in one MHTML file or message, and a Passed (skipped on purpose) for each of its other parts.

    Raises what opening and unpacking the file raises.
    """
    with whole_file(path) as data:
        yield from read_mhtml_message(path, wishes, data)


def read_mhtml_message(path: Path, wishes: Wishes, data: bytes, *, place: str = "") -> Iterator[Found]:
    """Yield the page in a message, and a Passed (skipped on purpose) for each of its other parts.

    `data`: the message.  `place`: of the message in the file, for its address; "" when it is the whole file.
    """
    message = email.message_from_bytes(_message_in(data), policy=email.policy.compat32)
    parts = [part for part, _ in zip(message.walk(), range(_MOST_PARTS)) if not part.is_multipart()]
    page = _page_of(message, parts)
    if _is_cut(message) and (page is None or page is parts[-1]):
        yield problem(path, "truncated", f"{_which(place)} end is missing; get it again", place=place)
        return
    if page is None:
        yield problem(path, "wrong_type", f"none of {_which(place)} parts is a page", place=place)
        return
    body = _content(page)
    saved = SavedPage(
        body=body if isinstance(body, bytes) else b"",
        address=next(_addresses(message, page), ""),
        declared=_header(page, "Content-Type"),
        saved_at=_saved_at(message),
        parts=len(parts) - 1,
    )
    yield from given(path, wishes, saved, place=place)


def _which(place: str) -> str:
    """Return whose part an error message speaks of: "its", or "the message 3's" for a message of a mailbox."""
    return f"the {place.replace('=', ' ')}'s" if place else "its"


def _addresses(message: Message, page: Message) -> Iterator[str]:
    """Yield the addresses of the page that the file states, the surest first.

    That of the page's own part may be relative to the message's (RFC 2557, section 5).
    """
    base = _header(message, "Content-Base") or _header(message, "Content-Location")
    own = _header(page, "Content-Location")
    try:
        joined = urljoin(base, own)
    except ValueError:  # one of them is no address
        joined = own
    for found in (_header(message, "Snapshot-Content-Location"), joined, base):
        if page_address(found) is not None:
            yield found


def _content(page: Message) -> Any:
    """Return the decoded content of a part, as bytes."""
    text = page.get_payload()
    encoding = _header(page, "Content-Transfer-Encoding").lower()
    if isinstance(text, str) and text.isascii() and encoding == "quoted-printable":
        page.set_payload(_PADDED.sub("=", text))
    return page.get_payload(decode=True)


def _page_of(message: Message, parts: list[Message]) -> Message | None:
    """Return the part that is the page; None when no part is a page."""
    start = str(message.get_param("start") or "").strip("<> ")
    named = (part for part in parts if start and _header(part, "Content-ID").strip("<> ") == start)
    address = _header(message, "Snapshot-Content-Location")
    placed = (part for part in parts if address and _header(part, "Content-Location") == address)
    html = (part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml"))
    text = (part for part in parts if _is_text(part))
    return next((part for found in (named, placed, html, text) for part in found if _is_text(part)), None)


def _is_text(part: Message) -> bool:
    return is_page_type(part.get_content_type()) and part.get_content_disposition() != "attachment"


def _is_cut(message: Message) -> bool:
    """Whether the boundary line that ends a multipart message, or one of its parts, is missing: its end is lost."""
    return any(
        type(defect).__name__ in ("CloseBoundaryNotFoundDefect", "StartBoundaryNotFoundDefect")
        for part in message.walk()
        for defect in part.defects
    )


def _header(message: Message, name: str) -> str:
    """Return a header's value without blanks and line breaks, decoded (RFC 2047); "" when there is no such header."""
    value = str(message.get(name) or "")
    if "=?" in value:
        with suppress(HeaderParseError, LookupError, ValueError):  # else it is taken as it stands
            value = str(make_header(decode_header(value)))
    return "".join(value.split())


def _saved_at(message: Message) -> datetime | None:
    """Return when the page was saved, by the Date header; None without a usable one."""
    try:
        return fetch_time(parsedate_to_datetime(str(message.get("Date") or "")).isoformat())
    except (ValueError, OverflowError):
        return None
