"""Reads JSON Feed (versions 1 and 1.1, jsonfeed.org) into a Listing.

Takes the bytes of a feed; of a feed that is broken or was cut off it reads the items that are whole.  Does not follow
`next_url`, which leads to older items.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from flows.acquire.following.list_dates import list_moment
from flows.acquire.following.listings import Entry, Listing, UnreadableListing
from flows.errors import error_words
from flows.printing.progress import number
from parsers.decoding.decode import Decoded, decode

_WEB: Final = ("http://", "https://")
_VERSION: Final = "jsonfeed.org/version/"
_ITEMS: Final = re.compile(r'"items"\s*:\s*\[')
#: The first key of the first item, with its quotation marks.
_KEY: Final = re.compile(r'\s*\{\s*("(?:[^"\\]|\\.)*")\s*:')
_BETWEEN: Final = re.compile(r"[\s,]*")
#: Numbers stay text: only dates are read of them, and one of 5,000 digits is an error to Python.  Strings may hold line
#: ends, as some systems write them.
_READER: Final = json.JSONDecoder(parse_int=str, parse_float=str, strict=False)
#: What the reader raises for text that is no JSON, or is nested too deeply.
_BROKEN: Final = (ValueError, RecursionError)


def read_json_feed(body: bytes) -> Listing:
    """Read the pages that a JSON Feed lists, in its order.

    Raises UnreadableListing when the document is JSON of another kind, or is no JSON.
    """
    found = decode(body)
    text = (found.text if isinstance(found, Decoded) else body.decode("utf-8", "replace")).lstrip("\ufeff \r\n\t")
    items, version, flaw, feed = _items(text)
    known = [_entry(item) for item in items if isinstance(item, dict)]
    pages = tuple(entry for entry in known if entry is not None)
    if not pages and _VERSION not in version:
        raise UnreadableListing("The document is JSON but no JSON Feed.")
    odd = len(items) - len(known)
    flaws = [number(odd, "item is no JSON object", "items are no JSON objects")] if odd else []
    title, language = (said if isinstance(said := feed.get(key), str) else None for key in ("title", "language"))
    return Listing(
        pages, nameless=known.count(None), flaw="; ".join(flaws + flaw) or None, title=title, language=language
    )


def _items(text: str) -> tuple[list[Any], str, list[str], dict[str, Any]]:
    """Return a feed's items, its declared version, what is wrong with the feed in words, and the whole JSON object.

    For a feed that is broken JSON, these are the items that can be read, the whole text in place of the version (which
    the caller looks for in it), the error, and an empty object.
    """
    try:
        document, _ = _READER.raw_decode(text)
    except _BROKEN as error:
        return [*_whole_items(text)], text, [error_words(error)], {}
    if not isinstance(document, dict):
        return [], "", [], {}
    items = document.get("items")
    return items if isinstance(items, list) else [], str(document.get("version")), [], document


def _whole_items(text: str) -> Iterator[Any]:
    """Yield the items of a broken feed that can be read.

    After one that cannot, reading goes on at the next object that begins as the first item does.
    """
    begin = _ITEMS.search(text)
    at = begin.end() if begin is not None else len(text)
    first = _KEY.match(text, at)
    later = re.compile(r"\}[\s,]*(?=\{\s*" + re.escape(first[1]) + r"\s*:)") if first else None
    while (found := _BETWEEN.match(text, at)) is not None:
        try:
            item, at = _READER.raw_decode(text, found.end())
        except _BROKEN:  # the caller has said why
            next_item = later.search(text, found.end()) if later is not None else None
            if next_item is None:
                return
            at = next_item.end()
        else:
            yield item


def _entry(item: dict[str, Any]) -> Entry | None:
    """Make an Entry of one item of a feed; None when the item has no address.

    Without a `url`, the item's `id` is used if that is an address (as in JSON Feed 1), else its `external_url`.
    """
    named = [item.get("url"), _address(item.get("id")), item.get("external_url")]
    url = next((one.strip() for one in named if isinstance(one, str) and one.strip()), None)
    if url is None:
        return None
    title = item.get("title")
    return Entry(
        url, _moment(item.get("date_published")), _moment(item.get("date_modified")), str(title) if title else None
    )


def _address(ident: Any) -> str | None:
    """Return an item's `id` if it is a web address; else None."""
    return ident if isinstance(ident, str) and ident.strip().startswith(_WEB) else None


def _moment(said: Any) -> datetime | None:
    return list_moment(said) if isinstance(said, str) else None
