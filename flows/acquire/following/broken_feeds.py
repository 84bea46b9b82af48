"""Reads a feed that makes feedparser raise: parses halves of it, until only the entries at fault are left out.

Takes the bytes of a feed and the function that parses one; gives the entries that could be parsed, and the errors of
the entries that could not.  When a tag is closed in another element than it was opened in, feedparser mixes up its own
state and raises KeyError or IndexError, which costs all entries of the feed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

_ENTRY: Final = re.compile(rb"<(?P<name>(?:[\w.-]+:)?(?:item|entry))(?=[\s/>])", re.IGNORECASE)
_ROOT: Final = re.compile(rb"<(?P<name>(?:[\w.-]+:)?(?P<kind>rss|feed|rdf))(?=[\s/>])[^<>]*>", re.IGNORECASE)
_DECLARATION: Final = re.compile(rb"\s*<\?xml[^<>]*\?>", re.IGNORECASE)
_LANGUAGE: Final = re.compile(rb"<(?:dc:)?language>[^<>]*</(?:dc:)?language>", re.IGNORECASE)
#: Elements inside an entry with links of their own, on which feedparser breaks; they hold nothing that is used.
_NESTED: Final = re.compile(rb"<(image|source|textinput)\b[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class SalvagedFeed:
    """The parts of a feed that could be parsed, where feedparser raises on the whole."""

    #: What feedparser gives for the part of the feed before its first entry.
    feed: Any
    entries: list[Any] = field(default_factory=list)
    #: The error of each entry that could not be parsed.
    errors: list[Exception] = field(default_factory=list)


def salvage(body: bytes, parse: Callable[[bytes], Any]) -> SalvagedFeed | None:
    """Return the entries of a feed that can be parsed, and the errors of the rest.

    `parse`: gives feedparser's result for the bytes of a document, and may raise anything.  None when the feed has no
    root element or no entry, or when what stands before its first entry cannot be parsed.
    """
    root, starts = _ROOT.search(body), [found.start() for found in _ENTRY.finditer(body)]
    if root is None or not starts or starts[0] < root.end():
        return None
    declared, language = _DECLARATION.match(body), _LANGUAGE.search(body, root.end(), starts[0])
    channel = b"" if root["kind"].lower() == b"feed" else b"<channel>"
    head = (declared[0] if declared else b"") + root[0] + channel + (language[0] if language else b"")
    tail = (b"</channel>" if channel else b"") + b"</" + root["name"] + b">"
    try:
        found = SalvagedFeed(parse(head + tail))
    except Exception:  # whoever asked tells the first error
        return None
    entries = [_whole(body[start:end]) for start, end in zip(starts, [*starts[1:], len(body)])]
    _parse_entries(entries, lambda some: parse(head + b"".join(some) + tail), found)
    return found


def _whole(entry: bytes) -> bytes:
    """Return the bytes of one entry up to its closing tag, which is added where it is missing: "<item>...</item>"."""
    named = _ENTRY.match(entry)
    close = b"</" + (named["name"] if named else b"item")
    end = entry.lower().find(close.lower())
    return (entry[:end] if end >= 0 else entry) + close + b">"


def _parse_entries(entries: list[bytes], parse: Callable[[list[bytes]], Any], found: SalvagedFeed) -> None:
    """Parse entries together and add them to `found`; when that raises, parse each half, down to single entries.

    `parse`: gives feedparser's result for some entries; it may raise anything.  A single entry that raises is tried
    once more without nested elements (_NESTED); then its error is kept.
    """
    waiting = [entries]
    while waiting:
        some = waiting.pop()
        try:
            found.entries += parse(some).entries
        except Exception as error:  # told by whoever asked, when it is one entry's own
            half = len(some) // 2
            bare = _NESTED.sub(b"", some[0])
            if half:
                waiting += [some[half:], some[:half]]
            elif bare != some[0]:
                waiting.append([bare])
            else:
                found.errors.append(error)
