"""Reads JSON Feed (versions 1 and 1.1, jsonfeed.org) into a Listing.

Takes the bytes of a feed and reads its items one by one, so that a feed that was cut off gives those that are whole.
Follows no next_url: it leads to older items.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

import ijson

from flows.acquire.following.list_dates import list_moment
from flows.acquire.following.listings import Entry, Listing, UnreadableListing
from flows.errors import error_words
from flows.printing.progress import number
from parsers.decoding.decode import Decoded, decode

_WEB: Final = ("http://", "https://")
#: What ijson raises for bytes that are no JSON, or for a number that no computer can hold.
_BROKEN: Final = (ijson.JSONError, UnicodeDecodeError, ValueError, OverflowError)


def read_json_feed(body: bytes) -> Listing:
    """The pages that a JSON Feed lists, in its order.

    Raises UnreadableListing when the document is JSON of another kind, or none.
    """
    found = decode(body)
    text = found.encoded() if isinstance(found, Decoded) else body
    pages: list[Entry] = []
    nameless = unread = 0
    flaw = None
    try:
        for item in ijson.items(BytesIO(text), "items.item", use_float=True):
            entry = _entry(item) if isinstance(item, dict) else None
            unread += not isinstance(item, dict)
            nameless += isinstance(item, dict) and entry is None
            pages += [entry] if entry is not None else []
    except _BROKEN as error:
        flaw = error_words(error)
    if not pages and not _declares_itself(text):
        raise UnreadableListing("The document is JSON but no JSON Feed.")
    flaws = [number(unread, "item is no JSON object", "items are no JSON objects")] if unread else []
    return Listing(tuple(pages), nameless=nameless, flaw="; ".join([*flaws, *([flaw] if flaw else [])]) or None)


def _declares_itself(text: bytes) -> bool:
    """Whether a document says that it is a JSON Feed; an empty one does, too."""
    try:
        versions: Iterator[Any] = ijson.items(BytesIO(text), "version")
        return "jsonfeed.org/version/" in str(next(versions, ""))
    except _BROKEN:
        return False


def _entry(item: dict[str, Any]) -> Entry | None:
    """One item; its id stands for a missing url where it is an address, as version 1 recommends."""
    named = [item.get("url"), _address(item.get("id")), item.get("external_url")]
    url = next((one.strip() for one in named if isinstance(one, str) and one.strip()), None)
    if url is None:
        return None
    title = item.get("title")
    return Entry(
        url, _moment(item.get("date_published")), _moment(item.get("date_modified")), str(title) if title else None
    )


def _address(ident: Any) -> str | None:
    return ident if isinstance(ident, str) and ident.strip().startswith(_WEB) else None


def _moment(said: Any) -> Any:
    return list_moment(str(said)) if isinstance(said, (str, int, float)) else None
