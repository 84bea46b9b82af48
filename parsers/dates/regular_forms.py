"""Reads the regular forms of dates: ISO 8601 and similar, month names, numbers, Chinese, Japanese, Korean, Vietnamese.

Takes a text and gives a Moment with the parts that the text states, or None.  `words` is the rule family "dates"
(config/rules/dates.toml); `calendar` is the name of the calendar, other than the Gregorian one, that the page's
language uses ("persian"), or None.  Nothing is guessed: no relative times ("2 hours ago"), no missing year, and no
order of day and month that the language leaves open.  Times of day are read in `parsers.dates.clocks`, days of other
calendars in `parsers.dates.calendars`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from parsers.dates.calendars import ERAS, day_of
from parsers.dates.clocks import Clock, read_clock
from parsers.dates.short_years import day_and_short_year
from parsers.dates.week_days import week_days_before
from parsers.late_patterns import LatePattern
from parsers.rules import FAMILIES_KEPT, Family, Rule, any_of

#: Characters after and before a date in which its time of day is looked for.  Chosen by hand.
_CLOCK_AFTER, _CLOCK_BEFORE = 60, 40
#: Characters after a month's name in which the day and year are looked for, and the same where the time of day is
#: between them.  Chosen by hand.
_AFTER_MONTH, _AFTER_MONTH_AND_CLOCK = 24, 40
#: Characters before a date of numbers in which the week day is looked for.  Chosen by hand.
_BEFORE_NUMBERS = 40
#: A year of our calendar, or of one that is in print beside it: 1404, 1447, 2569.
_YEAR = r"(?:1[2-46-9]|2[0-6])\d\d"

#: "2024-05-03", "2024/5/3", "2024.5.3" or "2024. 05. 03." anywhere in a text.
_YEAR_FIRST = re.compile(rf"(?<!\d)(?P<y>{_YEAR})(?P<sep>[-/]|\.\s?)(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?!\d)")
#: The year in an element of its own, before day and time: "2024 05/03 21:17:50".
_YEAR_APART = re.compile(rf"(?<!\d)(?P<y>{_YEAR})\s+(?P<m>\d{{1,2}})\s?/\s?(?P<d>\d{{1,2}})(?=\s+\d{{1,2}}:\d\d)")
#: The same as programs write it, with a time; some write no zero before a number of one digit.
_ISO = re.compile(
    r"^\s*(\d{4})([-/])(\d\d?)\2(\d\d?)(?:(?:T|\s+)(\d\d?):(\d\d?)(?::(\d\d?)(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d\d:?(?:\d\d)?)?)?\s*$",
    re.IGNORECASE,
)
#: "20240503" and "20240503T154700Z".
_COMPACT = re.compile(r"^\s*((?:19|20)\d\d)(\d\d)(\d\d)(?:[T ]?(\d\d)(\d\d)(\d\d)?\s*(Z|[+-]\d\d:?(?:\d\d)?)?)?\s*$")
#: Seconds or milliseconds since 1970, also as Microsoft's systems write them: "/Date(1714751220000)/".
_EPOCH = re.compile(r"^\s*(?:/Date\()?([1-4]\d{9})(?:\d{3})?(?:\.\d{1,9}|[+-]\d{4})?(?:\)/)?\s*$")
#: The year before the first one of the Republic of China, from which years of three numbers are counted.
_BEFORE_REPUBLIC = 1911
#: "3.5.2024", "05/03/24", also with a time of day or a place joined to it: "15:47/03.05.2024", "Oslo-03/05/24-15:47".
_NUMBERS = re.compile(
    r"(?:(?<![\d.:/-])|(?<=:\d\d/)|(?<=[^\W\d_]-))(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d\d)"
    r"(?!\d|[./-]\d(?!\d?:\d\d))"
)

#: Day and year after a month with the time between them, as servers write it: "Apr 29 09:36:00 CEST 2024".
_CLOCK_BETWEEN = LatePattern(
    r"^\s+(\d{1,2})(?=\s+\d\d:\d\d(?::\d\d)?\s+(?:[A-Z]{2,5}\s+|[+-]\d{4}\s+)?((?:19|20)\d\d)(?!\d))"
)
#: What stands between two names of one month, as the Arab east and west have them: "24 نيسان / أبريل 2020".
_SAME_MONTH = re.compile(r"\s*[/(]\s*")
#: A year of two numbers behind a month's name, as Thai papers write it: "4 มี.ค. 69"; and its first two numbers.
_SHORT_YEAR, _BUDDHIST_CENTURY = re.compile(r"^\s*(\d\d)(?!\d|\s?[:.]\s?\d)"), 25
#: A Chinese, Japanese or Korean day without its year.
_EASTERN_DAY = re.compile(r"\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]")
_DAY_AFTER = re.compile(r"\.?\s*(\d{1,2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, with the time and zone if the text states them."""

    day: date
    #: (hour, minute, second, microsecond), None when only a day is given.
    clock: Clock | None = None
    #: An offset ("+02:00", "Z"), the name of a zone as printed ("EST"), or None.
    zone: str | None = None


