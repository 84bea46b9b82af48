"""Reads tables of pages: each row is one page, with its address, time and headers where the table has them.

Takes a file, its kind (a key of OPENERS, such as "CSV") and the user's options (`wishes`, formats.py); gives for each
row a Capture, or a Passed when it is skipped on purpose, in constant memory.  A row that cannot be used has a Capture
that says why, with its number, and the others go on; a file without a column of pages is refused.  What a column holds
is its role, such as "url" or "html" (table_columns.py).  A Table and its Rows (table.py) are read one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import chain
from pathlib import Path
from typing import Final

from flows.acquire.files.csv_dialect import dialect_of
from flows.acquire.files.csv_rows import read_csv_records
from flows.acquire.files.file_address import file_address
from flows.acquire.files.formats import Found, Wishes
from flows.acquire.files.json_rows import read_json_lines, read_values
from flows.acquire.files.table import NoTable, Row, Table
from flows.acquire.files.table_beside import BESIDE, find_beside
from flows.acquire.files.table_columns import NoColumn, find_columns, other_pages, page_role, shown
from flows.acquire.files.table_pages import Rows
from flows.acquire.files.table_query import BadQuery, picked, queried, spooled
from flows.acquire.files.table_text import head_text, text_of
from flows.acquire.files.wanted import Passed
from flows.acquire.opening import printable
from flows.acquire.packing import unpacked_head
from flows.archive.captures import Capture
from flows.errors import UsageError
from flows.printing.progress import number
from warehouse.foreign import Foreign, ForeignError, duckdb_file, rows_file, sqlite_file

#: Rows of a text that are read to learn its columns, and characters in them at most.
_SAMPLE_ROWS: Final = 100
_SAMPLE_CHARACTERS: Final = 8_000_000
#: Bytes of the beginning of a CSV file by which its dialect is told.
_HEAD: Final = 1 << 16
#: A row holds more than its page, and escapes make a page longer.
_ROW_FACTOR, _ROW_MORE = 4, 1_000_000

_Opened = AbstractContextManager[list[Table]]


def read_table(path: Path, wishes: Wishes, kind: str) -> Iterator[Found]:
    """Yield the pages in the rows of one file, which may hold several tables.

    `kind`: a key of OPENERS, such as "CSV".  Raises what opening the file raises, and UsageError for a query that
    cannot be run on a file that the user named.
    """
    try:
        with OPENERS[kind](path, wishes) as tables:
            yield from _read_tables(path, wishes, tables)
    except BadQuery as error:
        if wishes.named:
            raise UsageError(f"{printable(path)}: {printable(str(error))}.") from error
        yield _refused(path, wishes, str(error))
    except (NoTable, ForeignError) as error:
        yield _refused(path, wishes, str(error))


def _read_tables(path: Path, wishes: Wishes, tables: list[Table]) -> Iterator[Found]:
    """Yield the pages of all tables of a file that have a column of pages."""
    usable, lacking = [], []
    for table in tables:
        try:
            usable.append((table, _columns(table, wishes)))
        except NoColumn as error:
            lacking.append((table, str(error)))
    if not usable:
        yield _without_pages(path, wishes, lacking)
    for table, _ in lacking if usable else ():
        wishes.told(path, f"the table {table.name} has no column of pages ({shown(table.columns)}) and is left out")
    for table, columns in usable:
        yield from _read_rows(path, wishes, table, Rows(path, table.name, columns, wishes))


def _columns(table: Table, wishes: Wishes) -> dict[str, str]:
    """Return the columns to read, as role -> column, such as {"url": "link"}.

    Raises NoColumn when the table has no column that holds pages.
    """
    found = find_columns(table.columns, wishes.table.columns)
    if not wishes.named and not wishes.table.columns and "url" not in found and page_role(found) != "html":
        # Many files with a "text" or "content" lie in folders: settings, translations, notes on a page beside them.
        raise NoColumn("has no column of addresses")
    if page_role(found) == "html":  # such a page says by itself what stands beside it
        return {role: column for role, column in found.items() if role not in BESIDE}
    return found | find_beside(table.columns, found)


def _without_pages(path: Path, wishes: Wishes, lacking: list[tuple[Table, str]]) -> Found:
    """Return the one result for a file in which no table has a column of pages.

    That is a Capture with the reason.  For a file that the user did not name, but that lies in a folder, it is a
    Passed, unless the user named columns.  `lacking`: each table with the reason.
    """
    if not wishes.named and not wishes.table.columns:  # many other files lie in folders
        return Passed(file_address(path), "no page column")
    if not lacking:
        return _refused(path, wishes, "it holds no table")
    if len(lacking) == 1:
        table, said = lacking[0]
        return _refused(path, wishes, f"{f'its table {table.name}' if table.name else 'it'} {said}")
    held = "; ".join(f"{table.name} has {shown(table.columns)}" for table, _ in lacking)
    said = f"none of its tables has such a column of pages: {held}; say which it is with --column html=NAME"
    return _refused(path, wishes, said)


def _refused(path: Path, wishes: Wishes, said: str) -> Capture:
    """Make a capture that says why a file cannot be read as a table, and tell the user (`wishes.told`), too."""
    wishes.told(path, printable(said))
    detail = f"{printable(path)}: {printable(said)}."
    return Capture(file_address(path), channel="file", outcome="unreadable", detail=detail)


def _read_rows(path: Path, wishes: Wishes, table: Table, rows: Rows) -> Iterator[Found]:
    """Yield the pages of one table; tell the user how many rows it has, and how many were doubtful.

    A doubtful row is one whose page was taken although, for instance, its time cannot be read.
    """
    wanted = tuple(dict.fromkeys(rows.columns.values()))
    _tell(path, wishes, table, rows)
    count = 0
    for row in table.read(wanted):
        count += row.count
        yield rows.capture(row)
    named = f"the table {table.name}: " if table.name else ""
    wishes.told(path, f"{named}{number(count, 'row')}")
    for doubt, times in rows.doubts.items():
        wishes.told(path, f"{named}{number(times, 'row')} with {doubt}")


def _tell(path: Path, wishes: Wishes, table: Table, rows: Rows) -> None:
    """Tell the user (`wishes.told`) which columns are read, and as what."""
    named = f"the table {table.name}: " if table.name else ""
    page = rows.columns[page_role(rows.columns)]
    read = [f"the page from {page}"]
    read += [f"{role} from {column}" for role, column in rows.columns.items() if column != page]
    others = other_pages(table.columns, rows.columns)
    also = f"; {shown(others)} could be pages, too, and {'are' if len(others) > 1 else 'is'} not read" if others else ""
    wishes.told(path, printable(f"{named}columns {shown(table.columns)}; {', '.join(read)}{also}"))


@contextmanager
def _text(path: Path, wishes: Wishes, rows: Callable[[Path, Wishes], _Opened]) -> Iterator[list[Table]]:
    """A block (`with`) that gives the one table in a file; with a query of the user, the table of its result.

    `rows`: returns a block that opens the file and gives its table.
    """
    with rows(path, wishes) as tables:
        if wishes.table.query is None:
            yield tables
        else:
            with spooled(tables[0], wishes.table.query) as table:
                yield [table]


@contextmanager
def _json_lines(path: Path, wishes: Wishes) -> Iterator[list[Table]]:
    """A block (`with`) that gives the table in a file of JSON Lines, and keeps the file open."""
    with text_of(path, wishes.opened) as file:
        yield [_sampled(read_json_lines(file, _limit(wishes)), wishes)]


@contextmanager
def _json(path: Path, wishes: Wishes) -> Iterator[list[Table]]:
    """A block (`with`) that gives the table in a file of JSON, and keeps the file open."""
    with text_of(path, wishes.opened) as file:
        yield [_sampled(read_values(file, _limit(wishes)), wishes)]


def _limit(wishes: Wishes) -> int:
    """Return how many characters a row or cell may have at most.

    That is more than a page may have: a row holds more than its page, and escapes make a page longer.
    """
    return wishes.page_bytes * _ROW_FACTOR + _ROW_MORE


def _sampled(rows: Iterator[Row], wishes: Wishes) -> Table:
    """Make a table that has no header: its columns are the keys of its first rows.

    Raises NoTable when the user named the file and none of those rows can be read.
    """
    first: list[Row] = []
    columns: dict[str, None] = {}
    good = held = 0
    try:
        for row in rows:
            first.append(row)
            columns.update(dict.fromkeys(row.values))
            good += row.fault is None
            held += sum(len(value) for value in row.values.values() if isinstance(value, str))
            if good >= _SAMPLE_ROWS or len(first) >= 10 * _SAMPLE_ROWS or held >= _SAMPLE_CHARACTERS:
                break
    except Exception as error:  # raised when the rows before the damage are read
        if not first:
            raise
        rows = _raising(error)
    if first and first[0].fault is not None and not good and wishes.named:
        raise NoTable(f"none of its rows can be read; row 1 {first[0].fault[1]}")
    return Table(tuple(columns), lambda _: chain(_emptied(first), rows))


def _raising(error: Exception) -> Iterator[Row]:
    """Return an iterator of no rows that raises `error` at its first step; it comes after the rows read before."""
    yield from ()
    raise error


def _emptied(rows: list[Row]) -> Iterator[Row]:
    """Yield the rows in order, each removed from the list when it is given, which frees its memory."""
    rows.reverse()
    while rows:
        yield rows.pop()


@contextmanager
def _csv(path: Path, wishes: Wishes) -> Iterator[list[Table]]:
    with wishes.opened(path) as file:
        head = head_text(unpacked_head(file, _HEAD))
    dialect = dialect_of(head, path.name, tuple(wishes.table.columns.values()))
    if dialect is None:
        raise NoTable("it is no table that can be read; check that its first line names the columns")
    with text_of(path, wishes.opened) as file:
        yield [Table(dialect.columns, lambda _: read_csv_records(file, dialect, _limit(wishes)))]


@contextmanager
def _arrow(path: Path, wishes: Wishes) -> Iterator[list[Table]]:
    """A block (`with`) that gives the table in an Arrow file."""
    from flows.acquire.files.arrow_rows import open_arrow

    yield [open_arrow(path)]


@contextmanager
def _parquet(path: Path, wishes: Wishes) -> Iterator[list[Table]]:
    """A block (`with`) that gives the table in a Parquet file, or the result of the user's query on it."""
    from flows.acquire.files.arrow_rows import open_parquet

    if wishes.table.query is None:
        yield [open_parquet(path)]
        return
    with rows_file(path, "parquet") as database:
        yield [queried(database, wishes.table.query)]


