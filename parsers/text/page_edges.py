"""Finds what a printed page has above and below its text: running titles and page numbers in a wrapped text.

Takes the TextLines of a text and the column at which it was wrapped (`margin`); gives them with such lines moved to the
end, so that a paragraph that goes on on the next page is in one piece.  Where a page ends, a form feed tells; else it
is told by lines that recur, or numbers that rise, in the middle of a sentence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from parsers.rules import Family
from parsers.sentence_ends import SENTENCE_ENDS
from parsers.text.lines import TextLine
from parsers.text.margins import FILLED

# All limits below were chosen by hand.

_DIGITS = re.compile(r"\d+")
#: The number of a page, and perhaps that of all: "- 3 -", "3/5".
_NUMBER = re.compile(r"[-–—|.\[( ]{0,4}\d{1,4}(?: ?/ ?\d{1,4})?[-–—|.\]) ]{0,4}")
#: Characters around it.
_AROUND = " -–—|/.[]()"
#: Lines of the shortest page of a text without form feeds.
_PAGE = 8
#: Words of a running title from which on its first print may be the headline; the least share (0 to 1) of its words
#: in a line below it, which then is the headline; and how many lines below are looked at.
_TITLE, _SHARED, _BELOW = 4, 0.6, 8


def without_page_edges(lines: list[TextLine], words: Family, margin: int) -> list[TextLine]:
    """Move the page numbers and running titles of a wrapped text to its end; gives all lines.

    `words`: the rule family "text".
    """
    moved = _edges(lines, words, margin)
    if not moved:
        return lines
    # The line after a moved one becomes the first of its page.
    kept = [
        replace(line, opens_page=True) if at - 1 in moved and at > 1 else line
        for at, line in enumerate(lines)
        if at not in moved
    ]
    return kept + [replace(lines[at], blank_before=1) for at in sorted(moved)]


def _edges(lines: list[TextLine], words: Family, margin: int) -> set[int]:
    """The positions of the page numbers and running titles."""
    paged = any(line.opens_page for line in lines)
    keys = [_key(line) for line in lines]
    numbers = set(_numbers(lines, words, paged=paged))
    recurring = _recurring(keys, 1 if paged else _PAGE)
    moved, sure = set[int](), set[str]()
    for start, stop in _runs([at in numbers or key in recurring for at, key in enumerate(keys)]):
        inside = range(start, stop)
        both = not paged and any(at in numbers for at in inside) and any(keys[at] in recurring for at in inside)
        if both or _is_page_end(lines, start, stop, margin):
            sure.update(keys[at] for at in inside if keys[at])
            moved |= set(inside) if paged else numbers
    moved |= {at for at, key in enumerate(keys) if key in sure}
    return {at for at in moved if not _may_be_headline(lines, keys, at)}


def _key(line: TextLine) -> str:
    """The line without digits and the marks around a page number; "" for a page number."""
    return " ".join(_DIGITS.sub("", line.text).split()).strip(_AROUND).casefold()


def _recurring(keys: list[str], apart: int) -> set[str]:
    """The lines that recur, at least `apart` lines from each other."""
    places = defaultdict[str, list[int]](list)
    for at, key in enumerate(keys):
        places[key].append(at)
    return {
        key
        for key, found in places.items()
        if len(found) > 1 and any(map(str.isalpha, key)) and all(b - a >= apart for a, b in pairwise(found))
    }


def _numbers(lines: list[TextLine], words: Family, *, paged: bool) -> Iterator[int]:
    """Yield the positions of lines that may be page numbers.

    `paged`: whether form feeds tell where pages end.  Without them, the numbers must rise by one, a page apart.
    """
    rules = [rule.pattern for rule in words.rules if rule.id == "page_number"]
    found = [
        at
        for at, line in enumerate(lines)
        if _NUMBER.fullmatch(line.text) or any(rule.match(line.text) for rule in rules)
    ]
    if paged:
        yield from found
        return
    values = [(at, int(number[0])) for at in found if (number := _DIGITS.search(lines[at].text))]
    for (at, value), (later, follower) in pairwise(values):
        if follower == value + 1 and later - at >= _PAGE:
            yield from (at, later)


def _runs(marked: list[bool]) -> Iterator[tuple[int, int]]:
    """Yield the first position of each row of marked lines, and that after its last one."""
    start: int | None = None
    for at, mark in enumerate([*marked, False]):
        if mark and start is None:
            start = at
        elif not mark and start is not None:
            yield start, at
            start = None


def _is_page_end(lines: list[TextLine], start: int, stop: int, margin: int) -> bool:
    """Whether the lines from `start` to `stop` stand where a page ends: at a form feed, or within a sentence."""
    if any(line.opens_page for line in lines[start : stop + 1]):
        return True
    if not 0 < start < stop < len(lines):
        return False
    above, below = lines[start - 1], lines[stop]
    full = above.indent + above.width >= FILLED * margin
    return full and below.text[0].islower() and not below.bullet and not above.text.endswith(SENTENCE_ENDS)


def _may_be_headline(lines: list[TextLine], keys: list[str], at: int) -> bool:
    """Whether a running title at the top of the text is its only headline, so that it stays where it is."""
    title = [word for word in keys[at].split() if word[0].isalnum()]
    if keys.index(keys[at]) != at or at > 1 or len(title) < _TITLE or _DIGITS.search(lines[at].text):
        return False
    below = [set(key.split()) for other, key in enumerate(keys[:_BELOW]) if other != at]
    return not any(len(own & set(title)) >= _SHARED * len(title) for own in below)
