"""What both kinds of bylines have in common: the value, and how far a place on the page is to be trusted for one."""

from __future__ import annotations

from itertools import chain, islice
from typing import Any, NamedTuple

from parsers.fields.authors import Names
from parsers.fields.names import has_lead
from parsers.fields.sheet import Sheet

#: A byline with names, roles and a date is seldom longer.
LONGEST = 220
#: As much as a byline can be trusted that does not stand below the headline.
ELSEWHERE = 0.75
#: How far below the headline its byline stands, in segments.
HEAD = 12
#: So many elements around a name say whose it is; and around the headline, which article's.
_FOREIGN, _DEPTH = 6, 12


class Byline(NamedTuple):
    """A printed byline: its text as printed and its names."""

    text: str
    names: Names


def near(index: int, sheet: Sheet) -> float:
    """How far a place on the page is to be trusted for a byline, by its distance from headline and body."""
    distance = index - sheet.headline
    if sheet.headline < 0:
        return 0.6 if index <= max(sheet.layout.first, 0) + 5 else 0.3
    if -8 <= distance < 0:
        return ELSEWHERE
    if 0 <= distance <= HEAD:
        return 0.85 - distance * 0.005
    if index <= sheet.layout.first + 3:
        return 0.7
    return 0.4 if index <= sheet.layout.last + 6 else 0.0


def is_foreign(element: Any, sheet: Sheet) -> bool:
    """Whether an element names the author of something else: another article, a comment, a picture."""
    outer = element.getparent()
    for _ in range(4):
        if outer is None:
            break
        if outer.tag == "figcaption":
            # Portraits of authors stand in figures too; they are told by their "By".
            return not has_lead(" ".join(pieces_of(element)), sheet.words)
        outer = outer.getparent()
    apart = _apart(element, sheet)
    return sheet.marked(element, sheet.heads.others, apart) or sheet.marked(
        element, sheet.heads.pictures, min(apart, 3)
    )


def _apart(element: Any, sheet: Sheet) -> int:
    """How many elements, itself the first, hold an element and not the headline; around both all is the article's."""
    if sheet.headline < 0:
        return _FOREIGN
    around = set(islice(sheet.desk.segments[sheet.headline].node.iterancestors(), _DEPTH))
    outwards = islice(chain((element,), element.iterancestors()), _FOREIGN)
    return next((number for number, outer in enumerate(outwards) if outer in around), _FOREIGN)


def pieces_of(element: Any) -> list[str]:
    """The texts of an element that stand apart in its mark-up."""
    if not len(element):
        text = " ".join((element.text or "").split())
        return [text] if text else []
    return [piece for text in element.itertext() if (piece := " ".join(text.split()))]
