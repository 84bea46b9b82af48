"""Finds the box that holds a picture together with its caption, and tells whether it belongs to the article.

A box is a block element, given as `row`, its index in `parsers.html.markup.boxes.Boxes`; functions that return a box
return this index.  `found`: the page's Walk, with its segments and the boxes that enclose them.  `spot`: the place of a
picture.  `region`: the part of the page that is the article's.  `namer`: tells what class names mean.  `layout`: tells
which segments score as body text.  A box's text is read in `parsers.html.figures.figure_text`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from parsers.folding import letters
from parsers.html.figures.class_names import CAPTION, DOUBTFUL, Namer
from parsers.html.markup import tag_facts
from parsers.html.markup.walked import Spot, Walk
from parsers.html.scoring.body_scores import Layout
from parsers.segments import BODY, BYLINE, HEADLINE, Labels, Segment

# All limits below were chosen by hand.

#: The most segments and letters of an alphabet in a box that holds one picture with its texts; a larger box holds the
#: article.
_MOST_SEGMENTS = 8
_MOST_CHARS = 1_200
#: The most levels of boxes enclosing a picture that are searched for its caption.
_MOST_LEVELS = 7
#: A picture of the article stands at most this many segments before the headline, or after the end of the body.
_BEFORE_HEADLINE = 12
_AFTER_BODY = 4
#: The most words beside the name in a figure that is only a byline: a job ("Senior political editor").
_FEW_WORDS = 3
#: The most levels of boxes enclosing the text after a picture that are searched for its caption.
_NEIGHBOUR_LEVELS = 3
#: The first so many characters of a text must have at least so many letters.
_BEGINNING, _LEAST_LETTERS = 60, 3
#: A box with so many paragraphs of the body holds the article, whatever its names say of it.
_HOLDS_BODY = 2
#: The share of link text (0 to 1) that a teaser exceeds.
MOSTLY_LINKS = 0.5

#: Pixels by which a frame is wider than its picture, and of the narrowest picture that has one.
_WIDER, _LEAST_WIDTH = 32, 100
_WIDTH = re.compile(r"(?<![\w-])width\s*:\s*(\d+)px", re.IGNORECASE)

#: Bits of boxes that are never part of the article.
_OUTSIDE = tag_facts.NAV | tag_facts.FOOTER | tag_facts.FORM | tag_facts.COMMENT_WORD | tag_facts.SHARE_WORD
#: Bits of boxes that may hold related stories or author portraits, but also the article's own galleries ("slider",
#: "card", "aside").
_DOUBTFUL = tag_facts.ASIDE | tag_facts.RELATED_WORD | tag_facts.PROMO_WORD | tag_facts.AUTHOR_WORD | tag_facts.HIDDEN
#: Bits by which a box with body text is not judged: it is named after something else in it.
_NAMED = tag_facts.SHARE_WORD | (_DOUBTFUL & ~tag_facts.HIDDEN)


@dataclass(frozen=True, slots=True)
class Region:
    """The part of a page in which pictures and captions belong to the article."""

    #: Row (index in `Boxes`) of the smallest box that holds the headline and the whole body.
    row: int
    #: The smallest and the largest `Spot.before` of a picture in the region.
    first: int
    last: int
    #: The indices of the segments that score as body, in ascending order.
    body: tuple[int, ...] = ()

    def holds_body(self, first: int, end: int) -> bool:
        """Whether several segments of the body are among `first` to `end` - 1, so that their box holds the article."""
        return bisect_left(self.body, end) - bisect_left(self.body, first) >= _HOLDS_BODY


def region_of(found: Walk, labels: Labels, layout: Layout) -> Region | None:
    """Find the part of the page that belongs to the article; None if no segment scores as body text."""
    body = [i for i in range(layout.first, layout.last + 1) if layout.scores[i] > BODY]
    if not body:
        return None
    heads = [i for i, label in enumerate(labels.of) if label == HEADLINE]
    head = heads[0] if heads else layout.first
    row = _common_box(found, [found.box[i] for i in (*body, *heads)])
    first = max(found.boxes.first[row], min(head - _BEFORE_HEADLINE, layout.first))
    return Region(row, first, min(found.boxes.end[row], layout.last + _AFTER_BODY), tuple(body))


def _common_box(found: Walk, rows: list[int]) -> int:
    """Return the smallest box that contains all the boxes `rows`; all are given as indices in `Boxes`."""
    # Rows are in document order, so the box that holds the first and the last one holds all.
    parent, first, last = found.boxes.parent, min(rows), max(rows)
    while first != last:
        if first > last:
            first = parent[first]
        else:
            last = parent[last]
    return first


def holder_of(found: Walk, spot: Spot) -> int | None:
    """Return the box that holds a picture with its caption; None when every box with text is too large for that.

    An enclosing figure is preferred; otherwise it is the innermost box with text.
    """
    boxes, row, holder = found.boxes, spot.box, -1
    for _ in range(_MOST_LEVELS):
        if row <= 0:
            break
        if has_text(found, row):
            if not is_small(found, row):
                break
            if holder < 0:
                holder = row
            if boxes.own[row] & tag_facts.FIGURE:
                return row
            if not boxes.bits[row] & tag_facts.FIGURE:
                return holder
        row = boxes.parent[row]
    return holder if holder >= 0 else None


def neighbour(found: Walk, spot: Spot, region: Region, namer: Namer) -> int | None:
    """Return the box of a caption right after a picture; None without one.

    It is asked only where `holder_of` finds no box for the picture.
    """
    if spot.before >= len(found.segments):
        return None
    row = found.box[spot.before]
    for _ in range(_NEIGHBOUR_LEVELS):
        if row <= region.row or not is_small(found, row):
            return None
        if _is_called_caption(found, row, namer):
            return row
        row = found.boxes.parent[row]
    return None


def lone_captions(found: Walk, labels: Labels, region: Region, namer: Namer) -> Iterator[int]:
    """Yield the boxes that are captions by tag or class names; such captions may have no picture beside them.

    They are in the article's region, and some of their text has no label yet.
    """
    boxes = found.boxes
    # Rows are in document order, so the rows before and after the region's segments can be left out.
    start = max(region.row + 1, bisect_left(boxes.first, region.first))
    stop = bisect_right(boxes.first, region.last)
    # The names of many boxes are the same, and hardly any are a caption's.
    called = {names for names in set(boxes.names[start:stop]) if _says_caption(names, namer, alone=True)}
    for row, names in enumerate(boxes.names[start:stop], start):
        if names not in called and boxes.tag[row] != "figcaption":
            continue
        first, end = boxes.first[row], boxes.end[row]
        if first >= end or end > region.last + 1 or boxes.tag[row] == "caption":
            continue
        if None in labels.of[first:end] and is_small(found, row) and has_text(found, row):
            yield row


def _is_called_caption(found: Walk, row: int, namer: Namer) -> bool:
    """Whether a box is a caption by its tag or class names."""
    return found.boxes.tag[row] == "figcaption" or _says_caption(found.boxes.names[row], namer)


def _says_caption(names: str, namer: Namer, *, alone: bool = False) -> bool:
    """Whether a box's names (its class, id and itemprop) have a word for captions.

    `alone`: True when no picture is beside the box.  Then doubtful words, which mean a caption only beside a picture,
    do not count.
    """
    bits = namer.bits_of(names) if names else 0
    return bool(bits & CAPTION) and not (alone and bits & DOUBTFUL)


def calls_itself_picture(found: Walk, row: int, namer: Namer) -> bool:
    """Whether a box's tag or class names ("caption", "photo", "gallery") suggest that it holds a picture."""
    return bool(found.boxes.own[row] & tag_facts.CAPTION_WORD) or _is_called_caption(found, row, namer)


