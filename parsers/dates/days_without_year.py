"""Reads a day that is printed without its year, "5 January, 12:34", "1月5日 12:34": a paper's readers know the year.

Takes the text and the moment of the fetch; gives the time in ISO 8601, with the year that puts it shortly before the
fetch, or None.  A day that would be longer ago gives None, since old stories that a page shows so may be of any year.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from parsers.dates.read_date import DAY, may_be_date, read_date
from parsers.dates.regular_forms import with_year
from parsers.rules import Rules

#: The most days between such a day and the fetch; chosen by hand, as for "31 days ago".  Of old stories fetched at any
#: time of the year only one in twelve lies so near.
_MOST_DAYS = 31
#: What a time may be ahead of the fetch by, in days: that of another zone.
_AHEAD = 1
_DIGIT = re.compile(r"\d")
#: A number behind a word that is no time of day: the year after all, in a way that is not read ("26.Nov.99.PST").
_ANOTHER_NUMBER = re.compile(r"[^\W\d_][.\s'’,/-]{1,3}\d\d(?!\d|\s?[:.h]\s?\d)")


def recent_day(
    text: str, *, fetched_at: datetime, language: str | None, timezone: str | None, rules: Rules
) -> str | None:
    """The day, with its time if one is printed, in a text without a year; None if it is not of the last 31 days.

    `fetched_at` has an offset.  `language` (BCP 47) and `timezone` (IANA) as for `read_date`.
    """
    if not _DIGIT.search(text) or may_be_date(text) or _ANOTHER_NUMBER.search(text):
        return None
    today = fetched_at.astimezone(UTC).date()
    for year in (today.year, today.year - 1):
        whole = with_year(text, year, language, rules.family("dates"))
        iso = read_date(whole, language=language, timezone=timezone, rules=rules) if whole else None
        if iso and -timedelta(days=_AHEAD) <= today - date.fromisoformat(iso[:DAY]) <= timedelta(days=_MOST_DAYS):
            return iso
    return None
