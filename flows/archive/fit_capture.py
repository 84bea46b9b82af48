"""Prepares a capture for a WARC record and the index: with a time, a media type, and text that headers may hold.

Takes and gives a Capture; its body stays as it is.
"""

from __future__ import annotations

import re
import string
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from flows.archive.captures import Capture, content_type

#: Characters that stay as they are in a header; all others are percent-encoded, since RFC 9110 wants ASCII there.
_ASCII: Final = string.punctuation + " \t"
#: Values that need no change, as nearly all headers; and characters that an address may not hold.
_FIT: Final = re.compile(r"[ -~\t]*")
_BAD: Final = re.compile(r"[\s\x1c-\x1f\ud800-\udfff]")


def fit_capture(capture: Capture) -> Capture:
    """Return a capture that has a time, a media type if its headers name one, and only text that headers may hold.

    The time is the present one for a capture without a time.
    """
    media_type, charset = capture.media_type, capture.charset
    if media_type is None:
        media_type, declared = content_type(capture.header("Content-Type"))
        charset = charset or declared
    return replace(
        capture,
        url=_address(capture.url),
        redirects=tuple(_address(url) for url in capture.redirects),
        headers=tuple((name, _header(value)) for name, value in capture.headers),
        # File names and texts from servers may hold bytes that are not characters.
        detail=" ".join(capture.detail.encode("utf-8", "replace").decode("utf-8").split()),
        fetched_at=capture.fetched_at or datetime.now(UTC),
        media_type=media_type,
        charset=charset,
        raw=fit_capture(capture.raw) if capture.raw is not None else None,
    )


def _header(value: str) -> str:
    """Percent-encode a header's value when it has characters that a header may not hold."""
    return value if _FIT.fullmatch(value) else quote(value, safe=_ASCII, errors="surrogateescape")


def _address(url: str) -> str:
    """Make an address fit for a WARC header: white space, and bytes that are not characters, are percent-encoded."""
    if not _BAD.search(url):
        return url
    bad = (char for char in set(url) if char.isspace() or "\ud800" <= char <= "\udfff")
    return url.translate({ord(char): quote(char, errors="surrogateescape") for char in bad})
