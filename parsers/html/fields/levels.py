"""Counts the elements around a line whose names may speak of it: those that do not hold the headline as well.

Takes an element and the Sheet (the page as field readers see it).
"""

from __future__ import annotations

from itertools import chain, islice
from typing import Any

from parsers.html.fields.sheet import Sheet

#: The most elements that enclose a line, and that enclose the headline, which are looked at.  Chosen by hand.
_FOREIGN, _DEPTH = 6, 12


def levels_without_headline(element: Any, sheet: Sheet) -> int:
    """Return how many elements, from this one outwards, do not hold the headline; at most _FOREIGN.

    Only the class names of these elements are used to judge a name in them.  Those farther out hold the headline as
    well, so their class names say nothing about the name.
    """
    if sheet.headline < 0:
        return _FOREIGN
    around = set(islice(sheet.labels.segments[sheet.headline].node.iterancestors(), _DEPTH))
    outwards = islice(chain((element,), element.iterancestors()), _FOREIGN)
    return next((number for number, outer in enumerate(outwards) if outer in around), _FOREIGN)
