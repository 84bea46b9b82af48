"""The page as field readers see it: segments, layout, metadata, rules, and where the headline stands.

One value that is passed to every reader, in place of many arguments.  Helpers answer what readers ask of the
surroundings of a segment; they read the tree around single segments near the headline, never the whole page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from parsers.fields.heads import HeadWords
from parsers.fields.names import NameWords
from parsers.page import Context
from parsers.rules import Publisher
from parsers.segments import Desk, Segment

if TYPE_CHECKING:
    from parsers.html.layout import Layout
    from parsers.html.metadata import Metadata

#: How far below the headline the head of an article reaches, in segments: standfirst, byline, dates, a picture.
HEAD = 30


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a field reader may look at."""

    desk: Desk
    layout: Layout
    meta: Metadata
    context: Context
    words: NameWords
    heads: HeadWords
    language: str | None = None
    publisher: Publisher | None = None
    site_name: str | None = None
    #: Index of the segment that prints the headline; -1 when none does.
    headline: int = -1
    #: Row of each segment's element: its first segment.
    rows: dict[Any, int] = field(default_factory=dict)

    @property
    def timezone(self) -> str | None:
        """The zone of times printed without an offset: the publisher's, else that of the country in the address."""
        if self.publisher and self.publisher.timezone:
            return self.publisher.timezone
        host = urlsplit(self.context.url or "").hostname or ""
        countries = self.context.rules.family("dates").data.get("countries", {})
        zone: str | None = countries.get(host.rsplit(".", 1)[-1])
        return zone

    def head(self) -> Iterator[Segment]:
        """The segments from the headline down to where the body is under way."""
        start = max(self.headline, 0)
        stop = start + HEAD
        long = 0
        for segment in self.desk.segments[start + (self.headline >= 0) : stop]:
            yield segment
            long += len(segment.text) > 300 and self.layout.scores[segment.index] > 0.5
            if long == 2:
                return

    def around(self) -> Iterator[Segment]:
        """The segments where an article's bylines and dates stand: its head, and the lines right below its body."""
        segments, layout = self.desk.segments, self.layout
        start = self.headline if self.headline >= 0 else layout.first - 12
        stop = max(start + HEAD, min(layout.first + 4, start + 60))
        yield from segments[max(start - 10, 0) : stop]
        yield from segments[max(layout.last - 2, stop) : layout.last + 8]

    def index_of(self, element: Any) -> int | None:
        """The first segment that an element is in or holds."""
        node = element
        for _ in range(12):
            if node is None:
                break
            if node in self.rows:
                return self.rows[node]
            node = node.getparent() if node is element or len(node) < 40 else None
        for inner in element.iterdescendants():
            if inner in self.rows:
                return self.rows[inner]
        return None


_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def marks(node: Any, levels: int = 3) -> frozenset[str]:
    """Words in class names, ids and properties of an element and the nearest elements around it, lower case."""
    found: list[str] = []
    for _ in range(levels):
        if node is None or node.tag in ("body", "html", "main", "article"):
            break
        get = node.get
        found.append(f"{get('class', '')} {get('id', '')} {get('itemprop', '')} {get('data-testid', '')}")
        node = node.getparent()
    return frozenset(word.lower() for word in _NAME.findall(" ".join(found)))


def bold(node: Any) -> bool:
    """Whether all text of an element is bold."""
    if (node.text or "").strip():
        return False
    inner = [child for child in node if child.tag != "br"]
    plain = "".join(child.tail or "" for child in node).strip()
    if plain or not inner:
        return False
    return all(child.tag in ("b", "strong") or (child.tag in ("span", "em", "font") and bold(child)) for child in inner)
