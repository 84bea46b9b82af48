"""Gives a time that is declared in UTC the offset of the page's own zone, if its day is another one there.

An evening story in America, declared as "2024-05-04T01:30:00+00:00", is of 3 May for the people there.  Takes the
chosen time of publication and the Sheet (the page as field readers see it); gives the same moment with another
offset.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from parsers.dates.address_day import address_day
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.sheet import Sheet
from parsers.html.fields.times import Time

#: Segments around the headline in which a line tells the day of publication; characters of such a line.
ABOVE, BELOW, LONGEST = 3, 8, 160
#: Offsets from UTC that are in use, and the step between them.
_WEST, _EAST, _STEP = timedelta(hours=-12), timedelta(hours=14), timedelta(minutes=15)
#: A printed time has no seconds.
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)
#: The offset at the end of an exact time.
_OFFSET = re.compile(r"T\d\d:\d\d.*(?P<sign>[+-])(?P<hours>0\d|1[0-4]):?(?P<minutes>00|30|45)$")


def in_local_time(chosen: Candidate[Time], others: Iterable[Candidate[Time]], sheet: Sheet) -> Candidate[Time]:
    """Give the chosen time the page's own offset; unchanged where that is unknown or does not change the day.

    `others`: the other times of publication that the page declares or prints.  They are looked at only where a line
    near the headline, or the address, gives the day before or after.
    """
    if not (chosen.value.has_hour and chosen.value.iso.endswith("+00:00")):
        return chosen
    moment = datetime.fromisoformat(chosen.value.iso)
    days = {day for day in _days_told(sheet) if abs(day - moment.date()) == _DAY}
    for local in _local_forms(moment, others, sheet) if days else ():
        if local.date() in days:
            return chosen._replace(value=Time(local.isoformat(), chosen.value.raw))
    return chosen


def with_offset_of(chosen: Candidate[Time], others: Iterable[Candidate[Time]]) -> Candidate[Time]:
    """Give a chosen time without an offset that of another one with the same time of day on the same day."""
    if not chosen.value.has_hour or datetime.fromisoformat(chosen.value.iso).tzinfo is not None:
        return chosen
    shown = datetime.fromisoformat(chosen.value.iso)
    for other in others:
        moment = datetime.fromisoformat(other.value.iso) if other.value.has_hour else shown
        if moment.tzinfo is not None and timedelta() <= moment.replace(tzinfo=None) - shown < _MINUTE:
            return chosen._replace(value=Time(other.value.iso, chosen.value.raw))
    return chosen


def _days_told(sheet: Sheet) -> Iterator[date]:
    """Yield the days in the page's address and in the lines just above and below its headline."""
    told = [address_day(address) for address in (sheet.context.url, sheet.meta.canonical)]
    around = sheet.labels.segments[max(sheet.headline - ABOVE, 0) : sheet.headline + BELOW + 1]
    for day in (*told, *(sheet.day_in(segment) for segment in around if len(segment.text) <= LONGEST)):
        if day and day[:4].isdecimal():
            yield date.fromisoformat(day)


def _local_forms(moment: datetime, others: Iterable[Candidate[Time]], sheet: Sheet) -> Iterator[datetime]:
    """Yield a moment in local time, once for each UTC offset that the page may use, the most reliable offset first.

    First come the offsets of those `others` (times on the page) that mean the same moment.  Then comes the page's time
    zone; if that is unknown, the offsets in all its time elements, even in teasers, since a site's system writes one
    zone.
    """
    for other in others:
        if other.value.has_hour and (local := _same_moment(moment, datetime.fromisoformat(other.value.iso))):
            yield local
    if sheet.timezone:
        yield moment.astimezone(ZoneInfo(sheet.timezone))
        return
    for found in filter(None, (_OFFSET.search(stamp.value) for stamp in sheet.meta.times)):
        ahead = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
        yield moment.astimezone(timezone(-ahead if found["sign"] == "-" else ahead))


def _same_moment(moment: datetime, shown: datetime) -> datetime | None:
    """Give a moment the UTC offset of `shown`, a time on the page; None when `shown` is another moment.

    If `shown` has no offset, its difference from UTC must be one that is in use.
    """
    if shown.tzinfo is not None:
        return moment.astimezone(shown.tzinfo) if abs(shown - moment) < _MINUTE else None
    ahead = shown.replace(second=0, microsecond=0) - moment.astimezone(UTC).replace(
        second=0, microsecond=0, tzinfo=None
    )
    return moment.astimezone(timezone(ahead)) if _WEST <= ahead <= _EAST and not ahead % _STEP else None
