"""Finds the section in which the outlet published the article ("Sport").

Sources: JSON-LD articleSection, meta tags, the last entry of a declared breadcrumb list; then what the page prints
(`printed_sections`).
"""

from __future__ import annotations

from collections.abc import Iterator

from parsers.folding import key
from parsers.html.fields.candidate import Candidate, first
from parsers.html.fields.printed_sections import printed_sections
from parsers.html.fields.sheet import Sheet
from parsers.html.metadata.values import as_list, clean_value, first_string, strings, types

# Confidences (0 to 1), chosen by hand.

#: JSON-LD of the article, meta tags, and the last entry of a breadcrumb.
_OF_JSON_LD, _OF_META, _OF_BREADCRUMB = 0.95, 0.9, 0.7


def read_section(sheet: Sheet, headline: str | None) -> Candidate[str] | None:
    """Return the section; None when the page gives none.  `headline`: the text of the chosen headline."""
    titles = {said for title in _titles(sheet, headline) if (said := key(title))}
    # Some content systems declare the title of the page, or a word for "none", as the section.
    return first(
        found
        for found in _candidates(sheet, titles)
        if not any(title in key(found.value) for title in titles) and not sheet.heads.topics.none.search(found.value)
    )


def _titles(sheet: Sheet, headline: str | None) -> tuple[str, ...]:
    """Return the headline and the declared titles of the article, which are no sections."""
    declared = first_string(sheet.meta.json_ld.article.get("headline"))
    return (headline or "", declared, *sheet.meta.meta.get("og:title", ()))


def _candidates(sheet: Sheet, titles: set[str]) -> Iterator[Candidate[str]]:
    """Yield the possible sections, the best first.

    `titles`: keys (`parsers.folding.key`, texts normalised for comparison) of the article's titles.  Breadcrumbs with
    such a key are left out: the last one is often the article itself.
    """
    sections = list(strings(sheet.meta.json_ld.article.get("articleSection")))
    if sections and "://" not in sections[0]:
        yield Candidate(sections[0], "json_ld", "articleSection", _OF_JSON_LD)
    if (found := sheet.meta.first(*sheet.heads.meta.section)) and "://" not in found[1]:
        yield Candidate(found[1], "meta", found[0], _OF_META)
    crumbs = [crumb for crumb in _crumbs(sheet) if key(crumb) not in titles]
    if len(crumbs) > 1:
        yield Candidate(crumbs[-1], "json_ld", "BreadcrumbList", _OF_BREADCRUMB)
    yield from (found for found in printed_sections(sheet) if key(found.value) != sheet.own_key)


def _crumbs(sheet: Sheet) -> Iterator[str]:
    """Yield the names in the first breadcrumb list in JSON-LD, beginning with the front page."""
    for node in sheet.meta.json_ld.nodes:
        if "BreadcrumbList" not in types(node):
            continue
        for item in as_list(node.get("itemListElement")):
            if isinstance(item, dict):
                inner = item.get("item")
                name = clean_value(item.get("name") or (inner.get("name") if isinstance(inner, dict) else ""))
                if name:
                    yield name
        return
