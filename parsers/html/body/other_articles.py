"""Cuts further articles from a page that continues with the next story when the visitor scrolls down.

`text` is the page with what was read of it: the Walk (its segments and the boxes that enclose them), the labels (the
headline must have one), the Layout (scores) and what the page declares.  Finds the segments of other articles, labels
them and gives a Layout without them.  Another article is below this article's text, has a heading and enough text, and
a sign that it is a story of its own: an `article` element, a time, an address, a writer, JSON-LD, or a linked heading
in a box that is built like this article's.  A box is given as its index in `Boxes` (`row`); 0, the box of the whole
page, stands for none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import Final
from urllib.parse import urljoin, urlsplit

from lxml import etree

from parsers.context import Context
from parsers.folding import key, letters
from parsers.html.fields.head_words import head_words
from parsers.html.markup import tag_facts
from parsers.html.markup.story_links import is_other_page, leads_to_story
from parsers.html.markup.walked import Walk
from parsers.html.metadata import Metadata
from parsers.html.metadata.values import first_string, types
from parsers.html.refusing.refuse import NEWS_TYPES
from parsers.html.scoring.body_scores import Layout
from parsers.segments import BODY, HEADLINE, JUNK, Labels, Segment

# All limits below were chosen by hand.

#: Length in letters of the body text that another article has at least, and that this one has before it.
_LEAST: Final = 300
#: The lowest level of a heading of a story, and the share of link text from which it is a link.
_STORY_LEVEL: Final = 3
_LINKED: Final = 0.9
#: The most boxes from the heading to the one with its whole story; more lead to a list of stories.
_AROUND: Final = 4
#: Characters of body text that a story has above its heading: a kicker, a caption.
_ABOVE: Final = 100
_HEADINGS: Final = ("h1", "h2", "h3")
#: The attribute with the address of what an element describes (microdata).
_DESCRIBED: Final = "itemid"


#: schema.org types of other stories; not videos, recipes and products, which an article may hold.
_STORIES: Final = NEWS_TYPES | {"Article", "BlogPosting"}


@dataclass(frozen=True)
class _PageText:
    """One page with what was read of it: the arguments of `other_articles`, and the segment of its headline."""

    found: Walk
    labels: Labels
    layout: Layout
    meta: Metadata
    context: Context
    #: The headline, as the page prints it.
    headline: Segment

    @cached_property
    def declared(self) -> frozenset[str]:
        """The headlines of the other articles that JSON-LD declares, as keys (`parsers.folding.key`)."""
        own = self.meta.json_ld.article
        others = (node for node in self.meta.json_ld.nodes if node is not own and _is_article(types(node)))
        headlines = frozenset(key(first_string(node.get("headline"))) for node in others)
        return headlines - {"", key(self.headline.text)}

    @cached_property
    def timed(self) -> set[etree._Element]:
        """The `time` elements of the page, and all elements that enclose them."""
        timed: set[etree._Element] = set()
        for node in self.found.root.iter("time"):
            around: etree._Element | None = node
            while around is not None and around not in timed:
                timed.add(around)
                around = around.getparent()
        return timed

    @cached_property
    def until(self) -> list[int]:
        """For each segment, the number of letters of body text above it; the last entry counts the whole page."""
        scores = self.layout.scores
        lengths = (letters(s.text) if scores[s.index] > BODY else 0 for s in self.found.segments)
        return list(accumulate(lengths, initial=0))

    def mass(self, first: int, end: int) -> int:
        """Count the letters of the body text in the segments from `first` to `end` - 1."""
        return max(0, self.until[end] - self.until[first])


def other_articles(found: Walk, labels: Labels, layout: Layout, meta: Metadata, context: Context) -> tuple[int, ...]:
    """Return the indices of the segments of other articles on the page; () when the page prints no headline."""
    headline = next((s for s in labels.segments if labels.of[s.index] == HEADLINE and s.level), None)
    if headline is None:
        return ()
    text = _PageText(found, labels, layout, meta, context, headline)
    return tuple(index for first, end in _others(text) for index in range(first, end))


def tell_fields(others: Sequence[int], labels: Labels) -> bool:
    """Whether a field was read from a segment of another article, so that all fields must be read again.

    `others`: the indices of the segments of other articles.
    """
    return any(labels.of[index] not in (None, JUNK) for index in others)


def set_aside(others: Sequence[int], labels: Labels, layout: Layout) -> Layout:
    """Label the segments with the indices `others` as junk; return a Layout in which they score 0."""
    scores = list(layout.scores)
    for index in others:
        scores[index] = 0.0
        labels.claim(index, JUNK, reason="other_article")
    body = [index for index, score in enumerate(scores) if score > BODY]
    return replace(layout, scores=scores, first=body[0], last=body[-1]) if body else layout


def _others(text: _PageText) -> Iterator[tuple[int, int]]:
    """Yield (index of the first segment, one past the last) for each other article."""
    found, headline, boxes = text.found, text.headline, text.found.boxes
    own = _article_around(found, found.box[headline.index])
    for segment in found.segments[headline.index + 1 : text.layout.last + 1]:
        if not 0 < segment.level <= _STORY_LEVEL or segment.text == headline.text:
            continue
        if row := _timed_story(text, segment) or _untimed_story(text, segment):
            yield boxes.first[row], boxes.end[row]
        elif (
            segment.level <= headline.level
            and _is_declared(text, segment)
            and text.mass(headline.index, segment.index) >= _LEAST
        ):
            # Its heading stands among the paragraphs of the first story, so that no box ends where that ends.
            yield segment.index, text.layout.last + 1
            return
        if segment.level != headline.level:
            continue
        row = _article_around(found, found.box[segment.index])
        if not row or row == own or text.mass(headline.index, boxes.first[row]) < _LEAST:
            continue
        inside = boxes.first[row] <= headline.index < boxes.end[row]
        if not inside and text.mass(segment.index, boxes.end[row]) >= _LEAST:
            yield boxes.first[row], boxes.end[row]


def _timed_story(text: _PageText, heading: Segment) -> int:
    """Return the box of the next story, if this heading is a link and the box also has a `time` element; else 0.

    The story must be below enough of this article's text.
    """
    if heading.link_share < _LINKED or text.labels.of[heading.index] is not None:
        return 0
    boxes, row = text.found.boxes, text.found.box[heading.index]
    while boxes.parent[row] and boxes.tag[row] in _HEADINGS:
        row = boxes.parent[row]
    for _ in range(_AROUND):
        if boxes.end[row] - heading.index > 1 and boxes.node[row] in text.timed:
            break
        row = boxes.parent[row]
        if not row or boxes.first[row] <= text.headline.index:
            return 0
    else:
        return 0
    before, inside = (text.headline.index, boxes.first[row]), (heading.index, boxes.end[row])
    return row if text.mass(*before) >= _LEAST <= text.mass(*inside) else 0


def _untimed_story(text: _PageText, heading: Segment) -> int:
    """Return the box of another story that starts with this heading, for stories that print no time; 0 for none.

    The story has an address or a writer of its own, or JSON-LD declares it, or its box is built like this article's.
    """
    linked = heading.link_share >= _LINKED
    declared = _is_declared(text, heading)
    second = heading.level <= text.headline.level
    if not (linked or declared or second) or text.labels.of[heading.index] is not None:
        return 0
    row = _story_box(text, heading)
    linked = linked and row > 0 and leads_to_story(heading.node, text.context.url)
    if not row or not (linked or declared or second):
        return 0
    # A page has one heading of the first level, but for others a writer or a link is too little.
    alone = heading.level == text.headline.level == 1
    addressed = any(_has_address(text, inner) for inner in _boxes_from(text.found, text.found.box[heading.index], row))
    if declared or (addressed and (linked or second)):
        return row
    if linked and _is_built_alike(text, row):
        return row
    return row if alone and (linked or _is_signed(text, row)) else 0


def _is_built_alike(text: _PageText, row: int) -> bool:
    """Whether a box is likely another article, as its tag, class and parent are those of this article's box."""
    boxes, own = text.found.boxes, text.found.box[text.headline.index]
    while own and boxes.parent[own] != boxes.parent[row]:
        own = boxes.parent[own]
    alike = boxes.tag[own] == boxes.tag[row] and boxes.names[own] == boxes.names[row]
    return alike and own > 0 and boxes.names[own] != "" and text.mass(boxes.first[own], boxes.end[own]) >= _LEAST