def read_regular(text: str, *, language: str | None, words: Family) -> Moment | None:
    """The first regular date in a text, or None.

    `language` (BCP 47) decides month names and, where the numbers do not, the order of day and month.
    """
    calendar = _calendar(language, words)
    if moment := _whole(text, calendar):
        return moment
    found = (
        _year_first(text, calendar)
        or _signed(text, words)
        or _month_name(text, language, words)
        or _numbers(text, language, words, calendar)
    )
    if found is None:
        return None
    day, start, end = found
    clock = read_clock(text[end : end + _CLOCK_AFTER], text[max(0, start - _CLOCK_BEFORE) : start], language, words)
    return Moment(day, *(clock or ()))


def _calendar(language: str | None, words: Family) -> str | None:
    """The calendar, besides the Gregorian one, of a language's dates in numbers: "persian", "buddhist"; or None."""
    calendar: str | None = words.data.get("calendars", {}).get((language or "").split("-")[0])
    return calendar


def _whole(text: str, calendar: str | None) -> Moment | None:
    """Read a text that is only a date in a form that programs write: ISO 8601, "20240503", seconds since 1970.

    None for any other text.
    """
    if not text[:1].isdecimal() and not text.startswith("/Date("):
        return None
    if match := _ISO.match(text):
        year, _, month, day, hour, minute, second, fraction, zone = match.groups()
        clock = (int(hour), int(minute), int(second or 0), int((fraction or "0")[:6].ljust(6, "0"))) if hour else None
        return _moment(_numeric_day(year, month, day, calendar), clock, zone)
    if match := _COMPACT.match(text):
        year, month, day, hour, minute, second, zone = match.groups()
        return _moment(_day(year, month, day), (int(hour), int(minute), int(second or 0), 0) if hour else None, zone)
    if match := _EPOCH.match(text):
        when = datetime.fromtimestamp(int(match[1]), UTC)
        return Moment(when.date(), (when.hour, when.minute, when.second, 0), "Z")
    return None


def _moment(day: date | None, clock: Clock | None, zone: str | None) -> Moment | None:
    """Make a Moment from its parts; None when there is no day or the time of day is impossible."""
    if day is None or (clock is not None and (clock[0] > 23 or clock[1] > 59 or clock[2] > 59)):
        return None
    return Moment(day, clock, zone.upper() if zone else None)


#: A day, with the start and end of its date in the text.
Found = tuple[date, int, int]


def _year_first(text: str, calendar: str | None) -> Found | None:
    """The first date of numbers with the year first: "2024-05-03", "2024/5/3", "2024 05/03 21:17"."""
    matches = chain(_YEAR_FIRST.finditer(text), _YEAR_APART.finditer(text))
    return _first_day((_numeric_day(m["y"], m["m"], m["d"], calendar), *m.span()) for m in matches)


