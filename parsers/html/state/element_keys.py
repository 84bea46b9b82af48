"""The keys under which content systems store the type, the text and the parts of a paragraph; and what types mean.

A text element is one such object, as {"type": "text", "content": "..."}.  Takes the rules (state.toml); gives an
ElementKeys, made once for each set of rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from parsers.rules import FAMILIES_KEPT, Family, Rules

#: The kinds of elements: the tags that they become, "q" and "h" for quotations and subheads, "" for one without text.
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


@dataclass(frozen=True, slots=True, eq=False)
class ElementKeys:
    """The keys of text elements that the rules know, and what their types mean."""

    #: Keys of an element's type, its text, its parts, and of an object that holds its parts: the first counts.
    types: tuple[str, ...]
    texts: tuple[str, ...]
    parts: tuple[str, ...]
    holders: tuple[str, ...]
    #: Kinds with a pattern of types; the first that matches counts.
    kinds: tuple[tuple[str, re.Pattern[str]], ...]

    def kind(self, said: str) -> str | None:
        """The kind of element that a type, in small letters, means: "q" for "blockquote"; None if unknown."""
        return next((kind for kind, pattern in self.kinds if pattern.search(said)), None)


def element_keys(rules: Rules) -> ElementKeys:
    """Read the keys of text elements from config/rules/state.toml."""
    return _keys(rules.family("state"))


@lru_cache(maxsize=FAMILIES_KEPT)
def _keys(family: Family) -> ElementKeys:
    types, texts, parts, holders = (family.all_words(f"element_{name}") for name in ("type", "text", "parts", "holder"))
    told = ((_KINDS.get(rule.data["part"]), rule) for rule in family.rules)
    return ElementKeys(
        types, texts, parts, holders, tuple((kind, rule.pattern) for kind, rule in told if kind is not None)
    )
