"""Reads the titles that a page declares for its article, without the outlet's name.

Sources: JSON-LD headline and name, Open Graph and Twitter titles, the title element.  Takes the Metadata; gives
Titles.

`own` is the outlet's name as a key, a text normalised for comparison (`parsers.folding.key`); "" when it is unknown.
`sites` are the keys of all its names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from parsers.folding import key, key_words
from parsers.late_patterns import LatePattern, ScriptPattern

if TYPE_CHECKING:
    from parsers.html.metadata import Metadata

#: Separators between a headline and the outlet's name; and the characters of which every separator has one.
BAR = re.compile(r"\s+[|–—\-·•»›>:]+\s+|\s*\|\s*|--+")
_BAR_SIGNS = frozenset("|–—-·•»›>:")

#: Every separator between the parts of a title: BAR, a colon, slashes, and beside Chinese or Japanese letters also
#: underscores and dashes without blanks, as in "Site: headline", "headline_section_site" and "headline-section-site".
_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_UNSPACED = ScriptPattern(f"[{_CJK}]")
_SEPARATORS = BAR.pattern + r"|(?<=\w):\s+|\s+[/‹«<>〉_]+\s+"
_SEPARATOR = re.compile(_SEPARATORS + r"|(?<=[\d」』”》？！])[-–—]+(?=[「『“《])")
_CJK_SEPARATOR = LatePattern(
    _SEPARATORS + rf"|(?<=[{_CJK}])\s*[_〉]\s*|\s*[_〉]\s*(?=[{_CJK}])"
    rf"|(?<=[{_CJK}\d」』”》？！])[-–—]+(?=[{_CJK}「『“《])"
)
#: Words, or else Chinese, Japanese or Korean letters, of the shortest part that may be the headline; and the least
#: share (0 to 1) of the title that a shorter one has, when it follows a name and a colon.  Chosen by hand.
_PART_WORDS, _PART_LETTERS, _MUCH = 3, 6, 0.4
_AFTER_COLON = re.compile(r"^[^:]{2,40}:\s+(\S.*)$")
#: How many parts of a title between separators are looked at.
_MOST_RANGES = 6

#: The most parts that are taken off a title: outlet, section, town.  Chosen by hand.
_MOST_PARTS = 3
#: Words of the longest name of an unknown outlet, and of the shortest headline before one.  Chosen by hand.
_NAME_WORDS, _HEAD_WORDS = 4, 3
#: What may be the outlet's name before a title.
_LEADING = re.compile(r"\s*(.{2,60}?)(?:\s*[|:»›>]+|\s+[–—\-·•]+)\s+")
#: Marks of a way through the site, and the most words of a section in it: "Harbour Post » News » Ferry back".
_PATH_SIGNS, _SECTION_WORDS = frozenset("»›>|"), 2
#: The outlet's name in brackets at the end, and what may follow: "Ferry back（Harbour Post） - News".
_BRACKETED = LatePattern(r"\s*[（(](?P<name>[^（）()]{2,40})[）)](?:\s*[-|–—].{0,20})?$")
#: An underscore that ends a headline in Chinese or Japanese: "headline_section_site".
_UNDERSCORE = ScriptPattern(rf"(?<=[{_CJK}])\s*_")


class Title(NamedTuple):
    """A declared title without the outlet's name; `rule` and `method` are its source, as in `Candidate`."""

    rule: str
    method: str
    text: str
    #: The text as a key (`parsers.folding.key`).
    said: str


def declared_titles(meta: Metadata, own: str, sites: frozenset[str]) -> list[Title]:
    """Return the declared titles without the outlet's name, the most reliable first.

    A title that is nothing but the outlet's name is left out, unless there is no other.
    """
    titles = list(_declared(meta, own, sites))
    return [title for title in titles if title.said not in sites] or titles


def own_names(site_name: str | None, host: str) -> frozenset[str]:
    """Return the outlet's name, its host, and the main part of the host ("harbourpost"), as keys."""
    return frozenset(filter(None, (key(site_name or ""), key(host), key(max(host.split("."), key=len)))))


