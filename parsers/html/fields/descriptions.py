"""Reads the descriptions that a page declares for its article, and finds the one that a line of the page repeats.

A description is often the standfirst, whole or cut off, and as often the beginning of the body; which of the two a
matching line is, `standfirst` decides.  A key is a text normalised for comparison (`parsers.folding.key`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.folding import key
from parsers.html.metadata.values import strings

if TYPE_CHECKING:
    from parsers.html.metadata import Metadata

# All limits and certainties below were chosen by hand.

#: A description that was cut off (search engines show only so much) is recognised by so many characters.
_ENOUGH = 50
#: The most characters that some outlets put before a description ("Island news: ...") or before the line ("Analysis").
_BEFORE = 40
#: The fewest characters of a line with which a longer description begins.
_BEGINNING = 25
#: Characters at the end of a text that was cut off which may differ: "...", "Read more".
_CUT_END = 12
#: Certainty (0 to 1) that a line repeats a description: cut off; after other words, or the first of several lines.
_CUT_OFF, _IN_PART = 0.9, 0.8


def declared_descriptions(meta: Metadata) -> list[tuple[str, str]]:
    """Return the distinct descriptions that a page declares, as (source, key): ("og:description", "theferryis...")."""
    article = meta.json_ld.article
    # Most sources have the same text, whose key is made only once.
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
    """Find the declared description that a text repeats: (its source, certainty from 0 to 1); (None, 0) for no match.

    The certainty is 1 for the whole text, less for one that is cut off.  `own`: the key of the text.  `declared`: the
    result of `declared_descriptions`.
    """
    for rule, text in declared:
        if own == text:
            return rule, 1.0
    opening = own[:_BEGINNING]
    for rule, text in declared:
        if not text.startswith(opening):
            if len(own) >= _ENOUGH and own[:_ENOUGH] in text[: _ENOUGH + _BEFORE]:
                return rule, _IN_PART
            if len(text) >= _ENOUGH and text[:_ENOUGH] in own[: _ENOUGH + _BEFORE]:
                return rule, _IN_PART
            continue
        shorter, longer = (own, text) if len(own) < len(text) else (text, own)
        if len(shorter) >= _ENOUGH and longer.startswith(shorter[: max(_ENOUGH, len(shorter) - _CUT_END)]):
            return rule, _CUT_OFF
        if len(own) >= _BEGINNING and text.startswith(own):
            return rule, _IN_PART
    return None, 0.0
