"""The Sheet: the page as all field readers see it, in one value in place of many arguments.

It holds the segments with their labels, the Layout (their scores, and where the article begins and ends), the
metadata, the rules, and the place of the headline.  Its methods answer questions about the surroundings of a segment;
they read the tree only near single segments.  `node` is an element of the tree, levels are counted from it outwards,
itself included.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from parsers.context import Context
from parsers.dates.page_zone import page_zone
from parsers.dates.read_date import DAY, may_be_date, read_date
from parsers.folding import letters
from parsers.html.fields.head_words import HeadWords
from parsers.html.markup.class_words import words_in
from parsers.html.metadata.values import element_text
from parsers.people.byline_words import NameWords
from parsers.rules import Publisher
from parsers.segments import BODY, JUNK, Labels, Segment

if TYPE_CHECKING:
    from parsers.html.metadata import Metadata
    from parsers.html.scoring.body_scores import Layout

# All limits below were chosen by hand.

#: Segments below the headline that belong to the head (standfirst, byline, dates, a picture).
HEAD = 30
#: Length in letters of a paragraph that is surely body; the head ends with the second one.
_LONG = 300
#: Segments above the body at which the head begins when no headline is printed.
_ABOVE_BODY = 12
#: Segments in which bylines and dates are printed: above the headline; below the beginning of the body, but not farther
#: than _FARTHEST from the headline; above and below the end of the body.
_ABOVE, _INTO_BODY, _FARTHEST, _BEFORE_END, _AFTER_END = 10, 4, 60, 2, 8
#: How many elements, from one outwards and itself included, have class names that may describe it.
_LEVELS = 3
#: How many elements around the headline have class names that describe the head of the article.
_HEAD_LEVELS = 2
#: How many elements, from one outwards, are searched for its segment; the search ends at one with _MANY_PARTS parts,
#: which holds several segments.
_OUTWARDS, _MANY_PARTS = 12, 40


@dataclass(slots=True)
class Sheet:
    """Everything that a field reader may use: one page with its labels, scores, metadata and rules.

    Readers add labels to it; otherwise only `headline` changes, which is set once the headline is known, and the stores
    of answers (`rows`, `called`, `days`, `dateable`, `called_others`).
    """

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
    #: The outlet's name as a key (`parsers.folding.key`).
    own_key: str = ""
    #: Index of the segment that prints the headline; -1 when none does, or until it is known.
    headline: int = -1
    #: The first segment of each element that holds text; filled in by the first call of index_of.
    rows: dict[Any, int] = field(default_factory=dict)
    #: Remembered results: words of the elements for `marks` and `marked`; those of `day_in` and `may_be_dated`.
    called: dict[Any, frozenset[str] | None] = field(default_factory=lambda: {None: None})
    days: dict[int, str] = field(default_factory=dict)
    dateable: dict[int, bool] = field(default_factory=dict)
    #: Remembered results of `others`, by the headline's index.
    called_others: dict[int, frozenset[str]] = field(default_factory=dict)
    #: Remembered times in declared strings, by (string, language); filled in by `parsers.html.fields.times`.
    times: dict[tuple[str, str | None], str | None] = field(default_factory=dict)

    def marks(self, node: Any, levels: int = _LEVELS) -> frozenset[str]:
        """Return the words in the class, id and so on of an element and of those that enclose it.

        `levels`: how many elements are looked at, `node` included.
        """
        called, words = self.called, _UNNAMED
        for _ in range(levels):
            own = called[node] if node in called else self._call(node)
            if own is None:
                break
            if own:
                words |= own
            node = node.getparent()
        return words

    def marked(self, node: Any, words: frozenset[str], levels: int = _LEVELS) -> bool:
        """Whether the class, id and so on of an element, or of those that enclose it, have one of the words.

        `levels`: how many elements are looked at, `node` included.
        """
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
        """Return the words in the class, id and so on of an element; None for html, body, main and article.

        The names of these four say nothing about a single line.  The answer is stored in `called`.
        """
        if node.tag in _WHOLE:
            words = None
        else:
            words = _words_of(" ".join([value for name, value in node.items() if name in _NAMING]))
        self.called[node] = words
        return words

    @property
    def others(self) -> frozenset[str]:
        """The words that name boxes about other articles on this page.

        Words that also name the headline's own box do not: some systems call the head of an article its teaser.
        """
        known = self.called_others.get(self.headline)
        if known is None:
            box = self.labels.segments[self.headline].node.getparent() if self.headline >= 0 else None
            own = _UNNAMED if box is None else self.marks(box, _HEAD_LEVELS)
            known = self.called_others[self.headline] = self.heads.others - own
        return known

    def dated(self, segment: Segment) -> bool:
        """Whether a line holds a date."""
        return bool(self.day_in(segment))

    def day_in(self, segment: Segment) -> str:
        """The day in a line ("2024-05-03"), without regard to time zones; "" when there is none."""
        if not self.may_be_dated(segment):
            return ""
        known = self.days.get(segment.index)
        if known is None:
            found = read_date(segment.text, language=self.language, rules=self.context.rules)
            known = self.days[segment.index] = (found or "")[:DAY]
        return known

    def may_be_dated(self, segment: Segment) -> bool:
        """Whether a line may hold a date; a quick test, which is False for most lines."""
        known = self.dateable.get(segment.index)
        if known is None:
            known = self.dateable[segment.index] = may_be_date(segment.text)
        return known

    @property
    def host_labels(self) -> list[str]:
        """The parts of the page's host name between the dots: ["www", "harbourpost", "example"]."""
        return self.host.split(".")

    @property
    def timezone(self) -> str | None:
        """The time zone of times printed without an offset: the publisher's, else its country's, else its language's.

        None if none of these is known.
        """
        return page_zone(self.publisher, self.host, self.language, self.context.rules)

    def head(self) -> Iterator[Segment]:
        """Yield the segments of the head: from the headline to the second long paragraph, HEAD segments at most."""
        start = max(self.headline, 0)
        stop = start + HEAD
        long = 0
        for segment in self.labels.segments[start + (self.headline >= 0) : stop]:
            yield segment
            long += letters(segment.text) > _LONG and self.layout.scores[segment.index] > BODY
            if long == 2:
                return

    def around(self) -> list[Segment]:
        """Return the segments where bylines and dates are printed: near the headline, and just below the body."""
        segments, layout = self.labels.segments, self.layout
        start = self.headline if self.headline >= 0 else layout.first - _ABOVE_BODY
        stop = max(start + HEAD, min(layout.first + _INTO_BODY, start + _FARTHEST))
        ending = segments[max(layout.last - _BEFORE_END, stop) : layout.last + _AFTER_END]
        return self.own([*segments[max(start - _ABOVE, 0) : stop], *ending])

    def own(self, segments: list[Segment]) -> list[Segment]:
        """Keep those segments that belong to this article: leave out those already labelled as another article's."""
        labels = self.labels.of
        return [segment for segment in segments if labels[segment.index] != JUNK] if JUNK in labels else segments

    def index_of(self, element: Any) -> int | None:
        """Return the index of the segment that an element is part of, else of the first segment inside the element.

        None if there is neither.
        """
        if not self.rows:
            self.rows.update({segment.node: segment.index for segment in reversed(self.labels.segments)})
        node = element
        for _ in range(_OUTWARDS):
            if node is None:
                break
            if node in self.rows:
                return self.rows[node]
            node = node.getparent() if node is element or len(node) < _MANY_PARTS else None
        for inner in element.iterdescendants():
            if inner in self.rows:
                return self.rows[inner]
        return None


#: Elements that hold the whole page or article; their names say nothing about a single line in them.
_WHOLE = frozenset(("body", "html", "main", "article"))
_UNNAMED: frozenset[str] = frozenset()

#: The attributes in which sites name their elements.
_NAMING = frozenset(("class", "id", "itemprop", "data-testid", "data-qa", "data-component", "data-test"))


#: How many names have their words kept: those of an outlet's elements are the same on all its pages.
_KEPT_NAMES = 4096


@lru_cache(maxsize=_KEPT_NAMES)
def _words_of(names: str) -> frozenset[str]:
    """Return the words in `names`, an element's class, id and so on, in lower case: "byline__author-name" has three."""
    return frozenset(words_in(names)) if names else _UNNAMED


def own_element(segment: Segment) -> Any:
    """Return the element that prints just the text of a segment: an inline element in its box, else the box itself.

    A span in the header has a class of its own; the segment's box is the header.
    """
    return next((child for child in segment.node if element_text(child) == segment.text), segment.node)


_BOLD = frozenset(("b", "strong"))


def bold_line(segment: Segment) -> bool:
    """Whether all text of a segment is bold: its whole element, or a bold element that prints just this text."""
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
