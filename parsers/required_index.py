"""Patterns found by what they require of a text: which of many can match at all, told in microseconds.

Takes patterns in an order; for a text gives the places of those whose required strings it holds.  Strings are looked up
by the first letters of one of their words, so most texts are told from their words alone.  Tries no pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final

from parsers.required_text import EDGE, Plain, holds, plain, required

#: Words are looked up by so many of their letters; those that a string may have cut off by fewer.
_KEYS: Final = (5, 3)
_FIRST: Final = {length: itemgetter(slice(length)) for length in _KEYS}
_LETTERS: Final = re.compile(r"[^\W\d_]+")
#: ASCII as bytes: letters small, blanks for all else.
_BLANKS: Final = bytes(code if chr(code).isalpha() and code < 128 else 32 for code in bytes(range(256)).lower())

#: Strings, each with the places of the patterns that require it.
_Leading = dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class RequiredIndex:
    """The patterns, by the strings of the most telling set of each."""

    #: Length -> first letters of a word -> the strings that hold it.
    by_word: dict[int, dict[str, _Leading]] = field(default_factory=lambda: {length: {} for length in _KEYS})
    #: Strings without a word that tells them: in ASCII, and others.
    plain_ascii: _Leading = field(default_factory=dict)
    others: _Leading = field(default_factory=dict)
    #: Patterns that require nothing.
    always: list[int] = field(default_factory=list)
    #: All sets of each pattern.
    sets: list[Plain] = field(default_factory=list)

    def likely(self, text: str) -> list[int]:
        """The places of the patterns that may match in a text, in order; the text is `folded`."""
        words = _words(text)
        found = set(self.always)
        for length, strings in self.by_word.items():
            for key in strings.keys() & map(_FIRST[length], words):
                _note(strings[key], text, found)
        _note(self.plain_ascii, text, found)
        if not text.isascii():
            _note(self.others, text, found)
        return sorted(place for place in found if holds(text, self.sets[place]))

    def may_match(self, place: int, text: str) -> bool:
        """False when the pattern at a place surely does not match in a text, which is `folded`."""
        return holds(text, self.sets[place])


def index_of(patterns: Iterable[str]) -> RequiredIndex:
    """The index of patterns, whose places are counted from 0."""
    index = RequiredIndex()
    for place, pattern in enumerate(patterns):
        sets = required(pattern)
        index.sets.append(plain(sets))
        for string in sets[0] if sets else ():
            strings = _where(index, string)
            bare = string.strip(EDGE)
            strings[bare] = (*strings.get(bare, ()), place)
        if not sets:
            index.always.append(place)
    return index


def _note(strings: _Leading, text: str, found: set[int]) -> None:
    for string, places in strings.items():
        if string in text:
            found.update(places)


def _where(index: RequiredIndex, string: str) -> _Leading:
    """Where a string is looked for: under the longest of the words that begin in it, if any is long enough."""
    longest, cut = "", False
    for match in _LETTERS.finditer(string):
        if match.start() > 0 and len(match[0]) > len(longest):
            longest, cut = match[0], match.end() == len(string)
    if not cut and longest:
        return index.by_word[_KEYS[0]].setdefault(longest[: _KEYS[0]], {})
    for length in _KEYS:
        if len(longest) >= length:
            return index.by_word[length].setdefault(longest[:length], {})
    return index.plain_ascii if string.isascii() else index.others


def _words(text: str) -> list[str]:
    """The words of a text in small letters: all its runs of letters."""
    if text.isascii():
        return text.encode().translate(_BLANKS).decode().split()
    return _LETTERS.findall(text)
