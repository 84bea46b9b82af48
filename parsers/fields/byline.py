"""The byline as it is printed, and the names in it.

What the page offers: elements that call themselves author or byline (class, rel, microdata), and lines near the
headline that begin as bylines do ("By ...", "Von ...").  The nearest to the headline wins; author boxes below the
article are second, names in comments and other articles' teasers never count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from parsers.fields.authors import Names
from parsers.fields.candidate import Candidate, best
from parsers.fields.compare import key
from parsers.fields.dates import read_date
from parsers.fields.names import has_lead, is_group, lead_end, people, read_names
from parsers.fields.sheet import Sheet, bold
from parsers.segments import Segment

#: A byline with names, roles and a date is seldom longer.
_LONGEST = 220
# Two spellings of each first letter, in place of a pattern blind to case: three times as fast, and asked very often.
_AUTHOR_MARK = re.compile(r"[aA]uth?or|[bB]yline|[wW]riter|[rR]eporter|[jJ]ournalist|[cC]ontributor|[rR]edakt")


@dataclass(frozen=True, slots=True)
class Byline:
    """A printed byline: its text as printed and its names."""

    text: str
    names: Names


def read_byline(sheet: Sheet) -> Candidate[Byline] | None:
    """The byline that the page prints; None when there is none to be sure of."""
    return best(candidate for candidate in (*_signed(sheet), *_lines(sheet)) if candidate.value.names)


def _signed(sheet: Sheet) -> Iterator[Candidate[Byline]]:
    """Elements that say of themselves that they name an author; those that stand together are one byline."""
    found: list[tuple[Any, int, Candidate[Byline]]] = []
    for element, index in _signed_elements(sheet):
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


def _signed_elements(sheet: Sheet) -> Iterator[tuple[Any, int]]:
    """Elements with an author's mark around the segments of the head and right below the body, outermost first."""
    seen: set[Any] = set()
    asked: dict[Any, bool] = {}
    last = None
    for segment in sheet.around():
        # Segments of one element, as line breaks make them, have nothing new to say.
        if len(segment.text) > _LONGEST or segment.node is last:
            continue
        last = segment.node
        outer = _outermost(last, asked)
        for element in (outer,) if outer is not None else _inline(last):
            if element not in seen and seen.isdisjoint(islice(element.iterancestors(), 4)):
                seen.add(element)
                yield element, segment.index


def _outermost(node: Any, asked: dict[Any, bool]) -> Any:
    """The outermost with an author's mark of an element and the three around it; asked remembers the answers."""
    outer = None
    for _ in range(4):
        if node is None:
            break
        says = asked.get(node)
        if says is None:
            says = asked[node] = _says_author(node)
        if says:
            outer = node
        node = node.getparent()
    return outer


def _inline(node: Any) -> list[Any]:
    """The elements inside a line that have an author's mark."""
    if not len(node):
        return []
    inner = node.iterdescendants("a", "span", "b", "strong", "address", "cite", "em", "i")
    return [element for element in islice(inner, 12) if _says_author(element)]


_SAYING = ("class", "rel", "itemprop", "data-testid")


def _says_author(element: Any) -> bool:
    get = element.get
    for name in _SAYING:
        value = get(name)
        if value is not None and _AUTHOR_MARK.search(value):
            return True
    return False


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


def _lines(sheet: Sheet) -> Iterator[Candidate[Byline]]:
    """Lines that begin as bylines do, and bare names where bylines stand."""
    for segment in sheet.around():
        if len(segment.text) > _LONGEST or segment.level == 1 or _near(segment.index, sheet) <= 0:
            continue
        text = _spaced(segment, sheet)
        below = segment.index > max(sheet.layout.last - 3, sheet.headline + 12)
        distance = min(abs(segment.index - max(sheet.headline, 0)), 30) * 0.01
        if lead := _lead(text, segment, sheet):
            confidence, names = (0.5 if below else 0.8) - distance * (not below), _led(text[lead:], sheet)
        else:
            confidence, names = _bare(segment, sheet, below=below)
        if names and confidence:
            yield Candidate(Byline(segment.text, names), "text", "lead", confidence, (segment.index,))


def _lead(text: str, segment: Segment, sheet: Sheet) -> int:
    """Where the names of a line begin behind its "By", which may follow the date; 0 when there is none."""
    end = lead_end(text, sheet.words)
    if 0 < end < len(text):
        return end
    if not -4 <= segment.index - sheet.headline <= 8 or len(text) > 120 or not _DIGIT.search(text):
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
    # Entries of menus and lists of contents are two capitalised words as well.
    text = segment.text
    if segment.level or segment.hint or segment.list_depth or len(text) > 90 or " " not in text:
        return 0.0, ()
    if _beside_date(segment, sheet) or (below and bold(segment.node)):
        confidence = 0.45
    elif sheet.headline < segment.index < min(sheet.layout.first, sheet.headline + 8) and len(text) <= 30:
        confidence = 0.25
    else:
        return 0.0, ()
    parts = (read_names(part, sheet.words) for part in _BARS.split(text))
    names = people((name for part in parts for name in part), sheet.words)
    return (confidence, names) if _is_one_person(names, sheet) and not _foreign(segment.node, sheet) else (0.0, ())


_BARS = re.compile(r"\s*[|·•–]\s*")
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
    for other in sheet.desk.segments[segment.index - 1 : segment.index + 2]:
        if len(other.text) <= 90 and read_date(other.text, language=sheet.language, rules=sheet.context.rules):
            return True
    return False


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
