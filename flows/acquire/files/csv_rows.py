"""Reads the rows of a table in CSV or TSV, in constant memory.

Takes an open text and its dialect; gives a Row for each record (one row, which may go over several lines), with an
error in each that is broken.  Behind a broken record, reading goes on with the next line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Final, TextIO

from flows.acquire.files.csv_dialect import CsvDialect
from flows.acquire.files.table import Row
from flows.acquire.files.table_columns import column_role
from flows.printing.progress import number as counted

_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
#: Most characters of a broken record that are read again, as records of their own: they are held in memory.
_READ_AGAIN: Final = 20_000_000


def read_csv_records(file: TextIO, dialect: CsvDialect, limit: int) -> Iterator[Row]:
    """Yield the records below the header.  `limit`: most characters of one cell."""
    csv.field_size_limit(limit)
    lines = _Lines(file)
    for _ in range(dialect.skipped):
        next(lines, "")
    number, model, broken = 0, None, None
    for line, cells in _records(lines, dialect):
        if broken is not None:
            if isinstance(cells, csv.Error) or not _may_follow(cells, dialect, model):
                continue  # what is left of a broken record
            yield _broken(number, broken, line)
            broken = None
        number += 1
        if isinstance(cells, csv.Error):
            broken = line, cells
        elif not _fits(cells, dialect):
            said = f"has {counted(len(cells), 'cell')}, and there are {counted(len(dialect.columns), 'column')}"
            yield Row(number, line=line, fault=("damaged", said))
        else:
            model = model or cells
            yield Row(number, dict(zip(dialect.columns, cells, strict=False)), line)
    if broken is not None:
        yield _broken(number, broken, lines.number + 1)


def _records(lines: _Lines, dialect: CsvDialect) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Yield the records below the header, each with its line number; for a broken one, its error."""
    records, is_header = dialect.reader(lines), True
    while True:
        line = lines.begin()
        try:
            cells = next(records, None)
        except csv.Error as error:
            yield line, error
            lines.read_again()
            records = dialect.reader(lines)
            continue
        if cells is None:
            return
        if cells and not is_header:
            yield line, cells
        is_header = is_header and not cells


def _fits(cells: list[str], dialect: CsvDialect) -> bool:
    """Whether a record has a cell for each column (further empty cells do not count), and so can be read."""
    width = len(dialect.columns)
    return len(cells) == width or (len(cells) > width and not any(cells[width:]))


def _may_follow(cells: list[str], dialect: CsvDialect, model: list[str] | None) -> bool:
    """Whether a record read after a broken one is a record of its own, and not a line out of a cell of the broken one.

    A record of its own has the table's number of cells, and addresses in the same columns as other records: in those in
    which `model` has addresses.  `model`: the first good record of the table; None when no good record came so far:
    then in the columns whose names say that they hold addresses.
    """
    if not _fits(cells, dialect):
        return False
    if model is None:
        return all(_ADDRESS.match(cell) for cell, name in zip(cells, dialect.columns, strict=False) if _is_url(name))
    return all(_ADDRESS.match(cell) for cell, known in zip(cells, model, strict=False) if _ADDRESS.match(known))


def _is_url(column: str) -> bool:
    return column_role(column) == "url"


def _broken(number: int, broken: tuple[int, csv.Error], next_line: int) -> Row:
    """Make the Row that reports a broken record, and the lines that are lost with it.

    `number`: of the record.  `broken`: the line where it begins, and the error.  `next_line`: where the next good
    record begins.
    """
    line, error = broken
    lost = f", and what follows it to line {next_line - 1:,} is lost" if next_line - 1 > line else ""
    return Row(number, line=line, fault=("damaged", f"is broken ({_said(error)}){lost}"))


def _said(error: csv.Error) -> str:
    """Return what Python's csv reader says is wrong, in words for people."""
    text = str(error)
    if "unexpected end of data" in text:
        return "a quotation mark is not closed"
    return "a quotation mark stands inside a cell" if "expected after" in text else text


class _Lines:
    """Yields the lines of a text; can go back to a line of the current record, to read on from there once more."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._again: list[str] = []
        self._record: list[str] = []
        self._held = 0
        #: How many lines were given.
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else self._file.readline()
        if not line:
            raise StopIteration
        self.number += 1
        self._held += len(line)
        if self._held <= _READ_AGAIN:
            self._record.append(line)
        return line

    def begin(self) -> int:
        """Begin a record at the next line; return that line's number, from 1."""
        self._record, self._held = [], 0
        return self.number + 1

    def read_again(self) -> None:
        """Go back to the second line of the current record; does nothing in a very long record."""
        if len(self._record) > 1 and self._held <= _READ_AGAIN:
            self._again += reversed(self._record[1:])
            self.number -= len(self._record) - 1
