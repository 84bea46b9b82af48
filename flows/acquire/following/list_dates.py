"""Reads the times that feeds and sitemaps give, in all the forms in which they come.

Takes the text of a date, gives an aware time in UTC.  Gives None where the date is missing, impossible, or can be read
in two ways: a wrong time would hide changes of a page, or have it fetched in every run.  Uses no clock.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from flows.acquire.moments import in_utc
from parsers.dates.read_date import read_date

#: ISO 8601 with a day, as sitemaps, Atom and JSON Feed want it; most dates are of this form.
_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d(?:\Z|[T ])", re.ASCII)
#: A year or a month alone, as sitemaps may give them (W3C "Date and Time Formats"): its start is meant.
_YEAR_OR_MONTH: Final = re.compile(r"((?:19|20)\d\d)(?:-(\d\d))?", re.ASCII)
#: Time since 1970 in seconds, thousandths or millionths, from 2001 on (ten digits).
_EPOCH: Final = re.compile(r"([1-9]\d{9})(\d{3}|\d{6})?(?:\.\d*)?", re.ASCII)
#: Longer texts hold no date; the limit of parsers.dates.
_LONGEST: Final = 160


def list_moment(text: str | None, *, language: str | None = None) -> datetime | None:
    """Read a date of a feed or sitemap as a time in UTC; None where the text holds no date.

    A date without a zone counts as UTC, one without a time of day as midnight.  `language`: of the list, as the list
    declares it (BCP 47); it decides whether "3/4" is a day of March or of April.
    """
    said = (text or "").strip()
    if not said or len(said) > _LONGEST:
        return None
    try:
        return in_utc(_stated(said, language))
    except (ValueError, TypeError, IndexError, OverflowError):  # no date, or one out of range: not known
        return None


def _stated(said: str, language: str | None) -> datetime:
    """Read the time that the text `said` states.

    Raises ValueError, TypeError, IndexError or OverflowError when it states no time.
    """
    if found := _EPOCH.fullmatch(said):
        return datetime.fromtimestamp(int(found[1]), UTC)
    if found := _YEAR_OR_MONTH.fullmatch(said):
        return datetime(int(found[1]), int(found[2] or 1), 1)
    if _ISO.match(said):
        try:
            return datetime.fromisoformat(said)
        except ValueError:  # "2019-11-15 10:00:00 UTC": of another form
            pass
    # Without a language first: it then takes the months' names of all of them.
    read = read_date(said) or (read_date(said, language=language) if language else None)
    # RFC 822 allowed years of two digits, which no other form may have.
    return datetime.fromisoformat(read) if read else parsedate_to_datetime(said)
