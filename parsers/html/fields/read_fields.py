"""Reads the fields printed at the head of an article or declared for it: headline, standfirst, byline, dates and so on.

Each field has its own file, built in the same way: sources, candidates with evidence, one choice.  `read_fields` runs
these readers in order and labels the segments that print a field; the body is not touched.  `sheet` is the page as
these readers see it, `layout` the scores of its segments and where the article begins and ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING, Any

from parsers.context import Context
from parsers.folding import key
from parsers.html.fields import claims
from parsers.html.fields.access import read_access
from parsers.html.fields.authors import Names, as_printed, names_others, read_authors
from parsers.html.fields.bylines import Byline, read_byline, with_authors
from parsers.html.fields.candidate import Candidate, printed_values
from parsers.html.fields.head_words import head_words
from parsers.html.fields.headline import read_headline
from parsers.html.fields.kicker import read_kicker
from parsers.html.fields.language import language_of
from parsers.html.fields.other_values import all_values
from parsers.html.fields.published import read_modified, read_published
from parsers.html.fields.section import read_section
from parsers.html.fields.sheet import Sheet
from parsers.html.fields.site import read_canonical_url, read_site_name
from parsers.html.fields.standfirst import read_standfirst
from parsers.html.fields.tags import read_tags
from parsers.model import Evidence
from parsers.people.byline_words import words_of
from parsers.segments import BODY, BYLINE, HEADLINE, KICKER, STANDFIRST, Labels

if TYPE_CHECKING:
    from parsers.html.metadata import Metadata
    from parsers.html.scoring.body_scores import Layout

__all__ = ["Fields", "read_fields"]


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one article, named as in `parsers.model.Article`."""

    headline: str | None = None
    kicker: str | None = None
    standfirst: str | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()
    published_at: str | None = None
    published_raw: str | None = None
    modified_at: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    site_name: str | None = None
    canonical_url: str | None = None
    is_accessible_for_free: bool | None = None
    evidence: Mapping[str, Evidence] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        """Return the fields by name, as keyword arguments of an Article."""
        return {name: getattr(self, name) for name in self.__slots__}


def read_fields(labels: Labels, layout: Layout, meta: Metadata, context: Context) -> Fields:
    """Read every field of a page, and label the segments that print one."""
    sheet, language, site_name = _sheet(labels, layout, meta, context)
    headline = read_headline(sheet)
    if headline and headline.segments:
        sheet.headline = headline.segments[0]
        claims.claim(sheet, headline, HEADLINE)
        claims.claim_headline(sheet, headline.value.text)
    printed, authors = _byline_and_authors(sheet)
    published, modified = read_published(sheet), read_modified(sheet)
    claims.claim(sheet, printed, BYLINE)
    claims.claim_meta(sheet)
    kicker = read_kicker(sheet, headline.value.kicker if headline else None)
    claims.claim(sheet, kicker, KICKER)
    standfirst = read_standfirst(sheet)
    claims.claim(sheet, standfirst, STANDFIRST)
    found: dict[str, Candidate[Any] | None] = {
        "headline": headline,
        "kicker": kicker,
        "standfirst": standfirst,
        "byline": printed,
        "authors": authors,
        "published_at": published,
        "modified_at": modified,
        "section": read_section(sheet, headline.value.text if headline else None),
        "tags": read_tags(sheet),
        "language": language,
        "site_name": site_name,
        "canonical_url": read_canonical_url(meta, context),
        "is_accessible_for_free": read_access(meta),
    }
    return _fields(found, sheet)


def _sheet(
    labels: Labels, layout: Layout, meta: Metadata, context: Context
) -> tuple[Sheet, Candidate[str] | None, Candidate[str] | None]:
    """Make the Sheet, and the two fields that it needs: (Sheet, language, outlet's name).

    Both fields are candidates, None if unknown.
    """
    publisher = context.publisher
    body = [segment.text for segment in compress(labels.segments, map(BODY.__lt__, layout.scores))]
    language, site_name = language_of(meta, context, publisher, body), read_site_name(meta, context)
    spoken = (publisher.language if publisher else None) or (language.value if language else None)
    sheet = Sheet(
        labels,
        layout,
        meta,
        context,
        words_of(context.rules, spoken),
        head_words(context.rules.family("heads"), context.rules.family("figures")),
        spoken,
        publisher,
        site_name.value if site_name else None,
        context.host or "",
        key(site_name.value) if site_name else "",
    )
    return sheet, language, site_name


def _byline_and_authors(sheet: Sheet) -> tuple[Candidate[Byline] | None, Candidate[Names] | None]:
    """Read (byline, authors); each is corrected with the help of the other."""
    printed = read_byline(sheet)
    authors = read_authors(sheet, _names(printed))
    if authors is None:
        return printed, None
    named = printed_values(", ".join(printed.value.names)) if printed else ()
    printed = with_authors(printed, authors.value, sheet)
    if printed and names_others(printed.value.text, printed, authors, sheet):
        authors = _names(printed) or authors
    if printed and not authors.segments:
        authors = as_printed(authors, printed.value.text, printed.value.names, sheet)
    return printed, authors._replace(found=named)


def _names(printed: Candidate[Byline] | None) -> Candidate[Names] | None:
    """Return the names in the printed byline as a candidate for the authors; None without a byline."""
    if printed is None:
        return None
    return Candidate(printed.value.names, printed.method, printed.rule, printed.confidence, printed.segments)


def _fields(found: Mapping[str, Candidate[Any] | None], sheet: Sheet) -> Fields:
    """Make the Fields of the chosen candidates: `found` maps the names of fields to them."""
    values: dict[str, Any] = {}
    evidence: dict[str, Evidence] = {}
    for name, candidate in found.items():
        if candidate:
            values[name] = getattr(candidate.value, _PARTS[name]) if name in _PARTS else candidate.value
            text = ", ".join(values[name]) if isinstance(values[name], tuple) else str(values[name])
            evidence[name] = candidate._replace(found=all_values(name, candidate, text, sheet)).evidence
    published = found["published_at"]
    return Fields(**values, published_raw=published.value.raw if published else None, evidence=evidence)


#: For candidates whose value has several parts, the part that becomes the field.
_PARTS = {"headline": "text", "byline": "text", "published_at": "iso", "modified_at": "iso"}
