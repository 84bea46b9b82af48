"""Tells from its first characters whether a text is a table in CSV or TSV, and its delimiter and escape character.

A text is a table when its first line (the header) names columns and the rows below have as many cells; the name of the
file helps only where the text is too short to tell.  `name`: of the file.  `said`: the columns that the user names.
Takes the beginning of the text; reads no file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from typing import Final

from flows.acquire.files.table_columns import column_role

#: The last four: Hive's and ASCII's own separators, and two that exports of databases offer.
_DELIMITERS: Final = (",", "\t", ";", "|", "\x01", "\x1f", "^", "~")
#: Excel's first line that names the delimiter.
_NAMED: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_SUFFIX: Final = re.compile(r"\.(csv|tsv|tab|psv)(\.(gz|bz2|xz|zst|lz4))?$", re.IGNORECASE)
#: Characters of the longest name of a column.
_LONGEST_NAME: Final = 60
#: Rows that must agree where no name of a column is known.
_ROWS: Final = 3
#: How a cell begins that holds a page or its address; then each row must have one.
_OF_PAGES: Final = re.compile(r"\s*(?:https?://|<[a-z!])", re.IGNORECASE)

_PAGE: Final = re.compile(r"\s*<(?:!doctype|html|head|body|article|main|div|h1|p)\b", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"\s*https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CsvDialect:
    """How a table is written: delimiter, escape character, columns, lines before the header."""

    delimiter: str
    #: The character before a quotation mark inside a cell; None: it is doubled.
    escape: str | None
    #: Names of the columns.
    columns: tuple[str, ...]
    #: Lines before the one with the names.
    skipped: int = 0

    def reader(self, lines: Iterator[str]) -> Iterator[list[str]]:
        """Return Python's csv reader for this dialect.

        That reader raises csv.Error for a quotation mark that is not closed or stands inside a cell.
        """
        escaped = self.escape is not None
        return csv.reader(lines, delimiter=self.delimiter, doublequote=not escaped, escapechar=self.escape, strict=True)


def dialect_of(text: str, name: str, said: Sequence[str] = ()) -> CsvDialect | None:
    """Return the dialect of a table; None for a text that is no table.

    `text`: its beginning, without a byte order mark.  `name`: of the file.  `said`: columns that the user names.
    """
    named = _NAMED.match(text)
    if named:
        text = text[named.end() :]
    escape = "\\" if '\\"' in text and '""' not in text.replace('\\""', "") else None
    found = [
        CsvDialect(delimiter, escape, columns, 1 if named else 0)
        for delimiter in ((named[1],) if named else _delimiters_in(text))
        if (columns := _columns(text, delimiter, escape))
    ]
    is_named = _SUFFIX.search(name) is not None or any(not set(said).isdisjoint(one.columns) for one in found)
    best = max(found, key=lambda one: (len(_known(one.columns, said)), len(one.columns)), default=None)
    if best is None or (len(best.columns) < 2 and not (is_named and _known(best.columns, said))):
        return None
    if not set(said).isdisjoint(best.columns):
        return best
    return best if _is_table(text, best, is_named=is_named) else None


def has_rows_of_pages(text: str, name: str) -> bool:
    """Whether a text still has rows that hold pages, although it is no table, since its header cannot be used.

    If so, the text is not to be read as one page itself.  The header may be missing, have a name twice, or stand below
    another line.  `name`: of the file.
    """
    is_named = _SUFFIX.search(name) is not None
    if text.lstrip().startswith("<"):
        return False
    for delimiter in _delimiters_in(text):
        rows = [*islice(_records(text, CsvDialect(delimiter, None, ())), _ROWS * 4)]
        of_pages = [row for row in rows if len(row) > 1 and _holds_page(row, is_named=is_named)]
        alike = len({len(row) for row in of_pages}) == 1 and 2 * len(of_pages) >= len(rows)
        if alike and len(of_pages) >= (1 if is_named else 2):
            return True
    return False


def _delimiters_in(text: str) -> list[str]:
    """Return the delimiters that the first line may have; of a text without any the usual one."""
    first = text[: _ROWS * 4 * _LONGEST_NAME]
    return [one for one in _DELIMITERS if one in first] or [_DELIMITERS[0]]


def _holds_page(row: Sequence[str], *, is_named: bool) -> bool:
    """Whether a cell of a row holds a page (HTML).

    `is_named`: whether the file's name says that it is a table; if not, another cell must hold an address.
    """
    return any(map(_PAGE.match, row)) and (is_named or any(map(_ADDRESS.match, row)))


def _columns(text: str, delimiter: str, escape: str | None) -> tuple[str, ...]:
    """Return the cells of the first line; () when they cannot be names of columns."""
    cells = next(_records(text, CsvDialect(delimiter, escape, ())), [])
    names = [cell.strip() for cell in cells]
    while len(names) > 1 and not names[-1]:
        names.pop()
    fits = all(len(name) <= _LONGEST_NAME and "<" not in name and "\n" not in name for name in names)
    # pandas gives its column of row numbers no name.
    return tuple(names) if fits and any(names) and len(set(names)) == len(names) else ()


def _records(text: str, dialect: CsvDialect) -> Iterator[list[str]]:
    """Yield the records in the beginning of a text, without a last one that may be cut."""
    lines = list(StringIO(text, newline=""))
    if len(lines) > 1 and not lines[-1].endswith(("\n", "\r")):
        lines.pop()
    try:
        yield from (record for record in dialect.reader(iter(lines)) if record)
    except csv.Error:
        return


def _known(columns: Sequence[str], said: Sequence[str]) -> list[str]:
    """Return the columns whose names tell what they hold, or that the user names."""
    return [name for name in columns if column_role(name) or name in said]


def _is_table(text: str, dialect: CsvDialect, *, is_named: bool) -> bool:
    """Whether the rows below the header are those of a table of pages.

    `is_named`: whether the file's name or the user says that it is a table; then fewer rows must agree.
    """
    width = len(dialect.columns)
    rows = [row for _, row in zip(range(_ROWS * 4), list(_records(text, dialect))[1:], strict=False)]
    agree = sum(len(row) == width for row in rows)
    mostly = agree * 2 >= len(rows)
    of_pages = {column_role(name) for name in dialect.columns} & {"url", "html", "content", "text"}
    if len(of_pages) > 1:
        return True
    if of_pages:
        return mostly and (bool(rows) or is_named)
    if is_named:
        return mostly and bool(rows)
    return agree == len(rows) >= _ROWS and all(any(_OF_PAGES.match(cell) for cell in row) for row in rows)
