"""The descriptions that a page declares for its article, and whether a line of the page says one of them.

Descriptions are often the standfirst, whole or cut off, and as often the first words of the body: what a line that
says one is, is decided elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.folding import key
from parsers.html.metadata.values import strings

if TYPE_CHECKING:
    from parsers.html.metadata import Metadata

#: Declared descriptions are cut off by search engines' limits; this much of one is enough to know the text by.
_ENOUGH = 50
#: Words that some outlets put before a description ("Island news: ...").
_BEFORE = 40
#: A line that a description begins with is its first line, in a standfirst of several.
_BEGINNING = 25


def declared_descriptions(meta: Metadata) -> list[tuple[str, str]]:
    """(rule, key) of the descriptions that the page declares, each text once."""
    article = meta.json_ld.article
    # Most of them are the same text.
    rules: dict[str, str] = {}
    for property_ in ("description", "abstract"):
        for text in strings(article.get(property_)) if property_ in article else ():
            rules.setdefault(text, property_)
    for name in ("og:description", "description", "twitter:description", "dc.description", "dcterms.abstract", "lead"):
        for text in meta.meta.get(name, ()):
            rules.setdefault(text, name)
    found: dict[str, str] = {}
    for text, rule in rules.items():
        found.setdefault(key(text), rule)
    return [(rule, own) for own, rule in found.items()]


def described(own: str, declared: list[tuple[str, str]]) -> tuple[str | None, float]:
    """The description that says the same as a text, given as a key, and how surely: whole, or cut off."""
    for rule, text in declared:
        if own == text:
            return rule, 1.0
    opening = own[:_BEGINNING]
    for rule, text in declared:
        if not text.startswith(opening):
            if len(own) >= _ENOUGH and own[:_ENOUGH] in text[: _ENOUGH + _BEFORE]:
                return rule, 0.8
            continue
        shorter, longer = (own, text) if len(own) < len(text) else (text, own)
        if len(shorter) >= _ENOUGH and longer.startswith(shorter[: max(_ENOUGH, len(shorter) - 12)]):
            return rule, 0.9
        if len(own) >= _BEGINNING and text.startswith(own):
            return rule, 0.8
    return None, 0.0
