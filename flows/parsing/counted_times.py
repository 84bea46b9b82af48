"""Removes a time of publication that was computed from "3 hours ago" when nobody knows when the page was fetched.

The time that the archive has for a page from a file is often that of the import, so such a text says nothing.  Takes
the result of parsing; gives it without such a time.
"""

from __future__ import annotations

from dataclasses import replace

from parsers import Article, Rejection
from parsers.dates.times_ago import RULE


def without_counted_time(result: Article | Rejection) -> Article | Rejection:
    """Remove published_at, its raw form and evidence from a result, if that time was counted back from the fetch."""
    if isinstance(result, Rejection):
        return result
    told = result.evidence.get("published_at")
    if told is None or not (told.rule or "").startswith(RULE):
        return result
    evidence = {name: one for name, one in result.evidence.items() if name != "published_at"}
    return replace(result, published_at=None, published_raw=None, evidence=evidence)
