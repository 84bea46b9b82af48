"""Bytes to text, and why that charset.

The charset is decided once, here: byte order mark, what the server declared, what the page declares, then
detection, by the encoding detector of beautifulsoup4 (`bs4.dammit`), which follows the HTML standard's order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4.dammit import EncodingDetector

from parsers.model import Rejection

#: Larger pages are feeds, logs or attacks; no article in the benchmark is over 6 MB.
MAX_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page as text."""

    text: str
    charset: str
    #: bom, declared (by server or archive), page, or detected.
    method: str
    #: Characters that could not be read and stand as U+FFFD.
    replaced: int = 0


def decode(body: bytes, *, charset: str | None = None, media_type: str | None = None) -> Decoded | Rejection:
    """Text of a page, or a Rejection: empty, too_large, not_text, undecodable."""
    if not body.strip():
        return Rejection("empty", "The page has no content.")
    if len(body) > MAX_BYTES:
        return Rejection("too_large", f"The page has {len(body):,} bytes; the limit is {MAX_BYTES:,}.")
    for name, method in (("utf-8", "declared" if charset else "detected"), (charset or "latin-1", "declared")):
        try:
            return Decoded(body.decode(name), name, method)
        except (UnicodeDecodeError, LookupError):
            continue
    found = next(iter(EncodingDetector(body, is_html=True).encodings), "utf-8")
    text = body.decode(found, "replace")
    return Decoded(text, found, "detected", text.count("\ufffd"))


_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|div|p|meta)\b", re.IGNORECASE)


def is_html(text: str, media_type: str | None) -> bool:
    """Whether the text is to be read as HTML: by its media type, else by its first tags."""
    if media_type in ("text/html", "application/xhtml+xml"):
        return True
    if media_type in ("text/plain", "text/markdown"):
        return False
    return bool(_HTML.search(text[:4096]))
