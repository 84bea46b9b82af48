"""The byline as it is printed, and the names in it.

What the page offers: elements that call themselves author or byline (class, rel, microdata), and lines near the
headline that begin as bylines do ("By ...", "Von ...").  The nearest to the headline wins; author boxes below the
article are second, names in comments and other articles' teasers never count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from parsers.fields.authors import Names
from parsers.fields.candidate import Candidate, best
from parsers.fields.compare import key
from parsers.fields.names import has_lead, is_group, lead_end, may_lead, people, read_names
from parsers.fields.sheet import Sheet, bold
from parsers.segments import Segment

#: A byline with names, roles and a date is seldom longer.
_LONGEST = 220
#: As much as a byline can be trusted that does not stand below the headline.
_ELSEWHERE = 0.75
#: How far below the headline its byline stands, in segments.
_HEAD = 12
_AUTHOR_MARK = re.compile(r"[aA]uth?or|[bB]yline|[wW]riter|[rR]eporter|[jJ]ournalist|[cC]ontributor|[rR]edakt")
#: One of these is in every such mark.
_MARK_PARTS = ("uthor", "utor", "yline", "riter", "eporter", "ournalist", "ontributor", "edakt")


@dataclass(frozen=True, slots=True)
class Byline:
    """A printed byline: its text as printed and its names."""

    text: str
    names: Names


def read_byline(sheet: Sheet) -> Candidate[Byline] | None:
    """The byline that the page prints; None when there is none to be sure of."""
    around = [segment for segment in sheet.around() if len(segment.text) <= _LONGEST]
    # Most bylines stand right below the headline, and what stands elsewhere is less sure.
    head = range(sheet.headline, sheet.headline + _HEAD + 1) if sheet.headline >= 0 else ()
    first = [segment for segment in around if segment.index in head]
    if found := best(candidate for candidate in _signed(first, sheet) if candidate.value.names):
        return found
    lines = list(_lines(first, sheet))
    if (lead := best(lines)) and lead.confidence > _ELSEWHERE:
        return lead
    rest = [segment for segment in around if segment.index not in head]
    signed = [candidate for candidate in _signed(rest, sheet) if candidate.value.names]
    return best([*signed, *lines, *_lines(rest, sheet)])


def _signed(segments: list[Segment], sheet: Sheet) -> Iterator[Candidate[Byline]]:
    """Elements that say of themselves that they name an author; those that stand together are one byline."""
    found: list[tuple[Any, int, Candidate[Byline]]] = []
    for element, index in _signed_elements(segments):
        confidence = _near(index, sheet)
        pieces = _pieces(element)
        length = sum(map(len, pieces)) + len(pieces) - 1
        if confidence <= 0 or not 2 <= length <= _LONGEST or _foreign(element, sheet):
            continue
        names = _names(element, sheet)
        candidate = Candidate(
            Byline(_signed_text(pieces, names, sheet), names), "layout", "signed", confidence, (index,)
        )
        if found and _together(found[-1], element, index):
            candidate = _joined(found.pop()[2], candidate)
        found.append((element, index, candidate))
    return (candidate for _, _, candidate in found)


def _signed_text(pieces: list[str], names: Names, sheet: Sheet) -> str:
    """A signed element's text up to the last name or role in it; a place, date or counter behind them is none of it."""
    own = [key(name) for name in names]
    said = [_names_one(key(piece), own) or _is_role(piece, sheet) for piece in pieces]
    end = max((number for number, says in enumerate(said, 1) if says), default=len(pieces))
    return " ".join(pieces[:end])


def _names_one(piece: str, names: list[str]) -> bool:
    """Whether a piece holds one of the names, or is a part of one that spans several elements."""
    return any(name in piece or (len(piece) > 2 and piece in name) for name in names)


def _is_role(piece: str, sheet: Sheet) -> bool:
    return sheet.words.roles.search(piece) is not None


def _signed_elements(segments: list[Segment]) -> Iterator[tuple[Any, int]]:
    """Elements with an author's mark in and around segments, the outermost first."""
    # The first segment of each element: those that line breaks make of one have nothing new to say.
    lines = {segment.node: segment.index for segment in reversed(segments)}
    elements: dict[Any, int] = {}
    for node in lines:
        if len(node):
            elements.update(dict.fromkeys(islice(node.iter(), 1, 1 + _INNER), 0))
        _note_outwards(node, elements)
    marked = _marked(elements)
    seen: set[Any] = set()
    for node, index in reversed(lines.items()) if marked else ():
        for element in _outermost(node, marked) or _inside(node, marked):
            if element not in seen and seen.isdisjoint(islice(element.iterancestors(), 4)):
                seen.add(element)
                yield element, index


