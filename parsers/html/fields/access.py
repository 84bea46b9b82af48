"""Whether the article can be read without paying, as the page declares it.

What the page offers: isAccessibleForFree in JSON-LD (with its hasPart), article:content_tier.  No guess from paywall
boxes: pages keep them hidden for everybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from parsers.html.fields.candidate import Candidate, best

if TYPE_CHECKING:
    from parsers.html.metadata import Metadata

_TIERS = {"free": True, "open": True, "metered": False, "locked": False, "paid": False, "premium": False}


def read_access(meta: Metadata) -> Candidate[bool] | None:
    """True for free, False for paid or metered, None when the page does not say."""
    return best(_declared(meta))


def _declared(meta: Metadata) -> Iterator[Candidate[bool]]:
    for node, confidence in ((meta.json_ld.article, 0.95), (meta.json_ld.page, 0.8)):
        free = _boolean(node.get("isAccessibleForFree"))
        if free is not None:
            yield Candidate(free, "json_ld", "isAccessibleForFree", confidence)
    if (tier := meta.first("article:content_tier")) and tier[1].lower() in _TIERS:
        yield Candidate(_TIERS[tier[1].lower()], "meta", tier[0], 0.9)


def _boolean(value: Any) -> bool | None:
    """A JSON boolean, or the word for one: "False", "http://schema.org/True"."""
    if isinstance(value, bool):
        return value
    word = str(value).rsplit("/", 1)[-1].strip().lower()
    return {"true": True, "yes": True, "false": False, "no": False}.get(word)
