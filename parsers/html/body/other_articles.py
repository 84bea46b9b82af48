"""Cuts further articles from a page that continues with the next story when the reader scrolls down.

Takes the walk, the labels (the headline must be labelled) and the layout; labels the segments of other articles and
returns the layout without them.  Another article stands below this article's text: an article element with a heading of
the same level as the headline and enough text, or a box with a linked heading, a time of its own and enough text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from parsers.html.markup.walked import Walk
from parsers.html.scoring.body_scores import Layout
from parsers.segments import BODY, HEADLINE, JUNK, Labels, Segment

#: Characters of body text that another article has at least, and that this one has before it.  Chosen by hand.
_LEAST: Final = 300
#: The lowest level of a heading of a story, and the share of link text from which it is a link.  Chosen by hand.
_STORY_LEVEL: Final = 3
_LINKED: Final = 0.9
#: The most boxes from the heading to the one around its whole story; more lead to a list of stories.  Chosen by hand.
_AROUND: Final = 4
_HEADINGS: Final = ("h1", "h2", "h3")


def set_others_aside(found: Walk, labels: Labels, layout: Layout) -> Layout:
    """Label the segments of other articles as junk; returns a layout in which they score 0."""
    others = [
        index for row in _others(found, labels, layout) for index in range(found.boxes.first[row], found.boxes.end[row])
    ]
    if not others:
        return layout
    scores = list(layout.scores)
    for index in others:
        scores[index] = 0.0
        labels.claim(index, JUNK, reason="other_article")
    body = [index for index, score in enumerate(scores) if score > BODY]
    return replace(layout, scores=scores, first=body[0], last=body[-1]) if body else layout


def _others(found: Walk, labels: Labels, layout: Layout) -> Iterator[int]:
    """Yield the rows of the article elements that hold other articles."""
    headline = next((s for s in labels.segments if labels.of[s.index] == HEADLINE and s.level), None)
    if headline is None:
        return
    own = _article_around(found, found.box[headline.index])
    for segment in found.segments[headline.index + 1 : layout.last + 1]:
        if segment.text == headline.text:
            continue
        if row := _next_story(found, labels, layout, headline.index, segment):
            yield row
        if segment.level != headline.level:
            continue
        row = _article_around(found, found.box[segment.index])
        if not row or row == own or _mass(found, layout, headline.index, found.boxes.first[row]) < _LEAST:
            continue
        inside = found.boxes.first[row] <= headline.index < found.boxes.end[row]
        if not inside and _mass(found, layout, segment.index, found.boxes.end[row]) >= _LEAST:
            yield row


def _next_story(found: Walk, labels: Labels, layout: Layout, headline: int, heading: Segment) -> int:
    """The row of the box, below the article's text, of a story whose heading is a link and which has a time of its own.

    0 when the heading is none of such a story; headline is the index of the article's headline.
    """
    if not 0 < heading.level <= _STORY_LEVEL or heading.link_share < _LINKED or labels.of[heading.index] is not None:
        return 0
    boxes, row = found.boxes, found.box[heading.index]
    while boxes.parent[row] and boxes.tag[row] in _HEADINGS:
        row = boxes.parent[row]
    for _ in range(_AROUND):
        if boxes.end[row] - heading.index > 1 and next(boxes.node[row].iter("time"), None) is not None:
            break
        row = boxes.parent[row]
        if not row or boxes.first[row] <= headline:
            return 0
    else:
        return 0
    before, inside = (headline, boxes.first[row]), (heading.index, boxes.end[row])
    return row if _mass(found, layout, *before) >= _LEAST <= _mass(found, layout, *inside) else 0


def _article_around(found: Walk, row: int) -> int:
    """The row of the innermost article element around a box; 0 when there is none."""
    while row and found.boxes.tag[row] != "article":
        row = found.boxes.parent[row]
    return row


def _mass(found: Walk, layout: Layout, first: int, end: int) -> int:
    """The number of characters of body text in the segments from first up to, not including, end."""
    return sum(len(s.text) for s in found.segments[first:end] if layout.scores[s.index] > BODY)
