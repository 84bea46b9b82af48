"""Finds bylines in marked elements: those whose class, rel or itemprop says author or byline.

Takes segments and examines the elements in them and those that enclose them; neighbouring marked elements form one
byline.  Elements about other articles, comments and pictures never count.

`index` is that of the segment which shows an element, `sheet` the page as field readers see it, `marks` the words
that mark an element.  Pieces are the text nodes of an element (`pieces_of`).  A key is a text normalised for
comparison (`parsers.folding.key`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from parsers.folding import key
from parsers.html.fields.authors import Names
from parsers.html.fields.bylines.byline_parts import (
    LONGEST,
    Byline,
    checkers_factor,
    is_foreign,
    is_lead,
    near,
    said_of,
    teases,
    under_other_story,
)
from parsers.html.fields.bylines.times_beside import is_time
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.head_words import AuthorMarks
from parsers.html.fields.pieces import pieces_of, shown_pieces
from parsers.html.fields.sheet import Sheet
from parsers.people.around_names import EDGE
from parsers.people.byline_names import read_names
from parsers.people.name_kinds import people
from parsers.segments import Segment

# All limits below were chosen by hand.

#: Of nested marked elements only the outermost is read; it is looked for in so many elements outwards.
_HELD_BY = 4
#: Elements from a line outwards that belong to it, itself included; and elements inside it that are examined.
_AROUND, _INNER = 4, 40
#: Segments between the elements of one byline.
_APART = 3
#: Lines of a marked element in which the names are looked for, and characters beside them in a line that prints them.
_MOST_LINES, _MOST_BESIDE = 20, 40
#: Pieces of a name in parts.
_PARTED = 2
#: A text that is all in one pair of round brackets.
_IN_BRACKETS = re.compile(r"[(（][^()（）]+[)）]")
#: Characters of the longest text that is taken for one declared name.
_LONGEST_NAME = 40


def signed_bylines(segments: list[Segment], sheet: Sheet) -> Iterator[Candidate[Byline]]:
    """Yield the bylines in marked elements in page order; neighbouring elements are joined.

    The page is searched only as far as the caller asks for more.
    """
    last: tuple[Any, int, Candidate[Byline]] | None = None
    for element, index in _signed_elements(segments, sheet.heads.author_marks):
        candidate = _signed(element, index, sheet)
        if candidate is None:
            continue
        if last and _together(last, element, index):
            candidate = _joined(last[2], candidate, sheet)
        elif last:
            yield last[2]
        last = element, index, candidate
    if last:
        yield last[2]


def _signed(element: Any, index: int, sheet: Sheet) -> Candidate[Byline] | None:
    """Return the byline in a marked element; None when it cannot be the article's."""
    pieces = _unbracketed(shown_pieces(element))
    around = sheet.labels.segments[index]
    if around.node in element.iterancestors() and " ".join(pieces) not in around.text:
        # The element of a text that is loose in a box is the whole box; the marked element may be lines below.
        index = max(sheet.index_of(element) or index, index)
    confidence = near(index, sheet)
    length = sum(map(len, pieces)) + len(pieces) - 1
    if confidence <= 0 or not 2 <= length <= LONGEST or is_foreign(element, sheet):
        return None
    if sheet.marked(element, sheet.heads.lives, 1):
        return None
    if _is_told_of(element, index, sheet) or under_other_story(element, index, sheet) or teases(element, index, sheet):
        return None
    names = tuple(name for name in _names(element, pieces, sheet) if not sheet.words.people.is_place(name))
    said = said_of(pieces, names, sheet)
    confidence *= checkers_factor(" ".join(pieces), sheet)
    printed = _lines_with(names, element, index, sheet)
    return Candidate(Byline(said, _who_wrote(names, pieces, sheet)), "layout", "signed", confidence, printed)


def _unbracketed(pieces: list[str]) -> list[str]:
    """Remove the round brackets around a whole byline, as papers print it at either end of a text: "(Ann Lister)"."""
    if len(pieces) != 1 or not _IN_BRACKETS.fullmatch(pieces[0]):
        return pieces
    return [pieces[0][1:-1].strip()]


def _who_wrote(names: Names, pieces: list[str], sheet: Sheet) -> Names:
    """Leave out those who only checked the article: "Written by Ann Lister", and beside it "Reviewed by Tom Hall"."""
    text = " ".join(pieces)
    if len(names) == 1 or not sheet.words.checker.search(text):
        return names
    wrote = set(map(key, read_names(text, sheet.words)))
    return tuple(name for name in names if key(name) in wrote) or names


