"""Words in the names that sites give to elements: class, id and itemprop.

Takes an element's attributes and the word lists of config/rules/figures.toml; says which lists speak of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import add
from typing import Final, NamedTuple, cast

from lxml import etree

from parsers.rules import Family, Rules

CAPTION: Final = 1 << 0
CREDIT: Final = 1 << 1
MAKER: Final = 1 << 2
TITLE: Final = 1 << 3
SMALL: Final = 1 << 4
GALLERY: Final = 1 << 5
SUBHEAD: Final = 1 << 6
_LISTS: Final = {
    "caption": CAPTION,
    "credit": CREDIT,
    "maker": MAKER,
    "title": TITLE,
    "small": SMALL,
    "gallery": GALLERY,
    "subhead": SUBHEAD,
}

#: Words in names such as "article-image", "articleImage", "ArticleImage__text2".
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
#: Blanks for all but letters.
_BLANKS = bytes(code if chr(code).isalpha() and code < 128 else 32 for code in range(256))


class _Words(NamedTuple):
    """The words of the lists."""

    #: Word -> the bits of the lists that hold it.
    bits: Mapping[str, int]
    spelt: frozenset[str]
    #: What any of them may begin with, when it is written as two.
    begun: frozenset[str]


@lru_cache(maxsize=8)
def _build(family: Family) -> _Words:
    bits: dict[str, int] = {}
    for name, bit in _LISTS.items():
        for word in family.all_words(name):
            bits[word] = bits.get(word, 0) | bit
    return _Words(bits, frozenset(bits), frozenset(word[:end] for word in bits for end in range(1, len(word))))


def attributes_of(node: etree._Element) -> dict[str, str]:
    """The attributes of an element: to ask it for one after the other is dear."""
    return dict(cast("Sequence[tuple[str, str]]", node.items()))


def _words(names: str) -> list[str]:
    """The words that names are made of, in lower case."""
    words = names.encode("ascii", "replace").translate(_BLANKS).decode().split()
    if names.islower():
        return words
    return [part.lower() for word in words for part in ((word,) if word.islower() else _WORD.findall(word))]


class Namer:
    """Reads the names of one page's elements, each spelling once."""

    __slots__ = ("_known", "_words")

    def __init__(self, rules: Rules) -> None:
        self._words = _build(rules.family("figures"))
        self._known: dict[str, int] = {}

    def bits(self, node: etree._Element) -> int:
        """The lists that hold a word, or two neighbouring words run together, of an element's names."""
        return self.bits_in(attributes_of(node))

    def bits_in(self, attributes: Mapping[str, str]) -> int:
        """The same for an element's attributes."""
        if not attributes:
            return 0
        get = attributes.get
        return self.bits_of(f"{get('class', '')} {get('id', '')} {get('itemprop', '')}")

    def bits_of(self, names: str) -> int:
        """The same for names as written."""
        bits = self._known.get(names)
        if bits is None:
            bits = self._known[names] = self._read(names)
        return bits

    def is_caption(self, node: etree._Element) -> bool:
        """Whether the names say that an element is a caption."""
        return bool(self.bits(node) & CAPTION)

    def _read(self, names: str) -> int:
        words, known = _words(names), self._words
        found = known.spelt.intersection(words)
        if not known.begun.isdisjoint(words):
            found |= known.spelt.intersection(map(add, words, words[1:]))
        bits = 0
        for word in found:
            bits |= known.bits[word]
        return bits