def _signed(text: str, words: Family) -> Found | None:
    """The first date of numbers with a word or sign after each: "2024年5月3日", "3 tháng 5, 2024"."""
    return _first_day(
        (_day(_western(m), m["m"], m["d"]), *m.span())
        for pattern in _signed_forms(words)
        for m in pattern.finditer(text)
    )


@lru_cache(maxsize=FAMILIES_KEPT)
def _signed_forms(words: Family) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Make two patterns for dates of numbers with words or signs between them.

    One is for "2024年5月3日", "令和6年5月3日" and "113年5月3日", the other one for "3 tháng 5, 2024".
    """
    year, month, day, month_before, year_before = (
        any_of(words.all_words(name)) or "(?!)" for name in ("year", "month", "day", "month_before", "year_before")
    )
    return (
        re.compile(
            rf"(?:(?P<era>{'|'.join(ERAS)})\s?(?P<n>\d{{1,3}}|元)|(?<!\d)(?P<y>\d{{4}}|(?P<roc>1[0-3]\d)(?=年)))\s?{year}"
            rf"\s?(?P<m>\d{{1,2}})\s?{month}\s?(?P<d>\d{{1,2}})\s?{day}"
        ),
        re.compile(
            rf"(?P<d>\d{{1,2}})\s+{month_before}\s+(?P<m>\d{{1,2}})(?:,|\s+{year_before})?\s+(?P<y>\d{{4}})",
            re.IGNORECASE,
        ),
    )


def _western(match: re.Match[str]) -> str | int:
    """The Gregorian year in a match of `_signed_forms`; a year of an era ("令和6年") is converted."""
    said = match.groupdict()
    if said.get("era"):
        return ERAS[said["era"]] + (1 if said["n"] == "元" else int(said["n"]))
    if said.get("roc"):
        return int(said["roc"]) + _BEFORE_REPUBLIC
    return match["y"]


def _first_day(spans: Iterable[tuple[date | None, int, int]]) -> Found | None:
    """The first of some (date, start, end) whose date is not None."""
    return next(((day, start, end) for day, start, end in spans if day), None)


def _month_name(text: str, language: str | None, words: Family) -> Found | None:
    """The first date with a month's name in this language or in English."""
    for rule in _spoken(words, language):
        for match in rule.pattern.finditer(text):
            month, end = (match.lastgroup or "m0")[1:], match.end()
            if (between := _SAME_MONTH.match(text, end)) and (again := rule.pattern.match(text, between.end())):
                end = again.end() if again.lastgroup == match.lastgroup else end
            named = (month, rule.data.get("calendar"))
            if found := _around(text, match.start(), end, named, _around_months(words)):
                return found
    return None


@lru_cache(maxsize=256)
def _spoken(words: Family, language: str | None) -> tuple[Rule, ...]:
    """The rules for the names of months in a language and in English, in their order."""
    return tuple(rule for rule in words.rules if rule.speaks(language) or "en" in rule.languages)


def begins_with_day(text: str, language: str | None, words: Family) -> bool:
    """Whether a text may begin with a date: with a number, or with a month's name and a number ("May 3, 2024")."""
    start = next((place for place, char in enumerate(text) if char.isalnum()), len(text))
    if text[start : start + 1].isdecimal():
        return True
    named = (rule.pattern.match(text, start) for rule in _spoken(words, language))
    return any(_DAY_AFTER.match(text, month.end()) for month in named if month)


def with_year(text: str, year: int, language: str | None, words: Family) -> str | None:
    """A text with a year put beside the day that it gives without one; None if it gives none.

    "5 January, 12:34" gives "5 January 2024, 12:34", "January 5" gives "January 5, 2024".
    """
    for rule in _spoken(words, language):
        for month in rule.pattern.finditer(text):
            if _around_months(words).day_before.search(text[: month.start()]):
                return f"{text[: month.end()]} {year}{text[month.end() :]}"
            if day := _DAY_AFTER.match(text, month.end()):
                return f"{text[: day.end()]}, {year}{text[day.end() :]}"
    return f"{year}年{text}" if _EASTERN_DAY.match(text) else None


