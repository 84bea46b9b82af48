"""Rows of data tables: joins the short cells of a row into one segment ("Arsenal | 3 | 1").

The walk (`walk.py`), which collects a page's segments, calls it at the end of each table row with `found`, the Walk
that it is filling; segments are replaced in place.  A row whose cells contain paragraphs only lays out the page and
stays as it is.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from parsers.html.markup.lines_apart import is_big_font
from parsers.segments import Segment

if TYPE_CHECKING:
    from parsers.html.markup.walked import Walk

#: Characters; a longer cell is a paragraph in a layout table, not data.  Chosen by hand.
MAX_CELL = 200

#: A row with more block elements than this is layout, not data.  Chosen by hand; it also bounds the work for one row.
MAX_BOXES = 1_000

#: The most cells of a row that prints a headline beside its date; elements inside one another that may set the letters.
_FEW, _NESTED = 3, 3

#: Text between the cells of a row.
SEPARATOR = " | "


def join_row(found: Walk, row: int) -> None:
    """Replace the segments of a table row by one segment, its cells joined by " | ", if the cells are data.

    `row`: the index of the tr element in `Boxes`.
    """
    boxes, first = found.boxes, found.boxes.first[row]
    cells = found.segments[first:]
    if len(cells) < 2 or len(boxes.tag) - row > MAX_BOXES:
        return
    below = range(row + 1, len(boxes.tag))
    columns = sum(1 for box in below if boxes.parent[box] == row and boxes.tag[box] in ("td", "th"))
    if len(cells) > columns or any(len(cell.text) > MAX_CELL for cell in cells):
        return
    if columns <= _FEW and any(_is_in_big_letters(cell) for cell in cells):
        return
    text = SEPARATOR.join(cell.text for cell in cells)
    linked, bold = sum(found.linked[first:]), sum(found.bold[first:])
    del found.segments[first:], found.box[first:], found.linked[first:], found.bold[first:]
    share = min(1.0, linked / len(text))
    found.segments.append(Segment(text, first, "", 0, 0, share, "table", node=boxes.node[row]))
    found.box.append(row)
    found.linked.append(linked)
    found.bold.append(bold)
    found.clamp(row, first + 1)


def _is_in_big_letters(cell: Segment) -> bool:
    """Whether a cell begins with large letters, as only headlines have them: `<td><b><font size=5>Ferry back`."""
    return any(is_big_font(node) for node in islice(cell.node.iter("*"), 1, 1 + _NESTED))
