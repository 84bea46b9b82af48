"""Times that only an attribute of an element holds: data-published="2024-05-03T15:47:00Z" beside "4 hours ago".

Takes the Sheet; gives candidates for the time of publication.  The attribute's name must say what it is; one that only
says that it is a time counts near the headline alone, in an element that is called a date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from parsers.html.fields.candidate import Candidate
from parsers.html.fields.sheet import Sheet
from parsers.html.fields.times import Time, read_time

#: What the name of an attribute that may be a time holds, behind "data-".
_PARTS = ("date", "time", "publ", "stamp")
#: Names that say that the time is that of publication, and names that only say that it is a time.
_PUBLISHED = re.compile(
    r"^data-(?:[a-z-]*-)?(?:publi[a-z]*|pub|posted)(?:-?(?:date|time|at|on|datetime|timestamp|utc))*$"
)
_TIME = re.compile(
    r"^data-(?:date|time|datetime|timestamp|utc|utc-time|iso-date|date-time|time-stamp|date-iso|date-utc)$"
)
#: Confidence, below that of time elements; elements that are looked at, and segments around the headline that are near.
_CONFIDENCE, _MOST, _NEAR = 0.55, 40, 8
#: Elements around one that are checked for the names of teasers; and elements from it outwards, itself included, that
#: may be called a date.
_CARD, _DATE_LEVELS = 5, 2


def attribute_times(sheet: Sheet) -> Iterator[Candidate[Time]]:
    """Yield the times of publication in attributes, in page order; none inside links or lists of other articles."""
    for element in islice(_with_times(sheet.meta.root), _MOST) if sheet.meta.root is not None else ():
        if sheet.marked(element, sheet.heads.others, _CARD) or next(element.iterancestors("a"), None) is not None:
            continue
        for name, raw in element.items():
            if _PUBLISHED.match(name) or (_TIME.match(name) and _in_head(element, sheet)):
                yield from read_time(sheet, raw, "layout", name, _CONFIDENCE)


def _with_times(root: Any) -> Iterator[Any]:
    """Yield the elements with attributes that may be times, in page order; nothing where no name tells its time."""
    elements = list(root.iterdescendants("*"))
    # Hardly any page has such a name, so that those of all its attributes are looked at once.
    names = set().union(*(element.keys() for element in elements))
    names = {name for name in names if name.startswith("data-")}
    if any(_PUBLISHED.match(name) or _TIME.match(name) for name in names):
        may_be = {name for name in names if any(part in name for part in _PARTS)}
        yield from (element for element in elements if not may_be.isdisjoint(element.keys()))


def _in_head(element: Any, sheet: Sheet) -> bool:
    """Whether an element that is called a date stands near the headline."""
    index = sheet.index_of(element) if sheet.marked(element, sheet.heads.dated, _DATE_LEVELS) else None
    return index is not None and sheet.headline >= 0 and abs(index - sheet.headline) <= _NEAR
