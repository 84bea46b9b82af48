"""The page as field readers see it: segments, layout, metadata, rules, and where the headline stands.

One value that is passed to every reader, in place of many arguments.  Helpers answer what readers ask of the
surroundings of a segment; they read the tree around single segments near the headline, never the whole page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from parsers.context import Context
from parsers.dates.page_zone import page_zone
from parsers.dates.read_date import may_be_date, read_date
from parsers.html.fields.heads import HeadWords
from parsers.html.markup.class_words import words_in
from parsers.html.metadata.values import element_text
from parsers.people.byline_names import NameWords
from parsers.rules import Publisher
from parsers.segments import BODY, Labels, Segment

if TYPE_CHECKING:
    from parsers.html.metadata import Metadata
    from parsers.html.scoring.body_scores import Layout

#: How far below the headline the head of an article reaches, in segments: standfirst, byline, dates, a picture.
HEAD = 30


@dataclass(slots=True)
class Sheet:
    """Everything a field reader may look at; nothing of it changes but the headline, which is read first."""

    labels: Labels
    layout: Layout
    meta: Metadata
    context: Context
    words: NameWords
    heads: HeadWords
    language: str | None = None
    publisher: Publisher | None = None
    site_name: str | None = None
    host: str = ""
    #: The outlet's name as a key.
    own_key: str = ""
    #: Index of the segment that prints the headline; -1 when none does, and until it is known.
    headline: int = -1
    #: The first segment of each element that prints one; filled in when it is first asked for.
    rows: dict[Any, int] = field(default_factory=dict)
    #: Answers to what readers ask again and again: words that elements call themselves by, lines that hold a date.
    called: dict[Any, frozenset[str] | None] = field(default_factory=lambda: {None: None})
    named: dict[str, frozenset[str]] = field(default_factory=dict)
    days: dict[int, str] = field(default_factory=dict)
    dateable: dict[int, bool] = field(default_factory=dict)

    def marks(self, node: Any, levels: int = 3) -> frozenset[str]:
        """Words in class names, ids and properties of an element and the nearest elements around it, lower case."""
        called, words = self.called, _UNNAMED
        for _ in range(levels):
            own = called[node] if node in called else self._call(node)
            if own is None:
                break
            if own:
                words |= own
            node = node.getparent()
        return words

    def marked(self, node: Any, words: frozenset[str], levels: int = 3) -> bool:
        """Whether an element or one of the nearest elements around it calls itself by one of the words."""
        called = self.called
        for _ in range(levels):
            own = called[node] if node in called else self._call(node)
            if own is None:
                return False
            if not own.isdisjoint(words):
                return True
            node = node.getparent()
        return False

    def _call(self, node: Any) -> frozenset[str] | None:
        """Note what an element calls itself; None for those that stand for the whole page."""
        if node.tag in _WHOLE:
            words = None
        elif (words := self.named.get(names := _own_names(node))) is None:
            # Neighbours have their names in common.
            words = self.named[names] = frozenset(words_in(names))
        self.called[node] = words
        return words

    def dated(self, segment: Segment) -> bool:
        """Whether a line holds a date."""
        return bool(self.day_in(segment))

    def day_in(self, segment: Segment) -> str:
        """The day that a line states ("2024-05-03"), in whatever zone; "" when it states none."""
        if not self.may_be_dated(segment):
            return ""
        known = self.days.get(segment.index)
        if known is None:
            found = read_date(segment.text, language=self.language, rules=self.context.rules)
            known = self.days[segment.index] = (found or "")[:10]
        return known

    def may_be_dated(self, segment: Segment) -> bool:
        """Whether a line can hold a date at all; most cannot, and most readers of times ask."""
        known = self.dateable.get(segment.index)
        if known is None:
            known = self.dateable[segment.index] = may_be_date(segment.text)
        return known

    @property
    def host_labels(self) -> list[str]:
        """The parts of the page's host name."""
        return self.host.split(".")

    @property
    def timezone(self) -> str | None:
        """The zone of times printed without an offset: the publisher's, else its country's, else its language's."""
        return page_zone(self.publisher, self.host, self.language, self.context.rules)

    def head(self) -> Iterator[Segment]:
        """The segments from the headline down to where the body is under way."""
        start = max(self.headline, 0)
        stop = start + HEAD
        long = 0
        for segment in self.labels.segments[start + (self.headline >= 0) : stop]:
            yield segment
            long += len(segment.text) > 300 and self.layout.scores[segment.index] > BODY
            if long == 2:
                return

    def around(self) -> list[Segment]:
        """The segments where an article's bylines and dates stand: its head, and the lines right below its body."""
        segments, layout = self.labels.segments, self.layout
        start = self.headline if self.headline >= 0 else layout.first - 12
        stop = max(start + HEAD, min(layout.first + 4, start + 60))
        return [*segments[max(start - 10, 0) : stop], *segments[max(layout.last - 2, stop) : layout.last + 8]]

    def index_of(self, element: Any) -> int | None:
        """The first segment that an element is in or holds."""
        if not self.rows:
            self.rows.update({segment.node: segment.index for segment in reversed(self.labels.segments)})
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


#: Elements that stand for the page or the article as a whole: what they are called says nothing of a line in them.
_WHOLE = frozenset(("body", "html", "main", "article"))
_UNNAMED: frozenset[str] = frozenset()


#: The attributes that an element is named by.
_NAMING = frozenset(("class", "id", "itemprop", "data-testid"))


def _own_names(node: Any) -> str:
    return " ".join([value for name, value in node.items() if name in _NAMING])


_BOLD = frozenset(("b", "strong"))


def bold_line(segment: Segment) -> bool:
    """Whether all text of a segment is bold: of its element, or of its line where line breaks make the lines."""
    node = segment.node
    if bold(node):
        return True
    return any(element_text(child) == segment.text for child in node if child.tag in _BOLD)


def bold(node: Any) -> bool:
    """Whether all text of an element is bold."""
    if (node.text or "").strip():
        return False
    inner = [child for child in node if child.tag != "br"]
    plain = "".join(child.tail or "" for child in node).strip()
    if plain or not inner:
        return False
    return all(child.tag in _BOLD or (child.tag in ("span", "em", "font") and bold(child)) for child in inner)
