"""Words in the names that sites give to elements: class, id and itemprop.

Takes an element's attributes and the word lists of config/rules/figures.toml; says which lists speak of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

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
    small: frozenset[str]


def name_words(rules: Rules) -> NameWords:
    """The word lists of a set of rules."""
    return _build(rules.family("figures"))


@lru_cache(maxsize=8)
def _build(family: Family) -> NameWords:
    return NameWords(*(frozenset(family.all_words(name)) for name in ("caption", "credit", "maker", "small")))


def names_of(node: etree._Element) -> str:
    """Class, id and itemprop as written; empty for most elements."""
    get = node.get
    return " ".join(filter(None, (get("class"), get("id"), get("itemprop"))))


def words_in(names: str) -> set[str]:
    """The words of a name in lower case, single and joined with the next one."""
    words = [word.lower() for word in _WORD.findall(names)]
    return {*words, *(a + b for a, b in pairwise(words))}