def _story_box(text: _PageText, heading: Segment) -> int:
    """Return the box of the story that a heading likely begins; 0 for none.

    That is the smallest box with enough text below the heading and little above it.  It begins after this article's
    headline and enough of its text.
    """
    boxes, row = text.found.boxes, text.found.box[heading.index]
    for _ in range(_AROUND + 1):
        if not row or boxes.first[row] <= text.headline.index:
            return 0
        if text.mass(heading.index, boxes.end[row]) >= _LEAST:
            enough = text.mass(text.headline.index, boxes.first[row]) >= _LEAST
            return row if enough and text.mass(boxes.first[row], heading.index) <= _ABOVE else 0
        row = boxes.parent[row]
    return 0


def _boxes_from(found: Walk, inner: int, outer: int) -> Iterator[int]:
    """Yield the box `inner`, then the boxes that enclose it, from the inside out, up to the box `outer`."""
    while inner > outer:
        yield inner
        inner = found.boxes.parent[inner]
    yield outer


def _is_declared(text: _PageText, heading: Segment) -> bool:
    """Whether a heading is the headline of another article that JSON-LD declares."""
    return bool(text.declared) and key(heading.text) in text.declared


def _has_address(text: _PageText, row: int) -> bool:
    """Whether an attribute of a box has the address of another page of the site, so that it likely shows that story.

    Addresses below or above this page's do not count: the pictures of a series have such addresses.
    """
    node, own = text.found.boxes.node[row], urlsplit(text.context.url or "").path.rstrip("/")
    attributes = (*text.context.rules.family("boxes").all_words("story_address"), _DESCRIBED)
    values = (node.get(name) for name in attributes)
    pages = [value for value in values if value and is_other_page(value, text.context.url)]
    paths = (urlsplit(urljoin(text.context.url or "", page)).path.rstrip("/") for page in pages)
    # The pictures of a series have addresses below the article's, or above it.
    return any(path and not path.startswith(own) and not own.startswith(path) for path in paths)


def _is_signed(text: _PageText, row: int) -> bool:
    """Whether a box has a writer of its own: an element whose class, rel or itemprop marks it as an author."""
    boxes = text.found.boxes
    inside = range(row + 1, bisect_left(boxes.first, boxes.end[row], row + 1))
    if any(boxes.own[inner] & tag_facts.AUTHOR_WORD for inner in inside):
        return True
    inline = boxes.node[row].iter("a", "span")
    rules = text.context.rules
    marks = head_words(rules.family("heads"), rules.family("figures")).author_marks.pattern
    return any(marks.search(f"{part.get('rel')} {part.get('itemprop')} {part.get('class')}") for part in inline)


def _is_article(kinds: tuple[str, ...]) -> bool:
    """Whether one of these schema.org types is a kind of story, not a video or a product."""
    return not _STORIES.isdisjoint(kinds)


def _article_around(found: Walk, row: int) -> int:
    """Return the box of the innermost `article` element that encloses a box; 0 when there is none."""
    while row and found.boxes.tag[row] != "article":
        row = found.boxes.parent[row]
    return row
