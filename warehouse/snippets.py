"""Cuts short passages that hold the words of a search out of a story, and says where in them each word stands.

Takes the texts of a story and the words that were asked for; gives a snippet on one line and the positions of the words
in it.  Finds words as search does: anywhere, also inside longer words, in any case.  Colours nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import islice
from typing import Final, NamedTuple

#: Start and end of a word that was found, in characters.
Mark = tuple[int, int]

#: Characters of one passage, and of blanks that are looked for at its ends, so that no word is cut in two.
_LENGTH: Final = 160
_SPARE: Final = 20
#: Most passages of one story: the second one shows words that the first has not.
_PASSAGES: Final = 2
#: Most finds in one text: "a" stands many thousand times in a long one.
_MOST: Final = 2_000
_CUT: Final = "…"


class Snippet(NamedTuple):
    """Passages of a story on one line, and start and end of each searched word in it."""

    text: str
    marks: tuple[Mark, ...]


class _Passage(NamedTuple):
    """A part of a line of a story: the line, and where the part starts and ends in it."""

    text: str
    start: int
    end: int


def marks_in(text: str, words: Sequence[str]) -> tuple[Mark, ...]:
    """Find each place in a text where one of the words stands: start and end, in order, without overlaps."""
    return tuple(found.span() for found in islice(_pattern(words).finditer(text), _MOST))


def snippet(texts: Sequence[str | None], words: Sequence[str]) -> Snippet:
    """Give the passages of a story that show as many of the words as possible, joined by an ellipsis.

    `texts`: of the story without its headline, the most important first.  `words`: at least one.  When no word stands
    in the texts, gives the start of the first text, without marks.
    """
    lines = [re.sub(r"\s", " ", text) for text in texts if text and text.strip()]
    left = {word.lower() for word in words if word.strip()}
    passages: list[_Passage] = []
    while left and len(passages) < _PASSAGES:
        best, shown = _best(lines, left)
        if best is None:
            break
        passages.append(best)
        left -= shown
    if not passages and lines:
        passages = [_around(lines[0], 0, 0)]
    text = " ".join(map(_cut, passages)).replace(f"{_CUT} {_CUT}", f" {_CUT} ")
    return Snippet(text, marks_in(text, words))


def _best(lines: Sequence[str], words: set[str]) -> tuple[_Passage | None, set[str]]:
    """Find the passage that shows the most of the words (the first such), and the words in it.

    None and an empty set when no line holds any of the words.
    """
    best: _Passage | None = None
    most: set[str] = set()
    for line in lines:
        finds = [(found.span(), found[0].lower()) for found in islice(_pattern([*words]).finditer(line), _MOST)]
        for number, ((start, _), _) in enumerate(finds):
            near = [(at, word) for at, word in finds[number : number + _LENGTH] if at[1] <= start + _LENGTH]
            shown = {word for _, word in near}
            if len(shown) > len(most):
                best, most = _around(line, start, near[-1][0][1]), shown
        if len(most) == len(words):
            break
    return best, most


def _around(line: str, start: int, end: int) -> _Passage:
    """Make a passage of some _LENGTH characters with line[start:end] in its middle, cut at blanks if possible."""
    room = max(_LENGTH - (end - start), 0)
    first = max(min(start - room // 2, len(line) - _LENGTH), 0)
    last = min(max(first + _LENGTH, end), len(line))
    if first and (blank := line.find(" ", first, min(first + _SPARE, start))) >= 0:
        first = blank + 1
    if last < len(line) and (blank := line.rfind(" ", max(last - _SPARE, end), last)) >= 0:
        last = blank
    while first < start and unicodedata.combining(line[first]):
        first += 1
    while last < len(line) and unicodedata.combining(line[last]):
        last += 1
    return _Passage(line, first, last)


def _cut(passage: _Passage) -> str:
    """Write a passage as it is shown, with an ellipsis where more of the text comes before or after it."""
    line, start, end = passage
    before, after = _CUT if line[:start].strip() else "", _CUT if line[end:].strip() else ""
    return f"{before}{line[start:end].strip()}{after}"


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Make a pattern that matches any of the words, in any case.

    Longer words are tried first, since one may begin with another.
    """
    said = sorted({word for word in words if word.strip()}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, said)) or r"(?!)", re.IGNORECASE)
