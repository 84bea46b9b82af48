"""One date out of one string, printed or declared: read_date gives ISO 8601, or None.

Regular forms are read by hand (`date_forms`), the rest by dateparser, which is imported when first needed.
No relative times and no clock: what a text leaves open (a year, the order of day and month) stays unread, and a
date after `not_after` is not believed.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import timezone as fixed_zone
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from parsers.dates.regular_forms import Moment, read_regular
from parsers.rules import Family, Rules, default_rules

#: Longer strings are sentences; a date in them is part of a story.
_LONGEST = 160
#: Local time is at most this far ahead of UTC; bounds what a time without an offset may claim.
_AHEAD = timedelta(hours=14)
#: Newspapers are no older; and what is yet to come is no date of theirs ("9999-12-31" is how systems write "never").
_EARLIEST, _LATEST = date(1690, 1, 1), date(2200, 1, 1)
#: What an unset counter or column becomes.
_UNSET = frozenset({date(1970, 1, 1), date(1900, 1, 1), date(1, 1, 1)})
#: "2024-05-03T15:47:00.000+02:00"
_EXACT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)", re.ASCII)
#: What every absolute date has: a year in full, or numbers with a sign between them.
_DATED = re.compile(r"\d(?:\d{3}|\s?[./-]\s?\d\d?\s?[./-])")
_WORTH_A_LIBRARY = re.compile(r"(?=.*(?<!\d)\d{4}(?!\d))(?=.*(?<!\d)\d{1,2}(?!\d))(?=.*[^\W\d_]{2})")


def read_date(
    text: str,
    *,
    language: str | None = None,
    timezone: str | None = None,
    not_after: datetime | None = None,
    rules: Rules | None = None,
) -> str | None:
    """The date that a string states, in ISO 8601, or None.

    language (BCP 47, with its region if known) gives month names and the order of day and month.  timezone is the
    IANA name that holds for times printed without an offset; without it they stay naive.  A day without a time
    comes out as a day ("2024-05-03"), never as midnight.  not_after is when the page was fetched.
    """
    value = _exact(text) or _stated(text, language, timezone, (rules or default_rules()).family("dates"))
    if value is None or _is_unset(value) or _in_future(value, not_after):
        return None
    return value.isoformat()


def _exact(text: str) -> datetime | None:
    """The time in the form that nearly all systems declare, which Python reads itself; None for all other forms."""
    if not _EXACT.fullmatch(text):
        return None
    try:
        value = datetime.fromisoformat(text)
    except ValueError:  # "2024-02-31T10:00:00Z"
        return None
    return value if -_AHEAD <= (value.utcoffset() or timedelta()) <= _AHEAD else None


def _stated(text: str, language: str | None, timezone: str | None, words: Family) -> datetime | date | None:
    """The date that a string states in any form, aware where it states an offset or timezone gives one."""
    text = _plain_digits(" ".join(text.split()))
    if not 6 <= len(text) <= _LONGEST or not may_be_date(text):
        return None
    moment = read_regular(text, language=language, words=words)
    if moment is None and language is not None and not _by_hand(language, words):
        moment = _by_library(text, language)
    return _value(moment, timezone, words.data.get("zones", {})) if moment else None


def _is_unset(value: datetime | date) -> bool:
    """Whether a day is what an unset counter or column becomes, or no day of a newspaper's."""
    day = value.date() if isinstance(value, datetime) else value
    return not _EARLIEST <= day < _LATEST or day in _UNSET


def may_be_date(text: str) -> bool:
    """Whether a text can hold an absolute date at all; a quick answer for the many lines that cannot."""
    return _DATED.search(text) is not None


def _plain_digits(text: str) -> str:
    """Digits of other scripts as the ones that patterns know."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(ch)) if ch.isdecimal() else ch for ch in text)


def _value(moment: Moment, timezone: str | None, zones: dict[str, str]) -> datetime | date:
    """The moment as a datetime, aware where an offset is stated or known, or as a plain day."""
    if moment.clock is None:
        return moment.day
    naive = datetime(moment.day.year, moment.day.month, moment.day.day, *moment.clock)
    return _aware(naive, _zone(moment.zone, zones) or timezone)


def _zone(stated: str | None, zones: dict[str, str]) -> str | None:
    if stated is None or stated[0] in "+-":
        return stated
    return zones.get(stated)


def _aware(naive: datetime, zone: str | None) -> datetime:
    """The time in a zone given as an offset ("+02:00", "+2", "-0500") or by name; unchanged when it is neither."""
    known = _tzinfo(zone) if zone else None
    return naive.replace(tzinfo=known) if known else naive


def _tzinfo(zone: str) -> tzinfo | None:
    if zone == "Z":
        return UTC
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "")
        hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
        ahead = timedelta(hours=int(hours), minutes=int(minutes))
        return fixed_zone(-ahead if zone[0] == "-" else ahead) if ahead <= _AHEAD else None
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _in_future(value: datetime | date, not_after: datetime | None) -> bool:
    if not_after is None:
        return False
    limit = not_after if not_after.tzinfo else not_after.replace(tzinfo=UTC)
    if not isinstance(value, datetime):
        return value > (limit + _AHEAD).date()
    if value.tzinfo is None:
        return value.replace(tzinfo=UTC) > limit + _AHEAD
    return value > limit


def _by_hand(language: str, words: Family) -> bool:
    """Whether the rules cover the language's dates, so that what they did not find is none."""
    numeric = words.data.get("numeric", {}).get("languages", ())
    return language.split("-")[0] in numeric or any(rule.speaks(language) for rule in words.rules)


def _by_library(text: str, language: str) -> Moment | None:
    """Absolute dates in the languages whose months are not read by hand; slow, and rightly rare."""
    if not _WORTH_A_LIBRARY.match(text):
        return None
    import dateparser  # 0.1 s to import: most pages never need it

    # A fixed base: without one the library reads the clock.  Every part is required, so the base never shows.
    settings: Any = {
        "PARSERS": ["absolute-time"],
        "REQUIRE_PARTS": ["day", "month", "year"],
        "RELATIVE_BASE": datetime(2000, 1, 1),
        "DATE_ORDER": "DMY",
    }
    try:
        found = dateparser.parse(text, languages=[language.split("-")[0]], settings=settings)
    except (ValueError, OverflowError, TypeError):  # a language it does not know, or numbers out of range
        return None
    if found is None:
        return None
    clock = (found.hour, found.minute, found.second, 0) if ":" in text else None
    offset = found.strftime("%z") if found.tzinfo else None
    return Moment(found.date(), clock, offset or None)
