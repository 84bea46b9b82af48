"""Tells data tables from tables that lay out a page, and reads their cells.

Takes a table's box, as `row`, its index in `Boxes`; `found` is the page's Walk.  A table is data if two of its rows
have the same number of cells, at least two; tables that only lay out a page have paragraphs in their cells.  A
definition list (`dl`) is data if most of its definitions are figures: "Length: 214 metres".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Final

from lxml import etree

from parsers.dates.read_date import may_be_date
from parsers.html.markup import tag_facts
from parsers.html.markup.table_rows import MAX_CELL
from parsers.html.markup.walked import Walk
from parsers.segments import Segment

#: The elements that may be data tables.
TABLES: Final = frozenset(("table", "dl"))

# All limits below were chosen by hand.

#: The fewest rows with the same number of cells.
_ALIKE: Final = 2
#: The fewest rows, or columns, of a table with links or pictures beside its figures; a smaller one may rate something.
_RATED, _PICTURED = 4, 3
#: Digits of the widest span of columns that is believed.
_DIGITS: Final = 2
#: Characters of the longest cell whose text is a paragraph in mark-up, as word processors write tables.
_TYPED_CELL: Final = 80
#: Characters of the longest term and definition in a list of figures; the share of its definitions that have digits.
_TERM: Final = 60
_FIGURES: Final = 0.5
_NUMBER: Final = re.compile(r"\d+")
#: Elements that no data table has; those that a list of figures has not either.
_NO_CELLS: Final = ("table", "ul", "form", "iframe")
_NO_TERMS: Final = ("dl", "img", "input", "button", "time", *_NO_CELLS)


def holds_data(found: Walk, row: int) -> bool:
    """Whether a table or definition list is data."""
    node = found.boxes.node[row]
    return _is_list_of_figures(node) if node.tag == "dl" else _is_data_table(node)


def has_figures(table: etree._Element) -> bool:
    """Whether at least half of a table's rows have a cell with a digit and without a link.

    The links and pictures in its other cells are then those of teams, places or persons.  False for a table that is so
    small that it may only rate something.
    """
    rows = [cells for line in table.iterdescendants("tr") if (cells := _cells(line))]
    if len(rows) < _RATED and max(map(len, rows), default=0) < _PICTURED:
        return False
    told = sum(any(_is_figure(cell) for cell in cells) for cells in rows)
    return 2 * told >= len(rows)


def cells_of(found: Walk, row: int, segments: list[Segment]) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each row of a table that holds one of these segments, empty cells as well.

    A segment outside of rows, such as a table's caption, gives its text as the only cell.
    """
    if found.boxes.tag[row] == "dl":
        yield from _terms(found.boxes.node[row])
        return
    last: etree._Element | None = None
    for segment in segments:
        line = next(segment.node.iterancestors("tr"), None) if segment.node.tag != "tr" else segment.node
        if line is None:
            yield (segment.text,)
        elif line is not last:
            yield tuple(_text(cell) for cell in _cells(line))
        last = line


def _is_data_table(table: etree._Element) -> bool:
    """Whether a table is data: two rows have the same number of columns, at least two, and no cell is a long text."""
    if next(table.iterdescendants(*_NO_CELLS), None) is not None:
        return False
    rows = [_cells(line) for line in table.iterdescendants("tr")]
    pictures = sum(1 for _ in islice(table.iterdescendants("img"), len(rows) + 1))
    # One a row, as the crest of a team, and figures beside it.
    if pictures > len(rows) or (pictures and not has_figures(table)):
        return False
    typed = next(table.iterdescendants("p"), None) is not None
    longest = _TYPED_CELL if typed else MAX_CELL
    cells = [cell for line in rows for cell in line]
    if any(len(_text(cell)) > longest for cell in cells) or (typed and any(map(_holds_paragraphs, cells))):
        return False
    widths = Counter(sum(map(_columns, line)) for line in rows)
    return any(width > 1 and count >= _ALIKE for width, count in widths.items())


def _is_list_of_figures(terms: etree._Element) -> bool:
    """Whether a definition list has short terms with one short definition each, most of which are figures.

    One with a date is more likely about the article: "Published: 3 May 2024".
    """
    if next(terms.iterdescendants(*_NO_TERMS), None) is not None:
        return False
    rows = list(_terms(terms))
    if len(rows) < _ALIKE or any(len(row) != len(("term", "definition")) for row in rows):
        return False
    if any(not cell or len(cell) > _TERM or _is_day(cell) for row in rows for cell in row):
        return False
    return sum(any(map(str.isdecimal, definition)) for _, definition in rows) >= _FIGURES * len(rows)


def _is_day(text: str) -> bool:
    """Whether a text may be a day ("3 May 2024"); a year alone is a figure."""
    return may_be_date(text) and len(_NUMBER.findall(text)) > 1


def _terms(terms: etree._Element) -> Iterator[tuple[str, ...]]:
    """Yield (term, definition) for each term of a definition list; a term may have none or several."""
    row: list[str] = []
    for part in terms.iterdescendants("dt", "dd"):
        if part.tag == "dt" and row:
            yield tuple(row)
            row = []
        row.append(_text(part))
    if row:
        yield tuple(row)


def _cells(line: etree._Element) -> list[etree._Element]:
    """Return the cells of a table row."""
    return [cell for cell in line if cell.tag in ("td", "th")]


def _is_figure(cell: etree._Element) -> bool:
    """Whether a cell has a digit and no link."""
    return next(cell.iter("a"), None) is None and any(map(str.isdecimal, _text(cell)))


def _holds_paragraphs(cell: etree._Element) -> bool:
    """Whether a cell has several `p` elements, so that it is text and not data.

    A single one says nothing: word processors put one into each cell.
    """
    return sum(1 for _ in islice(cell.iter("p"), 2)) > 1


def _columns(cell: etree._Element) -> int:
    """The number of columns that a cell spans."""
    span = cell.get("colspan") or ""
    return int(span) if span.isdecimal() and len(span) <= _DIGITS else 1


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
