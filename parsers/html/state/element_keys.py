"""Knows the JSON keys under which content systems store the type, the text and the parts of a paragraph.

An object with such keys is a text element: {"type": "text", "content": "..."}.  Also knows what the types mean.  Takes
the rules (config/rules/state.toml); gives an ElementKeys, made once for each set of rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from parsers.rules import FAMILIES_KEPT, Family, Rules

#: The kinds of text elements: for each group of rules (`part` in state.toml) the tag that its elements become; "q" and
#: "h" are quotations and subheads, "" is an element without text.
_KINDS: Final = {
    "no_text": "",
    "list_item": "li",
    "list": "ul",
    "quotation": "q",
    "heading": "h",
    "table": "table",
    "line_break": "br",
    "paragraph": "p",
}
#: Types whose kind is kept: the elements of a page have the same dozen types.
_KEPT: Final = 1024
#: Where a word begins in "blockQuote".
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True, eq=False)
class ElementKeys:
    """The JSON keys of text elements that the rules know, and what their types mean."""

    #: JSON keys of an element's type, of its text, of its parts, and of an object that holds its parts.  The first key
    #: that an element has counts.
    types: tuple[str, ...]
    texts: tuple[str, ...]
    parts: tuple[str, ...]
    holders: tuple[str, ...]
    #: Gives the kind of element that a type means: "q" for "blockquote" or "BlockQuote"; None if unknown.
    kind: Callable[[str], str | None]


def element_keys(rules: Rules) -> ElementKeys:
    """Read the JSON keys of text elements from config/rules/state.toml."""
    return _keys(rules.family("state"))


@lru_cache(maxsize=FAMILIES_KEPT)
def _keys(family: Family) -> ElementKeys:
    """Collect the JSON keys and the types from `family`, the rules in config/rules/state.toml."""
    types, texts, parts, holders = (family.all_words(f"element_{name}") for name in ("type", "text", "parts", "holder"))
    told = ((_KINDS.get(rule.data["part"]), rule) for rule in family.rules)
    kinds = tuple((kind, rule.pattern) for kind, rule in told if kind is not None)

    @lru_cache(maxsize=_KEPT)
    def kind_of(said: str) -> str | None:
        said = said.rsplit("\\", 1)[-1].rsplit("/", 1)[-1].rsplit(".", 1)[-1]
        plain = _HUMP.sub("-", said).lower()
        return next((kind for kind, pattern in kinds if pattern.search(plain)), None)

    return ElementKeys(types, texts, parts, holders, kind_of)
