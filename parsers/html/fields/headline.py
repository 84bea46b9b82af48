"""Finds the headline: the line printed above the story, with the help of the declared titles (those in the metadata).

Sources: headings and lines that may be the headline (`headings`), and declared titles (`titles`).  A printed heading
that agrees with a declared title wins; `heading_text` divides it into kicker and headline.  Without a printed headline
the best declared title is taken, without the outlet's name.

`sheet` is the page as field readers see it.  A key is a text normalised for comparison (`parsers.folding.key`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from parsers.folding import key, key_words
from parsers.html.fields.badges import without_badges
from parsers.html.fields.candidate import Candidate, best
from parsers.html.fields.compare import tail_from
from parsers.html.fields.heading_text import divided
from parsers.html.fields.headings import Headline, headings, is_longer_than_name
from parsers.html.fields.sheet import Sheet
from parsers.html.fields.site import front_page_names
from parsers.html.fields.styled_headlines import styled_headlines
from parsers.html.fields.titles import BAR, Title, declared_titles, own_names
from parsers.html.metadata.values import without_entities
from parsers.model import FoundValue

if TYPE_CHECKING:
    from parsers.html.metadata import Metadata

# All limits and confidences below were chosen by hand.

#: Confidence (0 to 1) of a declared title that the page does not print, and of a line that ends with a part of one.
_UNPRINTED, _PART = 0.5, 0.55
#: The least words of a headline (fewer are a section or an outlet), and the most characters of its line.
_TITLE_WORDS, _TITLE_LINE = 3, 250
#: Letters of the shortest such part that is not Latin.
_TITLE_LETTERS = 20
#: Segments above and below the beginning of the body in which a part of a title is looked for.
_ABOVE, _BELOW = 12, 4
#: The most words before the part of a title in its line: a date.
_DATE_WORDS = 4
#: First headings that are kept as evidence; pages with more of them list other articles.
_MOST_H1S = 3


def read_headline(sheet: Sheet) -> Candidate[Headline] | None:
    """Return the headline of the article; None when the page neither prints nor declares one."""
    chosen = _chosen(sheet)
    if chosen is None:
        return None
    text, node = chosen.value.text, sheet.labels.segments[chosen.segments[0]].node if chosen.segments else None
    # What a page declares as its headline is no badge.
    if node is not None and len(node) and key(text) not in map(key, _declared_as_written(sheet.meta)):
        text = without_badges(text, node, sheet.heads.badges)
    chosen = chosen._replace(value=chosen.value._replace(text=without_entities(text)))
    return chosen._replace(found=_all_found(chosen, sheet.meta))


def _chosen(sheet: Sheet) -> Candidate[Headline] | None:
    """Return the best candidate for the headline, printed or declared, with its kicker separated; None without one."""
    host = sheet.host.removeprefix("www.")
    own = own_names(sheet.site_name, host)
    sites = own | front_page_names(sheet.meta, sheet.host)
    titles = tuple(declared_titles(sheet.meta, key(sheet.site_name or host), sites))
    printed = best(headings(sheet, titles, sites))
    if len(sites) > len(own) and (printed is None or not is_longer_than_name(printed.value.text)):
        # What links to the front page may be the headline of a page that has no better one.
        plain = tuple(declared_titles(sheet.meta, key(sheet.site_name or host), own))
        if other := best(headings(sheet, plain, own)):
            printed, titles = other, plain
    if printed is not None:
        return divided(printed, titles, sheet)
    if part := best(_parts(sheet, titles)):
        return part
    if styled := best(styled_headlines(sheet, titles, sites)):
        return styled
    for title in titles:
        return Candidate(Headline(title.text), title.method, title.rule, _UNPRINTED)
    return None


def _declared_as_written(meta: Metadata) -> tuple[str, ...]:
    """Return the titles that outlets write for people, og:title and JSON-LD's headline; they have no badges.

    "" stands for a missing headline in JSON-LD.
    """
    return (*meta.meta.get("og:title", ()), meta.json_ld.first("headline") or "")


def _all_found(chosen: Candidate[Headline], meta: Metadata) -> tuple[FoundValue, ...]:
    """List every headline that the page prints or declares, unchanged, with its source; the chosen one first."""
    source = chosen.rule.partition(",")[0]
    first = (chosen.value.text, "JSON-LD" if chosen.method == "json_ld" else source)
    declared = (("og:title", meta.meta.get("og:title", ())), ("twitter:title", meta.meta.get("twitter:title", ())))
    others = [
        *((text, "h1") for text in meta.h1s[:_MOST_H1S]),
        *((text, name) for name, texts in declared for text in texts[:1]),
        (meta.json_ld.first("headline") or "", "JSON-LD"),
        (meta.title, "title"),
    ]
    return tuple(FoundValue(*one) for one in dict.fromkeys([first, *(other for other in others if other[0])]))


def _chief_parts(title: str, titles: tuple[Title, ...]) -> list[str]:
    """Split a title at its bars and dashes; leave out what another declared title goes without: the outlet's name."""
    shorter = [other.text for other in titles if len(other.text) < len(title) and other.text in title]
    return [part for part in BAR.split(title) if all(part in other for other in shorter)]


def _parts(sheet: Sheet, titles: tuple[Title, ...]) -> Iterator[Candidate[Headline]]:
    """Yield candidates from lines near the beginning of the body that end with a part of a declared title.

    "3 May 2024 Ferry back in service" ends with the first part of "Ferry back in service - Harbour Post".
    """
    parts = [
        (title, part)
        for title in titles
        for part in _chief_parts(title.text, titles)
        # A headline in a script without blanks is one word.
        if len(key_words(part)) >= _TITLE_WORDS or (not part.isascii() and len(key(part)) >= _TITLE_LETTERS)
    ]
    first = max(sheet.layout.first, 0)
    for segment in sheet.labels.segments[max(first - _ABOVE, 0) : first + _BELOW]:
        for title, part in parts if len(segment.text) < _TITLE_LINE else ():
            start = tail_from(segment.text, part)
            # A few words before it in the line may be a date, set apart by a line break.
            if start is not None and len(key_words(segment.text[:start])) <= _DATE_WORDS:
                headline = Headline(segment.text[start:])
                yield Candidate(headline, "layout", f"{title.rule} in the page", _PART, (segment.index,))
