"""What else a page gives for a field: evidence for people who ask why a value was chosen, and where sources disagree.

Takes the chosen candidate and the metadata; gives the chosen value, printed ones that its reader met, and those that
metadata declare, as they stand there.  Nothing is searched for it: what a reader had no need to look for is not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from parsers.html.fields import authors, published, section
from parsers.html.fields.candidate import LONGEST, PRINTED, Candidate
from parsers.html.metadata.values import as_list, strings
from parsers.model import FoundValue

if TYPE_CHECKING:
    from parsers.html.metadata import Metadata

#: Field -> the property of the article's JSON-LD and the names of meta tags that declare it, the best first.
_DECLARED: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "authors": ("author", authors.META),
    "published_at": ("datePublished", published.META),
    "modified_at": ("dateModified", published.META_MODIFIED),
    "standfirst": ("description", ("og:description", "description", "twitter:description")),
    "section": ("articleSection", section.META),
    "site_name": ("publisher", ("og:site_name", "application-name")),
}
_JSON_LD: Final = "JSON-LD"
#: Most values of a field, and of them most from meta tags; real pages seldom have more.
_MOST, _MOST_META = 8, 3


def all_values(name: str, chosen: Candidate[Any], text: str, meta: Metadata) -> tuple[FoundValue, ...]:
    """The values of a field with their sources, the chosen one first; empty when there is no other one.

    name: of the field.  text: the chosen value, as text.
    """
    if name not in _DECLARED:
        return chosen.found
    declared = list(_declared(name, meta))
    first = (text[:LONGEST], _source(chosen))
    if not chosen.found and all(one == first for one in declared):
        return ()
    # Pairs are compared and values made of those that stay: this runs for most fields of every page.
    values = dict.fromkeys((first, *((one.value, one.source) for one in chosen.found), *declared))
    return tuple(FoundValue(*one) for one in list(values)[:_MOST]) if len(values) > 1 else ()


def _source(chosen: Candidate[Any]) -> str:
    declared = {"json_ld": _JSON_LD, "meta": chosen.rule, "microdata": "microdata"}
    return declared.get(chosen.method, PRINTED)


def _declared(name: str, meta: Metadata) -> Iterator[tuple[str, str]]:
    """Yield the declared values with their sources, JSON-LD first."""
    property_, tags = _DECLARED[name]
    value = meta.json_ld.article.get(property_)
    if meta.json_ld.by_id:  # else no reader has looked references up, and nothing is searched here
        value = [meta.json_ld.resolve(one) for one in as_list(value)]
    if value is not None and (said := ", ".join(strings(value))):
        yield said[:LONGEST], _JSON_LD
    left, declared = _MOST_META, meta.meta
    for tag in tags:
        if tag in declared and (said := declared[tag][0]):
            yield said[:LONGEST], tag
            left -= 1
            if not left:
                return
