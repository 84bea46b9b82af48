"""Reads the time of a fetch as a WARC record gives it, and converts it to UTC.

Takes text, gives a time with its time zone; None for a time that is missing, malformed or impossible.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

#: Before the web; an earlier time is a mistake.
_EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
#: How far in the future a time may be: a zone that was left out explains less than a day.
_TOLERANCE: Final = timedelta(days=1)
#: 20260201080000, the form in ARC files, from which many WARC files were made; Heritrix adds thousandths of a second.
_DIGITS: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\d{3})?", re.ASCII)


def fetch_time(text: str | None, *, now: datetime | None = None) -> datetime | None:
    """Return the time of a fetch in UTC; None when it is missing, malformed, before 1990 or in the future.

    `text`: ISO 8601, or 14 digits (20240131235959), in some files 17.  `now`: the present time; None: the clock's.
    """
    said = (text or "").strip().upper()
    if digits := _DIGITS.fullmatch(said):
        said = "{}-{}-{}T{}:{}:{}".format(*digits.groups())
    try:
        found = in_utc(datetime.fromisoformat(said))
    except (ValueError, OverflowError):
        return None
    return found if _EARLIEST <= found <= (now or datetime.now(UTC)) + _TOLERANCE else None


def in_utc(moment: datetime) -> datetime:
    """Convert a time to UTC; a time without a zone counts as UTC.  Raises OverflowError before year 1 or after 9999."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
