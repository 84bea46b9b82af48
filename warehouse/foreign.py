"""Reads SQLite, DuckDB, Parquet and JSON Lines files that copydesk did not make, and runs a user's query on them.

Such files are called foreign.  Opens them read-only and locked: a query can reach no other file, no network and no
extension.  Gives names of columns, and rows as Python values; knows nothing of what they mean.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Protocol

import duckdb
from duckdb import DuckDBPyConnection, StatementType

from warehouse.errors import WarehouseError
from warehouse.locked import lock
from warehouse.sql_files import script

#: Rows fetched at a time.
_ROWS: Final = 32
#: Memory for DuckDB when it reads a table.  It takes 2,048 rows at a time, whatever stands in them: pages of 20 kB fit
#: into the first, of 260 kB into the fourth; the next is taken where one is too small.
_MEMORY: Final = ("100MB", "300MB", "1GB", "2GB", "4GB", "8GB")
#: Memory for a query: a sort or a join needs more, and uses the disk beyond it.
_MEMORY_FOR_QUERIES: Final = "2GB"
#: What a query on SQLite may do; all else (ATTACH, writing, extensions) SQLite refuses.
_ALLOWED: Final = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
)
#: Bytes of the longest row of JSON that a query can read; DuckDB holds several times as much.
LONGEST_ROW: Final = 32_000_000
#: Kind of a file of rows -> the script that makes it the table `pages`.
_PAGES: Final = {"parquet": "foreign_parquet", "json": "foreign_json"}
#: Wildcards in the name of a file for DuckDB.
_WILD: Final = frozenset("*?[")


class ForeignError(WarehouseError):
    """A file or query that copydesk did not make cannot be read.

    The message is the rest of a sentence that begins with the file's name ("... cannot be read").
    """


class Foreign(Protocol):
    """An open SQLite, DuckDB, Parquet or JSON Lines file that copydesk did not make."""

    def tables(self) -> dict[str, tuple[str, ...]]:
        """Give the name of each table and view -> its columns; `rows` takes these names."""

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a table, each as a tuple of the values of these columns.

        Raises ForeignError at a row that cannot be read.
        """

    def query(self, text: str) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
        """Run one SELECT; gives the names of its columns, and its rows as tuples.

        Raises ForeignError, also while rows are read.
        """


@contextmanager
def sqlite_file(path: Path) -> Iterator[Foreign]:
    """A block (`with`) in which an SQLite file is open; gives it as a Foreign.

    Raises ForeignError when it cannot be opened.
    """
    with _sqlite_errors():
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        # Some writers call any bytes text.
        connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
        with _sqlite_errors():
            connection.execute("PRAGMA trusted_schema = OFF")
        yield _Sqlite(connection)
    finally:
        connection.close()


@contextmanager
def _sqlite_errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise ForeignError(f"SQLite says: {error}") from error


class _Sqlite:
    """A Foreign for an open SQLite file; a query may only read."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def tables(self) -> dict[str, tuple[str, ...]]:
        with _sqlite_errors():
            names = [name for (name,) in self._connection.execute(script("queries", "foreign_sqlite_tables"))]
        return {name: self._columns(name) for name in names}

    def _columns(self, table: str) -> tuple[str, ...]:
        """Return the names of a table's columns; () for a view of something that is not there any more."""
        try:
            found = self._connection.execute(script("queries", "foreign_sqlite_columns"), (table,))
            return tuple(name for (name,) in found)
        except sqlite3.Error:
            return ()

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        return self._read(f"SELECT {', '.join(map(_quoted, columns))} FROM {_quoted(table)}")[1]

    def query(self, text: str) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
        return self._read(text)

    def _read(self, text: str) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
        """Run a query that may only read; gives the names of its columns, and its rows."""
        self._connection.set_authorizer(
            lambda action, *_: sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY
        )
        with _sqlite_errors():
            cursor = self._connection.execute(text)
        if cursor.description is None:
            raise ForeignError("the query is no SELECT")
        return tuple(column[0] for column in cursor.description), _sqlite_rows(cursor)


