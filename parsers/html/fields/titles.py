"""The titles that a page declares for its article, without the outlet's name.

Sources: JSON-LD headline and name, Open Graph and Twitter titles, the title element.  Takes the Metadata; gives Titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from parsers.folding import key, key_words

if TYPE_CHECKING:
    from parsers.html.metadata import Metadata

#: Separators between a headline and the outlet's name; and the characters of which every separator has one.
BAR = re.compile(r"\s+[|–—\-·•»›:]+\s+|\s*\|\s*|--+")
_BAR_SIGNS = frozenset("|–—-·•»›:")

#: The most parts that are taken off a title: outlet, section, town.  Chosen by hand.
_MOST_PARTS = 3
#: Words of the longest name of an unknown outlet, and of the shortest headline before one.  Chosen by hand.
_NAME_WORDS, _HEAD_WORDS = 4, 3


class Title(NamedTuple):
    """A declared title; rule and method say where it was declared (`Candidate`)."""

    rule: str
    method: str
    text: str


def declared_titles(meta: Metadata, site_name: str | None) -> Iterator[Title]:
    """Yield the declared titles without the outlet's name, the most reliable first."""
    headline = meta.json_ld.first("headline") or ""
    sources = (
        ("json_ld", "headline", headline),
        *(
            ("meta", name, meta.meta[name][0])
            for name in ("og:title", "twitter:title", "dc.title", "title")
            if name in meta.meta
        ),
        ("json_ld", "name", meta.json_ld.first("name") or ""),
        ("layout", "title", meta.title),
    )
    own = key(site_name or "")
    # Most sources have the same text, which is handled only once.
    bare = {text: without_site(text, own) for text in {text for _, _, text in sources}}
    for method, rule, text in sources:
        if bare[text]:
            yield Title(rule, method, bare[text])


def without_site(title: str, own: str) -> str:
    """A title without the outlet's name after a bar or dash: "Ferry back | Harbour Post" becomes "Ferry back".

    own is the outlet's name as a key (`parsers.folding.key`); "" when it is unknown.
    """
    if _BAR_SIGNS.isdisjoint(title):
        return title.strip()
    for _ in range(_MOST_PARTS):
        bars = list(BAR.finditer(title))
        if not bars:
            break
        head, tail = title[: bars[-1].start()], title[bars[-1].end() :]
        bar = bars[-1][0].strip()
        said = key(tail)
        named = bool(own) and (said in own or own in said) and len(said) > 1
        # A short part after a bar is a name even if it is unknown; a dash or colon may belong to the headline.
        unknown = "|" in bar and len(key_words(tail)) <= _NAME_WORDS and len(key_words(head)) >= _HEAD_WORDS
        if head and (named or unknown):
            title = head
        else:
            break
    return title.strip()


def faithful(titles: Iterable[Title]) -> list[Title]:
    """The distinct titles that outlets write for readers (og:title, headline), not for search engines."""
    found: dict[str, Title] = {}
    for title in titles:
        if title.rule in ("og:title", "headline"):
            found.setdefault(title.text, title)
    return list(found.values())
