"""Finds the section in which the outlet published the article ("Sport").

Sources: JSON-LD articleSection, meta tags, the last entry of a declared breadcrumb list; then what the page prints
(`printed_sections`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.folding import key
from parsers.html.fields.candidate import Candidate, first
from parsers.html.fields.printed_sections import printed_sections
from parsers.html.fields.sheet import Sheet
from parsers.html.metadata.values import as_list, clean_value, first_string, strings, types

#: A section as it stands in an address: small Latin letters, words joined by hyphens or underscores; and what joins.
_SLUG, _BETWEEN = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*"), re.compile(r"[-_]")

#: Letters of the longest abbreviation ("MLB").  Chosen by hand, like the confidences (0 to 1) below.
_ABBREVIATION = 4

#: JSON-LD of the article, meta tags, and the last entry of a breadcrumb.
_OF_JSON_LD, _OF_META, _OF_BREADCRUMB = 0.95, 0.9, 0.7


def read_section(sheet: Sheet, headline: str | None) -> Candidate[str] | None:
    """Return the section; None when the page gives none.  `headline`: the text of the chosen headline."""
    titles = {said for title in _titles(sheet, headline) if (said := key(title))}
    # Some content systems declare the title of the page, or a word for "none", as the section.
    sections = (
        found
        for found in _candidates(sheet, titles)
        if not any(title in key(found.value) for title in titles) and not sheet.heads.topics.none.search(found.value)
    )
    chosen = first(sections)
    return chosen if chosen is None else _as_printed(chosen, sections)


def _as_printed(chosen: Candidate[str], others: Iterator[Candidate[str]]) -> Candidate[str]:
    """Return the candidate that names the chosen section as readers see it, if the chosen one is only a slug.

    Some content systems declare "public-service" and print "Public Service".
    """
    if not _SLUG.fullmatch(chosen.value):
        return chosen
    said = key(_BETWEEN.sub(" ", chosen.value))
    return next((other for other in others if key(other.value) == said and _is_written(other.value)), chosen)


def _is_written(section: str) -> bool:
    """Whether a section is written as in a text: neither as in an address nor all in capitals, which are the design's.

    Short ones in capitals are abbreviations.
    """
    return not section.islower() and "/" not in section and not (section.isupper() and len(section) > _ABBREVIATION)


def _titles(sheet: Sheet, headline: str | None) -> tuple[str, ...]:
    """Return the headline and the declared titles of the article, which are no sections."""
    declared = first_string(sheet.meta.json_ld.article.get("headline"))
    return (headline or "", declared, *sheet.meta.meta.get("og:title", ()))


def _candidates(sheet: Sheet, titles: set[str]) -> Iterator[Candidate[str]]:
    """Yield the possible sections, the best first.

    `titles`: keys (`parsers.folding.key`, texts normalised for comparison) of the article's titles.  Breadcrumbs with
    such a key are left out: the last one is often the article itself.
    """
    for section in strings(sheet.meta.json_ld.article.get("articleSection")):
        if "://" not in section:
            yield Candidate(section, "json_ld", "articleSection", _OF_JSON_LD)
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