def _declared(meta: Metadata, own: str, sites: frozenset[str]) -> Iterator[Title]:
    """Yield the declared titles from all sources, without the outlet's name."""
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
    # Most sources have the same text, which is handled only once.
    bare = {text: without_site(text, own, sites) for text in {text for _, _, text in sources}}
    said = {text: key(text) for text in {*bare.values()}}
    for method, rule, text in sources:
        if title := bare[text]:
            yield Title(rule, method, title, said[title])


def without_site(title: str, own: str, sites: frozenset[str] = frozenset()) -> str:
    """Remove the outlet's name after a bar or dash: "Ferry back | Harbour Post" becomes "Ferry back".

    If the title begins with a name in `sites`, that is removed as well.
    """
    if (end := _cjk_end(title, sites)) is not None:
        title = title[:end]
    if _BAR_SIGNS.isdisjoint(title):
        return title.strip()
    leading = _LEADING.match(title)
    # "Harbour: ..." is a topic even if the outlet is the Harbour Post; so the whole name must be there.
    if leading and key(leading[1]) in sites and key(title[leading.end() :]):
        crumbs = not _PATH_SIGNS.isdisjoint(leading[0])
        title = title[leading.end() :]
        while crumbs and (section := _LEADING.match(title)) and _is_section(section, title):
            title = title[section.end() :]
    for _ in range(_MOST_PARTS):
        bars = list(BAR.finditer(title))
        if not bars:
            break
        head, tail = title[: bars[-1].start()], title[bars[-1].end() :]
        bar = bars[-1][0].strip()
        said = key(tail)
        named = (bool(own) and (said in own or own in said) and len(said) > 1) or said in sites
        # A short part after a bar is a name even if it is unknown; a dash or colon may belong to the headline.
        unknown = "|" in bar and len(key_words(tail)) <= _NAME_WORDS and len(key_words(head)) >= _HEAD_WORDS
        if head and (named or unknown):
            title = head
        else:
            break
    return title.strip()


def _cjk_end(title: str, sites: frozenset[str]) -> int | None:
    """Return the end of the headline in a title that has the outlet's name in brackets after it; else None.

    In Chinese and Japanese titles the name may also follow an underscore.
    """
    if title.isascii():
        return None
    named = _BRACKETED.search(title)
    if named and named.start() and key(named["name"]) in sites:
        return named.start()
    under = _UNDERSCORE.search(title)
    return under.start() if under and _may_be_headline(title[: under.start()]) else None


def _is_section(found: re.Match[str], title: str) -> bool:
    """Whether the first part of a title is the name of a section: "News" in "News » Ferry back in service".

    Then it is removed.  `found`: the match of this part and the sign after it.  The sign must be one that is used in
    breadcrumbs ("»").
    """
    short = len(key_words(found[1])) <= _SECTION_WORDS and not _PATH_SIGNS.isdisjoint(found[0])
    return short and len(key_words(title[found.end() :])) >= _PART_WORDS


def parts_of(title: str) -> dict[str, float]:
    """Return the parts of a title between separators, alone or joined: one of them may be the headline.

    Maps each part to its share (0 to 1) of the title's characters; parts too short for a headline are left out.
    """
    separators = _CJK_SEPARATOR.finditer(title) if _UNSPACED.search(title) else _SEPARATOR.finditer(title)
    spans = [0, *(end for found in separators for end in found.span()), len(title)]
    starts, ends = spans[::2][:_MOST_RANGES], spans[1::2][:_MOST_RANGES]
    ranges = (title[start:end].strip() for at, start in enumerate(starts) for end in ends[at:])
    found = {part: len(part) / len(title) for part in ranges if part != title}
    after = _AFTER_COLON.search(title)
    short = {after[1]} if after and found.get(after[1], 0.0) >= _MUCH else set()
    return {part: share for part, share in found.items() if part in short or _may_be_headline(part)}


def _may_be_headline(part: str) -> bool:
    """Whether a part of a title has enough words, or letters of scripts without blanks, for a headline."""
    return len(key_words(part)) >= _PART_WORDS or len(_UNSPACED.findall(part)) >= _PART_LETTERS


def faithful(titles: Iterable[Title]) -> list[Title]:
    """Return the distinct titles that outlets write for people: og:title and JSON-LD's headline, not `title`.

    The `title` element is written for search engines and browsers.
    """
    found: dict[str, Title] = {}
    for title in titles:
        if title.rule in ("og:title", "headline"):
            found.setdefault(title.text, title)
    return list(found.values())
