"""Looks up the words in the names of boxes (class, id, itemprop) in the word lists of config/rules/boxes.toml.

Takes the walk and the rules; says which boxes around a segment have a name of a list.  What follows from a name is
decided by the readers that ask.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from parsers.folding import caseless
from parsers.html.markup.class_words import Vocabulary, vocabulary
from parsers.html.markup.walked import Walk
from parsers.rules import FAMILIES_KEPT, Family, Rules

PULL_QUOTE: Final = 1 << 0
CONSENT: Final = 1 << 1
NEWSLETTER: Final = 1 << 2
OFFER: Final = 1 << 3
AUTHOR: Final = 1 << 4
TICKER: Final = 1 << 5
APPEAL: Final = 1 << 6
CONSENT_DIALOG: Final = 1 << 7
COMMENTS: Final = 1 << 8
#: The bit of each word list in config/rules/boxes.toml.
_LISTS: Final = {
    "pull_quote": PULL_QUOTE,
    "consent": CONSENT,
    "newsletter": NEWSLETTER,
    "offer": OFFER,
    "author": AUTHOR,
    "ticker": TICKER,
    "appeal": APPEAL,
    "consent_dialog": CONSENT_DIALOG,
    "comments": COMMENTS,
}
#: The list of words in the text of boxes that ask for consent.
CONSENT_WORDS: Final = "consent_told"
#: The first character of the scripts of East Asia, of which Chinese and Japanese put no blanks between words.
_NO_BLANKS: Final = "\u2e80"
#: Results of _bits that are kept: an outlet uses some hundred names on all its pages, and a run has many outlets.
_KEPT_NAMES: Final = 32_768


@lru_cache(maxsize=FAMILIES_KEPT)
def _vocabulary(family: Family) -> Vocabulary:
    """The word lists of the rules for boxes."""
    return vocabulary({bit: tuple(family.all_words(name)) for name, bit in _LISTS.items()})


@lru_cache(maxsize=_KEPT_NAMES)
def _bits(family: Family, names: str) -> int:
    """The bits of the lists that hold a word of some names."""
    return _vocabulary(family).bits_in(names)


@lru_cache(maxsize=FAMILIES_KEPT)
def _told(family: Family, name: str) -> re.Pattern[str]:
    """A pattern for the words of a list; in scripts without blanks they may stand anywhere."""
    words = sorted(map(caseless, family.all_words(name)), key=len, reverse=True)
    spaced = "|".join(re.escape(word) for word in words if max(word) < _NO_BLANKS)
    dense = "|".join(re.escape(word) for word in words if max(word) >= _NO_BLANKS)
    return re.compile(rf"\b(?:{spaced or '(?!)'})\b|{dense or '(?!)'}")


def holds_word(text: str, name: str, rules: Rules) -> bool:
    """Whether a text holds a word of a list of the rules for boxes."""
    return _told(rules.family("boxes"), name).search(caseless(text)) is not None


class BoxNames:
    """The names of one page's boxes, looked up in one set of rules."""

    __slots__ = ("_family", "_found")

    def __init__(self, found: Walk, rules: Rules) -> None:
        self._found = found
        self._family = rules.family("boxes")

    def bits(self, row: int) -> int:
        """The bits of a box's own names."""
        names = self._found.boxes.names[row]
        return _bits(self._family, names) if names else 0

    def telling(self, start: int, stop: int) -> list[tuple[int, int]]:
        """The boxes from row start up to stop, exclusive, whose own names have bits, each with these."""
        names = self._found.boxes.names[start:stop]
        # The names of many boxes are the same, and hardly any are in a list.
        told = {called: bits for called in set(names) if called and (bits := _bits(self._family, called))}
        return [(row, told[called]) for row, called in enumerate(names, start) if called in told] if told else []

    def named(self, index: int, list_bit: int, *, most: int) -> bool:
        """Whether a box around a segment with at most so many segments has a name of a list; the page itself has none.

        index is the segment's; most keeps out the boxes that hold the article.
        """
        boxes, row = self._found.boxes, self._found.box[index]
        while row and boxes.end[row] - boxes.first[row] <= most:
            if self.bits(row) & list_bit:
                return True
            row = boxes.parent[row]
        return False
