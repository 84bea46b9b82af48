"""The headline: the line that the page prints above the story, found with the help of what it declares.

What the page offers: headings (h1 first), JSON-LD headline, Open Graph and Twitter titles, the title element.  A
printed heading that a declaration agrees with wins; declarations also show where a kicker ends that stands in the same
heading.  Without a printed headline the best declared title is taken, without the outlet's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parsers.fields.candidate import Candidate, best
from parsers.fields.compare import key, overlap, tail_from, words
from parsers.fields.sheet import Sheet, marks

if TYPE_CHECKING:
    from parsers.html.metadata import Metadata

_BAR = re.compile(r"\s+[|–—\-·•»›:]+\s+|\s*\|\s*|--+")
#: Headings further down than this many segments belong to other parts of the page, unless something declares them.
_TOP = 400


@dataclass(frozen=True, slots=True)
class Title:
    """A declared title."""

    rule: str
    method: str
    text: str


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline, and the kicker that stood in the same heading."""

    text: str
    kicker: str | None = None


def read_headline(sheet: Sheet) -> Candidate[Headline] | None:
    """The headline of the article; None when the page neither prints nor declares one."""
    titles = tuple(declared_titles(sheet.meta, sheet.site_name))
    printed = best(_printed(sheet, titles))
    if printed is not None:
        return _without_kicker(printed, titles)
    for title in titles:
        return Candidate(Headline(title.text), title.method, title.rule, 0.5)
    return None


def declared_titles(meta: Metadata, site_name: str | None) -> Iterator[Title]:
    """The titles that a page declares, the most faithful first, without the outlet's name."""
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
    for method, rule, text in sources:
        if text := without_site(text, site_name):
            yield Title(rule, method, text)


def without_site(title: str, site_name: str | None) -> str:
    """A title without the outlet's name behind a bar or dash: "Ferry back | Harbour Post" -> "Ferry back"."""
    own = key(site_name or "")
    for _ in range(3):
        bars = list(_BAR.finditer(title))
        if not bars:
            break
        head, tail = title[: bars[-1].start()], title[bars[-1].end() :]
        bar = bars[-1][0].strip()
        named = bool(own) and (key(tail) in own or own in key(tail)) and len(key(tail)) > 1
        # A bar cuts off a name even when we do not know it; a dash or colon may be the headline's own.
        if head and (named or ("|" in bar and len(words(tail)) <= 4 and len(words(head)) > 2)):
            title = head
        else:
            break
    return title.strip()


def _printed(sheet: Sheet, titles: tuple[Title, ...]) -> Iterator[Candidate[Headline]]:
    """Headings of the page, each with how many declarations agree with it."""
    keys = [key(title.text) for title in titles]
    site = key(sheet.site_name or "")
    for segment in sheet.desk.segments[:_TOP]:
        own = key(segment.text)
        if not own or own == site or len(segment.text) > 400:
            continue
        exact = sum(own == declared for declared in keys)
        if not segment.level and not exact:
            continue
        partial = sum(_contains(own, declared) for declared in keys)
        similar = max((overlap(segment.text, title.text) for title in titles), default=0.0)
        confidence = _confidence(segment.level, exact, partial, similar)
        confidence -= 0.3 * (segment.link_share > 0.9 and segment.level != 1) + segment.index * 0.0001
        if segment.level != 1 and (exact < 1 or "breadcrumb" in marks(segment.node)):
            confidence -= 0.3
        if confidence > 0.2:
            rule = f"h{segment.level}" if segment.level else "title in the page"
            yield Candidate(Headline(segment.text), "layout", rule, min(confidence, 1.0), (segment.index,))


def _contains(one: str, other: str) -> bool:
    return min(len(one), len(other)) > 8 and (one in other or other in one)


def _confidence(level: int, exact: int, partial: int, similar: float) -> float:
    start = {1: 0.55, 2: 0.3, 3: 0.2}.get(level, 0.1)
    return start + 0.3 * bool(exact) + 0.04 * min(exact, 3) + 0.12 * bool(partial) + 0.12 * similar


def _without_kicker(found: Candidate[Headline], titles: tuple[Title, ...]) -> Candidate[Headline]:
    """Cut off a kicker that the heading begins with, where a declared title says where the headline begins."""
    text = found.value.text
    for title in titles:
        start = tail_from(text, title.text)
        if start and len(words(title.text)) >= 2:
            kicker = text[:start].strip(" :–—-|/·•+")
            headline = Headline(text[start:], kicker or None)
            return Candidate(headline, found.method, f"{found.rule}, {title.rule}", found.confidence, found.segments)
    return found
