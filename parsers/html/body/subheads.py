"""Finds subheads that mark-up or scores do not show, and headings that look like subheads but are none.

The first are bold lines (`prominent_lines.py` knows other ways to set one apart), lines with a class like "subhead",
and headings that score low; text must follow them.  The second are titles of boxes beside the text whose content is
cut.  `found` is the page's Walk (its segments and the boxes that enclose them), `body` the segments without a label
that score as body, in reading order; `layout` has the scores.  Gives segments; labels nothing.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from parsers.html.body.subhead_lines import is_called_subhead, is_sentence, is_short_line, subhead_lines
from parsers.html.figures.class_names import Namer
from parsers.html.markup.walked import Walk
from parsers.html.scoring.body_scores import Layout
from parsers.lines.junk import junk_reason
from parsers.rules import Rules
from parsers.segments import BODY, CREDIT, Labels, Segment

# All limits below were chosen by hand.

#: Score; headings that score less belong to boxes beside the article, unless the body has others like them.
_FAINT: Final = 0.3
_FAINTEST: Final = 0.05
#: Text that scores more than _SURE (BODY, if the body has headings like it) must follow a low-scoring heading, with at
#: most _BETWEEN lines between, of at most _SHORT characters each, as of an advertisement.
_SURE: Final = 0.8
_BETWEEN: Final = 2
_SHORT: Final = 30
#: The share of link text (0 to 1) above which the text below a heading is a list of links.
_LINKS: Final = 0.5
#: The most headings of boxes without text that are cut; with more, they are the article: a list of places or products.
_MOST_BOXES: Final = 2


def hidden_subheads(found: Walk, labels: Labels, layout: Layout, body: list[Segment], rules: Rules) -> frozenset[int]:
    """Return the indices of subheads that mark-up does not show as headings, or whose scores are too low."""
    namer = Namer(rules)
    faint = (s for s in _low_scored_headings(found, labels, layout, namer) if not junk_reason(s.text, None, rules))
    return frozenset((*subhead_lines(found, body, namer), *(segment.index for segment in faint)))


def _is_called_so(segment: Segment, found: Walk, namer: Namer) -> bool:
    """Whether a segment is a subhead by its class, although its tag is not that of a heading."""
    return is_short_line(segment) and not is_sentence(segment.text) and is_called_subhead(segment, found, namer)


def _low_scored_headings(found: Walk, labels: Labels, layout: Layout, namer: Namer) -> list[Segment]:
    """Return the headings between body paragraphs that score a little too low for body.

    Lines with a class such as "subhead" count as headings.  A heading in the same kind of box as other subheads of this
    body may score lower still: the models know few pages that set subheads in boxes of their own.
    """
    headings = [
        segment
        for segment in labels.segments[layout.first : layout.last]
        if labels.of[segment.index] is None
        and layout.scores[segment.index] >= _FAINTEST
        and not segment.link_share
        and (segment.hint == "subhead" or _is_called_so(segment, found, namer))
    ]
    score = layout.scores
    sure = [s for s in headings if score[s.index] >= _FAINT and _stands_above_text(s.index, labels, layout, _SURE)]
    known = {_built(s, found) for s in headings if score[s.index] > BODY}.union(_built(s, found) for s in sure)
    alike = (s for s in headings if _built(s, found) in known and _stands_above_text(s.index, labels, layout, BODY))
    return [s for s in (*sure, *alike) if score[s.index] <= BODY]


def _built(segment: Segment, found: Walk) -> tuple[str, str, str, str]:
    """Return the tag and names of a heading's box and of that box's parent: the same for headings of one kind.

    The heading's own id is left out, which many systems make of its words.
    """
    boxes, row = found.boxes, found.box[segment.index]
    up, own = boxes.parent[row], boxes.node[row].get("class") or ""
    return boxes.tag[row], own, boxes.tag[up], boxes.names[up]


def _stands_above_text(index: int, labels: Labels, layout: Layout, least: float) -> bool:
    """Whether the segment with this index, a heading, has text below it that scores more than `least`.

    A few short lines may come between them.
    """
    for below in labels.segments[index + 1 : index + 2 + _BETWEEN]:
        if layout.scores[below.index] > least:
            return not below.hint and not below.link_share > _LINKS
        if len(below.text) > _SHORT or below.link_share or below.hint:
            return False
    return False


def box_headings(found: Walk, labels: Labels, body: list[Segment]) -> list[Segment]:
    """Return the headings in the body that are titles of boxes, not subheads: the rest of their box is not body.

    Such a box ends before the next segment of `body`.  Returns [] if more than _MOST_BOXES headings look like titles.
    """
    headings = [
        heading
        for heading, below in pairwise(body)
        if heading.hint == "subhead"
        and below.index > heading.index + 1
        and labels.of[heading.index + 1] in (None, CREDIT)
        and _box_end(found, heading.index) <= below.index
    ]
    # One with a picture and its credit below it counts as well, but is the article's.
    beside = [heading for heading in headings if labels.of[heading.index + 1] is None]
    return beside if len(headings) <= _MOST_BOXES else []


def _box_end(found: Walk, index: int) -> int:
    """Return the end (one past the last segment) of the smallest box with the segments `index` and `index` + 1."""
    row, boxes = found.box[index], found.boxes
    while row and boxes.end[row] <= index + 1:
        row = boxes.parent[row]
    return boxes.end[row]
