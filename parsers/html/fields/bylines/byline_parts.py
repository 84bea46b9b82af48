"""What all readers of bylines have in common: the value, the places where bylines stand, and the text of one.

A change here changes every reader of bylines; what only one of them knows stands in its own file.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import Any, NamedTuple

from parsers.folding import key
from parsers.html.fields.authors import Names
from parsers.html.fields.sheet import Sheet
from parsers.people.byline_names import has_lead, lead_end, people, read_names

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
    around = set(islice(sheet.labels.segments[sheet.headline].node.iterancestors(), _DEPTH))
    outwards = islice(chain((element,), element.iterancestors()), _FOREIGN)
    return next((number for number, outer in enumerate(outwards) if outer in around), _FOREIGN)


def names_in(text: str, sheet: Sheet) -> Names:
    """The names that a text prints, without groups and sections where persons stand beside them."""
    return people(read_names(text, sheet.words), sheet.words)


def is_lead(text: str, sheet: Sheet) -> bool:
    """Whether a text is nothing but the lead-in of a byline: "By", in an element or a line of its own."""
    return lead_end(f"{text} Xx", sheet.words) > len(text)


def pieces_of(element: Any) -> list[str]:
    """The texts of an element that stand apart in its mark-up."""
    if not len(element):
        text = " ".join((element.text or "").split())
        return [text] if text else []
    return [piece for text in element.itertext() if (piece := " ".join(text.split()))]


def said_of(pieces: list[str], names: Names, sheet: Sheet) -> str:
    """What the pieces of a byline say of its names: a lead-in, each name once, and the roles behind the last.

    Dates, places and buttons before them are none of it, nor what repeats or follows: portraits, counters, lives.
    """
    own = [key(name) for name in names]
    first = next((number for number, piece in enumerate(pieces) if _names_one(key(piece), own)), 0)
    end, said = first, ""
    while end < len(pieces) and (end == first or not all(name in said for name in own)):
        said += key(pieces[end])
        end += 1
    while end < len(pieces) and _is_role(pieces[end], sheet) and not _names_one(key(pieces[end]), own):
        end += 1
    leads = first > 0 and is_lead(pieces[first - 1], sheet)
    return " ".join(pieces[first - leads : end])


def _names_one(piece: str, names: list[str]) -> bool:
    """Whether a piece holds one of the names, or is a part of one that spans several elements."""
    return any(name in piece or (len(piece) > 2 and piece in name) for name in names)


def _is_role(piece: str, sheet: Sheet) -> bool:
    return sheet.words.roles.search(piece) is not None
