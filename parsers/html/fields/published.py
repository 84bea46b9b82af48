"""Finds when the article was published, and when it was last modified: two fields, never filled from each other.

Sources: JSON-LD, meta tags, microdata, time elements and lines near the headline, the date in the address, the data of
scripts.  Declared
times (in metadata) carry an offset and are preferred to printed ones (in the visible text), unless they are
impossible (in the future, or on 1 January 1970, by which systems mean that there is none).  The original string is
kept beside the time.

`sheet` is the page as field readers see it.  `property_` is a property of schema.org ("datePublished"), `names` are
the meta tags that mean the same.  A day is written "2024-05-03".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from parsers.dates.address_day import address_day
from parsers.dates.read_date import DAY, may_be_date
from parsers.dates.regular_forms import both_orders
from parsers.html.fields.attribute_times import attribute_times
from parsers.html.fields.candidate import Candidate, best, printed_values
from parsers.html.fields.day_order import fitting
from parsers.html.fields.local_time import in_local_time, with_offset_of
from parsers.html.fields.printed_times import LEADING, printed_times
from parsers.html.fields.script_times import script_times
from parsers.html.fields.sheet import Sheet
from parsers.html.fields.times import Time, read_time
from parsers.html.fields.times_ago import times_ago
from parsers.html.metadata.json_in_meta import DAY as PARSELY_DAY
from parsers.html.metadata.values import element_text, first_string, strings

# All limits and confidences (0 to 1) below were chosen by hand.

#: Confidence of a day in the page's title: that of nothing else; and the most letters of such a part, a month's name.
_IN_TITLE, _MONTH = 0.25, 12
_BETWEEN_PARTS = re.compile(r"\s+[-–—·•:]\s+|\s*\|\s*")
#: The least confidence of a printed time less than ten segments from the headline.
_IN_HEAD = 0.57
#: Segments above and below the headline in which a time surely belongs to the article; characters of such a line.
_ABOVE, _HEAD, _LONGEST = 3, 8, 160
#: Confidence of the JSON-LD of the article, the highest of all, and of that of the page; of microdata in the item with
#: the headline, and in another.
_BEST, _PAGE = 0.95, 0.8
_MICRODATA, _MICRODATA_APART = 0.75, 0.5
#: Confidence of the first of `MetaNames.published` and `modified`, and how much less each further one has; and that of
#: a name in another spelling.
_FIRST_META, _NEXT_META, _OTHER_META = 0.9, 0.005, 0.68
#: Confidence of a day of creation or upload, and of a day in the page's address.
_CREATED, _IN_ADDRESS = 0.5, 0.4
#: The least confidence of a declaration that can only mean the day of publication, not that of the page's making.
_MEANT = 0.8
#: How far behind UTC a local time is at most.
_BEHIND = timedelta(hours=12)
#: How much more confidence a time with an hour gets than the bare day that it makes more exact.
_ABOVE_DAY = 0.01
#: Characters of an ISO time down to the minute: "2024-05-03T15:47".
_MINUTE = 16
#: The first printed times that are kept as evidence beside the chosen one.
_OTHERS = 3
#: How many elements, from one with a microdata property outwards, are checked for class names of other articles.
_CARD = 5


def read_published(sheet: Sheet) -> Candidate[Time] | None:
    """Return when the article was published; None when the page does not say."""
    declared = _declared_times(sheet, "datePublished", sheet.heads.meta.published)
    if _certain(declared) and not (_same_as_changed(declared, sheet) and _tells_another(declared, sheet)):
        chosen = best(declared)
        return chosen and with_offset_of(_as_the_page_has_it(chosen, sheet), _declared_published(sheet))
    printed = [*printed_times(sheet), *(() if declared else attribute_times(sheet))]
    if not declared:
        printed = _without_today(printed, sheet)
    chosen = best(_with_hour([*declared, *printed, *_created(sheet), *_address(sheet), *_title(sheet)]))
    if chosen is None or chosen.confidence < _IN_ADDRESS:
        chosen = best([*script_times(sheet), *([chosen] if chosen else ())])
    if chosen is None:
        return best(times_ago(sheet))
    told = _as_the_page_has_it(_first_day(chosen, printed, sheet) if chosen in declared else chosen, sheet)
    told = with_offset_of(told, printed_times(sheet, modified=True))
    return told._replace(found=printed_values(*(time.value.iso for time in printed[:_OTHERS] if time != chosen)))


def _declared_published(sheet: Sheet) -> Iterator[Candidate[Time]]:
    """Yield all declared times of publication: one of them may tell the offset that another leaves out."""
    yield from _declared(sheet, "datePublished", sheet.heads.meta.published)


def _without_today(printed: list[Candidate[Time]], sheet: Sheet) -> list[Candidate[Time]]:
    """Leave out printed times of the day of the fetch if the address, or the text's own beginning, has an earlier day.

    They are perhaps only the page's clock.
    """
    fetched, told = (
        sheet.context.fetched_at,
        best([*_address(sheet), *(time for time in printed if time.rule == LEADING)]),
    )
    today = str(fetched.date()) if fetched else ""
    return [time for time in printed if time.value.day != today] if told and told.value.day < today else printed


def _as_the_page_has_it(chosen: Candidate[Time], sheet: Sheet) -> Candidate[Time]:
    """Correct the chosen time by the rest of the page: the order of day and month, and the time zone."""
    if both_orders(chosen.value.raw):
        changed = best(_declared_times(sheet, "dateModified", sheet.heads.meta.modified))
        others = {other.value.day for other in _told(sheet) if other.value.raw != chosen.value.raw}
        days = {*others, changed.value.day} if changed else others
        time = fitting(chosen.value.raw, chosen.value, days, changed and changed.value.day, sheet)
        return chosen._replace(value=time or chosen.value)
    return in_local_time(chosen, _told(sheet), sheet)


def _told(sheet: Sheet) -> Iterator[Candidate[Time]]:
    """Yield every time of publication that the page declares or shows, the day in the address included."""
    yield from _declared(sheet, "datePublished", sheet.heads.meta.published)
    yield from printed_times(sheet)
    yield from _address(sheet)


def _first_day(declared: Candidate[Time], printed: list[Candidate[Time]], sheet: Sheet) -> Candidate[Time]:
    """Return the declared time; but if that may only say when the page was built, an earlier time that the page gives.

    Site generators set both published and modified to the day of the last build.  The earlier time is printed near the
    headline, or declared under another name.
    """
    changed = best(_declared_times(sheet, "dateModified", sheet.heads.meta.modified))
    if changed is None or changed.value.day > declared.value.day:
        return declared
    first = _first_possible_day(declared.value)
    head = [time for time in printed if _is_sure(time, sheet)]
    if any(time.value.day == declared.value.day for time in head):
        return declared
    found = best(time for time in head if time.value.day < first)
    return found or best(_declared_before(first, sheet)) or declared


def _first_possible_day(time: Time) -> str:
    """Return the earliest day that a time may have anywhere on earth: its day in the zone farthest behind UTC."""
    if len(time.iso) == DAY:
        return time.day
    moment = datetime.fromisoformat(time.iso)
    return str(((moment.astimezone(UTC) if moment.tzinfo else moment) - _BEHIND).date())


def _declared_before(day: str, sheet: Sheet) -> Iterator[Candidate[Time]]:
    """Yield the declared times of publication that are earlier than `day` and reliable.

    A reliable one (confidence of _MEANT or more) cannot be the time when the page was built.
    """
    for time in _declared(sheet, "datePublished", sheet.heads.meta.published):
        if time.confidence >= _MEANT and time.value.day < day:
            yield time


def _tells_another(declared: list[Candidate[Time]], sheet: Sheet) -> bool:
    """Whether the page prints, or declares under another name, an earlier day than the best declared time.

    Then the declared times are not simply believed, and the printed ones are read.
    """
    chosen = best(declared)
    earlier = chosen and next(_declared_before(_first_possible_day(chosen.value), sheet), None)
    return earlier is not None or _prints_another(declared, sheet)


def _prints_another(declared: list[Candidate[Time]], sheet: Sheet) -> bool:
    """Whether a line near the headline or just below the article has an earlier day than the best declared time."""
    chosen, segments, last = best(declared), sheet.labels.segments, sheet.layout.last
    lines = (
        *segments[max(sheet.headline - _ABOVE, 0) : sheet.headline + _HEAD + 1],
        *segments[last + 1 : last + _HEAD],
    )
    days = (sheet.day_in(segment) for segment in lines if len(segment.text) <= _LONGEST)
    return chosen is not None and any("" < day < chosen.value.day for day in days)


def _is_sure(time: Candidate[Time], sheet: Sheet) -> bool:
    """Whether a printed time is surely that of publication: it has a label for it, or is close to the headline.

    Only such a printed time can replace a declared one.
    """
    in_head = bool(time.segments) and time.segments[0] - sheet.headline <= _HEAD and time.confidence >= _IN_HEAD
    return in_head or time.rule in ("label", "sentence")


def _same_as_changed(declared: list[Candidate[Time]], sheet: Sheet) -> bool:
    """Whether the best declared time equals, to the minute, the declared time of the last change.

    Then it may only say when the page was built.
    """
    chosen, meta = best(declared), sheet.meta
    changed = [
        first_string(meta.json_ld.article.get("dateModified")),
        *(meta.meta.get(name, ("",))[0] for name in sheet.heads.meta.modified),
    ]
    return chosen is not None and any(raw[:_MINUTE] == chosen.value.raw[:_MINUTE] for raw in changed)


def read_modified(sheet: Sheet) -> Candidate[Time] | None:
    """Return when the article was last changed; None when the page does not say.

    It is never filled from the time of publication.
    """
    declared = _declared_times(sheet, "dateModified", sheet.heads.meta.modified)
    return best(declared or printed_times(sheet, modified=True))


def _declared_times(sheet: Sheet, property_: str, names: tuple[str, ...]) -> list[Candidate[Time]]:
    """Return the times declared under a JSON-LD property or in meta tags of these names.

    Microdata, which is slow to find, is read only when it can win.
    """
    declared = []
    for time in _declared(sheet, property_, names):
        declared.append(time)
        if time.confidence >= _BEST and time.value.has_hour:
            return declared
    if _certain(declared) and max(time.confidence for time in declared) >= _MICRODATA:
        return declared
    return [*declared, *_microdata(sheet, property_)]


def _certain(declared: list[Candidate[Time]]) -> bool:
    """Whether the best declared time has an hour, so that printed times need not be read."""
    chosen = best(declared)
    return chosen is not None and chosen.value.has_hour


def _with_hour(candidates: list[Candidate[Time]]) -> Iterator[Candidate[Time]]:
    """Yield the best candidate; if it has only a day, also those with an hour on that day, which then win."""
    chosen = best(candidates)
    if chosen is None:
        return
    yield chosen
    if chosen.value.has_hour:
        return
    for other in candidates:
        if other.value.has_hour and other.value.day == chosen.value.day:
            yield other._replace(confidence=chosen.confidence + _ABOVE_DAY)


def _declared(sheet: Sheet, property_: str, names: tuple[str, ...]) -> Iterator[Candidate[Time]]:
    """Yield the times in JSON-LD, then in the meta tags in `names`, then in tags that are only spelt like such names.

    Patterns in config/rules/heads.toml tell which ones are spelt so.
    """
    for node, confidence in ((sheet.meta.json_ld.article, _BEST), (sheet.meta.json_ld.page, _PAGE)):
        for raw in strings(node.get(property_)):
            yield from read_time(sheet, raw, "json_ld", f"{node.get('@type')}.{property_}", confidence)
    for rank, name in enumerate(names):
        if name not in sheet.meta.meta or (name == property_.lower() and _of_another_item(sheet, property_)):
            continue
        for raw in sheet.meta.meta[name][:1]:
            yield from read_time(sheet, raw, "meta", name, _FIRST_META - rank * _NEXT_META)
    known = sheet.heads.meta
    alike = known.like_published if property_ == "datePublished" else known.like_modified
    for name in sheet.meta.meta:
        if alike(name) and name not in names:
            yield from read_time(sheet, sheet.meta.meta[name][0], "meta", name, _OTHER_META)


def _created(sheet: Sheet) -> Iterator[Candidate[Time]]:
    """Yield times that are used only when no other source gives a time of publication.

    They are those of creation and upload in JSON-LD, and the day in the tag of the statistics service Parse.ly.
    """
    for property_ in ("dateCreated", "uploadDate"):
        for raw in strings(sheet.meta.json_ld.article.get(property_)):
            yield from read_time(sheet, raw, "json_ld", property_, _CREATED)
    for raw in sheet.meta.meta.get(PARSELY_DAY, ())[:1]:
        yield from read_time(sheet, raw, "meta", PARSELY_DAY, _CREATED)


def _microdata(sheet: Sheet, property_: str) -> Iterator[Candidate[Time]]:
    """Yield the times in microdata, without those of other articles.

    Some pages have items of several teasers above the article's own.
    """
    items = sorted(sheet.meta.items(property_), key=lambda item: _is_other_item(item, sheet))
    for element in items[:2]:
        if sheet.marked(element, sheet.others, _CARD):
            continue
        raw = (
            element.get("content")
            or element.get("datetime")
            or _in_title(element)
            or " ".join("".join(element.itertext()).split())
        )
        confidence = _MICRODATA_APART if _is_other_item(element, sheet) else _MICRODATA
        yield from read_time(sheet, raw, "microdata", property_, confidence)


def _in_title(element: Any) -> str:
    """Return the time in an element's title attribute; "" without one.

    Blogs have it there: `<abbr title="2024-05-03T15:47:00Z">15:47</abbr>`.
    """
    title = element.get("title", "")
    return title if may_be_date(title) else ""


def _of_another_item(sheet: Sheet, property_: str) -> bool:
    """Whether the first meta tag with this microdata property is in a teaser or comment (`_is_other_item`).

    Then the time that meta tags have under the property's name is not the article's, and does not count.  The article's
    own may be in a time element above.
    """
    tags = (element for element in sheet.meta.items(property_) if element.tag == "meta")
    return any(_is_other_item(element, sheet) for element in islice(tags, 1))


def _is_other_item(element: Any, sheet: Sheet) -> bool:
    """Whether an element's microdata item (itemscope) is a teaser or comment: a part of the page without the headline.

    Its time counts less.  False for an item without any text, which describes the page itself.
    """
    item = next((outer for outer in element.iterancestors() if outer.get("itemscope") is not None), None)
    if item is None or sheet.headline < 0 or item in sheet.labels.segments[sheet.headline].node.iterancestors():
        return False
    return element_text(item) != ""


def _title(sheet: Sheet) -> Iterator[Candidate[Time]]:
    """Yield the day that is a part of the page's title by itself ("Ferry back | Harbour Post | 03.05.2024")."""
    for part in _BETWEEN_PARTS.split(sheet.meta.title):
        if sum(map(str.isalpha, part)) <= _MONTH and may_be_date(part):
            yield from read_time(sheet, part, "meta", "title", _IN_TITLE)


def _address(sheet: Sheet) -> Iterator[Candidate[Time]]:
    """Yield the day in the page's address ("/2024/05/03/ferry-back"), if it has one."""
    for address in (sheet.context.url, sheet.meta.canonical):
        if raw := address_day(address):
            yield from read_time(sheet, raw, "layout", "address", _IN_ADDRESS)
