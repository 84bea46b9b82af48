"""Runs a user's SQL query on one file, and gives its result as a table of pages.

Parquet, SQLite and DuckDB files are queried directly (`database`: the open file).  The rows of other formats are first
written to a temporary file, which DuckDB reads as often as the query needs; rows that cannot be read are reported
before the query's rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from flows.acquire.files.table import Row, Table
from flows.errors import UsageError
from warehouse.foreign import LONGEST_ROW, Foreign, ForeignError, rows_file

_TOO_LARGE: Final = ("too_large", f"is larger than {LONGEST_ROW:,} bytes, the limit for a query")
_NO_UTF8: Final = ("damaged", "holds bytes that are no UTF-8, which a query cannot read; import it without --query")


class BadQuery(UsageError):
    """A query that cannot be run; the message is the end of a sentence that begins with the file's name."""


def queried(database: Foreign, query: str) -> Table:
    """Return the result of a query as a Table.  Raises BadQuery when the query cannot be run."""
    try:
        columns, rows = database.query(query)
    except ForeignError as error:
        raise BadQuery(f"the query cannot be run on it: {error}") from error
    return Table(columns, lambda wanted: picked(lambda: rows, columns, wanted))


def picked(
    begin: Callable[[], Iterator[tuple[Any, ...]]], columns: Sequence[str], wanted: Sequence[str]
) -> Iterator[Row]:
    """Yield the wanted columns of each row, as numbered Rows; when reading breaks off, a last Row says why.

    `begin`: begins to read the rows, each with a value for each of `columns`.  Both beginning and reading may raise
    ForeignError.
    """
    places = [(name, columns.index(name)) for name in wanted]
    number = 0
    try:
        for number, values in enumerate(begin(), 1):
            yield Row(number, {name: values[place] for name, place in places})
    except ForeignError as error:
        yield Row(number + 1, fault=("damaged", f"and what follows it cannot be read: {error}"))


@contextmanager
def spooled(table: Table, query: str) -> Iterator[Table]:
    """A block (`with`) that gives the result of a query on the rows of a table that no database can read itself.

    The rows are first written to a temporary file, which the query calls `pages`.  Raises BadQuery when the query
    cannot be run, and OSError when the temporary directory is full.
    """
    with TemporaryDirectory(prefix="copydesk-") as aside:
        faults: list[Row] = []
        path, kind = Path(aside) / "rows", "json"
        if table.to_parquet is not None:
            kind = "parquet"
            faults += table.to_parquet(path)
        else:
            faults += _to_json(table, path)
        if not path.stat().st_size:
            yield replace(table, read=lambda _: iter(faults))
            return
        with rows_file(path, kind) as database:
            found = queried(database, query)
            yield Table(found.columns, lambda wanted: _both(faults, found.read(wanted)))


def _both(faults: Sequence[Row], rows: Iterator[Row]) -> Iterator[Row]:
    """Yield the rows that cannot be read (`faults`), then those of the query."""
    yield from faults
    yield from rows


def _to_json(table: Table, path: Path) -> Iterator[Row]:
    """Write the readable rows to a file as JSON Lines; yield those that cannot be read or written."""
    with path.open("wb") as file:
        for row in table.read(table.columns):
            if row.fault is not None:
                yield row
                continue
            text = json.dumps({**dict.fromkeys(table.columns), **row.values}, ensure_ascii=False, default=_plain)
            try:
                line = text.encode() + b"\n"
            except UnicodeEncodeError:
                yield Row(row.number, line=row.line, fault=_NO_UTF8)
                continue
            if len(line) < LONGEST_ROW:
                file.write(line)
            else:
                yield Row(row.number, line=row.line, fault=_TOO_LARGE)


def _plain(value: Any) -> str:
    """Return a value that JSON does not have, as text."""
    return value.isoformat() if isinstance(value, date) else str(value)
