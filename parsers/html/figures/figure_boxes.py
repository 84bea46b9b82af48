"""Which box of a page holds a picture together with its caption, and whether that box belongs to the article.

Takes the walk and the layout; answers with rows of `walk.Boxes`.  What stands in a box is read in
`parsers.html.figures.figure_text`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.html.figures.class_names import CAPTION, DOUBTFUL, Namer
from parsers.html.markup import tag_facts
from parsers.html.markup.walked import Spot, Walk
from parsers.html.scoring.body_scores import Layout
from parsers.segments import BODY, BYLINE, HEADLINE, Labels, Segment

#: A holder has few and short texts; a box with more is the article itself.
_MOST_SEGMENTS = 8
_MOST_CHARS = 1_200
_MOST_LEVELS = 7
#: A lead picture stands at most so many segments before the headline.
_BEFORE_HEADLINE = 12
_AFTER_BODY = 4
#: A role beside a name ("Senior political editor").
_FEW_WORDS = 3

_OUTSIDE = tag_facts.NAV | tag_facts.FOOTER | tag_facts.FORM | tag_facts.COMMENT_WORD | tag_facts.SHARE_WORD
#: Names that related stories, people of the house and the article's own galleries share ("slider", "card", "aside").
_DOUBTFUL = tag_facts.ASIDE | tag_facts.RELATED_WORD | tag_facts.PROMO_WORD | tag_facts.AUTHOR_WORD | tag_facts.HIDDEN


@dataclass(frozen=True, slots=True)
class Region:
    """Where pictures and captions of the article can stand."""

    #: Row of the smallest box with headline and body.
    row: int
    #: First and last segment index that a picture's `before` may have.
    first: int
    last: int


def region_of(found: Walk, labels: Labels, layout: Layout) -> Region | None:
    """The article's region, or None for a page without body."""
    body = [i for i in range(layout.first, layout.last + 1) if layout.scores[i] > BODY]
    if not body:
        return None
    heads = [i for i, label in enumerate(labels.of) if label == HEADLINE]
    head = heads[0] if heads else layout.first
    row = _common_box(found, [found.box[i] for i in (*body, *heads)])
    first = max(found.boxes.first[row], min(head - _BEFORE_HEADLINE, layout.first))
    return Region(row, first, min(found.boxes.end[row], layout.last + _AFTER_BODY))


def _common_box(found: Walk, rows: list[int]) -> int:
    """The smallest box that holds all of some boxes: as rows are in document order, that of the first and the last."""
    parent, first, last = found.boxes.parent, min(rows), max(rows)
    while first != last:
        if first > last:
            first = parent[first]
        else:
            last = parent[last]
    return first


def holder_of(found: Walk, spot: Spot) -> int | None:
    """The row of the innermost box with the picture and some text, a figure's before a smaller one; None when large."""
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
    """The row of the caption that follows a picture without a box of their own."""
    if spot.before >= len(found.segments):
        return None
    row = found.box[spot.before]
    for _ in range(3):
        if row <= region.row or not is_small(found, row):
            return None
        if _is_called_caption(found, row, namer):
            return row
        row = found.boxes.parent[row]
    return None


def lone_captions(found: Walk, labels: Labels, region: Region, namer: Namer) -> Iterator[int]:
    """Rows of boxes that call themselves captions, with text that nobody claimed."""
    boxes = found.boxes
    # Rows are in document order: those before and behind the region's segments need no look.
    start = max(region.row + 1, bisect_left(boxes.first, region.first))
    stop = bisect_right(boxes.first, region.last)
    for row in [row for row in range(start, stop) if _is_called_caption(found, row, namer, alone=True)]:
        first, end = boxes.first[row], boxes.end[row]
        if first >= end or end > region.last + 1 or boxes.tag[row] == "caption":
            continue
        if None in labels.of[first:end] and is_small(found, row) and has_text(found, row):
            yield row


