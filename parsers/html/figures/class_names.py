"""Words in the names that sites give to elements: class, id and itemprop.

Takes an element's attributes and the word lists of config/rules/figures.toml; says which lists speak of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, cast

from lxml import etree

from parsers.html.markup.class_words import Vocabulary, vocabulary
from parsers.rules import FAMILIES_KEPT, Family, Rules

CAPTION: Final = 1 << 0
CREDIT: Final = 1 << 1
MAKER: Final = 1 << 2
TITLE: Final = 1 << 3
SMALL: Final = 1 << 4
GALLERY: Final = 1 << 5
SUBHEAD: Final = 1 << 6
#: Caption words that are believed beside a picture only; CAPTION is set with it.
DOUBTFUL: Final = 1 << 7
_CAPTIONED: Final = 1 << 8
_LISTS: Final = {
    "caption": CAPTION,
    "caption_beside": DOUBTFUL,
    "credit": CREDIT,
    "maker": MAKER,
    "title": TITLE,
    "small": SMALL,
    "gallery": GALLERY,
    "subhead": SUBHEAD,
    "captioned": _CAPTIONED,
}


@lru_cache(maxsize=FAMILIES_KEPT)
def _vocabulary(family: Family) -> Vocabulary:
    return vocabulary({bit: tuple(family.all_words(name)) for name, bit in _LISTS.items()})


def attributes_of(node: etree._Element) -> dict[str, str]:
    """The attributes of an element: to ask it for one after the other is dear."""
    return dict(cast("Sequence[tuple[str, str]]", node.items()))


# Pages of one outlet share their names; the number that is kept is bounded.
@lru_cache(maxsize=4096)
def _bits(family: Family, names: str) -> int:
    bits = _vocabulary(family).bits_in(names)
    if bits & _CAPTIONED:
        return bits & ~(CAPTION | DOUBTFUL)
    if bits & CAPTION:
        return bits & ~DOUBTFUL
    return bits | CAPTION if bits & DOUBTFUL else bits


class Namer:
    """Reads the names of elements by one set of rules."""

    __slots__ = ("_family",)

    def __init__(self, rules: Rules) -> None:
        self._family = rules.family("figures")

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
        return _bits(self._family, names)

    def is_caption(self, node: etree._Element) -> bool:
        """Whether the names say that an element is a caption."""
        return bool(self.bits(node) & CAPTION)
