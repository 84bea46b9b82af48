"""Splits the names that sites give to elements (class, id, itemprop) into words, and looks the words up in lists.

`names` are such values as written, separated by blanks.  Gives their words in lower case ("article-body", "articleBody"
and "ArticleBody__text2" all contain "article" and "body"), or one bit (a flag) for each list that has one of the words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from operator import add

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
#: Translation table that turns every byte except ASCII letters into a blank.
_BLANKS = bytes(code if chr(code).isalpha() and chr(code).isascii() else 32 for code in range(256))


def words_in(names: str) -> list[str]:
    """Return the words in `names`, in lower case and in order: "articleBody__text2" gives "article", "body", "text".

    Everything except ASCII letters separates words, and so does a capital after small letters.
    """
    words = names.encode("ascii", "replace").translate(_BLANKS).decode("ascii").split()
    # Most names have no capitals, so they need no splitting at "articleBody".
    if names.islower():
        return words
    return [part.lower() for word in words for part in ((word,) if word.islower() else _WORD.findall(word))]


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Word lists with one bit each, to look up which lists have one of a name's words."""

    #: Each word with the bits of all lists that have it.
    bits: Mapping[str, int]
    #: All words of all lists.
    known: frozenset[str]
    #: Every word cut off after any letter, since a site may write a word as two ("article-body" for "articlebody").
    begun: frozenset[str]

    def bits_in(self, names: str) -> int:
        """Return the bits of all lists that have one of the words in `names`; 0 for none.

        The word "articlebody" of a list is also found in "article-body", whose words are "article" and "body".
        """
        words = words_in(names)
        found = self.known.intersection(words)
        if not self.begun.isdisjoint(words):
            found |= self.known.intersection(map(add, words, words[1:]))
        bits = 0
        for word in found:
            bits |= self.bits[word]
        return bits


def vocabulary(lists: Mapping[int, tuple[str, ...]]) -> Vocabulary:
    """Make a Vocabulary of `lists`, which maps each list's bit to the words of that list."""
    bits: dict[str, int] = {}
    for bit, words in lists.items():
        for word in words:
            bits[word] = bits.get(word, 0) | bit
    begun = frozenset(word[:end] for word in bits for end in range(1, len(word)))
    return Vocabulary(bits, frozenset(bits), begun)
