"""Reads the rows of a table in CSV or TSV, in flat memory.

Takes an open text and how it is written; gives a Row for each record, with the fault of each that is broken.  Behind a
broken one, reading goes on with the next line.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Final, TextIO

from flows.acquire.files.csv_dialect import CsvDialect
from flows.acquire.files.table import Row
from flows.printing.progress import number as counted

#: Most lines of a broken record that are read again, as records of their own.
_READ_AGAIN: Final = 2_000


def read_records(file: TextIO, dialect: CsvDialect, limit: int) -> Iterator[Row]:
    """The records below the line with the names of the columns.  limit: most characters of one cell."""
    csv.field_size_limit(limit)
    lines = _Lines(file)
    for _ in range(dialect.skipped):
        next(lines, "")
    records = dialect.reader(lines)
    number, is_header, broken = 0, True, False
    while True:
        line = lines.begin()
        try:
            cells = next(records)
        except StopIteration:
            return
        except csv.Error as error:
            if not broken:
                number += 1
                yield Row(number, line=line, fault=("damaged", f"is broken ({_said(error)})"))
            broken = True
            lines.read_again()
            records = dialect.reader(lines)
            continue
        if not cells:
            continue
        if is_header:
            is_header = False
            continue
        fits = _fits(cells, dialect)
        if broken and not fits:  # what is left of a broken record
            continue
        number += 1
        broken = False
        yield (
            Row(number, dict(zip(dialect.columns, cells, strict=False)), line)
            if fits
            else _misfit(number, line, cells, dialect)
        )


def _fits(cells: list[str], dialect: CsvDialect) -> bool:
    width = len(dialect.columns)
    return len(cells) == width or (len(cells) > width and not any(cells[width:]))


def _misfit(number: int, line: int, cells: list[str], dialect: CsvDialect) -> Row:
    said = f"has {counted(len(cells), 'cell')}, and there are {counted(len(dialect.columns), 'column')}"
    return Row(number, line=line, fault=("damaged", said))


def _said(error: csv.Error) -> str:
    text = str(error)
    if "unexpected end of data" in text:
        return "a quotation mark is not closed"
    return "a quotation mark stands inside a cell" if "expected after" in text else text


class _Lines:
    """The lines of a text; those of the record at hand can be read again."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._again: list[str] = []
        self._record: list[str] = []
        self._number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else self._file.readline()
        if not line:
            raise StopIteration
        self._number += 1
        if len(self._record) <= _READ_AGAIN:
            self._record.append(line)
        return line

    def begin(self) -> int:
        """A record begins here; gives the number of its line."""
        self._record = []
        return self._number + 1

    def read_again(self) -> None:
        """Give the lines of the record at hand again, without the first; not those of a very long one."""
        if 1 < len(self._record) <= _READ_AGAIN:
            self._again += reversed(self._record[1:])
            self._number -= len(self._record) - 1