def _is_called_caption(found: Walk, row: int, namer: Namer, *, alone: bool = False) -> bool:
    """Whether a box calls itself a caption; alone when no picture beside it makes a doubtful word a sure one."""
    if found.boxes.tag[row] == "figcaption":
        return True
    names = found.boxes.names[row]
    bits = namer.bits_of(names) if names else 0
    return bool(bits & CAPTION) and not (alone and bits & DOUBTFUL)


def calls_itself_picture(found: Walk, row: int, namer: Namer) -> bool:
    """Whether a box calls itself a caption, or a picture ("photo", "gallery"), which holds one as often as not."""
    return bool(found.boxes.own[row] & tag_facts.CAPTION_WORD) or _is_called_caption(found, row, namer)


def figure_around(found: Walk, row: int, region: Region) -> int:
    """The figure that a box is or stands in, or the box around a figcaption outside of one; else the box itself."""
    boxes, figure = found.boxes, row
    while figure > region.row:
        if boxes.own[figure] & tag_facts.FIGURE:
            return figure
        figure = boxes.parent[figure]
    beside = boxes.tag[row] == "figcaption" and is_small(found, boxes.parent[row])
    return boxes.parent[row] if beside else row


def quotes(found: Walk, row: int) -> bool:
    """Whether a figure holds a quotation or a table: its figcaption says who said it."""
    boxes = found.boxes
    outer = boxes.bits[boxes.parent[row]] if row else 0
    inside = found.box[boxes.first[row] : boxes.end[row]]
    return any(boxes.bits[box] & ~outer & (tag_facts.QUOTE | tag_facts.TABLE) for box in inside)


def signs(found: Walk, labels: Labels, row: int) -> bool:
    """Whether a figure holds nothing but a name that signs the article, and a word on who that is."""
    first, end = found.boxes.first[row], found.boxes.end[row]
    if not found.boxes.own[row] & tag_facts.FIGURE or BYLINE not in labels.of[first:end]:
        return False
    others = (s.text for s in found.segments[first:end] if labels.of[s.index] != BYLINE)
    return sum(len(text.split()) for text in others) <= _FEW_WORDS


def has_text(found: Walk, row: int) -> bool:
    """Whether a box holds any words, counters and marks aside."""
    segments = found.segments[found.boxes.first[row] : found.boxes.end[row]]
    return any(map(_has_words, segments))


def _has_words(segment: Segment) -> bool:
    """Whether it has three letters near its beginning; most texts begin with them."""
    start = segment.text[:60]
    return len(start) > 2 and (start[:3].isalpha() or sum(map(str.isalpha, start)) > 2)


def is_small(found: Walk, row: int) -> bool:
    """Whether a box is small enough to hold one picture with its texts."""
    first, end = found.boxes.first[row], found.boxes.end[row]
    return end - first <= _MOST_SEGMENTS and sum(len(s.text) for s in found.segments[first:end]) <= _MOST_CHARS


def names_between(found: Walk, row: int, region: Region) -> int:
    """What a box and its ancestors inside the article's own box are called: the bits of all of them."""
    boxes, bits = found.boxes, 0
    while row > region.row:
        bits |= boxes.own[row]
        row = boxes.parent[row]
    return bits


def is_outside(bits: int) -> bool:
    """Whether names say that a box is no part of the article."""
    return bool(bits & _OUTSIDE)


def is_doubtful(bits: int) -> bool:
    """Whether names leave open if a box is the article's or a related story's."""
    return bool(bits & _DOUBTFUL)


def link_share(found: Walk, row: int) -> float:
    """Share of a box's characters that are link text."""
    first, end = found.boxes.first[row], found.boxes.end[row]
    total = sum(len(s.text) for s in found.segments[first:end])
    return sum(found.linked[first:end]) / total if total else 0.0


def is_linked(found: Walk, row: int, namer: Namer) -> bool:
    """Whether most text of a box is link text, and nothing in it calls itself a caption or a picture: a teaser."""
    if link_share(found, row) <= 0.5:
        return False
    boxes = found.boxes
    depth, below = boxes.depth[row], row + 1
    while below < len(boxes.tag) and boxes.depth[below] > depth:
        below += 1
    return not any(calls_itself_picture(found, inner, namer) for inner in range(row, below))