class _AroundMonths(NamedTuple):
    """Patterns for the day and the year before and after a month's name."""

    #: Before it: the day; the year.
    day_before: re.Pattern[str]
    year_before: re.Pattern[str]
    #: The year with a word behind it, which may stand before the day: "2024. gada" of "2024. gada 3. maijs".
    year_before_day: re.Pattern[str]
    #: Behind it: the year; the day and the year.
    year_after: re.Pattern[str]
    both_after: re.Pattern[str]


@lru_cache(maxsize=FAMILIES_KEPT)
def _around_months(words: Family) -> _AroundMonths:
    """Make the patterns for the day and the year beside a month's name, from the word lists of family "dates"."""

    def any_listed(name: str) -> str:
        return any_of(words.all_words(name)) or "(?!)"

    joined = any_of(word.removesuffix("'") for word in words.all_words("before_month") if word.endswith("'")) or "(?!)"
    apart = any_of(word for word in words.all_words("before_month") if not word.endswith("'")) or "(?!)"
    ordinal, before_year = any_listed("ordinal"), any_listed("before_year").replace(r"\.", r"\.?\s?")
    return _AroundMonths(
        re.compile(
            rf"(?<!\d)(\d{{1,2}})\s?(?:{ordinal}|[.ºª°])?[\s.\-/]*(?:{apart}\s|{joined}['’])?\s*$", re.IGNORECASE
        ),
        re.compile(rf"(?<!\d)({_YEAR})\s?\.?\s?(?:{any_listed('behind_year')})?[,،၊]?\s*$", re.IGNORECASE),
        re.compile(rf"(?<!\d)({_YEAR})\s?\.?\s?(?:{any_listed('behind_year')})[,،၊]?\s*$", re.IGNORECASE),
        re.compile(rf"^[\s.,،၊\-/)]*(?:{before_year}\s*)?({_YEAR})(?!\d)", re.IGNORECASE),
        re.compile(
            rf"^\.?\s*(\d{{1,2}})\.?{ordinal}?(?:\s*[,،၊]\s*|\s+)(?:{before_year}\s+)?({_YEAR})(?!\d)", re.IGNORECASE
        ),
    )


def _around(text: str, start: int, end: int, month: tuple[str, str | None], known: _AroundMonths) -> Found | None:
    """The date whose month's name is at text[start:end]; `month`: the month's number and its calendar.

    Day and year may both follow, or be on either side; None when they are missing.  `known`: the patterns for them.
    """
    before, after = text[:start], text[end : end + _AFTER_MONTH]
    day = known.day_before.search(before)
    if day and (year := known.year_after.match(after)):
        found = _day(year[1], month[0], day[1], month[1])
        return (found, day.start(), end + year.end()) if found else None
    if day and month[1] == "buddhist" and (year := _SHORT_YEAR.match(after)):
        found = _day(f"{_BUDDHIST_CENTURY}{year[1]}", month[0], day[1], month[1])
        return (found, day.start(), end + year.end()) if found else None
    both = known.both_after.match(after) or _CLOCK_BETWEEN.match(text[end : end + _AFTER_MONTH_AND_CLOCK])
    if both and (found := _day(both[2], month[0], both[1], month[1])):
        return found, start, end + both.end()
    # "2026 November 22 1204": the last number counts readers.
    if (year := known.year_before.search(before)) and (day := _DAY_AFTER.match(after)):
        found = _day(year[1], month[0], day[1], month[1])
        return (found, year.start(), end + day.end()) if found else None
    return _around_short(before, after, end, month, known)


