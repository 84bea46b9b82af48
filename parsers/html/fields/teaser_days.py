"""Finds the dates near an article that belong to a list of other articles: their lines are built alike.

Takes the Sheet (the page as field readers see it); gives the indices of their segments.  The class names and the link
of a single line are looked at elsewhere (`parsers.html.fields.printed_times`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from parsers.dates.date_lines import LONGEST
from parsers.html.fields.sheet import Sheet
from parsers.segments import Segment

#: Lists are looked for within so many segments above the headline and below the article.
_ABOVE, _BELOW = 15, 15
#: The fewest different days in a list: above the headline, where a day of publication and one of a change may be built
#: alike; and below the article.
_OVER, _UNDER = 3, 2
#: The same, where the elements have no class.
_UNNAMED = 3


def teaser_days(sheet: Sheet) -> frozenset[int]:
    """Return the indices of lines whose dates are those of other articles: they form a list above or below this one.

    Lines are a list if they have the same tag and class and different days.
    """
    segments, start = sheet.labels.segments, max(sheet.headline, 0)
    end = max(sheet.layout.last, sheet.headline) + 1
    # The line right above the headline is the article's, even where a list beside it is built alike.
    above, below = segments[max(start - _ABOVE, 0) : max(start - 1, 0)], segments[end : end + _BELOW]
    lists = (*_lists(above, _OVER, sheet), *_lists(below, _UNDER, sheet))
    return frozenset(index for listed in lists for index in listed)


def _lists(lines: Iterable[Segment], least: int, sheet: Sheet) -> Iterator[list[int]]:
    """Group the lines with a date by tag and class, and yield the indices of each group with enough different days.

    `least`: how many different days are enough for lines with a class.  Lines without a class need _UNNAMED.
    """
    alike: dict[tuple[Any, ...], dict[int, str]] = {}
    for line in lines:
        if len(line.text) <= LONGEST and (day := sheet.day_in(line)) and not _says_which(line, sheet):
            alike.setdefault((line.node.tag, line.node.get("class")), {})[line.index] = day
    for (_, names), days in alike.items():
        if len(set(days.values())) >= (least if names else _UNNAMED):
            yield list(days)


def _says_which(line: Segment, sheet: Sheet) -> bool:
    """Whether a line says what its date is ("Published: ...", "Updated: ..."), so that the date is the article's."""
    words = sheet.heads.dates
    return bool(words.published.match(line.text) or words.modified.search(line.text))
