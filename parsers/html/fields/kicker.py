"""Finds the kicker: the word or two above the headline that name its topic.

Sources: a short line just above the headline with a class for kickers, or the beginning of the heading itself
(`headline.read_headline`).  Breadcrumbs, dates, labels of forms and links to the front page are left out.
"""

from __future__ import annotations

from parsers.html.fields.candidate import Candidate
from parsers.html.fields.sheet import Sheet, own_element
from parsers.lines.kickers import LONGEST, may_be_kicker

#: Confidence (0 to 1) of a kicker in the heading itself, and of one with a class for kickers.  Chosen by hand.
_IN_HEADING, _NAMED = 0.8, 0.7
#: Segments above the headline in which the kicker is looked for.  Chosen by hand.
_ABOVE = 4
#: Segments above the headline in which the kicker may be an inline element of a box that is not named for it.
_NEAR = 2


def read_kicker(sheet: Sheet, inner: str | None) -> Candidate[str] | None:
    """Return the kicker; None without one.

    `inner`: the text before the headline in its own heading; None without one.
    """
    if inner:
        return Candidate(inner, "layout", "heading", _IN_HEADING)
    for segment in reversed(sheet.labels.segments[max(sheet.headline - _ABOVE, 0) : max(sheet.headline, 0)]):
        if len(segment.text) > LONGEST or sheet.labels.of[segment.index] is not None:
            continue
        words = sheet.marks(segment.node, 2)
        if sheet.headline - segment.index <= _NEAR:
            words |= sheet.marks(own_element(segment), 1)
        if words.isdisjoint(sheet.heads.kicker) or not words & sheet.heads.elsewhere <= sheet.heads.kicker:
            continue
        if may_be_kicker(segment.text, language=sheet.language, own=sheet.own_key, rules=sheet.context.rules):
            return Candidate(segment.text, "layout", "class", _NAMED, (segment.index,))
    return None