#: As many elements around a line belong to it, itself among them.
_AROUND = 4


def _note_outwards(node: Any, elements: dict[Any, int]) -> None:
    """Note an element and those around it, each with how many around it are noted, too."""
    for left in range(_AROUND, 0, -1):
        # Neighbours have the same elements around them.
        if node is None or elements.get(node, 0) >= left:
            return
        elements[node] = left
        node = node.getparent()


def _outermost(node: Any, marked: set[Any]) -> list[Any]:
    """The outermost marked one of an element and those around it, if any."""
    outer = []
    for _ in range(_AROUND):
        if node in marked:
            outer = [node]
        node = node.getparent() if node is not None else None
    return outer


def _inside(node: Any, marked: set[Any]) -> list[Any]:
    """The marked elements inside a line that names stand in."""
    inner = islice(node.iter(), 1, 1 + _INNER) if len(node) else ()
    return [element for element in inner if element in marked and element.tag in _INLINE]


#: As many elements of a line are looked at; and those that names stand in.
_INNER = 40
_INLINE = frozenset(("a", "span", "b", "strong", "address", "cite", "em", "i"))
_SAYING = ("class", "rel", "itemprop", "data-testid")


def _marked(elements: Iterable[Any]) -> set[Any]:
    """Those of the elements that have an author's mark."""
    # Hardly any has one, so all their attributes are looked at together first, and with plain strings.
    said = [(element, " ".join(element.values())) for element in elements]
    whole = "\n".join([values for _, values in said])
    parts = [part for part in _MARK_PARTS if part in whole]
    likely = [element for element, values in said for part in parts if part in values]
    return {element for element in likely if any(_AUTHOR_MARK.search(element.get(name, "")) for name in _SAYING)}


def _together(last: tuple[Any, int, Candidate[Byline]], element: Any, index: int) -> bool:
    """Whether an element continues the byline of the last one: the same kind of element, right after it."""
    alike = (element.tag, element.get("class")) == (last[0].tag, last[0].get("class"))
    return alike and index - last[1] <= 3 and bool(last[2].value.names)


def _joined(one: Candidate[Byline], other: Candidate[Byline]) -> Candidate[Byline]:
    names = {key(name): name for name in (*other.value.names, *one.value.names)}
    ordered = tuple(dict.fromkeys(names[key(name)] for name in (*one.value.names, *other.value.names)))
    text = one.value.text if other.value.text in one.value.text else f"{one.value.text}, {other.value.text}"
    return replace(one, value=Byline(text, ordered), segments=tuple(sorted({*one.segments, *other.segments})))


def _foreign(element: Any, sheet: Sheet) -> bool:
    """Whether an element names the author of something else: another article, a comment, a picture."""
    if any(outer.tag == "figcaption" for outer in islice(element.iterancestors(), 4)):
        # Portraits of authors stand in figures too; they are told by their "By".
        return not has_lead(" ".join(_pieces(element)), sheet.words)
    return sheet.marked(element, sheet.heads.others, 6) or sheet.marked(element, sheet.heads.pictures)


def _pieces(element: Any) -> list[str]:
    return [piece for text in element.itertext() if (piece := " ".join(text.split()))]


def _names(element: Any, sheet: Sheet) -> Names:
    """The names in a signed element: its links to authors and name elements, else its text."""
    found: dict[str, str] = {}
    read: list[list[str]] = []
    for inner in element.iter("a", "span", "strong", "b", "address", "cite", "div", "p"):
        if not _names_only(inner):
            continue
        pieces = _pieces(inner)
        # An element around a single other one says the same.
        if pieces and pieces not in read and (inner is not element or len(pieces) == 1):
            read.append(pieces)
            names = read_names(" | ".join(pieces), sheet.words, declared=len(pieces) == 1 and len(pieces[0]) <= 40)
            for name in names or read_names(" ".join(pieces), sheet.words):
                found.setdefault(key(name), name)
    if not found:
        # Pieces of text stand for themselves: a name, then a role, then a date.
        for name in read_names(" | ".join(_pieces(element)), sheet.words):
            found.setdefault(key(name), name)
    return people(found.values(), sheet.words)


def _names_only(element: Any) -> bool:
    """Whether an element says that it holds a name: by its class, property or the address it links to."""
    mark = " ".join(element.get(name, "") for name in ("rel", "itemprop", "class", "href")).lower()
    return any(word in mark for word in ("author", "name", "/autor", "/people/", "/by/", "byline"))


