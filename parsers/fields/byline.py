"""The byline as it is printed, and the names in it.

What the page offers: elements that call themselves author or byline (class, rel, microdata), and lines near the
headline that begin as bylines do ("By ...", "Von ...").  The nearest to the headline wins; author boxes below the
article are second, names in comments and other articles' teasers never count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from parsers.fields.authors import Names
from parsers.fields.candidate import Candidate, best
from parsers.fields.compare import key
from parsers.fields.names import has_lead, read_names
from parsers.fields.sheet import Sheet, marks
from parsers.fields.values import element_text

#: A byline with names, roles and a date is seldom longer.
_LONGEST = 220


@dataclass(frozen=True, slots=True)
class Byline:
    """A printed byline: its text as printed and its names."""

    text: str
    names: Names


def read_byline(sheet: Sheet) -> Candidate[Byline] | None:
    """The byline that the page prints; None when there is none to be sure of."""
    return best(candidate for candidate in (*_signed(sheet), *_lines(sheet)) if candidate.value.names)


def _signed(sheet: Sheet) -> Iterator[Candidate[Byline]]:
    """Elements that say of themselves that they name an author."""
    elements = [*sheet.meta.items.get("author", ()), *sheet.meta.signed]
    blocks: list[tuple[Any, int, float]] = []
    for element in elements:
        if any(element is outer or outer in element.iterancestors() for outer, _, _ in blocks[-6:]):
            continue
        index = sheet.index_of(element)
        if index is None:
            continue
        confidence = _near(index, sheet)
        if confidence > 0 and not marks(element, 6) & sheet.heads.others:
            blocks.append((element, index, confidence))
    for element, index, confidence in blocks:
        text = element_text(element)
        if 2 <= len(text) <= _LONGEST:
            names = _names(element, sheet)
            yield Candidate(Byline(text, names), "layout", "signed", confidence, (index,))


def _names(element: Any, sheet: Sheet) -> Names:
    """The names in a signed element: its links to authors and name elements, else its text."""
    found: dict[str, str] = {}
    for inner in element.iter("a", "span", "strong", "b", "address", "cite"):
        mark = " ".join(inner.get(name, "") for name in ("rel", "itemprop", "class", "href")).lower()
        if inner is not element and ("author" in mark or "name" in mark or "/autor" in mark):
            for name in read_names(element_text(inner), sheet.words):
                found.setdefault(key(name), name)
    if not found:
        # Pieces of text stand for themselves: a name, then a role, then a date.
        pieces = [" ".join(piece.split()) for piece in element.itertext()]
        text = " | ".join(piece for piece in pieces if piece)
        text = text if has_lead(text, sheet.words) else text.replace(" | ", " , ") if len(pieces) == 1 else text
        for name in read_names(text, sheet.words):
            found.setdefault(key(name), name)
    return tuple(found.values())


def _lines(sheet: Sheet) -> Iterator[Candidate[Byline]]:
    """Lines near the headline that begin as bylines do."""
    for segment in sheet.head():
        if len(segment.text) <= _LONGEST and not segment.level and has_lead(segment.text, sheet.words):
            names = tuple(read_names(segment.text, sheet.words))
            distance = segment.index - max(sheet.headline, 0)
            yield Candidate(Byline(segment.text, names), "text", "lead", 0.8 - distance * 0.01, (segment.index,))


def _near(index: int, sheet: Sheet) -> float:
    """How far a place on the page is to be trusted for a byline, by its distance from headline and body."""
    distance = index - sheet.headline
    if sheet.headline < 0:
        return 0.6 if index <= max(sheet.layout.first, 0) + 5 else 0.3
    if -8 <= distance < 0:
        return 0.75
    if 0 <= distance <= 12:
        return 0.85 - distance * 0.005
    if index <= sheet.layout.first + 3:
        return 0.7
    return 0.4 if index <= sheet.layout.last + 6 else 0.0
