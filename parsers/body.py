"""Which segments are body, of what kind, and why the others are not.

Works on what the field and caption readers left unclaimed; labels every segment of the article region, junk with its
reason.
"""

from __future__ import annotations

from parsers.html.layout import Layout
from parsers.segments import JUNK, LIST_ITEM, PARAGRAPH, PREFORMATTED, QUOTE, SUBHEAD, TABLE, Desk, Segment

#: Segments that score less are not body.
_BODY = 0.5

_KIND_OF_HINT = {"quote": QUOTE, "table": TABLE, "preformatted": PREFORMATTED, "subhead": SUBHEAD}


def kind(segment: Segment) -> str:
    """The kind of block a segment is when it is body."""
    if segment.hint in _KIND_OF_HINT:
        return _KIND_OF_HINT[segment.hint]
    return LIST_ITEM if segment.list_depth else PARAGRAPH


def label_body(desk: Desk, layout: Layout) -> None:
    """Label what nobody claimed between the first and the last segment of the article."""
    for segment in desk.free():
        if not layout.inside(segment.index):
            continue
        if layout.scores[segment.index] >= _BODY or segment.hint == "subhead":
            desk.claim(segment.index, kind(segment))
        else:
            desk.claim(segment.index, JUNK, reason="low_score")