def _lines(segments: list[Segment], sheet: Sheet) -> Iterator[Candidate[Byline]]:
    """Lines that begin as bylines do, and bare names where bylines stand."""
    bottom = max(sheet.layout.last - 3, min(sheet.headline + _HEAD, sheet.layout.last - 1))
    for segment in segments:
        if segment.level == 1:
            continue
        below = segment.index > bottom
        text = _spaced(segment, sheet) if may_lead(segment.text, sheet.words) else segment.text
        if lead := _lead(text, segment, sheet):
            distance = min(abs(segment.index - max(sheet.headline, 0)), 30) * 0.01
            confidence, names = (0.5 if below else 0.8) - distance * (not below), _led(text[lead:], sheet)
        elif segment.level or segment.hint or segment.list_depth:
            # Entries of menus and lists of contents are two capitalised words as well.
            continue
        else:
            confidence, names = _bare(segment, sheet, below=below)
        if names and confidence and _near(segment.index, sheet) > 0:
            yield Candidate(Byline(segment.text, names), "text", "lead", confidence, (segment.index,))


def _lead(text: str, segment: Segment, sheet: Sheet) -> int:
    """Where the names of a line begin behind its "By", which may follow the date; 0 when there is none."""
    end = lead_end(text, sheet.words)
    if 0 < end < len(text):
        return end
    if not -4 <= segment.index - sheet.headline <= 8 or len(text) > 120:
        return 0
    inner = sheet.words.inner_lead.search(text)
    return inner.end() if inner and _DIGIT.search(text[: inner.start()]) else 0


def _led(text: str, sheet: Sheet) -> Names:
    """The names behind a lead-in; there a single word with a capital is believed, too."""
    names = people(read_names(text, sheet.words), sheet.words)
    alone = len(text) <= 20 and text[:1].isupper() and " " not in text.strip()
    return names or (tuple(read_names(text, sheet.words, declared=True)) if alone else ())


def _bare(segment: Segment, sheet: Sheet, *, below: bool) -> tuple[float, Names]:
    """The one person whose name is a line of its own: beside the date, in bold below the body, under the headline."""
    text, distance = segment.text, segment.index - sheet.headline
    if len(text) > 90 or not (below or 0 < distance <= 8) or (text.isascii() and not _TWO_CAPITALS.search(text)):
        return 0.0, ()
    if _beside_date(segment, sheet) or (below and bold(segment.node)):
        confidence = 0.45
    elif 0 < distance < 8 and segment.index < sheet.layout.first and len(text) <= 30:
        confidence = 0.25
    else:
        return 0.0, ()
    parts = (read_names(part, sheet.words) for part in _BARS.split(text))
    names = people((name for part in parts for name in part), sheet.words)
    return (confidence, names) if _is_one_person(names, sheet) and not _foreign(segment.node, sheet) else (0.0, ())


_BARS = re.compile(r"\s*[|·•–]\s*")
_TWO_CAPITALS = re.compile(r"[A-Z]\S* (?:\S+ ){0,3}\W*[A-Z]")
_DIGIT = re.compile(r"\d")


def _is_one_person(names: Names, sheet: Sheet) -> bool:
    """Whether a line without "By" names one person; capitals alone are a heading."""
    return len(names) == 1 and " " in names[0] and not names[0].isupper() and not is_group(names[0], sheet.words)


def _spaced(segment: Segment, sheet: Sheet) -> str:
    """A segment's text; a byline's with spaces between its elements ("ByAnn Lister" -> "By Ann Lister")."""
    if not len(segment.node):
        return segment.text
    first = (segment.node.text or "").strip() or segment.text[:30]
    if not has_lead(f"{first} X", sheet.words):
        return segment.text
    spaced = " ".join(_pieces(segment.node))
    return spaced if spaced.replace(" ", "") == segment.text.replace(" ", "") else segment.text


def _beside_date(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line in the head holds a date behind a name, or stands right beside a line that holds one."""
    if not 0 < segment.index - sheet.headline <= 8:
        return False
    beside = sheet.desk.segments[segment.index - 1 : segment.index + 2]
    return any(len(other.text) <= 90 and sheet.dated(other) for other in beside)


def _near(index: int, sheet: Sheet) -> float:
    """How far a place on the page is to be trusted for a byline, by its distance from headline and body."""
    distance = index - sheet.headline
    if sheet.headline < 0:
        return 0.6 if index <= max(sheet.layout.first, 0) + 5 else 0.3
    if -8 <= distance < 0:
        return _ELSEWHERE
    if 0 <= distance <= _HEAD:
        return 0.85 - distance * 0.005
    if index <= sheet.layout.first + 3:
        return 0.7
    return 0.4 if index <= sheet.layout.last + 6 else 0.0
