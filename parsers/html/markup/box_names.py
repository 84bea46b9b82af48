"""Tells by the names of a page's boxes which are newsletter forms, author notes, comment sections, ...

Boxes are block elements; a name is a word in their class, id or itemprop.  Compares the names with the word lists of
config/rules/boxes.toml (`family`); each list has a bit, a flag such as NEWSLETTER.  `found` is the page's Walk (its
segments and the boxes that enclose them), `row` the index of a box in `Boxes`.  The callers decide what
follows from a name.
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
FACTS: Final = 1 << 9
ENCRYPTED: Final = 1 << 10
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
    "facts": FACTS,
    "encrypted": ENCRYPTED,
}
#: The list of words in the text of boxes that ask for consent.
CONSENT_WORDS: Final = "consent_told"
#: The first character of the scripts of East Asia, of which Chinese and Japanese put no blanks between words.
_NO_BLANKS: Final = "\u2e80"
#: Results of _bits that are kept: an outlet uses some hundred names on all its pages, and a run has many outlets.
_KEPT_NAMES: Final = 32_768


@lru_cache(maxsize=FAMILIES_KEPT)
def _vocabulary(family: Family) -> Vocabulary:
    """Make one Vocabulary of the word lists in config/rules/boxes.toml, with the bit of each list."""
    return vocabulary({bit: tuple(family.all_words(name)) for name, bit in _LISTS.items()})


@lru_cache(maxsize=_KEPT_NAMES)
def _bits(family: Family, names: str) -> int:
    """Return the bits of all lists that have one of the words in `names`: "author-bio" gives AUTHOR.

    `names`: a box's class, id and itemprop.
    """
    return _vocabulary(family).bits_in(names)


@lru_cache(maxsize=FAMILIES_KEPT)
def _told(family: Family, name: str) -> tuple[list[str], re.Pattern[str]]:
    """Return the words of the list called `name` in boxes.toml, and a pattern for any of them to search caseless text.

    Words match as whole words; those in East Asian scripts, which have no blanks between words, match anywhere.
    """
    words = sorted(map(caseless, family.all_words(name)), key=len, reverse=True)
    spaced = "|".join(re.escape(word) for word in words if max(word) < _NO_BLANKS)
    dense = "|".join(re.escape(word) for word in words if max(word) >= _NO_BLANKS)
    return words, re.compile(rf"\b(?:{spaced or '(?!)'})\b|{dense or '(?!)'}")


def holds_word(text: str, name: str, rules: Rules) -> bool:
    """Whether a text contains a word of the list called `name` in config/rules/boxes.toml; case is ignored."""
    words, pattern = _told(rules.family("boxes"), name)
    said = caseless(text)
    # Most texts hold none of the words, not even inside another, which is found out sooner than by the pattern.
    return any(word in said for word in words) and pattern.search(said) is not None


class BoxNames:
    """Answers questions about the names of one page's boxes, by one set of rules."""

    __slots__ = ("_family", "_found")

    def __init__(self, found: Walk, rules: Rules) -> None:
        self._found = found
        self._family = rules.family("boxes")

    def bits(self, row: int) -> int:
        """Return the bits of the lists that have one of the box's own names: AUTHOR | NEWSLETTER, say; 0 for none."""
        names = self._found.boxes.names[row]
        return _bits(self._family, names) if names else 0

    def telling(self, start: int, stop: int) -> list[tuple[int, int]]:
        """Give (row, bits of the lists) for each of the boxes `start` to `stop` - 1 that has a name in some list."""
        names = self._found.boxes.names[start:stop]
        # The names of many boxes are the same, and hardly any are in a list.
        told = {called: bits for called in set(names) if called and (bits := _bits(self._family, called))}
        return [(row, told[called]) for row, called in enumerate(names, start) if called in told] if told else []

    def named(self, index: int, list_bit: int, *, most: int) -> bool:
        """Whether a segment is in a box with a name in the list whose bit is `list_bit`; `index` is the segment's.

        Looks outwards from the innermost box, up to the first with more than `most` segments, which is likely to
        contain the article.
        """
        boxes, row = self._found.boxes, self._found.box[index]
        while row and boxes.end[row] - boxes.first[row] <= most:
            if self.bits(row) & list_bit:
                return True
            row = boxes.parent[row]
        return False
