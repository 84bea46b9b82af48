"""Patterns found by what they require of a text: which of many can match at all, told in microseconds.

Takes patterns in an order; for a text gives the places of those whose required strings it holds.  Strings are looked up
by one of their words, so most texts are told from their words alone.  Tries no pattern.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from parsers.required_text import EDGE, Plain, holds, is_letter, plain, required

#: Words that go on behind their string are looked up by so many of their letters.
_CUT: Final = 3
#: A set of more strings is hardly ever missed, and takes longer to look for than its pattern to fail.  Measured on news
#: pages.
_MANY: Final = 40
#: UTF-8 as bytes: blanks for what is in ASCII and no letter.
_BLANKS: Final = bytes(code if code >= 128 or chr(code).isalpha() else 32 for code in range(256))
_ASCII: Final = bytes(range(128))

#: Strings, each with the places of the patterns that require it.
_Leading = tuple[tuple[str, tuple[int, ...]], ...]
#: The same while they are gathered, by the word or letters that lead to them.
_Strings = dict[str, dict[str, tuple[int, ...]]]
_FIRST_LETTERS: Final = itemgetter(slice(_CUT))


@dataclass(frozen=True, slots=True)
class RequiredIndex:
    """The patterns, by the strings of the most telling set of each."""

    #: Strings by a word that stands in them whole; and those words.
    by_word: dict[str, _Leading]
    words: frozenset[str]
    #: Strings of which a text may hold more of the word by the first letters of that; and those letters.
    by_letters: dict[str, _Leading]
    letters: frozenset[str]
    #: Strings without a word that tells them: those in ASCII, and the others by a sign or letter beyond ASCII in each;
    #: and those signs.
    anywhere: _Leading
    by_sign: dict[str, _Leading]
    signs: frozenset[str]
    #: Patterns that require nothing.
    always: tuple[int, ...]
    #: The sets of each pattern besides the first that are small enough to be worth asking.
    others: tuple[Plain, ...]

    def likely(self, text: str) -> list[int]:
        """The places of the patterns that may match in a text, in order; the text is `folded`."""
        words, foreign = _words(text)
        asked = [self.anywhere, *map(self.by_word.__getitem__, self.words.intersection(words))]
        asked += map(self.by_letters.__getitem__, self.letters.intersection(map(_FIRST_LETTERS, words)))
        if foreign:
            asked += map(self.by_sign.__getitem__, self.signs.intersection(foreign))
        found = {*self.always}
        for strings in asked:
            for string, places in strings:
                if string in text:
                    found.update(places)
        return sorted(place for place in found if holds(text, self.others[place])) if found else []


def index_of(patterns: Iterable[str]) -> RequiredIndex:
    """The index of patterns, whose places are counted from 0."""
    sets = [required(pattern) for pattern in patterns]
    places: dict[str, tuple[int, ...]] = {}
    for place, found in enumerate(sets):
        for string in found[0] if found else ():
            places[string] = (*places.get(string, ()), place)
    by_word: _Strings = {}
    by_letters: _Strings = {}
    anywhere: dict[str, tuple[int, ...]] = {}
    for string, its in places.items():
        word, cut = _telling_word(string)
        if word and not cut:
            strings = by_word.setdefault(word, {})
        else:
            strings = by_letters.setdefault(word[:_CUT], {}) if len(word) >= _CUT else anywhere
        bare = string.strip(EDGE)
        strings[bare] = (*strings.get(bare, ()), *its)
    by_sign: _Strings = {}
    for string, its in anywhere.items():
        if not string.isascii():
            by_sign.setdefault(_beyond_ascii(string)[0], {})[string] = its
    return RequiredIndex(
        _listed(by_word),
        frozenset(by_word),
        _listed(by_letters),
        frozenset(by_letters),
        tuple((string, its) for string, its in anywhere.items() if string.isascii()),
        _listed(by_sign),
        frozenset(by_sign),
        tuple(place for place, found in enumerate(sets) if not found),
        tuple(plain(tuple(found for found in every[1:] if len(found) <= _MANY)) for every in sets),
    )


def _listed(strings: _Strings) -> dict[str, _Leading]:
    return {word: tuple(found.items()) for word, found in strings.items()}


def _telling_word(string: str) -> tuple[str, bool]:
    """The longest of the words that begin and end in a string, and False; else one that may go on behind it, and True.

    "" when none begins in it.
    """
    words = _words(string)[0]
    if string and is_letter(string[0]):
        del words[0]
    last = words.pop() if words and is_letter(string[-1]) else ""
    return (max(words, key=len), False) if words else (last, bool(last))


def _words(text: str) -> tuple[list[str], str]:
    """The words of a text in small letters, all its runs of letters; and its letters and signs beyond ASCII."""
    if text.isascii():
        return text.encode().translate(_BLANKS).decode().split(), ""
    foreign = _beyond_ascii(text)
    if not foreign.isalpha():
        for sign in {*foreign}:
            if not is_letter(sign):
                text = text.replace(sign, " ")
    return text.encode("utf-8", "surrogatepass").translate(_BLANKS).decode("utf-8", "surrogatepass").split(), foreign


def _beyond_ascii(text: str) -> str:
    """The letters and signs of a text that are not in ASCII."""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
