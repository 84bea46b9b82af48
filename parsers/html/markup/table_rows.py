"""Rows of data tables: short cells that stand side by side are one segment, not one each.

Called by the walk when a table row ends.  Cells with paragraphs of text are layout, not data, and stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.segments import Segment

if TYPE_CHECKING:
    from parsers.html.markup.walked import Walk

#: Longer than this is a paragraph in a layout table, not a cell of data.
MAX_CELL = 200

#: More boxes than this in one row are a layout, too.
MAX_BOXES = 1_000

#: Between the cells of a row.
SEPARATOR = " | "


def join_row(found: Walk, row: int) -> None:
    """Make one segment of the cells of a table row, when they are data; row is the box of the tr."""
    boxes, first = found.boxes, found.boxes.first[row]
    cells = found.segments[first:]
    if len(cells) < 2 or len(boxes.tag) - row > MAX_BOXES:
        return
    below = range(row + 1, len(boxes.tag))
    columns = sum(1 for box in below if boxes.parent[box] == row and boxes.tag[box] in ("td", "th"))
    if len(cells) > columns or any(len(cell.text) > MAX_CELL for cell in cells):
        return
    text = SEPARATOR.join(cell.text for cell in cells)
    linked, bold = sum(found.linked[first:]), sum(found.bold[first:])
    del found.segments[first:], found.box[first:], found.linked[first:], found.bold[first:]
    share = min(1.0, linked / len(text))
    found.segments.append(Segment(text, first, "", 0, 0, share, "table", node=boxes.node[row]))
    found.box.append(row)
    found.linked.append(linked)
    found.bold.append(bold)
    _clamp(found, row, first + 1)


def _clamp(found: Walk, row: int, end: int) -> None:
    """Bring what counted the cells one by one back to the number of segments there are now."""
    boxes = found.boxes
    for at in range(row, len(boxes.tag)):
        boxes.first[at], boxes.end[at] = min(boxes.first[at], end - 1), end
    for spots in (found.pictures, found.embeds):
        for i in range(len(spots) - 1, -1, -1):
            if spots[i].before <= end:
                break
            spots[i] = spots[i].moved(end)
