"""Words in the names that sites give to elements: class, id and itemprop.

Takes an element's attributes and the word lists of config/rules/figures.toml; says which lists speak of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import add

from lxml import etree

from parsers.rules import Family, Rules

#: Words in names such as "article-image", "articleImage", "ArticleImage__text2".
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


@dataclass(frozen=True, slots=True, eq=False)
class NameWords:
    """The word lists about pictures."""

    caption: frozenset[str]
    credit: frozenset[str]
    maker: frozenset[str]
    title: frozenset[str]
    small: frozenset[str]
    gallery: frozenset[str]


def name_words(rules: Rules) -> NameWords:
    """The word lists of a set of rules."""
    return _build(rules.family("figures"))


@lru_cache(maxsize=8)
def _build(family: Family) -> NameWords:
    lists = ("caption", "credit", "maker", "title", "small", "gallery")
    return NameWords(*(frozenset(family.all_words(name)) for name in lists))


class Namer:
    """Reads the names of one page's elements, each spelling once."""

    __slots__ = ("_known", "lists")

    def __init__(self, rules: Rules) -> None:
        self.lists = name_words(rules)
        self._known: dict[str, frozenset[str]] = {}

    def words(self, node: etree._Element) -> frozenset[str]:
        """The words of an element's class, id and itemprop in lower case, single and joined with the next one."""
        get = node.get
        return self.words_in(f"{get('class', '')} {get('id', '')} {get('itemprop', '')}")

    def words_in(self, names: str) -> frozenset[str]:
        """The words of names as written."""
        words = self._known.get(names)
        if words is None:
            words = self._known[names] = _words_in(names)
        return words

    def is_caption(self, node: etree._Element) -> bool:
        """Whether the names say that an element is a caption."""
        return not self.lists.caption.isdisjoint(self.words(node))


def _words_in(names: str) -> frozenset[str]:
    words = [word.lower() for word in _WORD.findall(names)]
    return frozenset((*words, *map(add, words, words[1:])))
