"""Finds the topics with which the outlet tags the article.

Sources: JSON-LD keywords, meta tags (article:tag, news_keywords, keywords), links to topics near the article.  Each
gives a whole list; lists are not mixed, and the one that most sources give is chosen, or else the first of them.  A
key is a text normalised for comparison (`parsers.folding.key`); two lists are the same if they have the same keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from parsers.folding import key
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.sheet import Sheet
from parsers.html.metadata.values import element_text, strings
from parsers.lines.tags import LONGEST_PRINTED, topics
from parsers.people.around_names import has_lead
from parsers.segments import Segment

Tags = tuple[str, ...]
#: A list of tags: their keys, by which lists are compared, and the tags as a candidate.
Said = tuple[frozenset[str], Candidate[Tags]]
#: So many blanks make a tag a phrase.
_PHRASE = 3
# All limits below, and the confidences (0 to 1), were chosen by hand.

_OF_JSON_LD = 0.9
#: Confidence of the names in `MetaNames.tags`, in their order; further ones have the last.
_OF_META = (0.85, 0.8, 0.75, 0.7, 0.7, 0.6, 0.6, 0.5)
#: Characters of a line of printed tags.
_LONGEST_LIST = 400
#: Confidence of tags that are only printed, and of meta keywords, which many sites set once for all pages.
_PRINTED, _OF_THE_SITE = 0.7, 0.75
#: Segments below the body in which links to topics are the article's.
_RIGHT_BELOW = 12
#: Segments below the headline, and below the body, in which printed tags are looked for.
_BELOW_HEADLINE, _BELOW_BODY = 12, 30
#: The share of link text (0 to 1) that a line of tags exceeds.
_LINKS = 0.8


def read_tags(sheet: Sheet) -> Candidate[Tags] | None:
    """Return the tags without repeats, as written; None when the page has none."""
    declared = [(said, candidate) for said, candidate in _declared(sheet) if said]
    if len({said for said, _ in declared}) == 1 and declared[0][1].confidence > _OF_THE_SITE:
        return declared[0][1]
    # When the declarations differ, or may be the same on every page of the site, the printed tags are read as well.
    shown, printed = _printed(sheet)
    if not declared:
        return printed if printed.value else None
    lists = [*declared, (shown, printed)]
    said, chosen = max(declared, key=lambda one: _agreeing(one[0], one[1].value[0], lists))
    # Keywords of which none is printed as a tag are most likely the same on all pages of the site.
    of_the_site = chosen is declared[0][1] and chosen.confidence <= _OF_THE_SITE and said.isdisjoint(shown)
    return printed if printed.value and (chosen.confidence < _PRINTED or of_the_site) else chosen


def _agreeing(said: frozenset[str], first: str, lists: list[Said]) -> int:
    """Count the sources that give a list of tags; keywords and news_keywords are one source.

    `said`: the keys of the tags.  `first`: the first tag.  `lists`: the lists of all sources.  A single tag of several
    words is often no tag but a sentence, so such a list gets one less.
    """
    sources = {f"{other.method} {other.rule.removeprefix('news_')}" for own, other in lists if own == said}
    return len(sources) - (len(said) == 1 and first.count(" ") >= _PHRASE)


def _declared(sheet: Sheet) -> Iterator[Said]:
    """Yield the declared lists of tags as (keys, candidate), empty ones included, the most reliable first."""
    tags = _topics(sheet.meta.json_ld.article.get("keywords"), sheet)
    yield frozenset(tags), Candidate(tuple(tags.values()), "json_ld", "keywords", _OF_JSON_LD)
    for rank, name in enumerate(sheet.heads.meta.tags):
        if name in sheet.meta.meta:
            confidence = _OF_META[min(rank, len(_OF_META) - 1)]
            tags = _topics(list(sheet.meta.meta[name]), sheet)
            yield frozenset(tags), Candidate(tuple(tags.values()), "meta", name, confidence)


def _printed(sheet: Sheet) -> Said:
    """Return the tags printed below the headline and the body, as (keys, candidate).

    They are links in an element with a class for tags, or links to pages of topics.
    """
    found: dict[int, list[str]] = {}
    leading: dict[int, list[str]] = {}
    segments, start, last = sheet.labels.segments, max(sheet.headline, 0), sheet.layout.last
    for segment in (*segments[start : start + _BELOW_HEADLINE], *segments[last + 1 : last + _BELOW_BODY]):
        if segment.link_share <= _LINKS or len(segment.text) > _LONGEST_LIST:
            continue
        near = segment.index <= last + _RIGHT_BELOW or segment.index - 1 in found
        if sheet.marked(segment.node, sheet.heads.tags) and (near or not sheet.marked(segment.node, sheet.heads.menus)):
            found[segment.index] = _entries(segment)
        elif last < segment.index and near and _leads_to_topic(segment, sheet):
            leading[segment.index] = _entries(segment)
    if not found and len(leading) > 1:
        # A single link to a topic may belong to another article or an advertisement.
        found = leading
    return _candidate(found, sheet)


def _candidate(found: dict[int, list[str]], sheet: Sheet) -> Said:
    """Make (keys, candidate) of printed tags.

    `found` maps the indices of segments to the texts of their links.  Left out are texts that head the list ("Topics")
    or name an author.
    """
    rows = {index: tags for index, tags in found.items() if max(map(len, tags)) <= LONGEST_PRINTED}
    tags = [tag for row in rows.values() for tag in row]
    own = [tag for tag in tags if key(tag) not in sheet.heads.tags and not has_lead(tag, sheet.words)]
    said = _topics(own, sheet)
    return frozenset(said), Candidate(tuple(said.values()), "layout", "tags", _PRINTED, tuple(rows))


def _leads_to_topic(segment: Segment, sheet: Sheet) -> bool:
    """Whether the first link of a segment leads to a page about a topic ("/news/topics/ferries"), and so is a tag."""
    link = next(segment.node.iter("a"), None)
    return link is not None and not sheet.heads.tags.isdisjoint(link.get("href", "").lower().split("/"))


def _entries(segment: Segment) -> list[str]:
    """Return the texts of a segment's links if it has several, else the segment's whole text."""
    links = [text for link in segment.node.iter("a") if (text := element_text(link)) and text in segment.text]
    return links if len(links) > 1 else [segment.text]


def _topics(value: Any, sheet: Sheet) -> dict[str, str]:
    """Map keys to tags for a list of tags, or for one string with separators: "ferries, harbour" gives two."""
    return topics(strings(value), sheet.host, sheet.heads.topics)
