"""Reads sitemaps (sitemaps.org 0.9), sitemap indexes and news sitemaps into a Listing; XML or text, gzipped or not.

Takes the bytes of one document; a document that is no well-formed XML is read entry by entry.  Fetches nothing: sitemap
libraries fetch every sitemap of an index, without our pauses; here the caller requests only those that changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final

from lxml import etree

from flows.acquire.following.broken_sitemaps import broken_entries
from flows.acquire.following.list_dates import list_moment
from flows.acquire.following.listings import Entry, Listing, UnreadableListing, unpacked_list, without_declared_entities
from flows.acquire.opening import printable
from flows.printing.progress import number

#: Most addresses that are kept of one document, the latest; sitemaps.org allows 50,000.
_MOST: Final = 50_000
_OLDEST: Final = datetime.min.replace(tzinfo=UTC)
_ROOT: Final = re.compile(rb"<(?:[\w.-]+:)?(?:urlset|sitemapindex)\b")
#: What only a news sitemap has in its entries (Google's extension of the format), with any prefix.
_NEWS: Final = re.compile(rb"<(?:[\w.-]+:)?news>")
#: Elements of an entry that tell of a picture or a video of the page.
_OF_MEDIA: Final = ("image", "video")
_MARK: Final = b"\xef\xbb\xbf"
_BLANK: Final = b" \r\n\t\f\v"


@dataclass(slots=True)
class _Latest:
    """Collects entries and keeps the latest of them, at most _MOST; counts those that it left out."""

    entries: list[Entry] = field(default_factory=list)
    added: int = 0

    def add(self, entry: Entry) -> None:
        """Add an entry; drop the oldest ones when there are twice as many as the limit."""
        self.added += 1
        self.entries.append(entry)
        if len(self.entries) >= 2 * _MOST:
            self.entries = [*self.latest_first()]

    def latest_first(self) -> tuple[Entry, ...]:
        """The entries kept, latest first, those without a time last; equal times stay in the order of the document."""
        return tuple(sorted(self.entries, key=lambda entry: entry.latest or _OLDEST, reverse=True)[:_MOST])

    @property
    def left_out(self) -> int:
        """How many of the added entries are left out, since they are beyond the limit."""
        return max(0, self.added - _MOST)


def read_sitemap(body: bytes, *, limit: int) -> Listing:
    """Read the pages or further sitemaps that a sitemap lists, the latest first where it gives times.

    `limit`: most bytes, unpacked.  Raises UnreadableListing when the document is not a sitemap, is too large, or
    declares XML entities.
    """
    text = without_declared_entities(unpacked_list(body, limit))
    # Some systems print a blank line before the XML declaration, which a parser refuses.
    text = text.removeprefix(_MARK).lstrip(_BLANK)
    if not text.removeprefix(_MARK).startswith(b"<") and b"<url" not in text and b"<sitemap" not in text:
        return _plain(text)
    try:
        found = _listing(_entries(text))
        if found == Listing() and not _ROOT.search(text):
            raise UnreadableListing("The document is no sitemap: it is XML of another kind.")
        return replace(found, news=bool(_NEWS.search(text)))
    except etree.XMLSyntaxError as error:
        # Its further lines hold what the document says.
        said = printable(error.msg.partition("\n")[0])
        found = _listing(broken_entries(text), flaw=said)
        if not found.pages and not found.further:
            raise UnreadableListing(f"The document is no sitemap ({said}).") from error
        return replace(found, news=bool(_NEWS.search(text)))


def _listing(entries: Iterator[tuple[str, Any]], *, flaw: str | None = None) -> Listing:
    """Make a Listing of these entries, each given as its kind ("url" or "sitemap") and its element.

    `flaw`: why the document is no well-formed XML; None when it is.  Only entries of a document with a flaw may be
    unreadable (None for the element).
    """
    pages, further = _Latest(), _Latest()
    nameless = unread = 0
    for kind, element in entries:
        entry = _entry(element) if element is not None else None
        if entry is not None:
            (pages if kind == "url" else further).add(entry)
        nameless += entry is None and element is not None
        unread += element is None
    if unread:
        flaw = f"{flaw}; {number(unread, 'entry', 'entries')} cannot be read"
    left_out = pages.left_out + further.left_out
    return Listing(pages.latest_first(), further.latest_first(), nameless, flaw, left_out)


def _plain(text: bytes) -> Listing:
    """Read the pages of a text sitemap, which has one address a line."""
    lines = (line.partition("\t")[0].strip() for line in text.decode("utf-8-sig", "replace").splitlines())
    pages = [Entry(line) for line in lines if line.startswith(("http://", "https://"))]
    if not pages:
        raise UnreadableListing("The document is no sitemap: it holds no address.")
    return Listing(tuple(pages[:_MOST]), left_out=max(0, len(pages) - _MOST))


def _entries(text: bytes) -> Iterator[tuple[str, Any]]:
    """Yield each <url> and <sitemap> in order, as its kind and its element.  Frees each element after its use."""
    events = etree.iterparse(
        BytesIO(text), events=("end",), resolve_entities=False, no_network=True, load_dtd=False, recover=False
    )
    for _, element in events:
        kind = _name(element)
        if kind in ("url", "sitemap"):
            yield kind, element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _name(element: Any) -> str:
    """Return the name of an element without its namespace, and without a prefix for which no namespace is declared."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def _entry(element: Any) -> Entry | None:
    """Read the entry in an element; None when the element has no address."""
    # Pictures and videos of a page have addresses, titles and times of their own.
    found = _texts(child for child in element if _name(child) not in _OF_MEDIA)
    news = _texts(child for part in element if _name(part) == "news" for child in part.iter())
    if "loc" not in found:
        return None
    published = news.get("publication_date") or found.get("publication_date")
    title = news.get("title") or found.get("title")
    return Entry(found["loc"], list_moment(published), list_moment(found.get("lastmod")), title)


def _texts(elements: Iterable[Any]) -> dict[str, str]:
    """Return the text of each element by its name, of several of one name the first; without blank ones."""
    found: dict[str, str] = {}
    for element in elements:
        text = str(element.xpath("string()")) if len(element) else element.text
        if text and text.strip():
            found.setdefault(_name(element), text.strip())
    return found
