"""Takes back a time of publication that was counted from a moment at which nobody fetched the page.

A file often does not tell when its page was saved; its moment in the archive is then that of the import, and "3 hours
ago" on its page says nothing.  Takes what the parser made of a file's page; gives it without such a time.
"""

from __future__ import annotations

from dataclasses import replace

from parsers import Article, Rejection
from parsers.dates.times_ago import RULE


def without_counted_time(result: Article | Rejection) -> Article | Rejection:
    """The same without published_at, its raw form and evidence, where it was counted back from the fetch."""
    if isinstance(result, Rejection):
        return result
    told = result.evidence.get("published_at")
    if told is None or not (told.rule or "").startswith(RULE):
        return result
    evidence = {name: one for name, one in result.evidence.items() if name != "published_at"}
    return replace(result, published_at=None, published_raw=None, evidence=evidence)
