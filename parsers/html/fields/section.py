"""The section that the outlet files the article under.

What the page offers: JSON-LD articleSection, meta tags, the last entry of a breadcrumb list.  It does not read
navigation bars.
"""

from __future__ import annotations

from collections.abc import Iterator

from parsers.folding import key
from parsers.html.fields.candidate import Candidate, first
from parsers.html.fields.sheet import Sheet
from parsers.html.metadata.values import clean_value, strings, types

_META = (
    "article:section", "og:section", "section", "parsely-section", "cxenseparse:section", "category", "news_section",
    "sailthru.section", "dc.subject",
)  # fmt: skip


def read_section(sheet: Sheet, headline: str | None) -> Candidate[str] | None:
    """The section; None when the page does not say."""
    titles = {said for title in _titles(sheet, headline) if (said := key(title))}
    # Some systems put the page's title there, or what says that there is none.
    return first(
        found
        for found in _candidates(sheet, titles)
        if not any(title in key(found.value) for title in titles) and not sheet.heads.topics.none.search(found.value)
    )


def _titles(sheet: Sheet, headline: str | None) -> tuple[str, ...]:
    """What the page says that the article is called."""
    declared = sheet.meta.json_ld.article.get("headline")
    return (headline or "", declared if isinstance(declared, str) else "", *sheet.meta.meta.get("og:title", ()))


def _candidates(sheet: Sheet, titles: set[str]) -> Iterator[Candidate[str]]:
    sections = list(strings(sheet.meta.json_ld.article.get("articleSection")))
    if sections and "://" not in sections[0]:
        yield Candidate(sections[0], "json_ld", "articleSection", 0.95)
    if (found := sheet.meta.first(*_META)) and "://" not in found[1]:
        yield Candidate(found[1], "meta", found[0], 0.9)
    crumbs = [crumb for crumb in _crumbs(sheet) if key(crumb) not in titles]
    if len(crumbs) > 1:
        yield Candidate(crumbs[-1], "json_ld", "BreadcrumbList", 0.7)


def _crumbs(sheet: Sheet) -> Iterator[str]:
    for node in sheet.meta.json_ld.nodes:
        if "BreadcrumbList" not in types(node):
            continue
        items = node.get("itemListElement")
        for item in items if isinstance(items, list) else []:
            if isinstance(item, dict):
                inner = item.get("item")
                name = clean_value(item.get("name") or (inner.get("name") if isinstance(inner, dict) else ""))
                if name:
                    yield name
        return
