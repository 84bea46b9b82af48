"""Reads the regular forms of dates: ISO 8601 and similar, month names, numbers, Chinese, Japanese, Korean, Vietnamese.

Takes a text and gives a Moment with the parts that the text states, or None.  Nothing is guessed: no relative times
("2 hours ago"), no missing year, and no order of day and month that the language leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from parsers.rules import Family, Rule

#: Characters after and before a date in which its time of day is looked for.  Chosen by hand.
_CLOCK_AFTER, _CLOCK_BEFORE = 60, 40
#: Characters after a month's name in which the day and year are looked for, and the same where the time of day is
#: between them.  Chosen by hand.
_AFTER_MONTH, _AFTER_MONTH_AND_CLOCK = 24, 40
#: A time of day: "15:47:42.389", "15h47", "3.47 p.m.", "3pm", "15時47分".
_CLOCK = re.compile(
    r"(?<![\d:])(?P<h>[01]?\d|2[0-4])(?:(?:\s?[:.h時点시時]\s?)(?P<m>[0-5]\d)(?!\d)(?:[:.分분]\s?(?P<s>[0-5]\d)(?:[.,]\d+)?)?(?!\d)"
    r"|(?=\s?[ap]\.?\s?m\b)|h(?![^\W\d_])|(?=\s?Uhr\b))\s*(?P<half>[ap]\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
#: The offset or zone after a time of day.
_OFFSET = re.compile(
    r"^\s*\(?(?:Uhr|hrs?|Hours|uur)?\s*\(?(?:(?P<zulu>Z)\b|(?:GMT|UTC)?\s?(?P<offset>[+-]\d{1,2}(?::?\d\d)?)(?!\d)|(?P<name>[A-Z]{2,5})\b)"
)

#: "2024-05-03", "2024/5/3" or "2024.5.3" anywhere in a text.
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<y>(?:1[6-9]|2[01])\d\d)(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)(?=(?P<t>[T\s]\s*\d{1,2}:\d\d)?)"
)
_ISO = re.compile(
    r"^\s*(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d\d:?(?:\d\d)?)?)?\s*$",
    re.IGNORECASE,
)
#: "20240503" and "20240503T154700Z".
_COMPACT = re.compile(r"^\s*((?:19|20)\d\d)(\d\d)(\d\d)(?:[T ]?(\d\d)(\d\d)(\d\d)?\s*(Z)?)?\s*$")
#: Seconds or milliseconds since 1970.
_EPOCH = re.compile(r"^\s*([1-4]\d{9})(?:\d{3})?(?:\.0)?\s*$")
_CJK = re.compile(r"(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일号]")
_VIETNAMESE = re.compile(
    r"(?P<d>\d{1,2})\s+th(?:á|a)ng\s+(?P<m>\d{1,2})(?:,|\s+n(?:ă|a)m)?\s+(?P<y>\d{4})", re.IGNORECASE
)
#: "3.5.2024", "05/03/24".
_NUMBERS = re.compile(r"(?<![\d.:/-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d\d)(?!\d|[./-]\d)")

# What may be printed around a month's name.

_DAY_BEFORE = re.compile(
    r"(?<!\d)(\d{1,2})\s?(?:st|nd|rd|th|er|[.ºª°ος])?[\s.\-/]*(?:of\s|de\s|d['’]|ta['’]\s)?\s*$", re.IGNORECASE
)
_YEAR_AFTER = re.compile(r"^[\s.,\-/]*(?:del?\s+|г\.\s*)?((?:1[6-9]|2[01])\d\d)(?!\d)", re.IGNORECASE)
_DAY_AND_YEAR_AFTER = re.compile(
    r"^\.?\s*(\d{1,2})\.?(?:st|nd|rd|th)?(?:\s*,\s*|\s+)(?:at\s+)?((?:1[6-9]|2[01])\d\d)(?!\d)", re.IGNORECASE
)
#: Day and year after a month with the time between them, as servers write it: "Apr 29 09:36:00 CEST 2024".
_CLOCK_BETWEEN = re.compile(
    r"^\s+(\d{1,2})(?=\s+\d\d:\d\d(?::\d\d)?\s+(?:[A-Z]{2,5}\s+|[+-]\d{4}\s+)?((?:19|20)\d\d)(?!\d))"
)
_YEAR_BEFORE = re.compile(r"(?<!\d)((?:1[6-9]|2[01])\d\d)\s?(?:\.|m\.|\.\s?gada)?,?\s*(?:gada\s+)?$", re.IGNORECASE)
_DAY_AFTER = re.compile(r"^\.?\s*(\d{1,2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, with the parts that a text states."""

    day: date
    #: (hour, minute, second, microsecond), None when only a day is given.
    clock: tuple[int, int, int, int] | None = None
    #: An offset ("+02:00", "Z"), the name of a zone as printed ("EST"), or None.
    zone: str | None = None


def read_regular(text: str, *, language: str | None, words: Family) -> Moment | None:
    """The first regular date in a text, or None.

    language (BCP 47) decides month names and, where the numbers do not, the order of day and month.
    """
    if moment := _whole(text):
        return moment
    found = _year_first(text) or _cjk(text) or _month_name(text, language, words) or _numbers(text, language, words)
    if found is None:
        return None
    day, start, end = found
    return _with_clock(day, text[end : end + _CLOCK_AFTER], text[max(0, start - _CLOCK_BEFORE) : start])


