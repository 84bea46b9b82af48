"""Reads the date in a printed or declared string: read_date gives it in ISO 8601, or None.

Regular forms are read in `parsers.dates.regular_forms`; other languages by dateparser, which is imported when first
needed.  `words` is the rule family "dates" (config/rules/dates.toml).  Relative times are not read and the clock is not
used: a date without a year, or whose order of day and month is unknown, gives None, and so does a date more than a day
after `not_after`.
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

#: Characters of the day in an ISO time: "2024-05-03".
DAY = 10
#: Characters.  A shorter string contains no date; a longer one is a sentence, whose date belongs to its story.  Chosen
#: by hand.
_SHORTEST, _LONGEST = 6, 160
#: The largest offset of a local time from UTC that is in use (Kiribati).  A larger stated offset is not read.
_AHEAD = timedelta(hours=14)
#: So much later than the fetch a date may be: a newsroom's clock can be ahead, a printed time can be of any zone, and
#: tomorrow's paper is dated tomorrow.
_SLACK = timedelta(hours=24)
#: The first day that is accepted and the first that no longer is.  The oldest newspapers are from the 17th century;
#: systems write a date far in the future ("9999-12-31") for "never".
_EARLIEST, _LATEST = date(1690, 1, 1), date(2200, 1, 1)
#: Days that systems write for an empty counter or column.
_UNSET = frozenset({date(1970, 1, 1), date(1900, 1, 1), date(1, 1, 1)})
#: A year that a tool glued to the time after it: "March 4, 20263:20 PM".
_GLUED = re.compile(r"(?<=\b20\d\d)(?=\d{1,2}:\d\d)")
#: "2024-05-03T15:47:00.000+02:00"
_EXACT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)", re.ASCII)
#: Every absolute date contains a year of four digits, numbers with punctuation between them, a year of an era, a day
#: before a Thai month, or a day with a word and a year of two digits behind it.  All begin with one class of signs,
#: by which a text without digits is passed over in half the time.
_DATED = re.compile(
    r"[\d元](?:(?<!元)(?:\d{3}|\s?[./-]\s?\d\d?\s?[./-]|\s?[\u0e01-\u0e4e]"
    r"|[.\s-]{1,2}[^\W\d_]{3,12}[.\s-]{1,2}['’]?\d\d(?!\d|\s?[:.]\s?\d)|,?\s['’]\d\d(?!\d))|\s?年\s?\d)"
)
#: A digit of another script.
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
#: dateparser is called only for a text with a year of four digits, a number of one or two, and two letters in a row.
_WORTH_A_LIBRARY = re.compile(r"(?=.*(?<!\d)\d{4}(?!\d))(?=.*(?<!\d)\d{1,2}(?!\d))(?=.*[^\W\d_]{2})")


def read_date(
    text: str,
    *,
    language: str | None = None,
    timezone: str | None = None,
    not_after: datetime | None = None,
    rules: Rules | None = None,
) -> str | None:
    """The date in a string, in ISO 8601, or None when there is none that can be read without guessing.

    `language` (BCP 47, with its region if known) decides month names and the order of day and month.  `timezone`: the
    IANA name of the zone of times without an offset; without it, they are returned without an offset.  A day without a
    time is returned as a day ("2024-05-03"), never as midnight.  `not_after`: the time when the page was fetched; a
    date more than 24 hours later gives None.  `rules`: the shipped ones by default.
    """
    value = _exact(text) or _stated(text, language, timezone, (rules or default_rules()).family("dates"))
    if value is None or _is_unset(value) or _in_future(value, not_after):
        return None
    return value.isoformat()


def _exact(text: str) -> datetime | None:
    """Read a string of the form "2024-05-03T15:47:00+02:00", which Python reads itself; None for any other."""
    if not _EXACT.fullmatch(text):
        return None
    try:
        value = datetime.fromisoformat(text)
    except ValueError:  # "2024-02-31T10:00:00Z"
        return None
    return value if not _is_unset(value) and -_AHEAD <= (value.utcoffset() or timedelta()) <= _AHEAD else None


def _stated(text: str, language: str | None, timezone: str | None, words: Family) -> datetime | date | None:
    """The date in a string of any form, else None; a time gets the offset that is stated, else that of `timezone`."""
    text = _GLUED.sub(" ", _plain_digits(_composed(" ".join(text.split()))))
    if not _SHORTEST <= len(text) <= _LONGEST or not may_be_date(text):
        return None
    moment = read_regular(text, language=language, words=words)
    if moment is None and language is not None and not _by_hand(language, words):
        moment = _by_library(text, language)
    return _value(moment, timezone, words.data.get("zones", {})) if moment else None


def _is_unset(value: datetime | date) -> bool:
    """Whether a date stands for "no date", as programs write it: 1 January 1970, or before 1690, or after 2199."""
    day = value.date() if isinstance(value, datetime) else value
    return not _EARLIEST <= day < _LATEST or day in _UNSET


def may_be_date(text: str) -> bool:
    """A quick test: False when a text certainly contains no absolute date."""
    return _DATED.search(text) is not None


def _composed(text: str) -> str:
    """A text with letters and marks in the form that the rules are written in (NFC): "a" and an accent as "á"."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _plain_digits(text: str) -> str:
    """A text with the digits of other scripts (Arabic, Devanagari) replaced by 0 to 9."""
    if text.isascii() or not _OTHER_DIGIT.search(text):
        return text
    return "".join(str(unicodedata.decimal(ch)) if ch.isdecimal() else ch for ch in text)


