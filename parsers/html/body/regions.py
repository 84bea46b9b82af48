"""Small questions about boxes for the modules that cut: which body segments a box holds, which box holds the article.

`draft` is the page's Draft (its segments while the body is labelled), `found` its Walk (its segments and the boxes that
enclose them).  A box is a block element, given as `row`, its index in `parsers.html.markup.boxes.Boxes`.  Only `cut`
labels anything.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import Final

from parsers.assemble import region
from parsers.folding import letters
from parsers.html.body.draft import SMALL, Draft
from parsers.html.markup.walked import Walk
from parsers.segments import BLOCK_LABELS, BODY, HEADLINE, JUNK, Labels, Segment

# Chosen by hand.
#: The share of the article's characters that its box holds.
_MOST: Final = 0.8
#: The share of the text in a box that the article must be so that the rest of the box belongs to it.
_OWN: Final = 0.75


def cut(draft: Draft, segments: Iterable[Segment], reason: str, rule: str) -> None:
    """Label segments as junk, with the reason for the cut and the id of the rule."""
    for segment in segments:
        draft.labels.claim(segment.index, JUNK, reason=reason, rule=rule)


def mass(segments: Iterable[Segment]) -> int:
    """Count the letters in some segments (`parsers.folding.letters`)."""
    return sum(letters(segment.text) for segment in segments)


def inside(draft: Draft, first: int, end: int) -> list[Segment]:
    """Return those of the segments from `first` to `end` - 1 that score as body and have no label."""
    labels, layout = draft.labels, draft.layout
    here = labels.segments[max(first, layout.first) : min(end, layout.last + 1)]
    return [s for s in here if layout.scores[s.index] > BODY and labels.of[s.index] is None]


def inside_box(draft: Draft, found: Walk, row: int) -> list[Segment]:
    """Return the segments in a box that score as body and have no label."""
    return inside(draft, found.boxes.first[row], found.boxes.end[row])


def size(found: Walk, row: int) -> int:
    """The number of segments in a box."""
    return found.boxes.end[row] - found.boxes.first[row]


def in_reach(draft: Draft, found: Walk) -> list[Segment]:
    """Return the segments of the article and those near it: as many above and below as a small box may contain."""
    return found.segments[max(0, draft.layout.first - SMALL) : draft.layout.last + SMALL]


def small_boxes(draft: Draft, found: Walk, holding: Iterable[Segment], *, most: int, beyond: int = 0) -> list[int]:
    """Return the small boxes in the article that contain one of the segments `holding`, as indices in `Boxes`.

    They have from two to `most` segments.  `beyond`: the number of segments above and below the article in which boxes
    are looked for as well.
    """
    boxes, first, last = found.boxes, draft.layout.first - beyond, draft.layout.last + beyond
    around: set[int] = set()
    for segment in holding:
        row = found.box[segment.index]
        while row not in around and boxes.end[row] - boxes.first[row] <= most:
            around.add(row)
            row = boxes.parent[row]
    return sorted(row for row in around if size(found, row) > 1 and boxes.first[row] <= last and boxes.end[row] > first)


def home(found: Walk, article: list[Segment]) -> int:
    """Return the smallest box, as its index in `Boxes`, with most of the text of the segments `article` (not empty)."""
    boxes = found.boxes
    places, until = [s.index for s in article], [0, *accumulate(len(s.text) for s in article)]
    row = found.box[max(article, key=lambda s: len(s.text)).index]
    while row:
        first, end = bisect_left(places, boxes.first[row]), bisect_left(places, boxes.end[row])
        if until[end] - until[first] >= _MOST * until[-1]:
            break
        row = boxes.parent[row]
    return row


def lies_in(found: Walk, row: int, outer: int) -> bool:
    """Whether the box `row` is inside the box `outer` or is that box."""
    while row > outer:
        row = found.boxes.parent[row]
    return row == outer


def box_around(found: Walk, first: int, last: int) -> int:
    """Return the smallest box, as its index in `Boxes`, that contains the segments `first` to `last` (indices)."""
    boxes, row = found.boxes, found.box[first]
    while row and not boxes.first[row] <= last < boxes.end[row]:
        row = boxes.parent[row]
    return row


def article_end(found: Walk, labels: Labels) -> int:
    """Return the index of the last segment of an article, counting what was cut below its last block; -1 without one.

    Such segments directly follow the body, in its last box or in sibling boxes with the same tag, or are in the
    article's own box: the smallest with everything from the headline to the end, if it is mostly that.
    """
    first, last = region(labels)
    blocks = [index for index, label in enumerate(labels.of) if label in BLOCK_LABELS]
    if not blocks:
        return last
    row = box_around(found, first, last)
    inside = found.segments[found.boxes.first[row] : found.boxes.end[row]]
    printed, around = (sum(len(s.text) for s in part) for part in (found.segments[first : last + 1], inside))
    own = printed >= _OWN * around and found.boxes.tag[row] not in ("html", "body")
    return max(last, end_beside(found, blocks[-1]), end_beside(found, last), inside[-1].index if own else last)


def end_beside(found: Walk, last: int) -> int:
    """Return the index of the last of the segments that follow `last` in its box or in sibling boxes with its tag."""
    boxes = found.boxes
    while 0 <= last < len(found.segments) - 1:
        row, below = found.box[last], found.box[last + 1]
        beside = boxes.parent[row] == boxes.parent[below] and boxes.tag[row] == boxes.tag[below]
        # The next table cell is a column beside the story; so is the box after one that has several lines.
        one_line = size(found, row) == 1 and boxes.tag[row] not in ("td", "th")
        if row != below and not (beside and one_line):
            break
        last += 1
    return last


def indices(found: Walk, row: int) -> range:
    """The indices of the segments in a box."""
    return range(found.boxes.first[row], found.boxes.end[row])


def holds_headline(draft: Draft, found: Walk, row: int) -> bool:
    """Whether a box contains the article's headline, or a repeat of it; such a box is never cut."""
    return any(draft.labels.of[at] == HEADLINE for at in indices(found, row))


def boxes_from(found: Walk, first: int, last: int) -> range:
    """Return the boxes that start between segments `first` and `last`, as a range of indices in `Boxes`.

    They are neighbours there, since `Boxes` is in document order.
    """
    return range(bisect_left(found.boxes.first, first), bisect_right(found.boxes.first, last))
