"""The lines around an article whose days belong to a list of other articles, known by being built alike.

Takes the Sheet; gives the indices of segments.  What the names and the link of a single line say of it is asked where
lines are read (`parsers.html.fields.printed_times`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from parsers.dates.date_lines import LONGEST
from parsers.html.fields.sheet import Sheet
from parsers.segments import Segment

#: So far above the headline and below the article, in segments, lists are looked for.
_ABOVE, _BELOW = 15, 15
#: Different days in elements of one kind that make a list: above the headline, where a day of publication and one of a
#: change may be built alike, and below the article.
_OVER, _UNDER = 3, 2
#: The same, where the elements have no class.
_UNNAMED = 3


def teaser_days(sheet: Sheet) -> frozenset[int]:
    """The indices of the dated lines that stand in a list: elements with the same class that hold different days."""
    segments, start = sheet.labels.segments, max(sheet.headline, 0)
    end = max(sheet.layout.last, sheet.headline) + 1
    # The line right above the headline is the article's, even where a list beside it is built alike.
    above, below = segments[max(start - _ABOVE, 0) : max(start - 1, 0)], segments[end : end + _BELOW]
    lists = (*_lists(above, _OVER, sheet), *_lists(below, _UNDER, sheet))
    return frozenset(index for listed in lists for index in listed)


def _lists(lines: Iterable[Segment], least: int, sheet: Sheet) -> Iterator[list[int]]:
    """Yield the indices of lines that are built alike and hold so many different days at least."""
    alike: dict[tuple[Any, ...], dict[int, str]] = {}
    for line in lines:
        if len(line.text) <= LONGEST and (day := sheet.day_in(line)) and not _says_which(line, sheet):
            alike.setdefault((line.node.tag, line.node.get("class")), {})[line.index] = day
    for (_, names), days in alike.items():
        if len(set(days.values())) >= (least if names else _UNNAMED):
            yield list(days)


def _says_which(line: Segment, sheet: Sheet) -> bool:
    """Whether a line says that its day is that of publication, or of a change."""
    words = sheet.heads.dates
    return bool(words.published.match(line.text) or words.modified.search(line.text))
