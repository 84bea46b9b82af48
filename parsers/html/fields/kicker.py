"""Finds the kicker: the word or two above the headline that name its topic.

Sources: a short line just above the headline with a class for kickers, or the beginning of the heading itself
(`headline.read_headline`).  Breadcrumbs, dates, labels of forms and links to the front page are left out.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

from parsers.html.fields.candidate import Candidate
from parsers.html.fields.sheet import Sheet
from parsers.html.metadata.values import element_text
from parsers.lines.kickers import LONGEST, may_be_kicker
from parsers.segments import Segment

#: Confidence (0 to 1) of a kicker in the heading itself, and of one with a class for kickers.  Chosen by hand.
_IN_HEADING, _NAMED = 0.8, 0.7
#: Segments above the headline in which the kicker is looked for.  Chosen by hand.
_ABOVE = 4
#: Inline elements that may hold a kicker, and so many children of a box that are looked at.
_INLINE, _CHILDREN = frozenset(("span", "a", "strong", "b", "em", "small", "label", "time", "i")), 20


def read_kicker(sheet: Sheet, inner: str | None) -> Candidate[str] | None:
    """Return the kicker; None without one.

    `inner`: the text before the headline in its own heading; None without one.
    """
    if inner:
        return Candidate(inner, "layout", "heading", _IN_HEADING)
    for segment in reversed(sheet.labels.segments[max(sheet.headline - _ABOVE, 0) : max(sheet.headline, 0)]):
        if len(segment.text) > LONGEST or sheet.labels.of[segment.index] is not None:
            continue
        own = _own_element(segment)
        named = sheet.marked(own, sheet.heads.kicker, 2 + (own is not segment.node))
        if not named or not sheet.marks(own, 2) & sheet.heads.elsewhere <= sheet.heads.kicker:
            continue
        if may_be_kicker(segment.text, language=sheet.language, own=sheet.own_key, rules=sheet.context.rules):
            return Candidate(segment.text, "layout", "class", _NAMED, (segment.index,))
    return None


def _own_element(segment: Segment) -> Any:
    """Return the element that prints just the text of a segment: an inline one where the text is loose in a box.

    The segment of `<header><span class=kicker>Transport</span><h1>...` has the header as its element.
    """
    children = (child for child in islice(segment.node, _CHILDREN) if child.tag in _INLINE)
    return next((child for child in children if element_text(child) == segment.text), segment.node)
