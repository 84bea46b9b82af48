"""Data tables of an article: results, line-ups, figures.  Keeps those that score low, and makes one block of each.

`draft` is the page's Draft (its segments while the body is labelled), `found` its Walk, which has one segment for each
table row.  Adds these segments to the body, and joins the blocks of a table.  A table is data if it is inside the
article and two of its rows have the same number of cells, at least two; tables that only lay out a page have paragraphs
in their cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, islice
from typing import Final

from lxml import etree

from parsers.html.body.draft import NEAR, Draft
from parsers.html.markup import tag_facts
from parsers.html.markup.table_rows import MAX_CELL
from parsers.html.markup.walked import Walk
from parsers.model import Block
from parsers.segments import BLOCK_LABELS, BODY, TABLE, Labels, Segment

# All limits below were chosen by hand.

#: The fewest rows with the same number of cells.
_ALIKE: Final = 2
#: Digits of the widest span of columns that is believed.
_DIGITS: Final = 2
#: Characters of the longest cell whose text is a paragraph in mark-up, as word processors write tables.
_TYPED_CELL: Final = 80
#: The most rows of a table that is kept against its score, and the share of link text from which it is a menu.
_MOST_ROWS: Final = 60
_LINKED: Final = 0.3
#: A table inside such an element is not the article's.
_ELSEWHERE: Final = tag_facts.NAV | tag_facts.ASIDE | tag_facts.FORM | tag_facts.FOOTER | tag_facts.HIDDEN


def keep_tables(draft: Draft, found: Walk) -> None:
    """Add the segments of data tables in the article to `draft.scored`, the segments that count as body.

    Most table rows score too low to be in `draft.scored` already.  A table must stand between paragraphs of the body or
    just below them, and not be mostly links.
    """
    body, scores = draft.body(), draft.layout.scores
    if not body or "table" not in found.boxes.tag:
        return
    for row, inside in _tables(found, body[0].index, body[-1].index + NEAR):
        free = [segment for segment in inside if draft.labels.of[segment.index] is None]
        links = sum(found.linked[s.index] for s in inside) / sum(len(s.text) for s in inside)
        around = found.boxes.bits[row] & _ELSEWHERE
        if free == inside and not around and len(inside) <= _MOST_ROWS and links < _LINKED and _is_data(found, row):
            draft.scored.extend(segment for segment in free if scores[segment.index] <= BODY)
    draft.scored.sort(key=lambda segment: segment.index)


def joined_tables(blocks: tuple[Block, ...], labels: Labels, found: Walk) -> tuple[Block, ...]:
    """Return the blocks of the body with one block for each data table: a line for each row, tabs between cells.

    `blocks`: the blocks of the body, in order, one for each segment labelled as body.
    """
    if all(block.kind != TABLE for block in blocks):
        return blocks
    indices = [at for at, label in enumerate(labels.of) if label in BLOCK_LABELS]
    tables = _tables(found, indices[0], indices[-1])
    table_of = {s.index: row for row, inside in tables if _is_data(found, row) for s in inside}
    joined: list[Block] = []
    for table, group in groupby(zip(indices, blocks, strict=True), key=lambda pair: table_of.get(pair[0])):
        members = list(group)
        if table is None or all(block.kind != TABLE for _, block in members):
            joined.extend(block for _, block in members)
        else:
            rows = tuple(_lines([found.segments[at] for at, _ in members]))
            text = "\n".join("\t".join(row) for row in rows)
            joined.append(replace(members[0][1], kind=TABLE, text=text, level=None, rows=rows))
    return tuple(joined)


def _tables(found: Walk, first: int, last: int) -> Iterator[tuple[int, list[Segment]]]:
    """Yield (index of its box in `Boxes`, its segments) for each table from segment `first` to segment `last`.

    Tables that contain other tables are left out.
    """
    boxes = found.boxes
    rows = [row for row, tag in enumerate(boxes.tag) if tag == "table"]
    outer = {boxes.parent[row] for row in rows}
    for row in rows:
        inside = found.segments[boxes.first[row] : boxes.end[row]]
        if inside and row not in outer and first <= inside[0].index and inside[-1].index <= last:
            yield row, inside


def _is_data(found: Walk, row: int) -> bool:
    """Whether a table is data: two rows have the same number of columns, at least two, and no cell is a long text.

    `row`: the index of the table's box in `Boxes`.
    """
    node = found.boxes.node[row]
    if any(True for _ in node.iterdescendants("table", "ul", "form", "iframe", "img")):
        return False
    rows = [[cell for cell in line if cell.tag in ("td", "th")] for line in node.iterdescendants("tr")]
    typed = next(node.iterdescendants("p"), None) is not None
    longest = _TYPED_CELL if typed else MAX_CELL
    cells = [cell for line in rows for cell in line]
    if any(len(_text(cell)) > longest for cell in cells) or (typed and any(map(_holds_paragraphs, cells))):
        return False
    widths = Counter(sum(map(_columns, line)) for line in rows)
    return any(width > 1 and count >= _ALIKE for width, count in widths.items())


def _holds_paragraphs(cell: etree._Element) -> bool:
    """Whether a cell has several `p` elements, so that it is text and not data.

    A single one says nothing: word processors put one into each cell.
    """
    return sum(1 for _ in islice(cell.iter("p"), 2)) > 1


def _columns(cell: etree._Element) -> int:
    """The number of columns that a cell spans."""
    span = cell.get("colspan") or ""
    return int(span) if span.isdecimal() and len(span) <= _DIGITS else 1


def _lines(segments: list[Segment]) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each table row that encloses one of the segments, empty cells as well.

    A segment outside of rows, such as a table's caption, gives its text as the only cell.
    """
    last: etree._Element | None = None
    for segment in segments:
        line = next(segment.node.iterancestors("tr"), None) if segment.node.tag != "tr" else segment.node
        if line is None:
            yield (segment.text,)
        elif line is not last:
            yield tuple(_text(cell) for cell in line if cell.tag in ("td", "th"))
        last = line


def _text(cell: etree._Element) -> str:
    """Return the text that a cell shows, white space collapsed; line breaks and block elements count as white space."""
    parts: list[str] = []
    for part in cell.iter("*"):
        if part.tag in tag_facts.BLOCKS or part.tag == "br":
            parts.append(" ")
        if part.tag not in tag_facts.SKIPPED:
            parts.append(part.text or "")
        if part is not cell:
            parts.append(part.tail or "")
    return " ".join("".join(parts).split())
