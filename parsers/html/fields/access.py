"""Reads whether the article can be read without paying, as the page declares it.

Sources: isAccessibleForFree in JSON-LD, and the meta tag article:content_tier.  Paywall boxes are not evidence, since
many sites put a hidden one into every page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from parsers.html.fields.candidate import Candidate, best
from parsers.html.metadata.values import first_string

if TYPE_CHECKING:
    from parsers.html.metadata import Metadata

#: Values of article:content_tier, and whether each means free; Facebook defines three of them, and sites the others.
_TIERS = {"free": True, "open": True, "metered": False, "locked": False, "paid": False, "premium": False}

# Confidences (0 to 1) of what the page declares, chosen by hand.

#: In the JSON-LD of the article, and in that of the page (WebPage).
_ARTICLE, _PAGE = 0.95, 0.8
#: In the meta tag.
_TIER = 0.9


def read_access(meta: Metadata) -> Candidate[bool] | None:
    """Return a candidate for whether the article is free; None when the page does not declare it.

    Its value is True for free, False for paid or metered.
    """
    return best(_declared(meta))


def _declared(meta: Metadata) -> Iterator[Candidate[bool]]:
    """Yield a candidate for each declaration: in JSON-LD of the article and of the page, then in the meta tag."""
    for node, confidence in ((meta.json_ld.article, _ARTICLE), (meta.json_ld.page, _PAGE)):
        free = _boolean(node.get("isAccessibleForFree"))
        if free is not None:
            yield Candidate(free, "json_ld", "isAccessibleForFree", confidence)
    if (tier := meta.first("article:content_tier")) and tier[1].lower() in _TIERS:
        yield Candidate(_TIERS[tier[1].lower()], "meta", tier[0], _TIER)


def _boolean(value: Any) -> bool | None:
    """Convert a JSON value to the boolean that it means: True for true, "yes", 1, "http://schema.org/True".

    False for the opposites: false, "no", 0.  Of a list, the first item counts.  None for any other value.
    """
    word = first_string(value).rsplit("/", 1)[-1].strip().lower()
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(word)