def _whole(text: str) -> Moment | None:
    """The date of a text that is nothing else, in a form that programs write: ISO 8601, compact, seconds since 1970."""
    if not text[:1].isdecimal():
        return None
    if match := _ISO.match(text):
        year, month, day, hour, minute, second, fraction, zone = match.groups()
        clock = (int(hour), int(minute), int(second or 0), int((fraction or "0")[:6].ljust(6, "0"))) if hour else None
        return _moment(_day(year, month, day), clock, zone)
    if match := _COMPACT.match(text):
        year, month, day, hour, minute, second, zone = match.groups()
        return _moment(_day(year, month, day), (int(hour), int(minute), int(second or 0), 0) if hour else None, zone)
    if match := _EPOCH.match(text):
        when = datetime.fromtimestamp(int(match[1]), UTC)
        return Moment(when.date(), (when.hour, when.minute, when.second, 0), "Z")
    return None


def _moment(day: date | None, clock: tuple[int, int, int, int] | None, zone: str | None) -> Moment | None:
    """A Moment from its parts; None when there is no day or the time of day is impossible."""
    if day is None or (clock is not None and (clock[0] > 23 or clock[1] > 59 or clock[2] > 59)):
        return None
    return Moment(day, clock, zone.upper() if zone else None)


#: A day, with the start and end of its date in the text.
Found = tuple[date, int, int]


def _year_first(text: str) -> Found | None:
    return _first_day((m["y"], m["m"], m["d"], m.start(), m.end()) for m in _YEAR_FIRST.finditer(text))


def _cjk(text: str) -> Found | None:
    spans = (m for pattern in (_CJK, _VIETNAMESE) for m in pattern.finditer(text))
    return _first_day((m["y"], m["m"], m["d"], m.start(), m.end()) for m in spans)


def _first_day(parts: Iterable[tuple[str, str, str, int, int]]) -> Found | None:
    """The first possible day of some (year, month, day, start, end)."""
    for year, month, day, start, end in parts:
        if found := _day(year, month, day):
            return found, start, end
    return None


def _month_name(text: str, language: str | None, words: Family) -> Found | None:
    """The first date with a month's name in the page's language or in English."""
    for rule in _spoken(words, language):
        for match in rule.pattern.finditer(text):
            if found := _around(text, match.start(), match.end(), (match.lastgroup or "m0")[1:]):
                return found
    return None


@lru_cache(maxsize=256)
def _spoken(words: Family, language: str | None) -> tuple[Rule, ...]:
    """The rules for a language and those for English, in their order."""
    return tuple(rule for rule in words.rules if rule.speaks(language) or "en" in rule.languages)


def _around(text: str, start: int, end: int, month: str) -> Found | None:
    """The date whose month's name is at text[start:end]; month is the month's number.

    The day and year may both follow, or be on either side.
    """
    before, after = text[:start], text[end : end + _AFTER_MONTH]
    if (day := _DAY_BEFORE.search(before)) and (year := _YEAR_AFTER.match(after)):
        found = _day(year[1], month, day[1])
        return (found, day.start(), end + year.end()) if found else None
    if both := _DAY_AND_YEAR_AFTER.match(after) or _CLOCK_BETWEEN.match(text[end : end + _AFTER_MONTH_AND_CLOCK]):
        found = _day(both[2], month, both[1])
        return (found, start, end + both.end()) if found else None
    if (year := _YEAR_BEFORE.search(before)) and (day := _DAY_AFTER.match(after)):
        found = _day(year[1], month, day[1])
        return (found, year.start(), end + day.end()) if found else None
    return None


def _numbers(text: str, language: str | None, words: Family) -> Found | None:
    """The first date of three numbers; a year of two digits is in the 21st century."""
    for match in _NUMBERS.finditer(text):
        first, separator, second, year = match.groups()
        ordered = _ordered(int(first), int(second), separator, language, words)
        year = year if len(year) == 4 else f"20{year}"
        if ordered and (found := _day(year, *ordered)):
            return found, match.start(), match.end()
    return None


def _ordered(first: int, second: int, separator: str, language: str | None, words: Family) -> tuple[int, int] | None:
    """(month, day) from two numbers; None when neither they nor the language show which one is the month."""
    order = words.data.get("order", {})
    if first > 12 or first == second or separator == ".":
        return second, first
    if second > 12 or language in order.get("month_first", ()):
        return first, second
    if language is None or language in order.get("unknown", ()):
        return None
    return second, first


def _day(year: str | int, month: str | int, day: str | int) -> date | None:
    """The date with these numbers, or None when there is no such day."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _with_clock(day: date, after: str, before: str) -> Moment:
    """A Moment with the time of day that follows the date or precedes it ("15:47, 3 May 2024"), if there is one."""
    for text in (after, before):
        if match := _CLOCK.search(text):
            clock = _clock(match)
            if clock:
                return Moment(day, clock, _zone(text[match.end() :]))
    return Moment(day)


def _clock(match: re.Match[str]) -> tuple[int, int, int, int] | None:
    """(hour, minute, second, 0) from a match of _CLOCK; None when there is no such hour."""
    hour, minute, second = int(match["h"]), int(match["m"] or 0), int(match["s"] or 0)
    if half := (match["half"] or "").lower():
        if not 1 <= hour <= 12 and half:
            return (hour, minute, second, 0) if hour < 24 else None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return (hour, minute, second, 0) if hour < 24 else None


def _zone(rest: str) -> str | None:
    """The zone at the beginning of a text: "Z", an offset ("+02:00") or a name ("EST"); else None."""
    match = _OFFSET.match(rest)
    if not match:
        return None
    return "Z" if match["zulu"] else match["offset"] or match["name"]
