"""Tells whether a line is set apart from the text around it other than by `b`: underlined, larger, bold by its style.

Old pages write `<u>`, `<big>` or `<font size=5>`, style frameworks a class like "font-bold", editors a style.  Takes a
segment, which must be alone in its element, and `found`, the page's Walk; decides nothing about what the line is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from lxml import etree

from parsers.html.body.regions import size
from parsers.html.figures.class_names import BOLD, Namer
from parsers.html.markup.lines_apart import is_big_font
from parsers.html.markup.walked import Walk
from parsers.segments import Segment

#: Elements that set their text apart.
_TAGS: Final = frozenset(("u", "big"))
#: Styles that do: bold, underlined, or larger than usual text (16 pixels or 12 points by every browser's default).
_STYLE: Final = re.compile(
    r"font-weight\s*:\s*(?:bold|[6-9]00)|text-decoration[a-z-]*\s*:\s*underline"
    r"|font-size\s*:\s*(?:(?:1[89]|[2-9]\d)(?:\.\d+)?px|1[4-9](?:\.\d+)?pt|1\.[2-9]\d*r?em|1[2-9]\d%|x*-?large)",
    re.IGNORECASE,
)
#: The share of a line's characters that must be bold; full stops and quotation marks may be left out.  Chosen by hand.
_BOLD: Final = 0.9
#: The most elements, nested in one another, around the text of a line.  Chosen by hand.
_NESTED: Final = 6


def is_bold(segment: Segment, found: Walk) -> bool:
    """Whether a segment counts as bold: at least _BOLD (a share) of its characters are."""
    return found.bold[segment.index] >= _BOLD * len(segment.text)


def stands_out(segment: Segment, found: Walk, namer: Namer) -> bool:
    """Whether all of a segment is in an element that sets it apart, and nothing else is in that element."""
    if size(found, found.box[segment.index]) != 1:
        return False
    return any(_sets_apart(node, namer) for node in islice(_around(segment, found), 2 * _NESTED))


def _around(segment: Segment, found: Walk) -> Iterator[etree._Element]:
    """Yield the elements whose only text is that of a segment: its box, boxes around it, elements inside it."""
    boxes, row = found.boxes, found.box[segment.index]
    while row and size(found, row) == 1:
        yield boxes.node[row]
        row = boxes.parent[row]
    node = segment.node
    while len(node) == 1 and not (node.text or "").strip() and not (node[0].tail or "").strip():
        node = node[0]
        yield node


def _sets_apart(node: etree._Element, namer: Namer) -> bool:
    """Whether an element sets its text apart by its tag, role, style or class."""
    if node.tag in _TAGS or node.get("role") == "heading" or is_big_font(node):
        return True
    return _STYLE.search(node.get("style") or "") is not None or bool(namer.bits(node) & BOLD)
