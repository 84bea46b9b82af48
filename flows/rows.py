"""Rows on standard output: a table for people, CSV, JSON or JSON Lines for programs.

Takes column names and an iterator of rows, and writes as they come, so that a result may be larger than memory
everywhere but in a table, which ends after some rows and says so.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, TextIO

from rich import box
from rich.console import Console
from rich.table import Table

FORMATS = ("table", "csv", "json", "jsonl")

#: Rows that a table shows; more is no reading for people.
TABLE_ROWS = 1000

Row = Sequence[Any]


def write_rows(columns: Sequence[str], rows: Iterable[Row], form: str, stream: TextIO | None = None) -> int:
    """Write a result in one of FORMATS; the number of rows written comes back."""
    target = stream or sys.stdout
    writers = {"table": _table, "csv": _csv, "json": _json, "jsonl": _jsonl}
    counter = _Counted(rows)
    writers[form](columns, counter, target)
    return counter.number


class _Counted:
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
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for number, name in enumerate(columns):
        figures = all(isinstance(row[number], int | float | Decimal | None) for row in shown)
        table.add_column(name, justify="right" if figures and shown else "left", overflow="fold")
    for row in shown:
        table.add_row(*(_text(value) for value in row))
    # Into a file or a pipe, lines are as wide as they must be: a cut value is a wrong value.
    width = None if target.isatty() else 10_000
    console = Console(file=target, width=width, highlight=False, markup=False, emoji=False)
    with console.capture() as drawn:
        console.print(table)
    target.writelines(line.rstrip() + "\n" for line in drawn.get().splitlines())
    more = sum(1 for _ in rows)
    if more:
        print(f"... and {more:,} more rows; --format csv or jsonl gives them all.", file=target)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}" + (f":{value:%S}" if value.second else "")
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return str(value)


def _csv(columns: Sequence[str], rows: Iterator[Row], target: TextIO) -> None:
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=plain)
    return plain(value) if isinstance(value, date) else value


def _json(columns: Sequence[str], rows: Iterator[Row], target: TextIO) -> None:
    target.write("[")
    for number, row in enumerate(rows):
        target.write(("," if number else "") + "\n" + _object(columns, row))
    target.write("\n]\n")


def _jsonl(columns: Sequence[str], rows: Iterator[Row], target: TextIO) -> None:
    for row in rows:
        target.write(_object(columns, row) + "\n")


def _object(columns: Sequence[str], row: Row) -> str:
    return json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, default=plain)


def plain(value: Any) -> Any:
    """What JSON has no word for: times as ISO 8601, exact numbers as numbers, the rest as text."""
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else str(value)
