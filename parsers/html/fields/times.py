"""Makes a candidate for the time of publication or of modification from a declared or printed time.

`read_time` takes a string and gives it as ISO 8601 in the page's time zone; a string without a date gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from parsers.dates.date_lines import EDGE
from parsers.dates.read_date import DAY, read_date
from parsers.dates.regular_forms import both_orders, order_told
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.sheet import Sheet

_MIDNIGHT = re.compile(r"T00:00(?::00)?(?:\.0+)?(?:[+-]|$)")


class Time(NamedTuple):
    """A time as ISO 8601 (a day, or a day with a time of day), and the string that it was read from."""

    iso: str
    raw: str

    @property
    def day(self) -> str:
        """The day alone: "2024-05-03"."""
        return self.iso[:DAY]

    @property
    def has_hour(self) -> bool:
        """Whether there is a time of day other than midnight, which systems fill in when they do not know it.

        A time with an hour is preferred to a bare day.
        """
        return len(self.iso) > DAY and not _MIDNIGHT.search(self.iso)


def read_time(
    sheet: Sheet, raw: str, method: str, rule: str, confidence: float, segments: tuple[int, ...] = ()
) -> Iterator[Candidate[Time]]:
    """Yield one candidate for the time in a string, `raw`, or nothing when it has no date.

    `method` and `rule` (its source), `confidence` and `segments` become those of the Candidate.
    """
    iso = _iso(sheet, raw, sheet.language)
    if not iso and both_orders(raw) and (order := order_told(line.text for line in sheet.around())):
        iso = _iso(sheet, raw, order)
    if iso:
        yield Candidate(Time(iso, raw.strip(EDGE)), method, rule, confidence, segments)


def _iso(sheet: Sheet, raw: str, language: str | None) -> str | None:
    """The time in a string, read as in a language; None when it holds no date.

    A declared time is asked for again by readers that compare it with the times on the page, so it is remembered.
    """
    if (raw, language) not in sheet.times:
        sheet.times[raw, language] = read_date(
            raw,
            language=language,
            timezone=sheet.timezone,
            not_after=sheet.context.fetched_at,
            rules=sheet.context.rules,
        )
    return sheet.times[raw, language]
