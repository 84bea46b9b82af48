"""The topics that the outlet tags the article with.

What the page offers: JSON-LD keywords and about, article:tag, news_keywords, keywords.  One list is chosen, not a
mixture, because each is whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from parsers.fields.candidate import Candidate, first
from parsers.fields.compare import key
from parsers.fields.sheet import Sheet
from parsers.fields.values import element_text, strings
from parsers.segments import Segment

Tags = tuple[str, ...]
_SEPARATOR = re.compile(r"\s*[,;،、|]\s*")
_PATH = re.compile(r"^#|^[a-z_]{3,15}/(?=\S)")
#: What a system says to itself: "contentId: 4711", "locale: US".
_SETTING = re.compile(r"^[a-z][a-zA-Z-]*: ")
_META = (
    ("article:tag", 0.85), ("news_keywords", 0.8), ("keywords", 0.75), ("parsely-tags", 0.7), ("og:article:tag", 0.7),
    ("sailthru.tags", 0.6), ("cxenseparse:taglist", 0.6), ("dc.subject", 0.5),
)  # fmt: skip
#: Characters of one printed tag, and of a line of them.
_LONGEST_TAG = 40
_LONGEST_LIST = 400
#: Confidence in tags that are printed only.
_PRINTED = 0.7


def read_tags(sheet: Sheet) -> Candidate[Tags] | None:
    """The tags, each once, as written; None when the page has none."""
    chosen = first(candidate for candidate in _declared(sheet) if candidate.value)
    if chosen is not None and chosen.confidence >= _PRINTED:
        return chosen
    printed = _printed(sheet)
    return printed if printed.value else chosen


def _declared(sheet: Sheet) -> Iterator[Candidate[Tags]]:
    yield Candidate(_listed(sheet.meta.json_ld.article.get("keywords")), "json_ld", "keywords", 0.9)
    for name, confidence in _META:
        if name in sheet.meta.meta:
            yield Candidate(_listed(list(sheet.meta.meta[name])), "meta", name, confidence)


def _printed(sheet: Sheet) -> Candidate[Tags]:
    """Links around the article in an element that calls itself a list of tags."""
    found: dict[int, list[str]] = {}
    segments, start = sheet.desk.segments, max(sheet.headline, 0)
    for segment in (*segments[start : start + 12], *segments[sheet.layout.last + 1 : sheet.layout.last + 30]):
        linked = segment.link_share > 0.8 and len(segment.text) <= _LONGEST_LIST
        if linked and sheet.marked(segment.node, sheet.heads.tags):
            entries = _entries(segment)
            if max(map(len, entries)) <= _LONGEST_TAG:
                found[segment.index] = entries
    return Candidate(
        _listed([tag for tags in found.values() for tag in tags]), "layout", "tags", _PRINTED, tuple(found)
    )


def _entries(segment: Segment) -> list[str]:
    """The texts of a segment's links, where it has several."""
    links = [text for link in segment.node.iter("a") if (text := element_text(link)) and text in segment.text]
    return links if len(links) > 1 else [segment.text]


def _listed(value: Any) -> Tags:
    """A list, or one string with separators, as tags."""
    found: dict[str, str] = {}
    for text in strings(value):
        for tag in _SEPARATOR.split(text):
            if "/" in tag or "#" in tag:
                # "topic/ferries": a system's path before the word that readers see.
                tag = _PATH.sub("", tag)
            if (said := key(tag)) and len(tag) <= 80 and not (": " in tag and _SETTING.match(tag)):
                found.setdefault(said, tag)
    return tuple(found.values())
