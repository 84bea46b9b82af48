"""Patterns found by what they require of a text: which of many can match at all, told in microseconds.

Takes patterns in an order; for a text gives the places of those whose required strings it holds.  Strings are looked up
by the first letters of one of their words, so most texts are told from their words alone.  Tries no pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from parsers.required_text import EDGE, Plain, holds, plain, required

#: Words are looked up by so many of their letters; those that go on behind their string by fewer.
_KEY: Final = 5
_CUT: Final = 3
#: A set of more strings is hardly ever missed, and takes longer to look for than its pattern to fail.  Measured on news
#: pages.
_MANY: Final = 40
_LETTERS: Final = re.compile(r"[^\W\d_]+")
#: UTF-8 as bytes: blanks for what is in ASCII and no letter.
_BLANKS: Final = bytes(code if code >= 128 or chr(code).isalpha() else 32 for code in range(256))
#: Signs of which texts are full: replaced by hand, which is faster than to look for letters.
_MARKS: Final = "’‘“”„«»—–…•\xa0"
#: Any other sign.
_OTHER_SIGN: Final = re.compile(r"[^\x00-\x7f](?<![^\W\d_])")

#: Strings, each with the places of the patterns that require it.
_Leading = tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class RequiredIndex:
    """The patterns, by the strings of the most telling set of each."""

    #: For each length: gives the first letters of a word; all of those that count; and the strings that each leads to.
    by_word: tuple[tuple[itemgetter[slice], frozenset[str], dict[str, _Leading]], ...]
    #: Strings without a word that tells them: those that a text in ASCII may hold, and those that others may.
    anywhere: _Leading
    anywhere_else: _Leading
    #: Patterns that require nothing.
    always: tuple[int, ...]
    #: All sets of each pattern, and those besides the first that are small enough to be worth asking.
    sets: tuple[Plain, ...]
    others: tuple[Plain, ...]

    def likely(self, text: str) -> list[int]:
        """The places of the patterns that may match in a text, in order; the text is `folded`."""
        found = set(self.always)
        words = _words(text)
        for first, keys, strings in self.by_word:
            for key in keys.intersection(map(first, words)):
                for string, places in strings[key]:
                    if string in text:
                        found.update(places)
        for string, places in self.anywhere if text.isascii() else self.anywhere_else:
            if string in text:
                found.update(places)
        return sorted(place for place in found if holds(text, self.others[place])) if found else []

    def may_match(self, place: int, text: str) -> bool:
        """False when the pattern at a place surely does not match in a text, which is `folded`."""
        return holds(text, self.sets[place])


def index_of(patterns: Iterable[str]) -> RequiredIndex:
    """The index of patterns, whose places are counted from 0."""
    sets = [required(pattern) for pattern in patterns]
    places: dict[str, tuple[int, ...]] = {}
    for place, found in enumerate(sets):
        for string in found[0] if found else ():
            places[string] = (*places.get(string, ()), place)
    by_key: dict[str, dict[str, tuple[int, ...]]] = {}
    by_cut: dict[str, dict[str, tuple[int, ...]]] = {}
    anywhere: dict[str, tuple[int, ...]] = {}
    for string, its in places.items():
        word, cut = _longest_word(string)
        if word and not (cut and len(word) < _KEY):
            strings = by_key.setdefault(word[:_KEY], {})
        else:
            strings = by_cut.setdefault(word[:_CUT], {}) if len(word) >= _CUT else anywhere
        bare = string.strip(EDGE)
        strings[bare] = (*strings.get(bare, ()), *its)
    return RequiredIndex(
        (_level(_KEY, by_key), _level(_CUT, by_cut)),
        tuple((string, its) for string, its in anywhere.items() if string.isascii()),
        tuple(anywhere.items()),
        tuple(place for place, found in enumerate(sets) if not found),
        tuple(map(plain, sets)),
        tuple(plain(tuple(found for found in every[1:] if len(found) <= _MANY)) for every in sets),
    )


def _level(
    length: int, strings: dict[str, dict[str, tuple[int, ...]]]
) -> tuple[itemgetter[slice], frozenset[str], dict[str, _Leading]]:
    listed = {key: tuple(found.items()) for key, found in strings.items()}
    return itemgetter(slice(length)), frozenset(listed), listed


def _longest_word(string: str) -> tuple[str, bool]:
    """The longest of the words that begin in a string, and whether it may go on behind it; "" when none begins."""
    longest, cut = "", False
    for match in _LETTERS.finditer(string):
        if match.start() > 0 and len(match[0]) > len(longest):
            longest, cut = match[0], match.end() == len(string)
    return longest, cut


def _words(text: str) -> list[str]:
    """The words of a text in small letters: all its runs of letters."""
    if not text.isascii():
        for mark in _MARKS:
            text = text.replace(mark, " ")
        if _OTHER_SIGN.search(text):
            return _LETTERS.findall(text)
    return text.encode("utf-8", "surrogatepass").translate(_BLANKS).decode("utf-8", "surrogatepass").split()