def _sqlite_rows(cursor: sqlite3.Cursor) -> Iterator[tuple[Any, ...]]:
    with _sqlite_errors():
        while rows := cursor.fetchmany(_ROWS):
            yield from rows


@contextmanager
def duckdb_file(path: Path) -> Iterator[Foreign]:
    """A block (`with`) in which a DuckDB file is open; gives it as a Foreign.

    Raises ForeignError when it cannot be opened, as while another program writes it.
    """
    with TemporaryDirectory(prefix="copydesk-") as aside, _duckdb_errors():
        connection = duckdb.connect(str(path), read_only=True, config={"temp_directory": aside})
        try:
            yield _shut(connection, path, (), memory=_MEMORY_FOR_QUERIES)
        finally:
            connection.close()


@contextmanager
def rows_file(path: Path, kind: str) -> Iterator[Foreign]:
    """A block (`with`) in which a Parquet or JSON Lines file is open; gives it as a Foreign with one table, `pages`.

    `kind`: "parquet" or "json".  Raises ForeignError when it cannot be opened.
    """
    with TemporaryDirectory(prefix="copydesk-") as aside, _duckdb_errors():
        plain = Path(aside) / "pages"
        if not _WILD.isdisjoint(str(path)):
            plain.symlink_to(path.absolute())
            path = plain
        connection = duckdb.connect(config={"temp_directory": aside})
        try:
            text = script("queries", _PAGES[kind]).replace("{longest}", str(LONGEST_ROW))
            connection.execute(text.replace("{path}", str(path.absolute()).replace("'", "''")))
            yield _shut(connection, path, (str(path.absolute()), str(path.resolve())), memory=_MEMORY_FOR_QUERIES)
        finally:
            connection.close()


def _shut(connection: DuckDBPyConnection, path: Path, opened: Sequence[str], *, memory: str) -> Foreign:
    """Cut a connection off from all files but `opened`, and give it as a Foreign.

    `memory`: the connection's limit, as DuckDB writes it ("1GB").
    """
    connection.execute(f"SET memory_limit = '{memory}'")
    connection.execute("SET threads = 1")
    connection.execute("SET TimeZone = 'UTC'")
    lock(connection, path.absolute(), opened)
    return _DuckDB(connection)


@contextmanager
def _duckdb_errors() -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        said = " ".join(str(error).strip().partition("\n\n")[0].split())
        raise ForeignError(f"DuckDB says: {said}") from error


class _DuckDB:
    """A Foreign for a DuckDB connection that `lock` has cut off from all other files."""

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self._connection = connection

    def tables(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        with _duckdb_errors():
            for place, column in self._connection.execute(script("queries", "foreign_duckdb_columns")).fetchall():
                found[place] = (*found.get(place, ()), column)
        return found

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Do as `Foreign.rows`; when memory runs out, goes on from the last row with a higher limit."""
        text = f"SELECT {', '.join(map(_quoted, columns))} FROM {table}"
        given = 0
        for limit in _MEMORY:
            self._connection.execute(f"SET memory_limit = '{limit}'")
            try:
                for row in self._read(f"{text} OFFSET {given}")[1]:
                    yield row
                    given += 1
                return
            except ForeignError as error:
                # Rows of a view may come in another order the next time.
                lacks_memory = isinstance(error.__cause__, duckdb.OutOfMemoryException)
                if not lacks_memory or limit == _MEMORY[-1] or (given and self._is_view(table)):
                    raise

    def _is_view(self, table: str) -> bool:
        with _duckdb_errors():
            return table in {
                place for (place,) in self._connection.execute(script("queries", "foreign_duckdb_views")).fetchall()
            }

    def query(self, text: str) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
        with _duckdb_errors():
            kinds = [one.type for one in self._connection.extract_statements(text)]
        if kinds != [StatementType.SELECT]:
            raise ForeignError("the query is not one SELECT")
        return self._read(text)

    def _read(self, text: str) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
        with _duckdb_errors():
            cursor = self._connection.cursor().execute(text)
        return tuple(column[0] for column in cursor.description or ()), _duckdb_rows(cursor)


def _duckdb_rows(cursor: DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    with _duckdb_errors():
        while rows := cursor.fetchmany(_ROWS):
            yield from rows


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