def is_frame(node: etree._Element) -> bool:
    """Whether a box is as wide as the picture in it, so that it was drawn around this, as WordPress and tables do."""
    picture = next(node.iter("img"), None)
    if picture is None:
        return False
    styled = _WIDTH.search(node.get("style") or "")
    own, shown = styled[1] if styled else node.get("width") or "", picture.get("width") or ""
    return own.isdecimal() and shown.isdecimal() and 0 <= int(own) - int(shown) <= _WIDER and int(shown) >= _LEAST_WIDTH


def figure_around(found: Walk, row: int, region: Region) -> int:
    """Return the box of the figure that encloses a box, which may be the box itself.

    Without a figure it is the box; for a figcaption outside any figure, the parent if that is small.
    """
    boxes, figure = found.boxes, row
    while figure > region.row:
        if boxes.own[figure] & tag_facts.FIGURE:
            return figure
        figure = boxes.parent[figure]
    beside = boxes.tag[row] == "figcaption" and is_small(found, boxes.parent[row])
    return boxes.parent[row] if beside else row


def quotes(found: Walk, row: int, spot: Spot | None = None) -> bool:
    """Whether a figure holds a quotation or a table, so that its figcaption names a speaker or a source.

    A table enclosing the figure's picture (at `spot`) does not count: old pages lay out a picture and its caption in
    one.
    """
    boxes = found.boxes
    outer = boxes.bits[boxes.parent[row]] if row else 0
    if spot is not None:
        outer |= boxes.bits[spot.box] & tag_facts.TABLE
    inside = found.box[boxes.first[row] : boxes.end[row]]
    return any(boxes.bits[box] & ~outer & (tag_facts.QUOTE | tag_facts.TABLE) for box in inside)