@contextmanager
def _database(wishes: Wishes, opened: AbstractContextManager[Foreign]) -> Iterator[list[Table]]:
    """A block (`with`) that gives the tables of a database, or the result of the user's query on it.

    `opened`: opens the database.
    """
    with opened as database:
        if wishes.table.query is not None:
            yield [queried(database, wishes.table.query)]
            return
        yield [_whole(database, name, columns) for name, columns in database.tables().items()]


def _whole(database: Foreign, name: str, columns: tuple[str, ...]) -> Table:
    shown_name = name.strip('"').replace('"."', ".")
    return Table(columns, lambda wanted: picked(lambda: database.rows(name, wanted), wanted, wanted), shown_name)


#: Kind of a file -> opens it and gives its tables.
OPENERS: Final[dict[str, Callable[[Path, Wishes], _Opened]]] = {
    "JSON Lines": lambda path, wishes: _text(path, wishes, _json_lines),
    "JSON": lambda path, wishes: _text(path, wishes, _json),
    "CSV": lambda path, wishes: _text(path, wishes, _csv),
    "Arrow": lambda path, wishes: _text(path, wishes, _arrow),
    "Parquet": _parquet,
    "SQLite": lambda path, wishes: _database(wishes, sqlite_file(path)),
    "DuckDB": lambda path, wishes: _database(wishes, duckdb_file(path)),
}
