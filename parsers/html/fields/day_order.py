"""Decides which number is the month in a date such as "03/04/2024", by other dates of the page.

Takes a declared or printed date and the other days that the page gives; returns the reading that fits.  Where no
other date helps, the order is that of the page's language (`parsers.dates.read_date`).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from parsers.dates.read_date import read_date
from parsers.dates.regular_forms import both_orders
from parsers.html.fields.sheet import Sheet
from parsers.html.fields.times import Time

#: Languages for reading a date with the day first, and with the month first.
_ORDERS = ("en-GB", "en-US")
#: By time zones alone, a change may seem to be so much earlier than the publication.
_ZONES = timedelta(days=1)


def fitting(raw: str, read: Time | None, days: Collection[str], changed: str | None, sheet: Sheet) -> Time | None:
    """Return the time meant by a date such as "03/04/2024": 3 April or 4 March, whichever fits the page's other dates.

    `raw`: the date as written.  `read`: how it was understood so far, in the order of the page's language.  `days`:
    other days that the page gives ("2024-03-04").  `changed`: the day of the last change; None if unknown.

    The other order is taken if only it gives one of `days`, or if otherwise the article would be published after its
    last change.  In all other cases `read` is returned.
    """
    if not both_orders(raw):
        return read
    readings = [time for order in _ORDERS if (time := _read(raw, order, sheet)) is not None]
    if read and (read.day in days or len(readings) < len(_ORDERS)):
        return read
    told = [time for time in readings if time.day in days]
    if not told and changed:
        last = str(date.fromisoformat(changed) + _ZONES)
        possible = [time for time in readings if time.day <= last]
        told = possible if len(possible) == 1 else []
    return told[0] if told else read


def _read(raw: str, language: str, sheet: Sheet) -> Time | None:
    """Read a date in the order that a language uses; None if `raw` is no date."""
    iso = read_date(
        raw,
        language=language,
        timezone=sheet.timezone,
        not_after=sheet.context.fetched_at,
        rules=sheet.context.rules,
    )
    return Time(iso, raw) if iso else None
