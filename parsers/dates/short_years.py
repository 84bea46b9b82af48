"""Reads a year of two numbers beside a month's name: "3 May 24", "15-Nov-23", "Nov 15, '23".

Takes the texts before and behind the month's name; gives day and year, or None.  Such a number may as well be an hour
or a count ("3 May 10 am", "3 May 24 comments"), so it is read only where nothing behind it can make it one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

#: The day right before a month's name.
_DAY = re.compile(r"(?<!\d)(\d{1,2})[.\s-]{1,2}$")
#: The year behind the name, followed by the end of the text, a sign or a time of day: "3 sty 12 06:15", "28 ноября 11
#: (14:41)".
_YEAR = re.compile(r"^[.\s-]{1,2}['’]?(\d\d)(?=\s*(?:$|[,|(;·–—])|\s+(?:[^\W\d_]{1,3}\s+)?\d{1,2}[:.h]\d\d(?!\d))")
#: Day and year behind the name, where an apostrophe tells that it is a year: "Nov 15, '23".
_BOTH = re.compile(r"^\.?\s*(\d{1,2}),?\s+['’](\d\d)(?!\d)")
#: The first year of two numbers that is one of the last century; chosen by hand.
_CENTURY_ENDS = 70


class DayAndYear(NamedTuple):
    """Day and year beside a month's name, and their place: `start` in the text before it, `end` in that behind it."""

    day: str
    year: int
    start: int
    end: int


def day_and_short_year(before: str, after: str) -> DayAndYear | None:
    """Day and year on either side of a month's name, or both behind it; None where there is no such year."""
    if (day := _DAY.search(before)) and (year := _YEAR.match(after)):
        return DayAndYear(day[1], _whole(year[1]), day.start(), year.end())
    if both := _BOTH.match(after):
        return DayAndYear(both[1], _whole(both[2]), len(before), both.end())
    return None


def _whole(year: str) -> int:
    """The year that its last two numbers mean: "24" is 2024, "99" is 1999."""
    return int(year) + (2000 if int(year) < _CENTURY_ENDS else 1900)
