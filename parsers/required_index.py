"""An index that tells in microseconds which of many patterns can match a text at all.

Takes patterns in an order; for a text, gives the positions of the patterns that may match it.  A pattern may match if
the text holds the strings that it requires, without which it cannot match (`parsers.required_text`).  All strings are
looked for at once, in one pass over the text (Aho and Corasick 1975).  Tries no pattern.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ahocorasick_rs import BytesAhoCorasick

from parsers.required_text import Plain, folded, holds, plain, required
from parsers.rules import Rule
from parsers.telling_strings import EDGE, is_letter

#: Nearly every text holds a string of a set of more than these, and looking for them takes longer than trying the
#: pattern.  Measured on news pages.
_MANY: Final = 40
#: Bytes of a text that are searched at a time, so that what is found in a very long text takes little memory.
_PIECE: Final = 16_384
#: Bytes of the longest character in UTF-8.
_LONGEST: Final = 4
#: The letter into which `folded` turns a combining mark, too (U+0345); the mark is no letter.
_MARK_TOO: Final = "ι"


@dataclass(frozen=True, slots=True)
class RequiredIndex:
    """An index of patterns by strings without which they cannot match a text."""

    #: Finds the strings in UTF-8, in which a lone surrogate can be written, too.
    strings: BytesAhoCorasick
    #: Bytes of the longest one.
    longest: int
    #: For each string, the numbers of the patterns that require it (from 0, as given to `index_of`), and whether no
    #: letter may stand before it.
    places: tuple[tuple[int, ...], ...]
    edged: tuple[bool, ...]
    #: Patterns that require nothing.
    always: tuple[int, ...]
    #: The further sets of each pattern, of which a text must hold a string, too; only the small ones.
    others: tuple[Plain, ...]

    def likely(self, text: str) -> list[int]:
        """The numbers of the patterns that may match in a text, ascending; all other patterns certainly do not.

        `text`: as `folded` gives it.  The patterns are numbered as they were given to `index_of`, from 0.
        """
        written = _written(text)
        edged, places, others = self.edged, self.places, self.others
        found = {*self.always}
        for end in range(_PIECE, len(written) + _PIECE, _PIECE):
            piece = written[max(0, end - _PIECE - self.longest) : end] if len(written) > _PIECE else written
            for string, start, _ in self.strings.find_matches_as_indexes(piece, overlapping=True):
                if not (edged[string] and _is_in_word(piece, start)):
                    found.update(places[string])
        if not found:
            return []
        return sorted([place for place in found if not others[place] or holds(text, others[place])])


@dataclass(frozen=True, slots=True)
class SearchedRules:
    """Rules with an index of what their patterns require, so that few of them are compiled and tried on a text."""

    rules: tuple[Rule, ...]
    index: RequiredIndex

    def likely(self, text: str) -> list[Rule]:
        """The rules that may match in a text, in order; all other rules certainly do not."""
        return [self.rules[place] for place in self.index.likely(folded(text))]


def searched_rules(patterns: Iterable[tuple[Rule, str]]) -> SearchedRules:
    """Make the SearchedRules (rules with an index of which may match a text) from rules.

    `patterns`: each rule with the regular expression by which it is searched, its own or one made from it.
    """
    every = tuple(patterns)
    return SearchedRules(tuple(rule for rule, _ in every), index_of(pattern for _, pattern in every))


def index_of(patterns: Iterable[str]) -> RequiredIndex:
    """Make the RequiredIndex of patterns; they are numbered from 0."""
    sets = [required(pattern) for pattern in patterns]
    places: dict[str, tuple[int, ...]] = {}
    for place, found in enumerate(sets):
        alone = (place,)
        for string in found[0] if found else ():
            places[string] = (*places[string], place) if string in places else alone
    strings = [_written(string.strip(EDGE)) for string in places]
    return RequiredIndex(
        BytesAhoCorasick(strings),
        max(map(len, strings), default=0),
        tuple(places.values()),
        tuple(string.startswith(EDGE) for string in places),
        tuple(place for place, found in enumerate(sets) if not found),
        tuple(plain(tuple(found for found in every[1:] if len(found) <= _MANY)) for every in sets),
    )


def _written(text: str) -> bytes:
    """Encode a text in UTF-8, in which the index is searched; lone surrogates are allowed."""
    return text.encode("utf-8", "surrogatepass")


def _is_in_word(written: bytes, start: int) -> bool:
    """Whether a letter stands right before an index in a text in UTF-8, where a string with EDGE may not begin.

    `written`: the text.  `start`: the index.
    """
    last = written[start - 1 : start]
    if last.isascii():
        return last.isalpha()
    before = written[max(0, start - _LONGEST) : start].decode("utf-8", "replace")[-1:]
    return before != _MARK_TOO and is_letter(before)
