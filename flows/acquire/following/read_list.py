"""Reads a list of pages of any kind: RSS, Atom, JSON Feed, sitemap, sitemap index or text, packed with gzip or not.

Takes the bytes of one document and decides by their content what it is: outlets serve feeds where sitemaps should be
and the reverse, and servers declare any media type.  Refuses an HTML page with a message that says so.  Fetches
nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from flows.acquire.following.feeds import read_feed
from flows.acquire.following.json_feeds import read_json_feed
from flows.acquire.following.listings import Listing, UnreadableListing, unpack_list
from flows.acquire.following.sitemaps import read_sitemap
from flows.acquire.kinds import looks_like_html

#: Bytes in which the root element is looked for; before it there may be comments and a stylesheet.
_HEAD: Final = 65_536
_BLANK: Final = b"\xef\xbb\xbf \r\n\t\f\v"
#: The start of a JSON object or list; a message in brackets ("[error]") does not match.
_JSON: Final = re.compile(rb"""\{|\[\s*(?:["{\[\]\d-]|\Z)""")
_COMMENT: Final = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_ROOT: Final = re.compile(
    rb"<(?:[\w.-]+:)?(?:(?P<feed>rss|feed|rdf|channel)|(?P<sitemap>urlset|sitemapindex)|(?P<opml>opml)|(?P<html>html|head|body))(?=[\s/>])"
    rb"|<!doctype\s+(?P<page>html)\b",
    re.IGNORECASE,
)
#: Channel -> the first half of the sentence that says what a document at that place is not.
_NEITHER: Final = {
    "feed": "The document is neither an RSS nor an Atom feed",
    "sitemap": "The document is no sitemap",
}


def read_list(body: bytes, *, channel: str, url: str, content_type: str | None, limit: int) -> Listing:
    """Read the pages and further sitemaps that a document lists.

    `channel`: what the user called it, "feed" or "sitemap"; counts only where the content leaves it open.  `url`: its
    address, for relative links.  `content_type`: as the server declared it.  `limit`: most bytes, unpacked.  Raises
    UnreadableListing, whose message says what the document is.
    """
    text, fault = unpack_list(body, limit)
    listing = _read(text, channel=channel, url=url, content_type=content_type, limit=limit)
    return replace(listing, flaw=listing.flaw or fault) if fault else listing


def _read(text: bytes, *, channel: str, url: str, content_type: str | None, limit: int) -> Listing:
    """Read an unpacked document in UTF-8 or ASCII as `read_list` does."""
    kind = kind_of_list(text) or channel
    if kind == "html":
        raise UnreadableListing(f"{_NEITHER[channel]} but an HTML page.")
    if kind == "opml":
        raise UnreadableListing(f"{_NEITHER[channel]} but a list of feeds (OPML); name the feeds in it.")
    if kind == "json":
        return read_json_feed(text)
    if kind == "feed":
        return read_feed(text, url=url, content_type=content_type)
    return read_sitemap(text, limit=limit)


def kind_of_list(text: bytes) -> str | None:
    """Tell what a document in UTF-8 or ASCII is: "feed", "sitemap", "json", "opml" or "html".

    None when its bytes leave it open.
    """
    head = text[:_HEAD].lstrip(_BLANK)
    if _JSON.match(head):
        return "json"
    if head.lower().startswith((b"http://", b"https://")):
        return "sitemap"
    root = _ROOT.search(_COMMENT.sub(b"", head))
    if root is None or root.lastgroup is None:
        return "html" if looks_like_html(head) else None
    return "html" if root.lastgroup == "page" else root.lastgroup
