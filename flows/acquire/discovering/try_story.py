"""Requests single stories and parses them, to show what following an outlet would give.

Takes entries of feeds and sitemaps, and a client; gives for each story its headline, date, number of words and quality,
or the reason why the page is not a story.  Stores nothing.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from flows.acquire.discovering.try_list import Get
from flows.acquire.following.clean_url import url_key
from flows.acquire.following.listings import Entry
from flows.acquire.http.response import Ask
from flows.archive.captures import Capture
from parsers import Rejection, Rules, parse_page
from parsers.addresses import address_rules, is_front

#: A character of a script without blanks between words, or a word; as the warehouse counts words.
_WORD: Final = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]|[^\s\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedStory:
    """The result of requesting and parsing one story."""

    url: str
    #: A code of OUTCOMES, or of parsers.reasons for a page that was rejected; None when it is an article.
    refused: str | None = None
    #: Why, in one sentence; "" for an article.
    said: str = ""
    headline: str | None = None
    #: Time of publication in ISO 8601.
    published_at: str | None = None
    words: int = 0
    quality: float | None = None
    language: str | None = None


async def try_story(url: str, *, get: Get, limit: int, delay: float, rules: Rules) -> TriedStory:
    """Request one page and parse it; for a page that is no news story, the result has the reason.

    Nothing is raised for such a page.

    `get`: makes the request.  `limit`: the largest page in bytes.  `delay`: least seconds between two requests to the
    host.
    """
    answer = await get(url, Ask(limit=limit, delay=delay))
    if answer.outcome != "fetched":
        return TriedStory(url=url, refused=answer.outcome, said=answer.detail)
    return await asyncio.to_thread(_read, url, answer, rules)


def _read(url: str, answer: Capture, rules: Rules) -> TriedStory:
    """Parse a fetched page; return its headline, date, number of words and so on, or why it is no news story."""
    found = parse_page(
        answer.body or b"",
        url=answer.url,
        media_type=answer.media_type,
        charset=answer.charset,
        fetched_at=answer.fetched_at,
        rules=rules,
    )
    if isinstance(found, Rejection):
        return TriedStory(url=url, refused=found.reason, said=found.detail)
    return TriedStory(
        url=url,
        headline=found.headline,
        published_at=found.published_at,
        words=sum(len(_WORD.findall(block.text)) for block in found.blocks),
        quality=found.quality,
        language=found.language,
    )


def newest_stories(entries: Iterable[Entry], count: int, rules: Rules) -> list[str]:
    """Return the addresses of the latest `count` pages of some feeds and sitemaps, each once, without front pages.

    `entries`: of those lists; an entry without a time counts as older than all entries with a time.
    """
    known: dict[str, Entry] = {}
    addresses = address_rules(rules)
    for entry in entries:
        key = url_key(entry.url, addresses)
        if not is_front(key):
            known.setdefault(key, entry)
    dated = sorted(known.values(), key=lambda e: e.latest.timestamp() if e.latest else 0.0, reverse=True)
    return [entry.url for entry in dated[:count]]
