"""Tells from an element's class, id and itemprop whether it is a caption, a credit, a gallery, ...

Looks up the words of these names in the word lists of config/rules/figures.toml (`family`).  Each list has a bit, a
flag such as CREDIT; an answer has the bits of all lists with one of the words: "caption-credit" gives CAPTION | CREDIT.
A doubtful word means a caption only when a picture is beside the element; a certain one always does.
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
#: Set together with CAPTION for words that mean a caption only when a picture is beside the element.
DOUBTFUL: Final = 1 << 7
#: Words for a box that holds a picture and its caption; they cancel CAPTION.
_CAPTIONED: Final = 1 << 8
BOLD: Final = 1 << 9
#: The bit of each word list in config/rules/figures.toml.
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
    "bold": BOLD,
}


@lru_cache(maxsize=FAMILIES_KEPT)
def _vocabulary(family: Family) -> Vocabulary:
    """Make one Vocabulary of the word lists in config/rules/figures.toml, with the bit of each list."""
    return vocabulary({bit: tuple(family.all_words(name)) for name, bit in _LISTS.items()})


def attributes_of(node: etree._Element) -> dict[str, str]:
    """Return all attributes of an element as a dict: faster than asking lxml for one after the other."""
    return dict(cast("Sequence[tuple[str, str]]", node.items()))


#: Results of _bits that are kept: an outlet uses some hundred names on all its pages, and a run has many outlets.
_KEPT_NAMES: Final = 32_768


@lru_cache(maxsize=_KEPT_NAMES)
def _bits(family: Family, names: str) -> int:
    """Return the bits of the lists that have one of the words in `names`, with CAPTION and DOUBTFUL corrected.

    A word for a box that holds picture and caption cancels both; a certain word for captions cancels DOUBTFUL; DOUBTFUL
    alone becomes DOUBTFUL | CAPTION.
    """
    bits = _vocabulary(family).bits_in(names)
    if bits & _CAPTIONED:
        return bits & ~(CAPTION | DOUBTFUL)
    if bits & CAPTION:
        return bits & ~DOUBTFUL
    return bits | CAPTION if bits & DOUBTFUL else bits


class Namer:
    """Looks up what elements are called (caption, credit, gallery, ...) by the words in class, id and itemprop."""

    __slots__ = ("family",)

    def __init__(self, rules: Rules) -> None:
        #: The rules of config/rules/figures.toml.
        self.family = rules.family("figures")

    def bits(self, node: etree._Element) -> int:
        """Return the bits of the lists that have a word of an element's class, id or itemprop; 0 for none.

        "photo-credit" is looked up as "photo", "credit" and "photocredit".
        """
        return self.bits_in(attributes_of(node))

    def bits_in(self, attributes: Mapping[str, str]) -> int:
        """Return what `bits` returns, for an element whose attributes have already been read."""
        if not attributes:
            return 0
        get = attributes.get
        return self.bits_of(f"{get('class', '')} {get('id', '')} {get('itemprop', '')}")

    def part_bits(self, attributes: Mapping[str, str]) -> int:
        """Return what `bits_in` returns, but CREDIT alone for "caption-credit__credit".

        By a common convention (BEM, getbem.com) two underscores stand before the name of the element's own part.  That
        part decides when the whole name says both caption and credit.
        """
        bits = self.bits_in(attributes)
        if bits & CAPTION and bits & CREDIT and "__" in attributes.get("class", ""):
            parts = (name.rpartition("__")[2] for name in attributes["class"].split() if "__" in name)
            of_part = self.bits_of(" ".join(parts))
            return of_part if of_part & (CAPTION | CREDIT) else bits
        return bits

    def bits_of(self, names: str) -> int:
        """Return what `bits` returns, for the values of class, id and itemprop in one string, separated by blanks."""
        return _bits(self.family, names)

    def is_caption(self, node: etree._Element) -> bool:
        """Whether an element's class, id or itemprop has a word for captions."""
        return bool(self.bits(node) & CAPTION)
