"""Prints rows: as a table for people, as CSV, JSON or JSON Lines for programs.

Takes column names and rows.  CSV and JSON are written row by row, so a result may be larger than memory; a table shows
the first rows and says how many more there are.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import Any, TextIO

from rich import box
from rich.cells import cell_len
from rich.console import JustifyMethod
from rich.table import Table
from rich.text import Text

from flows.printing.json_text import json_text, plain_types
from flows.printing.rich_console import SafeConsole, console, data
from flows.printing.terminal_text import raw
from warehouse.spreadsheet import write_csv

FORMATS = ("table", "csv", "json", "jsonl")

#: Most rows that a table shows; nobody reads more.
TABLE_ROWS = 1000
#: Columns of a table in a file or pipe: so many that no value is cut or folded.
_FILE_WIDTH = 10_000
#: Characters that a column of a table needs on a terminal at the least; with less room, each row becomes a list.
_LEAST_WIDTH = 10

Row = Sequence[Any]


def write_rows(
    columns: Sequence[str], rows: Iterable[Row], form: str, stream: TextIO | None = None, *, spreadsheet: bool = False
) -> int:
    """Write rows in one of FORMATS; gives the number of rows.

    `form`: the format.  `stream`: None: standard output.  `spreadsheet`: in CSV, escape cells that a spreadsheet would
    run as formulas.
    """
    target = stream or sys.stdout
    if spreadsheet and form == "csv":
        return write_csv(columns, rows, target)
    writers = {"table": _table, "csv": _csv, "json": _json, "jsonl": _jsonl}
    counter = _Counted(rows)
    writers[form](columns, counter, target)
    return counter.number


class _Counted:
    """Passes rows on and counts them in `number`."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.number, self._rows = 0, iter(rows)

    def __iter__(self) -> Iterator[Row]:
        return self

    def __next__(self) -> Row:
        row = next(self._rows)
        self.number += 1
        return row


def _table(columns: Sequence[str], rows: Iterator[Row], target: TextIO) -> None:
    shown = list(islice(rows, TABLE_ROWS))
    watched = target.isatty()
    drawer = console(target, width=None if watched else _FILE_WIDTH)
    narrow = watched and shown and drawer.width < _LEAST_WIDTH * len(columns)
    tables = [_record(drawer, columns, row) for row in shown] if narrow else [_rows_below(drawer, columns, shown)]
    with drawer.capture() as drawn:
        for place, table in enumerate(tables):
            if place:
                drawer.print()
            drawer.print(table)
    raw(target).writelines(line.rstrip() + "\n" for line in drawn.get().removesuffix("\n").split("\n"))
    more = sum(1 for _ in rows)
    if more:
        print(f"... and {more:,} more rows; --format csv or jsonl gives them all.", file=target)


def _rows_below(drawer: SafeConsole, columns: Sequence[str], rows: Sequence[Row]) -> Table:
    """Lay out rows as a table with one line for each.

    On a terminal, cells that are too long are cut with an ellipsis.
    """
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for number, name in enumerate(columns):
        figures = all(isinstance(row[number], int | float | Decimal | None) for row in rows)
        side: JustifyMethod = "right" if figures and rows else "left"
        table.add_column(data(drawer, name), justify=side)
    for row in rows:
        table.add_row(*(_cut(drawer, value) for value in row))
    return table


def _record(drawer: SafeConsole, columns: Sequence[str], row: Row) -> Table:
    """Lay out one row as a list of its columns, for rows with more columns than a terminal has room for."""
    table = Table(box=None, pad_edge=False, show_edge=False, show_header=False)
    table.add_column(style="dim", no_wrap=True, min_width=max(map(cell_len, columns)))
    table.add_column()
    for name, value in zip(columns, row, strict=True):
        table.add_row(data(drawer, name), _cut(drawer, value))
    return table


def _cut(drawer: SafeConsole, value: Any) -> Text:
    """Put a value on one line; a table cuts it with an ellipsis where it is too long."""
    said = data(drawer, _text(value).replace("\n", " "))
    # Said by the text: a column that forbids wrapping cuts without an ellipsis.
    said.no_wrap, said.overflow = True, "ellipsis"
    return said


def _text(value: Any) -> str:
    """Write a value as text in a table: a time to the minute (or second, if it has seconds), a list with commas.

    NULL gives "".
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}" + (f":{value:%S}" if value.second else "")
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return str(value)


def _csv(columns: Sequence[str], rows: Iterator[Row], target: TextIO) -> None:
    # Python's writer does not quote a lone carriage return, which ends a line for many readers.
    plainly = csv.writer(target, lineterminator="\n")
    quoted = csv.writer(target, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    for row in chain([columns], rows):
        cells = [_cell(value) for value in row]
        (quoted if any(isinstance(cell, str) and "\r" in cell for cell in cells) else plainly).writerow(cells)


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json_text(value)
    return plain_types(value) if isinstance(value, date) else value


def _json(columns: Sequence[str], rows: Iterator[Row], target: TextIO) -> None:
    target.write("[")
    for number, row in enumerate(rows):
        target.write(("," if number else "") + "\n" + _object(columns, row))
    target.write("\n]\n")


def _jsonl(columns: Sequence[str], rows: Iterator[Row], target: TextIO) -> None:
    for row in rows:
        target.write(_object(columns, row) + "\n")


def _object(columns: Sequence[str], row: Row) -> str:
    return json_text(dict(zip(columns, row, strict=True)))