def _around_short(
    before: str, after: str, end: int, month: tuple[str, str | None], known: _AroundMonths
) -> Found | None:
    """The date around a month's name in the rarer ways: the year before the day, or only its last two numbers.

    `before`, `after`: the texts on either side of the name, which ends at `end`; the rest as for `_around`.
    """
    day = known.day_before.search(before)
    if day and (year := known.year_before_day.search(before[: day.start()])):
        found = _day(year[1], month[0], day[1], month[1])
        return (found, year.start(), end) if found else None
    short = None if month[1] else day_and_short_year(before, after)
    if short and (found := _day(short.year, month[0], short.day)):
        return found, short.start, end + short.end
    return None


def _numbers(text: str, language: str | None, words: Family, calendar: str | None) -> Found | None:
    """The first date of three numbers ("3.5.2024"), if their order is known.

    A year of two digits is in the 21st century.
    """
    for match in _NUMBERS.finditer(text):
        first, separator, second, year = match.groups()
        # American papers write "07.13.17"; before a year of four numbers, dots are the sign of other countries.
        american = len(year) == 2 and language in words.data.get("order", {}).get("month_first", ())
        ordered = _ordered(int(first), int(second), "/" if american else separator, language, words)
        ordered = ordered or _by_week_day(text[: match.start()], (first, second, year), words)
        year = year if len(year) == 4 else f"20{year}"
        if ordered and (found := _numeric_day(year, *ordered, calendar)):
            return found, match.start(), match.end()
    return None


def both_orders(text: str) -> bool:
    """Whether a text holds a date of three numbers in which either of the first two may be the month: "04/03/2024".

    Such a date can be misread where a page's language is not certain.
    """
    return any(
        match[1] != match[3] and match[2] != "." and int(match[1]) <= 12 and int(match[3]) <= 12
        for match in _NUMBERS.finditer(text)
    )


def order_told(texts: Iterable[str]) -> str | None:
    """The order of day and month in the dates of some texts: "en-GB" (day first), "en-US" (month first), or None.

    Only dates of three numbers are looked at.  None when none of them tells the order, or when their orders differ.
    """
    found = {int(match[1]) > 12 for text in texts for match in _NUMBERS.finditer(text) if _tells_order(match)}
    return ("en-GB" if found == {True} else "en-US") if len(found) == 1 else None


def _tells_order(match: re.Match[str]) -> bool:
    """Whether one of the first two numbers of a date can be no month, and the other one can."""
    first, second = int(match[1]), int(match[3])
    return match[2] != "." and min(first, second) <= 12 < max(first, second) <= 31


def _by_week_day(before: str, numbers: tuple[str, str, str], words: Family) -> tuple[int, int] | None:
    """(month, day) from numbers in unknown order, by the week day before them: "Fri, 07/03/2026"; None without one.

    `numbers`: the first, the second and the year.  `before`: the text before them.
    """
    first, second, year = numbers
    said = week_days_before(before[-_BEFORE_NUMBERS:], words) if len(year) > 2 else ()
    for month, day in ((first, second), (second, first)) if said else ():
        found = _day(year, month, day)
        if found and found.weekday() in said:
            return int(month), int(day)
    return None


def _ordered(first: int, second: int, separator: str, language: str | None, words: Family) -> tuple[int, int] | None:
    """(month, day) from two numbers; None when neither their size nor the language shows which one is the month.

    `separator`: the sign between them; with a full stop, the day is first.
    """
    order = words.data.get("order", {})
    if second > 12 or first > 12 or first == second or separator == ".":
        return (first, second) if first <= 12 < second else (second, first)
    if language in order.get("month_first", ()):
        return first, second
    if language is None or language in order.get("unknown", ()):
        return None
    return second, first


def _day(year: str | int, month: str | int, day: str | int, calendar: str | None = None) -> date | None:
    """The date with these numbers in a calendar, or None when there is no such day."""
    return day_of(int(year), int(month), int(day), calendar)


def _numeric_day(year: str, month: str | int, day: str | int, calendar: str | None) -> date | None:
    """The date with these numbers in the Gregorian calendar; if that has no such year, in `calendar`, if any."""
    return _day(year, month, day) or (_day(year, month, day, calendar) if calendar else None)
