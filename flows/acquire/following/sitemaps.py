"""Reads sitemaps (sitemaps.org 0.9), sitemap indexes and news sitemaps into a Listing; XML or text, gzipped or not.

Takes the bytes of one document.  Fetches nothing: sitemap libraries fetch every sitemap of an index, without our
pauses; here the caller requests only those that changed.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final

from lxml import etree

from flows.acquire.following.listings import Entry, Listing, UnreadableListing, refuse_entities
from flows.acquire.moments import in_utc

#: Most addresses that are read of one document; sitemaps.org allows 50,000.
_MOST: Final = 50_000
_OLDEST: Final = datetime.min.replace(tzinfo=UTC)


def read_sitemap(body: bytes, *, limit: int) -> Listing:
    """The pages or further sitemaps that a sitemap lists, the latest first where it gives times.

    limit: most bytes, unpacked.  Raises UnreadableListing when the document is not a sitemap, is too large, or declares
    XML entities.
    """
    text = _unpacked(body, limit)
    refuse_entities(text)
    if not text.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return _plain(text)
    pages: list[Entry] = []
    further: list[Entry] = []
    nameless, flaw = 0, None
    try:
        for kind, entry in _entries(text):
            if entry is None:
                nameless += 1
                continue
            (pages if kind == "url" else further).append(entry)
            if len(pages) + len(further) >= _MOST:
                flaw = f"Only its first {_MOST:,} addresses were read."
                break
    except etree.XMLSyntaxError as error:
        if not pages and not further:
            raise UnreadableListing(f"The document is no sitemap ({error}).") from error
        flaw = str(error)
    return Listing(_latest_first(pages), _latest_first(further), nameless, flaw)


def _unpacked(body: bytes, limit: int) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        with gzip.GzipFile(fileobj=BytesIO(body)) as packed:
            text = packed.read(limit + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableListing(f"The sitemap cannot be unpacked ({error}).") from error
    if len(text) > limit:
        raise UnreadableListing(f"The sitemap is larger than {limit:,} bytes.")
    return text


def _plain(text: bytes) -> Listing:
    """The pages of a text sitemap, which has one address a line."""
    lines = text.decode("utf-8-sig", "replace").splitlines()[:_MOST]
    pages = tuple(Entry(line.strip()) for line in lines if line.strip().startswith(("http://", "https://")))
    if not pages:
        raise UnreadableListing("The document is no sitemap: it holds no address.")
    return Listing(pages)


def _entries(text: bytes) -> Iterator[tuple[str, Entry | None]]:
    """Each <url> and <sitemap> in order; None for one without an address.  Frees each element after reading it."""
    events = etree.iterparse(
        BytesIO(text), events=("end",), resolve_entities=False, no_network=True, load_dtd=False, recover=False
    )
    for _, element in events:
        kind = _name(element)
        if kind in ("url", "sitemap"):
            yield kind, _entry(element)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _entry(element: Any) -> Entry | None:
    found: dict[str, str] = {}
    for child in element.iter():
        # The first one is the page's; an image's <loc> comes after it.
        if child.text and child.text.strip():
            found.setdefault(_name(child), child.text.strip())
    if "loc" not in found:
        return None
    return Entry(
        found["loc"], _moment(found.get("publication_date")), _moment(found.get("lastmod")), found.get("title")
    )


def _moment(text: str | None) -> datetime | None:
    """A W3C date and time in UTC; UTC is assumed without a zone.  None when it cannot be read."""
    try:
        return in_utc(datetime.fromisoformat(text or ""))
    except (ValueError, OverflowError):
        return None


def _latest_first(entries: list[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.latest or _OLDEST, reverse=True))
