"""Words in the names that sites give to elements (class, id, itemprop), and lists of such words with a bit each.

Takes names as written, several with blanks between them; gives their words in lower case ("article-body",
"articleBody" and "ArticleBody__text2" are all of "article" and "body"), or the bits of the lists that hold them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from operator import add

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
#: Blanks for all bytes but letters.
_BLANKS = bytes(code if chr(code).isalpha() and code < 128 else 32 for code in range(256))


def words_in(names: str) -> list[str]:
    """The words that names are made of, in lower case and in order."""
    words = names.encode("ascii", "replace").translate(_BLANKS).decode("ascii").split()
    # Most names have no capitals, and what stands between their letters sets their words apart.
    if names.islower():
        return words
    return [part.lower() for word in words for part in ((word,) if word.islower() else _WORD.findall(word))]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words with the bits of the lists that hold them."""

    bits: Mapping[str, int]
    known: frozenset[str]
    #: What any of them begins with: it may stand as two words, "article-body" for "articlebody".
    begun: frozenset[str]

    def bits_in(self, names: str) -> int:
        """The bits of all lists that hold a word of the names, or two neighbouring ones run together."""
        words = words_in(names)
        found = self.known.intersection(words)
        if not self.begun.isdisjoint(words):
            found |= self.known.intersection(map(add, words, words[1:]))
        bits = 0
        for word in found:
            bits |= self.bits[word]
        return bits


def vocabulary(lists: Mapping[int, tuple[str, ...]]) -> Vocabulary:
    """The Vocabulary of some lists of words, by their bits."""
    bits: dict[str, int] = {}
    for bit, words in lists.items():
        for word in words:
            bits[word] = bits.get(word, 0) | bit
    begun = frozenset(word[:end] for word in bits for end in range(1, len(word)))
    return Vocabulary(bits, frozenset(bits), begun)
