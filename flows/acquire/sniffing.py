"""Tells by the content of an answer whether it is a page, as the Content-Type may be wrong in both directions.

A page is HTML or text.  Follows the MIME Sniffing Standard (WHATWG) in what the first bytes mean.  It goes further in
two ways, as nothing here runs what it reads: X-Content-Type-Options counts for nothing, and HTML is recognised under
any type.  `declared` is the media type of the Content-Type header.  Fetches nothing.
"""

from __future__ import annotations

import json
import re
import zlib
from typing import Final

from flows.acquire.kinds import BLANKS, binary_name, holds_control_codes, is_page_type, looks_like_html
from flows.acquire.packing import packing_of
from parsers.decoding.binary_files import file_name
from parsers.decoding.utf16 import utf16_codec

#: First bytes of an answer that tell what it is.  The standard takes 1,445; some pages begin with longer comments.
LOOKED_AT: Final = 4_096
#: Bytes of a packed beginning that are unpacked, and layers of packing.
_LAYERS: Final = 3
#: Largest body that is tried as JSON as a whole, in bytes; above, the parsers decide.
_MOST_JSON: Final = 1_000_000
#: What may stand before the first element: blanks, XML declarations and stylesheets, comments.
_BEFORE: Final = rb"(?:\xef\xbb\xbf)?+(?:\s++|<\?[^>]*+>|<!--.*?-->)*+"
_DOCUMENT: Final = re.compile(_BEFORE + rb"<(?:!doctype\s+html|(?:[\w-]+:)?html|head|body)(?=[\s/>])", re.I | re.S)
_ROOT: Final = re.compile(
    _BEFORE + rb"(?:<!doctype[^>\[]*+(?:\[[^\]]*+\][^>]*+)?+>)?+" + _BEFORE + rb"<(?:[\w.-]+:)?(\w+)(?=[\s/>])",
    re.I | re.S,
)
_ROOTS: Final = {
    b"rss": "a feed",
    b"feed": "a feed",
    b"rdf": "a feed",
    b"urlset": "a sitemap",
    b"sitemapindex": "a list of sitemaps",
    b"svg": "a picture (SVG)",
    b"opml": "a list of feeds (OPML)",
}


def no_page(raw: bytes, *, encoding: str, declared: str | None) -> str | None:
    """Name what an answer is, as the end of "It is ...", when it is surely no page; None when it may be one.

        no_page(b"%PDF-1.7", encoding="", declared="application/pdf")  ->  "a PDF document"

    `raw`: the first bytes as sent.  `encoding`: the Content-Encoding, "" for none.  `declared`: the media type, None
    for none.
    """
    head = _readable(_unpacked(raw, encoding.lower()))
    if _page_type(head, declared) is not None:
        return None
    return _name(head, head) or binary_name(head) or "no HTML page"


def sniffed(body: bytes, declared: str | None) -> tuple[str | None, str | None]:
    """Return the media type by which to read a whole body, and what the body is when it is surely no page, else None.

    The media type is the declared one unless the content says otherwise.  The second ends a sentence "It is ...":

        sniffed(b"%PDF-1.7 ...", "text/html")                 ->  ("text/html", "a PDF document")
        sniffed(b"<!doctype html><html>", "application/json")  ->  ("text/html", None)
    """
    head = _readable(body[:LOOKED_AT])
    page = _page_type(head, declared)
    return (page, None) if page != declared else (declared, _name(body, head))


def _page_type(head: bytes, declared: str | None) -> str | None:
    """Return the media type by which to read a page with these first bytes (`head`).

    None when the bytes do not begin a page, or no type was declared.
    """
    if declared is None:
        return None
    if _DOCUMENT.match(head):
        return declared if declared in ("text/html", "application/xhtml+xml") else "text/html"
    if is_page_type(declared):
        return declared
    # An element such as <article> or <p> may begin XML of another kind, too.
    return "text/html" if not declared.endswith("xml") and looks_like_html(head) else None


def _name(body: bytes, head: bytes) -> str | None:
    """Return what a body is that is surely no page, such as "a feed" or "JSON data"; None when it may be a page.

    `head`: the first bytes of `body`.
    """
    root = _ROOT.match(head)
    if root is not None:
        return _ROOTS.get(root[1].lower())
    if head.startswith(b"%PDF-") or holds_control_codes(head):
        named = file_name(body) or binary_name(head)
        return named.partition(";")[0] if named else None
    return "JSON data" if _is_json(body) else None


def _is_json(body: bytes) -> bool:
    """Whether a body is one JSON object or array, and so no page."""
    text = body.strip(BLANKS)
    if text[:1] + text[-1:] not in (b"{}", b"[]") or len(text) > _MOST_JSON:
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _readable(head: bytes) -> bytes:
    """Return UTF-16 bytes as UTF-8, which the patterns can search; other bytes unchanged."""
    if b"\0" not in head:
        return head
    codec = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else utf16_codec(head)
    return head.decode(codec, "ignore").encode() if codec else head


def _unpacked(raw: bytes, encoding: str) -> bytes:
    """Unpack the first bytes of an answer, as far as they go; return bytes that are not packed unchanged."""
    for _ in range(_LAYERS):
        packing = packing_of(raw)
        if packing is None:
            break
        raw = packing.start_of(raw, LOOKED_AT) or b""
    if "br" in encoding:
        return _unbrotli(raw)
    if "deflate" in encoding:
        return _inflate(raw)
    return raw


def _unbrotli(raw: bytes) -> bytes:
    """Unpack the first bytes of something packed with Brotli; return other bytes unchanged."""
    # Imported here: hardly any answer needs it.
    import brotli

    try:
        return bytes(brotli.Decompressor().process(raw, output_buffer_limit=LOOKED_AT))
    except brotli.error:
        return raw


def _inflate(raw: bytes) -> bytes:
    """Unpack the first bytes of something packed with deflate; return other bytes unchanged."""
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        try:
            return zlib.decompressobj(window).decompress(raw, LOOKED_AT)
        except zlib.error:
            continue
    return raw