def _lines_with(names: Names, element: Any, index: int, sheet: Sheet) -> tuple[int, ...]:
    """Return the indices of the segments that print the names in a marked element.

    The element may have several lines; `index` is the first, which may be a date.  A line that ends in "By", right
    above the names, is included.  If no line is short enough to be little more than names, the result is (`index`,).
    """
    left, found = set(map(key, names)), []
    for segment in sheet.labels.segments[index : index + _MOST_LINES]:
        inside = segment.index == index or segment.node is element or element in segment.node.iterancestors()
        if not left or not inside:
            break
        said = sheet.labels.key_of(segment)
        held = {name for name in left if name in said}
        if held and len(said) <= sum(map(len, held)) + _MOST_BESIDE:
            found.append(segment.index)
            left -= held
    if not found:
        return (index,)
    above = found[0] - 1
    if above >= index and _ends_in_lead(sheet.labels.segments[above].text.split(), sheet):
        found.insert(0, above)
    return tuple(found)


def _ends_in_lead(words: list[str], sheet: Sheet) -> bool:
    """Whether a line, given as words, ends with "By" or the like ("Commentary by"), so that names follow it."""
    return any(is_lead(" ".join(words[-number:]), sheet) for number in range(1, _LEAD_WORDS + 1))


#: So many words in lower case before a name in a line make it a sentence; or more than so many in the whole line.
_BEFORE, _BESIDE = 2, 5
#: Words before a name among which its "By" is looked for.
_LEAD_WORDS = 3


def _is_told_of(element: Any, index: int, sheet: Sheet) -> bool:
    """Whether a marked element is in a sentence, and so is no byline.

    An example: "The study's <i class=author>author, Ann Lister</i>, said".
    """
    segment = sheet.labels.segments[index]
    said = " ".join(pieces_of(element))
    before, found, after = segment.text.partition(said) if said else ("", "", "")
    if element is segment.node or not found or not before.strip() or sheet.words.tells_ago(before.strip()):
        return False
    words = before.split()
    small = sum(word[:1].islower() for word in words), sum(word[:1].islower() for word in after.split())
    return not _ends_in_lead(words, sheet) and (small[0] >= _BEFORE or sum(small) > _BESIDE)


def _signed_elements(segments: list[Segment], marks: AuthorMarks) -> Iterator[tuple[Any, int]]:
    """Yield (element, index of its segment) for the marked elements in the segments or enclosing them.

    Of nested ones only the outermost is given.
    """
    # An element whose line breaks make several segments is examined once, with its first segment.
    lines: dict[Any, int] = {}
    for segment in segments:
        lines.setdefault(segment.node, segment.index)
    around = _around(lines)
    inside = {node: _inside(node) for node in lines if len(node)}
    marked = _marked(set().union(*around.values(), *inside.values()), marks)
    seen: set[Any] = set()
    for node, index in lines.items() if marked else ():
        if marked.isdisjoint(around[node]):
            found = [element for element in inside.get(node, ()) if element in marked]
        else:
            found = [element for element in around[node] if element in marked][-1:]
        for element in found:
            if element not in seen and seen.isdisjoint(islice(element.iterancestors(), _HELD_BY)):
                seen.add(element)
                yield element, index


def _around(nodes: Iterable[Any]) -> dict[Any, tuple[Any, ...]]:
    """Map each element to itself and the few that enclose it, from the inside out: one of them may be marked."""
    around: dict[Any, tuple[Any, ...]] = {}
    outer: dict[Any, tuple[Any, ...]] = {None: ()}
    for node in nodes:
        parent = node.getparent()
        if parent not in outer:
            # Siblings share the elements around them.
            outer[parent] = (parent, *islice(parent.iterancestors(), _AROUND - 2))
        around[node] = (node, *outer[parent])
    return around


def _inside(node: Any) -> list[Any]:
    """Return the elements inside an element that may hold a name: links, spans, bold text and the like."""
    return [element for element in islice(node.iter(), 1, 1 + _INNER) if element.tag in _INLINE]


#: Inline elements that may hold a name.
_INLINE = frozenset(("a", "span", "b", "strong", "address", "cite", "em", "i"))
_SAYING = ("class", "rel", "itemprop", "property", "data-testid", "data-qa", "data-component", "data-test")


