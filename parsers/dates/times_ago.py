"""Reads times that count back from now: "3 hours ago", "gestern, 18:30 Uhr".

Takes a line, or a part of one, and the moment of the fetch, from which is counted; gives the time and its precision.
The words are in config/rules/ago.toml.  Whether a line is the article's own is decided by the HTML and the text parser.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from parsers.dates.read_date import DAY, read_date
from parsers.rules import FAMILIES_KEPT, Family, Rule, Rules

#: Characters of the longest line of this kind; by hand.
LONGEST = 60
#: The start of Evidence.rule for such a time; its precision follows ("minute", "hour" or "day").
RULE = "ago, exact to the "
#: The first year of the web: an earlier fetch is a mistake, from which nothing is counted.
_FIRST_YEAR = 1991
#: What is counted, with its length.
_UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}
#: Groups of the patterns that tell a day.
_OF_DAYS = {"day", "two_day", "today", "yesterday"}
#: The group for weeks, months and years, from which no day can be told.
_LONGER = "longer"
#: The most days that are counted back; beyond them, pages print dates.
_MOST_DAYS = 31


class Ago(NamedTuple):
    """A time as ISO 8601, and its precision: "minute", "hour" or "day".

    The precision is also "minute" if a time of day is printed with the day ("gestern, 18:30 Uhr").
    """

    iso: str
    exact_to: str


def tells_ago(text: str, language: str | None, rules: Rules) -> bool:
    """Whether a text is a time that counts back from now ("3 hours ago", "gestern, 18:30 Uhr"), for `counted_back`."""
    return any(matches(text) for matches in _matchers(rules.family("ago"), language))


#: Languages whose rules are kept for each family of rules.
_LANGUAGES_KEPT = 64


@lru_cache(maxsize=FAMILIES_KEPT * _LANGUAGES_KEPT)
def _matchers(family: Family, language: str | None) -> tuple[Callable[[str], object], ...]:
    """For each of the rules that `_rules` gives, the function that looks whether a text begins with its pattern."""
    return tuple(rule.pattern.match for rule in _rules(family, language))


@lru_cache(maxsize=FAMILIES_KEPT * _LANGUAGES_KEPT)
def _rules(family: Family, language: str | None) -> tuple[Rule, ...]:
    """The rules for a language and those for English, since pages in any language may have English times."""
    return tuple(rule for rule in family.rules if rule.speaks(language) or "en" in rule.languages)


def counted_back(
    text: str, *, fetched_at: datetime, language: str | None, timezone: str | None, rules: Rules
) -> Ago | None:
    """The time that a text means ("3 hours ago"), counted back from the fetch; None if it tells no day.

    `fetched_at` has an offset.  `timezone`: the IANA name of the zone in which the page has its days; where it is None,
    only minutes and hours are counted, since the day on which it is now differs between zones.
    """
    if fetched_at.year < _FIRST_YEAR:
        return None
    for rule in _rules(rules.family("ago"), language):
        if match := rule.pattern.match(text):
            now = fetched_at.astimezone(ZoneInfo(timezone) if timezone else UTC)
            said = {name for name, value in match.groupdict().items() if value}
            if _LONGER in said:
                return None
            if timezone is None and said & _OF_DAYS:
                return None
            if told := said & {"today", "yesterday"}:
                day = now.date() - timedelta(days="yesterday" in told)
                return _on_day(day, text[match.end() :], language, timezone, rules)
            return _before(match, said, now)
    return None


def _before(match: re.Match[str], said: set[str], now: datetime) -> Ago | None:
    """The time that a match such as "3 hours ago" means, counted back from `now`; for days, only the date.

    `said`: the groups of the match that are not empty.  None for more than 31 days.
    """
    unit = next(name for name in _UNITS if name in said or f"two_{name}" in said)
    number = 2 if f"two_{unit}" in said else int(match["n"]) if "n" in said else 1
    if number * _UNITS[unit] > timedelta(days=_MOST_DAYS):
        return None
    then = (now - number * _UNITS[unit]).replace(second=0, microsecond=0)
    return Ago(str(then.date()) if unit == "day" else then.isoformat(), unit)


def _on_day(day: date, rest: str, language: str | None, timezone: str | None, rules: Rules) -> Ago | None:
    """A day with the time of day in `rest`, the text after "yesterday"; the day alone if `rest` is empty.

    None if `rest` is anything else.
    """
    if not any(map(str.isalnum, rest)):
        return Ago(str(day), "day")
    iso = read_date(f"{day} {rest}", language=language, timezone=timezone, rules=rules)
    return Ago(iso, "minute") if iso and len(iso) > DAY else None
