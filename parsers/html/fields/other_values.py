"""Collects all values that a page gives for a field: evidence for people who ask why one was chosen.

Takes the chosen candidate and the metadata; gives the chosen value, printed ones that its reader (the module that
finds the field) met, and those that metadata declare, unchanged.  The page is not searched again for this: what a
reader had no need to look for is missing.

`name` is the name of a field, as in `parsers.model.Article` ("published_at"); `sheet` is the page as field readers
see it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from parsers.html.fields.candidate import LONGEST, PRINTED, Candidate
from parsers.html.fields.sheet import Sheet
from parsers.html.metadata.meta_names import MetaNames
from parsers.html.metadata.values import as_list, strings
from parsers.model import FoundValue

#: Field -> the property of the article's JSON-LD that declares it (schema.org).
_PROPERTY: Final = {
    "authors": "author",
    "published_at": "datePublished",
    "modified_at": "dateModified",
    "standfirst": "description",
    "section": "articleSection",
    "site_name": "publisher",
}


def _tags(name: str, names: MetaNames) -> tuple[str, ...]:
    """Return the names of the meta tags that declare the field, the best first."""
    known = {
        "authors": names.author,
        "published_at": names.published,
        "modified_at": names.modified,
        "standfirst": ("og:description", "description", "twitter:description"),
        "section": names.section,
        "site_name": ("og:site_name", "application-name"),
    }
    return known[name]


_JSON_LD: Final = "JSON-LD"
#: The most values of a field that are kept, and the most of them from meta tags; real pages seldom have more.
_MOST, _MOST_META = 8, 3


def all_values(name: str, chosen: Candidate[Any], text: str, sheet: Sheet) -> tuple[FoundValue, ...]:
    """Return the values that the page gives for a field, with their sources; () if all are the same.

    `text`: the chosen value as text; it comes first.
    """
    if name not in _PROPERTY:
        return chosen.found
    declared = list(_declared(name, sheet))
    first = (text[:LONGEST], _source(chosen))
    if not chosen.found and all(one == first for one in declared):
        return ()
    # Pairs are compared and values made of those that stay: this runs for most fields of every page.
    values = dict.fromkeys((first, *((one.value, one.source) for one in chosen.found), *declared))
    return tuple(FoundValue(*one) for one in list(values)[:_MOST]) if len(values) > 1 else ()


def _source(chosen: Candidate[Any]) -> str:
    """Return the source of a candidate as evidence names it: "JSON-LD", a meta tag, "microdata" or "printed"."""
    declared = {"json_ld": _JSON_LD, "meta": chosen.rule, "microdata": "microdata"}
    return declared.get(chosen.method, PRINTED)


def _declared(name: str, sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield (value, source) for each declaration of a field, JSON-LD first."""
    meta = sheet.meta
    value = meta.json_ld.article.get(_PROPERTY[name])
    if meta.json_ld.by_id:  # else no reader has looked references up, and nothing is searched here
        value = [meta.json_ld.resolve(one) for one in as_list(value)]
    if value is not None and (said := ", ".join(strings(value))):
        yield said[:LONGEST], _JSON_LD
    left, declared = _MOST_META, meta.meta
    for tag in _tags(name, sheet.heads.meta):
        if tag in declared and (said := declared[tag][0]):
            yield said[:LONGEST], tag
            left -= 1
            if not left:
                return
