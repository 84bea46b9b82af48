"""When a page was fetched, as a record says it: read, brought to UTC, and believed only where it can be true.

Takes text, gives an aware time or None; a page whose time is not known is a page all the same.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

#: There was no web before.
_FIRST: Final = datetime(1990, 1, 1, tzinfo=UTC)
#: Clocks differ; by more than a day they are wrong.
_AHEAD: Final = timedelta(days=1)
#: 20260201080000, as in the ARC files from which many WARC files were made.
_DIGITS: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)", re.ASCII)


def fetch_time(text: str | None, *, now: datetime | None = None) -> datetime | None:
    """The time of a fetch in UTC; None when there is none, or one at which nothing can have been fetched.

    now: the present time, None for the clock's.
    """
    said = (text or "").strip().upper()
    if digits := _DIGITS.fullmatch(said):
        said = "{}-{}-{}T{}:{}:{}".format(*digits.groups())
    try:
        found = in_utc(datetime.fromisoformat(said))
    except (ValueError, OverflowError):
        return None
    return found if _FIRST <= found <= (now or datetime.now(UTC)) + _AHEAD else None


def in_utc(moment: datetime) -> datetime:
    """A time in UTC; without a zone it is UTC.  Raises OverflowError at the ends of the calendar."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
