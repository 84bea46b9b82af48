"""Converts dates of other calendars to Gregorian ones: Persian, Thai Buddhist, Hijri, Ethiopic, and years of an era.

Takes the numbers of a date and the name of its calendar; gives a date, or None where the calendar has no such day.  The
month's name or the page's language says which calendar a date is in (config/rules/dates.toml).
"""

from __future__ import annotations

from datetime import date, timedelta

#: Years of our calendar.  Newspapers are not older, and a later year on a page is one of the Buddhist calendar.
_OURS = range(1600, 2200)
#: Years that conversion is right for: the Persian 33-year cycle (years of our time alone), and the years of the Hijri
#: calendar that are printed.
_PERSIAN, _HIJRI = range(1250, 1500), range(1343, 1501)
#: The day before the first of the year 1 of the Persian calendar, 22 March 622 in the Gregorian calendar.
_BEFORE_PERSIAN = date(622, 3, 21)
#: Days of the Persian calendar's twelve months; the last has 30 in a leap year.
_PERSIAN_MONTHS = (31,) * 6 + (30,) * 5 + (29,)
#: The Buddhist calendar of Thailand differs from ours in the number of the year alone.
_BUDDHIST_AHEAD = 543
#: Days from the first day of our calendar to the day before the first of the Ethiopic one, 29 August 8 in the Julian
#: calendar; and days of its months but the last, which has the rest of the year.
_BEFORE_ETHIOPIC, _ETHIOPIC_MONTH = 2795, 30
#: The year before the first of an era, by the era's name: Japan's emperors, the Republic of China.
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "民國": 1911, "民国": 1911}


def day_of(year: int, month: int, day: int, calendar: str | None) -> date | None:
    """The Gregorian date of a day in a calendar: "persian", "hijri", "buddhist", "ethiopic", None for Gregorian.

    A "buddhist" year such as 2024 is taken for a Gregorian one, since pages in Thai print both.  None where the
    calendar has no such day, or where the year is too far from our time.
    """
    try:
        if calendar == "persian":
            return _persian(year, month, day)
        if calendar == "hijri":
            return _hijri(year, month, day)
        if calendar == "ethiopic":
            return _ethiopic(year, month, day)
        ahead = _BUDDHIST_AHEAD if calendar == "buddhist" and year not in _OURS else 0
        return date(year - ahead, month, day) if year - ahead in _OURS else None
    except (ValueError, OverflowError):
        return None


def _persian(year: int, month: int, day: int) -> date | None:
    """The Gregorian date of a Persian one, by the arithmetic of ICU (persncal.cpp): eight leap years in 33.

    None when the Persian calendar has no such day.
    """
    if year not in _PERSIAN or not 1 <= month <= len(_PERSIAN_MONTHS):
        return None
    new_year = _persian_new_year(year)
    last = _PERSIAN_MONTHS[month - 1]
    if month == len(_PERSIAN_MONTHS) and _persian_new_year(year + 1) - new_year > timedelta(days=365):
        last += 1
    return new_year + timedelta(days=sum(_PERSIAN_MONTHS[: month - 1]) + day - 1) if 1 <= day <= last else None


def _persian_new_year(year: int) -> date:
    """The Gregorian date on which a year of the Persian calendar begins."""
    return _BEFORE_PERSIAN + timedelta(days=365 * (year - 1) + (8 * year + 21) // 33)


def _ethiopic(year: int, month: int, day: int) -> date | None:
    """The Gregorian date of an Ethiopic one: each year has twelve months of 30 days, each fourth a day more at the end.

    None when the day is none of a month.
    """
    if not 1 <= day <= _ETHIOPIC_MONTH:
        return None
    days = 365 * (year - 1) + year // 4 + _ETHIOPIC_MONTH * (month - 1) + day
    return date.fromordinal(_BEFORE_ETHIOPIC + days)


def _hijri(year: int, month: int, day: int) -> date | None:
    """The Gregorian date of a Hijri one, by the calendar of Umm al-Qura; None for a year that this calendar lacks.

    In countries where a month begins when the moon is seen, the result can be a day off.
    """
    if year not in _HIJRI:
        return None
    from hijridate import Hijri  # Imported here because few pages need it.

    found = Hijri(year, month, day).to_gregorian()
    return date(found.year, found.month, found.day)