def _marked(elements: set[Any], marks: AuthorMarks) -> set[Any]:
    """Return those of the elements whose class, rel, itemprop or data-testid marks them as author or byline."""
    # Hardly any is, so the letters of all marks are first searched for in all attributes at once.
    said = [" ".join(element.values()) for element in elements]
    whole = "\n".join(said)
    parts = {whole[start:end] for _, start, end in marks.letters.find_matches_as_indexes(whole)}
    likely = {element for part in parts for element, values in zip(elements, said) if part in values}
    return {element for element in likely if any(marks.pattern.search(element.get(name, "")) for name in _SAYING)}


def _together(last: tuple[Any, int, Candidate[Byline]], element: Any, index: int) -> bool:
    """Whether an element continues the last byline, so that the two are joined.

    It has the same tag and class and is at most _APART segments below.  `last`: (element, index of its segment,
    byline).
    """
    alike = (element.tag, element.get("class")) == (last[0].tag, last[0].get("class"))
    return alike and index - last[1] <= _APART and bool(last[2].value.names)


def _joined(one: Candidate[Byline], other: Candidate[Byline], sheet: Sheet) -> Candidate[Byline]:
    """Join two bylines to one, each name once; if only one of them is "Reviewed by ...", the other is returned."""
    checks = [checkers_factor(byline.value.text, sheet) < 1 for byline in (one, other)]
    if checks[0] != checks[1]:
        return one if checks[1] else other
    names = {key(name): name for name in (*other.value.names, *one.value.names)}
    ordered = people(dict.fromkeys(names[key(name)] for name in (*one.value.names, *other.value.names)), sheet.words)
    text = one.value.text if other.value.text in one.value.text else f"{one.value.text}, {other.value.text}"
    return one._replace(value=Byline(text, ordered), segments=tuple(sorted({*one.segments, *other.segments})))


def _names(element: Any, whole: list[str], sheet: Sheet) -> Names:
    """Return the names in a marked element: those in inner elements that hold only names, else those in all its text.

    `whole`: all pieces of the element.
    """
    if parted := _parted_names(element, sheet):
        return people(parted, sheet.words)
    found: dict[str, str] = {}
    read: list[list[str]] = []
    for inner in element.iter("a", "span", "strong", "b", "address", "cite", "div", "p"):
        if not _names_only(inner, sheet.heads.name_marks) or _holds_place(inner, sheet):
            continue
        pieces = whole if inner is element else shown_pieces(inner)
        # An element that only wraps another one has the same pieces and is not read again.
        if pieces and pieces not in read and (inner is not element or len(pieces) == 1):
            read.append(pieces)
            declared = len(pieces) == 1 and len(pieces[0]) <= _LONGEST_NAME
            names = read_names(" | ".join(pieces), sheet.words, declared=declared)
            for name in names or read_names(" ".join(pieces), sheet.words):
                found.setdefault(key(name), name)
    if not found:
        # The pieces are separated because each is something else: a name, a role, a date.
        untimed = [piece for piece in whole if not is_time(piece.strip(EDGE), sheet)]
        for name in read_names(" | ".join(untimed), sheet.words):
            found.setdefault(key(name), name)
    # "Ann Lister, MD" and "Ann Lister" are one, named twice.
    degreed = {key(bare) for name in found.values() for bare, comma, _ in (name.partition(", "),) if comma}
    return people((name for said, name in found.items() if said not in degreed), sheet.words)


def _holds_place(element: Any, sheet: Sheet) -> bool:
    """Whether an element, or one in it, is named as a place or an employer ("author-location"), not as a person."""
    return any(sheet.marked(inner, sheet.heads.no_names, 1) for inner in islice(element.iter("*"), _INNER))


def _parted_names(element: Any, sheet: Sheet) -> list[str]:
    """Return the names in elements with itemprop=name, if one is in parts: "<i>Ann</i> <i>Lister</i>".

    [] if no name is in parts, or if an element does not hold exactly one name.
    """
    said = [pieces_of(inner) for inner in element.iter("a", "span", "strong", "b", "div", "p") if _is_name(inner)]
    if all(len(pieces) < _PARTED for pieces in said):
        return []
    names = [read_names(" ".join(pieces), sheet.words, declared=True) for pieces in said if pieces]
    return list(dict.fromkeys(name for found in names for name in found)) if all(len(n) == 1 for n in names) else []


def _is_name(element: Any) -> bool:
    """Whether microdata (itemprop) says that an element is a name."""
    return "name" in element.get("itemprop", "").split()


def _names_only(element: Any, marks: Iterable[str]) -> bool:
    """Whether an element's class, rel, itemprop or link address has a mark that says that it holds only a name."""
    get = element.get
    mark = f"{get('rel', '')} {get('itemprop', '')} {get('class', '')} {get('href', '')}".lower()
    return any(word in mark for word in marks)