def _value(moment: Moment, timezone: str | None, zones: dict[str, str]) -> datetime | date:
    """Make a datetime of a Moment, with an offset if one is stated or known; a date if it has no time.

    A stated name with several meanings ("CST") is that of the page's own zone, `timezone`, if that has this name.
    `zones`: names of zones -> their offsets or IANA names (config/rules/dates.toml).
    """
    if moment.clock is None:
        return moment.day
    naive = datetime(moment.day.year, moment.day.month, moment.day.day, *moment.clock)
    if (
        moment.zone
        and timezone
        and (known := _tzinfo(timezone))
        and naive.replace(tzinfo=known).tzname() == moment.zone
    ):
        return naive.replace(tzinfo=known)
    return _aware(naive, _zone(moment.zone, zones) or timezone)


def _zone(stated: str | None, zones: dict[str, str]) -> str | None:
    """The offset as stated, or what `zones` has for a stated name ("EST").

    None when nothing is stated or the name is unknown.
    """
    if stated is None or stated[0] in "+-":
        return stated
    return zones.get(stated)


def _aware(naive: datetime, zone: str | None) -> datetime:
    """Add a zone, an offset ("+02:00", "+2", "-0500") or a name, to a time; unchanged when it is unknown or None."""
    known = _tzinfo(zone) if zone else None
    return naive.replace(tzinfo=known) if known else naive


def _tzinfo(zone: str) -> tzinfo | None:
    """The zone for "Z", an offset or an IANA name; None when it is unknown or the offset too large."""
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
    """Whether a date is more than a day after `not_after`, the time of the fetch, and so is not read.

    False when `not_after` is None.
    """
    if not_after is None:
        return False
    limit = (not_after if not_after.tzinfo else not_after.replace(tzinfo=UTC)) + _SLACK
    if not isinstance(value, datetime):
        return value > limit.date()
    return (value if value.tzinfo else value.replace(tzinfo=UTC)) > limit


def _by_hand(language: str, words: Family) -> bool:
    """Whether the rules can read the dates of a language, so that dateparser is not needed for it."""
    numeric = words.data.get("numeric", {}).get("languages", ())
    return language.split("-")[0] in numeric or any(rule.speaks(language) for rule in words.rules)


def _by_library(text: str, language: str) -> Moment | None:
    """Read the absolute date in a text by dateparser, else None; slow, and used for languages without rules only."""
    if not _WORTH_A_LIBRARY.match(text):
        return None
    import dateparser  # Imported here because it takes 0.1 s and most pages never need it.

    # Without a base the library reads the clock.  The base never gets into a result, since every part is required.
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
