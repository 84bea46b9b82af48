"""Other articles on the page of this one, as pages print them that go on with the next story when a reader scrolls.

Takes the walk, the labels with that of the headline, and the layout; claims what belongs to another article and returns
the layout without it.  Another article is an article element of its own, below the text of this one, with a headline
of the same level and text of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from parsers.html.markup.walked import Walk
from parsers.html.scoring.body_scores import Layout
from parsers.segments import BODY, HEADLINE, JUNK, Labels

#: Characters of body text that make an article of its own, and that must stand before one.
_LEAST: Final = 300


def set_others_aside(found: Walk, labels: Labels, layout: Layout) -> Layout:
    """Cut the other articles' segments, and take them out of the layout."""
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
    """Rows of the article elements of other articles."""
    headline = next((s for s in labels.segments if labels.of[s.index] == HEADLINE and s.level), None)
    if headline is None:
        return
    own = _article_around(found, found.box[headline.index])
    for segment in found.segments[headline.index + 1 : layout.last + 1]:
        if segment.level != headline.level or segment.text == headline.text:
            continue
        row = _article_around(found, found.box[segment.index])
        if not row or row == own or _mass(found, layout, headline.index, found.boxes.first[row]) < _LEAST:
            continue
        inside = found.boxes.first[row] <= headline.index < found.boxes.end[row]
        if not inside and _mass(found, layout, segment.index, found.boxes.end[row]) >= _LEAST:
            yield row


def _article_around(found: Walk, row: int) -> int:
    """The innermost article element around a box; 0 when there is none."""
    while row and found.boxes.tag[row] != "article":
        row = found.boxes.parent[row]
    return row


def _mass(found: Walk, layout: Layout, first: int, end: int) -> int:
    """Characters of body text in a stretch of segments."""
    return sum(len(s.text) for s in found.segments[first:end] if layout.scores[s.index] > BODY)