def signs(found: Walk, labels: Labels, row: int) -> bool:
    """Whether a figure only shows the author: its text is the byline, with a few words on the job at most."""
    first, end = found.boxes.first[row], found.boxes.end[row]
    if not found.boxes.own[row] & tag_facts.FIGURE or BYLINE not in labels.of[first:end]:
        return False
    others = (s.text for s in found.segments[first:end] if labels.of[s.index] != BYLINE)
    return sum(len(text.split()) for text in others) <= _FEW_WORDS


def has_text(found: Walk, row: int) -> bool:
    """Whether a box contains any words; numbers and punctuation alone do not count."""
    segments = found.segments[found.boxes.first[row] : found.boxes.end[row]]
    return any(map(_has_words, segments))


def _has_words(segment: Segment) -> bool:
    """Whether a segment has letters at its start, not only numbers and punctuation."""
    start = segment.text[:_BEGINNING]
    if len(start) < _LEAST_LETTERS:
        return False
    return start[:_LEAST_LETTERS].isalpha() or sum(map(str.isalpha, start)) >= _LEAST_LETTERS


def is_small(found: Walk, row: int) -> bool:
    """Whether a box has few enough segments and characters to hold just one picture with its texts."""
    first, end = found.boxes.first[row], found.boxes.end[row]
    return end - first <= _MOST_SEGMENTS and sum(letters(s.text) for s in found.segments[first:end]) <= _MOST_CHARS


def names_between(found: Walk, row: int, region: Region) -> int:
    """Return the bits (`tag_facts`) of the tags and class names of a box and its enclosing boxes, within the article.

    They tell whether it is in a menu, form or comment (`is_outside`) or perhaps in related stories (`is_doubtful`).  A
    box that is called related or share, but contains several paragraphs of the body, sets no bits: the names mean
    something else in it.
    """
    boxes, bits = found.boxes, 0
    while row > region.row:
        own = boxes.own[row]
        if not (own & _NAMED and region.holds_body(boxes.first[row], boxes.end[row])):
            bits |= own
        row = boxes.parent[row]
    return bits


def is_outside(bits: int) -> bool:
    """Whether a box is not part of the article, by its `bits` from `names_between`."""
    return bool(bits & _OUTSIDE)


def is_doubtful(bits: int) -> bool:
    """Whether a box may belong to the article or to a related story: its `bits` from `names_between` leave it open."""
    return bool(bits & _DOUBTFUL)


def link_share(found: Walk, row: int) -> float:
    """Return the share (0 to 1) of a box's characters that are link text."""
    first, end = found.boxes.first[row], found.boxes.end[row]
    total = sum(len(s.text) for s in found.segments[first:end])
    return sum(found.linked[first:end]) / total if total else 0.0


def is_linked(found: Walk, row: int, namer: Namer) -> bool:
    """Whether a box is a teaser: most of its text is links, and no box in it is a caption or picture by its names."""
    if link_share(found, row) <= MOSTLY_LINKS:
        return False
    boxes = found.boxes
    depth, below = boxes.depth[row], row + 1
    while below < len(boxes.tag) and boxes.depth[below] > depth:
        below += 1
    return not any(calls_itself_picture(found, inner, namer) for inner in range(row, below))
