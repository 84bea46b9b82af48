"""Common parts of the readers of bylines: the value, the confidence of a place on the page, and the text of a byline.

Takes elements, texts and the Sheet.  Nothing here is used by only one of the readers.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import Any, NamedTuple

from parsers.folding import key
from parsers.html.fields.authors import Names
from parsers.html.fields.sheet import Sheet
from parsers.people.byline_names import has_lead, lead_end, people, read_names

#: Characters of the longest byline, with names, roles and a date.
LONGEST = 220
#: The highest confidence (0 to 1) of a byline that is not below the headline.
ELSEWHERE = 0.75
#: Segments below the headline in which the byline is looked for first.
HEAD = 12
#: Elements around a name whose class names are checked; and elements around the headline that hold its article.
_FOREIGN, _DEPTH = 6, 12


class Byline(NamedTuple):
    """A byline: its text as printed, and the names in it."""

    text: str
    names: Names


def near(index: int, sheet: Sheet) -> float:
    """The confidence (0 to 1) of a byline at a segment, by its distance from headline and body."""
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
    """Whether a name in an element belongs to something else: another article, a comment, a picture."""
    outer = element.getparent()
    for _ in range(4):
        if outer is None:
            break
        if outer.tag == "figcaption":
            # A portrait of the author may be in a figure, too; its caption begins with "By".
            return not has_lead(" ".join(pieces_of(element)), sheet.words)
        outer = outer.getparent()
    apart = _apart(element, sheet)
    return sheet.marked(element, sheet.heads.others, apart) or sheet.marked(
        element, sheet.heads.pictures, min(apart, 3)
    )


def _apart(element: Any, sheet: Sheet) -> int:
    """The number of elements, from an element outwards, that do not hold the headline as well.

    Elements that hold both belong to the article, so their class names say nothing about the name.
    """
    if sheet.headline < 0:
        return _FOREIGN
    around = set(islice(sheet.labels.segments[sheet.headline].node.iterancestors(), _DEPTH))
    outwards = islice(chain((element,), element.iterancestors()), _FOREIGN)
    return next((number for number, outer in enumerate(outwards) if outer in around), _FOREIGN)


def names_in(text: str, sheet: Sheet) -> Names:
    """The names in a text; groups and sections are left out if persons are named as well."""
    return people(read_names(text, sheet.words), sheet.words)


def is_lead(text: str, sheet: Sheet) -> bool:
    """Whether a text is only the beginning of a byline, such as "By" in an element or line of its own."""
    return lead_end(f"{text} Xx", sheet.words) > len(text)


def pieces_of(element: Any) -> list[str]:
    """The texts of an element that its mark-up separates, white space collapsed, empty ones left out."""
    if not len(element):
        text = " ".join((element.text or "").split())
        return [text] if text else []
    return [piece for text in element.itertext() if (piece := " ".join(text.split()))]


def said_of(pieces: list[str], names: Names, sheet: Sheet) -> str:
    """The text of a byline from its pieces: "By", each name once, and the roles after the last name.

    Dates, places and buttons before the names are left out, as are repeats and texts after them, such as captions of
    portraits, numbers of comments and biographies.
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
    """Whether a piece holds one of the names, or is part of a name that is spread over several elements."""
    return any(name in piece or (len(piece) > 2 and piece in name) for name in names)


def _is_role(piece: str, sheet: Sheet) -> bool:
    """Whether a piece names a job ("political editor")."""
    return sheet.words.roles.search(piece) is not None
