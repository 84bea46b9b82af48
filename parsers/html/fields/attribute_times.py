"""Reads times of publication that are only in attributes: data-published="2024-05-03T15:47:00Z", `<abbr title="...">`.

Takes the Sheet (the page as field readers see it); gives candidates for the time of publication.  An attribute name
such as data-published says enough.  A name such as data-time does not say of what it is the time, so it counts only
near the headline, in an element with a class name for dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from lxml.etree import XPath

from parsers.dates.read_date import may_be_date
from parsers.html.fields.bylines.byline_parts import is_others
from parsers.html.fields.candidate import Candidate
from parsers.html.fields.sheet import Sheet
from parsers.html.fields.times import Time, read_time
from parsers.html.fields.whose_times import link_around
from parsers.late_patterns import LatePattern

#: Elements with attributes that may be times.
_WITH_DATA: Any = XPath(
    "descendant::*[@*[starts-with(name(), 'data-') and (contains(name(), 'date') or contains(name(), 'time')"
    " or contains(name(), 'pub') or contains(name(), 'posted') or contains(name(), 'stamp') or name() = 'data-ts'"
    " or contains(name(), 'epoch') or contains(name(), 'unix'))]]"
)
#: The microformat of blogs: `<abbr class="published" title="2024-05-03T15:47:00Z">Friday</abbr>`.
_ABBREVIATIONS: Any = XPath("descendant::abbr[@title and contains(@class, 'publish')]")
#: Attribute names for the time of publication, and names that only say that the value is a time.  They stand here, not
#: in the rules, since the quick test below is made for them.
_PUBLISHED = LatePattern(
    r"^data-(?:[a-z-]*-)?(?:publi[a-z]*|pub|posted)(?:-?(?:date|time|at|on|datetime|timestamp|utc))*$"
)
_TIME = re.compile(
    r"^data-(?:date|time|datetime|timestamp|utc|utc-time|iso-date|date-time|time-stamp|date-iso|date-utc|ts|epoch|unix"
    r"|unix-?time)$"
)
#: Every name that either pattern matches holds this, in small letters; hardly any page has one.
_ANY = re.compile(rb"data-(?:ts\b|[a-z-]*(?:date|time|utc|pub|posted|epoch|unix))")
#: Confidence, below that of time elements; elements that are looked at, and segments around the headline that are near.
_CONFIDENCE, _MOST, _NEAR = 0.55, 40, 8
#: How many elements, from one outwards and itself included, are checked for class names of teasers; and for class names
#: of dates.
_CARD, _DATE_LEVELS = 5, 2


def attribute_times(sheet: Sheet) -> Iterator[Candidate[Time]]:
    """Yield candidates for the time of publication from attributes: those of abbr elements, then data attributes."""
    root, source = sheet.meta.root, sheet.meta.source
    if root is None:
        return
    # The tree is searched only for what its mark-up holds.
    written = None if source is None else source.lower()
    if written is None or b"<abbr" in written:
        yield from _abbreviated(root, sheet)
    if written is None or _ANY.search(written) is not None:
        yield from _in_data(root, sheet)


def _abbreviated(root: Any, sheet: Sheet) -> Iterator[Candidate[Time]]:
    """Yield candidates from abbr elements."""
    for element in islice(_ABBREVIATIONS(root), 1):
        if not is_others(element, sheet, _CARD):
            yield from read_time(sheet, element.get("title"), "layout", "abbr", _CONFIDENCE)
    for element in islice(root.iter("abbr"), _MOST):
        if may_be_date(title := element.get("title") or "") and _in_head(element, sheet):
            yield from read_time(sheet, title, "layout", "abbr", _CONFIDENCE)


def _in_data(root: Any, sheet: Sheet) -> Iterator[Candidate[Time]]:
    """Yield candidates from data attributes, but not from those in links or teasers."""
    for element in islice(_WITH_DATA(root), _MOST):
        if sheet.marked(element, sheet.others, _CARD) or link_around(element) is not None:
            continue
        for name, raw in element.items():
            if _PUBLISHED.match(name) or (_TIME.match(name) and _in_head(element, sheet)):
                yield from read_time(sheet, raw, "layout", name, _CONFIDENCE)


def _in_head(element: Any, sheet: Sheet) -> bool:
    """Whether the place of an element shows that its time is the article's own; the attribute's name does not say so.

    The element must be near the headline.  It must also be a span or abbr between headline and body, or have a class
    name for dates, itself or in its parent.  An element without text, which a script fills in, must be between headline
    and body.
    """
    index = sheet.index_of(element)
    if index is None:
        # A script fills it in: it has no text of its own yet.
        above = _above(element, sheet)
        return above is not None and 0 <= sheet.headline <= above < sheet.layout.first
    if sheet.headline < 0 or abs(index - sheet.headline) > _NEAR:
        return False
    between = element.tag in ("span", "abbr") and sheet.headline < index < sheet.layout.first
    return between or sheet.marked(element, sheet.heads.dated, _DATE_LEVELS)


def _above(element: Any, sheet: Sheet) -> int | None:
    """Return the index of the segment just above an element that has no text of its own; None where none is near.

    It is the first segment in the nearest element above that has text.
    """
    for around in islice(chain((element,), element.iterancestors()), _CARD):
        for before in around.itersiblings(preceding=True):
            if (index := sheet.index_of(before)) is not None:
                return index
    return None
