"""When the article was published, and when it was modified: two fields, never filled from each other.

What the page offers: JSON-LD, meta tags, microdata, time elements and lines near the headline, the date in the
address.  Declared times carry an offset and win over printed ones, unless they lie (in the future, unset).
The string is kept as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from parsers.fields.candidate import Candidate, best
from parsers.fields.dates import may_be_date, read_date
from parsers.fields.sheet import Sheet
from parsers.segments import Segment

_META = (
    "article:published_time", "og:published_time", "article:published", "datepublished", "og:article:published_time",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "publish-date",
    "publishdate", "publish_date", "publication_date", "pubdate", "pub_date", "published", "published-date",
    "published_date", "published_at", "article.published", "article:post_date", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "citation_publication_date", "citation_date",
    "bt:pubdate", "rnews:datepublished", "originalpublicationdate", "created", "creation_date", "date",
    "last-published", "article_date_original", "release_date", "prism.publicationdate", "article:created_time",
)  # fmt: skip
_META_MODIFIED = (
    "article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "article:modified",
    "article.updated", "dcterms.modified", "dc.date.modified", "last-modified", "lastmod", "revision_date",
    "article:updated_time", "utime",
)  # fmt: skip
#: Confidence in what JSON-LD says of the article, which comes first and is highest; and in microdata.
_BEST = 0.95
_MICRODATA = 0.75
_MIDNIGHT = re.compile(r"T00:00(?::00)?(?:\.0+)?(?:[+-]|$)")
_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?!\d)")


@dataclass(frozen=True, slots=True)
class Time:
    """A point in time: ISO 8601, and the string that it was read from."""

    iso: str
    raw: str


def read_published(sheet: Sheet) -> Candidate[Time] | None:
    """When the article was published."""
    declared = _declared_times(sheet, "datePublished", _META)
    if _certain(declared):
        return best(declared)
    return best(_sharpened([*declared, *_printed(sheet), *_created(sheet), *_address(sheet)]))


def read_modified(sheet: Sheet) -> Candidate[Time] | None:
    """When the article was last changed; None where the page does not say so, whatever its date of publication."""
    declared = _declared_times(sheet, "dateModified", _META_MODIFIED)
    return best(declared or _printed(sheet, modified=True))


def _declared_times(sheet: Sheet, property_: str, names: tuple[str, ...]) -> list[Candidate[Time]]:
    """The times under a property; microdata, which cost a look through the page, only where they can win."""
    declared = []
    for time in _declared(sheet, property_, names):
        declared.append(time)
        if time.confidence >= _BEST and _has_hour(time.value.iso):
            return declared
    if _certain(declared) and max(time.confidence for time in declared) >= _MICRODATA:
        return declared
    return [*declared, *_microdata(sheet, property_)]


def _certain(declared: list[Candidate[Time]]) -> bool:
    """Whether the best declared time needs no look at the page: it has an hour."""
    chosen = best(declared)
    return chosen is not None and _has_hour(chosen.value.iso)


def _has_hour(iso: str) -> bool:
    """Whether a date has a time of day that is more than a filled-in midnight."""
    return len(iso) > 10 and not _MIDNIGHT.search(iso)


def _sharpened(candidates: list[Candidate[Time]]) -> Iterator[Candidate[Time]]:
    """A day without a time gives way to a time on that very day from another source."""
    chosen = best(candidates)
    if chosen is None:
        return
    yield chosen
    if _has_hour(chosen.value.iso):
        return
    for other in candidates:
        if _has_hour(other.value.iso) and other.value.iso[:10] == chosen.value.iso[:10]:
            yield replace(other, confidence=chosen.confidence + 0.01)


def _time(
    sheet: Sheet, raw: str, method: str, rule: str, confidence: float, segments: tuple[int, ...] = ()
) -> Iterator[Candidate[Time]]:
    iso = read_date(
        raw,
        language=sheet.language,
        timezone=sheet.timezone,
        not_after=sheet.context.fetched_at,
        rules=sheet.context.rules,
    )
    if iso:
        yield Candidate(Time(iso, raw), method, rule, confidence, segments)


def _declared(sheet: Sheet, property_: str, names: tuple[str, ...]) -> Iterator[Candidate[Time]]:
    for node, confidence in ((sheet.meta.json_ld.article, _BEST), (sheet.meta.json_ld.page, 0.8)):
        if isinstance(raw := node.get(property_), str):
            yield from _time(sheet, raw, "json_ld", f"{node.get('@type')}.{property_}", confidence)
    for rank, name in enumerate(names):
        if name not in sheet.meta.meta:
            continue
        for raw in sheet.meta.meta[name][:1]:
            yield from _time(sheet, raw, "meta", name, 0.9 - rank * 0.005)


def _created(sheet: Sheet) -> Iterator[Candidate[Time]]:
    for property_ in ("dateCreated", "uploadDate"):
        if isinstance(raw := sheet.meta.json_ld.article.get(property_), str):
            yield from _time(sheet, raw, "json_ld", property_, 0.5)


def _microdata(sheet: Sheet, property_: str) -> Iterator[Candidate[Time]]:
    for element in sheet.meta.items(property_)[:2]:
        raw = element.get("content") or element.get("datetime") or " ".join("".join(element.itertext()).split())
        yield from _time(sheet, raw, "microdata", property_, _MICRODATA)


def _printed(sheet: Sheet, *, modified: bool = False) -> Iterator[Candidate[Time]]:
    """Time elements and short lines around the article; what speaks of an update counts for that alone."""
    for stamp in sheet.meta.times[:_MANY]:
        index = sheet.index_of(stamp.element)
        if index is None or not _near(index, sheet):
            continue
        get = stamp.element.get
        about = f"{get('class', '')} {get('itemprop', '')} {stamp.text} {_before(stamp.element)}"
        if bool(sheet.heads.modified.search(about)) != modified:
            continue
        for raw, confidence in ((stamp.value, 0.72), (stamp.text, 0.62)):
            yield from _time(sheet, raw, "layout", "time", confidence - _far(index, sheet), (index,))
    for segment in sheet.around():
        text = segment.text
        text = _part(text, sheet, modified) if len(text) <= 160 and may_be_date(text) else ""
        if len(text) >= 6 and not _foreign(segment, sheet):
            yield from _time(sheet, text, "text", "line", 0.6 - _far(segment.index, sheet), (segment.index,))


#: Pages with more time elements list other articles.
_MANY = 12


def _part(line: str, sheet: Sheet, modified: bool) -> str:
    """What a line says of publication, or of modification: "3 May 2024 - Updated 5 May 2024" says both."""
    match = sheet.heads.modified.search(line)
    if match is None:
        return "" if modified else line
    # "2024年5月3日 更新": the word may follow its date.
    after = line[match.end() :]
    if not _DIGIT.search(after):
        return line if modified else ""
    return after if modified else line[: match.start()]


_DIGIT = re.compile(r"\d")


def _foreign(segment: Segment, sheet: Sheet) -> bool:
    """Whether a line stands in an element about other articles; right under the headline nothing does."""
    if 0 <= segment.index - sheet.headline <= 8:
        return False
    return sheet.marked(segment.node, sheet.heads.others)


def _before(element: Any) -> str:
    """The words right before an element, which say what its time is."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        return f"{previous.tail or ''} {''.join(previous.itertext())[-40:] if len(previous) < 3 else ''}"
    return str(parent.text or "") if parent is not None else ""


def _near(index: int, sheet: Sheet) -> bool:
    if sheet.headline < 0:
        return index <= sheet.layout.first + 5
    return sheet.headline - 10 <= index <= sheet.headline + 25 or index <= sheet.layout.first


def _far(index: int, sheet: Sheet) -> float:
    return min(abs(index - max(sheet.headline, 0)), 30) * 0.003


def _address(sheet: Sheet) -> Iterator[Candidate[Time]]:
    """The day in the address of the page, as many outlets build it."""
    for address in (sheet.context.url, sheet.meta.canonical):
        if address and (match := _IN_ADDRESS.search(address.split("?")[0])):
            yield from _time(sheet, f"{match[1]}-{match[2]}-{match[3]}", "layout", "address", 0.4)
