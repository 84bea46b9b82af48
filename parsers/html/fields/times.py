"""One declared or printed time as a candidate: what published, modified and the lines of the page have in common.

read_time gives a string as ISO 8601 in the zone of the page; strings that state no date give nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from parsers.dates.date_lines import EDGE
from parsers.dates.read_date import read_date
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.sheet import Sheet

_MIDNIGHT = re.compile(r"T00:00(?::00)?(?:\.0+)?(?:[+-]|$)")


class Time(NamedTuple):
    """A point in time: ISO 8601, and the string that it was read from."""

    iso: str
    raw: str

    @property
    def day(self) -> str:
        """The day alone."""
        return self.iso[:10]

    @property
    def has_hour(self) -> bool:
        """Whether it has a time of day that is more than a filled-in midnight."""
        return len(self.iso) > 10 and not _MIDNIGHT.search(self.iso)


def read_time(
    sheet: Sheet, raw: str, method: str, rule: str, confidence: float, segments: tuple[int, ...] = ()
) -> Iterator[Candidate[Time]]:
    """The time that a string states as a candidate, if it states one."""
    iso = read_date(
        raw,
        language=sheet.language,
        timezone=sheet.timezone,
        not_after=sheet.context.fetched_at,
        rules=sheet.context.rules,
    )
    if iso:
        yield Candidate(Time(iso, raw.strip(EDGE)), method, rule, confidence, segments)
