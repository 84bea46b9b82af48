"""Describes the tables of a warehouse as a lake keeps them: columns with the types of Delta, and the key column.

The key column divides a table into ranges, so that only ranges that changed are written (`ranges.py`).  Takes a
connection to the published file; gives descriptions and SQL.  Reads no rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from duckdb import DuckDBPyConnection

_FOLDER: Final = re.compile(r"[\w-]+")
_NAMES: Final = "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' AND NOT temporary AND NOT internal"
_SANE: Final = "BETWEEN TIMESTAMPTZ '0001-01-02 00:00:00+00' AND TIMESTAMPTZ '9999-12-30 00:00:00+00'"
#: Columns without NULL: the first BIGINT, or else the first time, is the key.
_FILLED: Final = 'SELECT name, type FROM pragma_table_info(?) WHERE "notnull" ORDER BY cid'
#: Types that Delta has, by DuckDB's own names for them.
_SAME: Final = {
    "bigint", "integer", "smallint", "tinyint", "double", "float", "boolean", "varchar", "date", "blob", "decimal",
    "timestamp", "timestamp with time zone",
}  # fmt: skip
#: Types that a wider one holds.  All others become text, as DuckDB prints them.
_WIDER: Final = {
    "utinyint": "SMALLINT",
    "usmallint": "INTEGER",
    "uinteger": "BIGINT",
    "ubigint": "DECIMAL(20,0)",
    "timestamp_s": "TIMESTAMP",
    "timestamp_ms": "TIMESTAMP",
}


@dataclass(frozen=True, slots=True)
class LakeTable:
    """How one table of the warehouse is kept in a lake: its columns with the types of Delta, and its key column."""

    name: str
    #: Column -> its type in the lake, as DuckDB writes it.
    columns: dict[str, str]
    #: The column by which the table is cut into ranges; None: it is taken as a whole.
    key: str | None
    #: Whether the key is a time, whose ranges are counted in microseconds since 1970; else it is a BIGINT.
    timed: bool = False

    @property
    def has_folder(self) -> bool:
        """Whether its name can be a folder's on every system: letters, digits, _ and -.

        A table without such a name is left out of the lake.
        """
        return bool(_FOLDER.fullmatch(self.name))

    @property
    def selected(self) -> str:
        """The columns for a SELECT, each cast to its type in the lake: `CAST("url" AS VARCHAR) AS "url", ...`."""
        return ", ".join(f"CAST({quoted(name)} AS {kind}) AS {quoted(name)}" for name, kind in self.columns.items())

    @property
    def number(self) -> str:
        """SQL for a row's key as a whole number; "0::BIGINT" for a table without a key."""
        if self.key is None:
            return "0::BIGINT"
        return f"epoch_us({quoted(self.key)})" if self.timed else quoted(self.key)


def lake_tables(connection: DuckDBPyConnection) -> list[LakeTable]:
    """Describe all tables of the schema main, in the order in which they are to be written to the lake.

    They are sorted by name, but `publications` comes last: its newest row shows that all others are written.
    """
    names = [name for (name,) in connection.execute(_NAMES).fetchall()]
    return [_described(connection, name) for name in sorted(names, key=lambda name: (name == "publications", name))]


def _described(connection: DuckDBPyConnection, name: str) -> LakeTable:
    """Describe a table with its columns and its key: a whole number, else a time; None when it has neither."""
    rows = connection.table(f"main.{quoted(name)}")
    columns = {column: lake_type(kind) for column, kind in zip(rows.columns, rows.types, strict=True)}
    filled = connection.execute(_FILLED, [f"main.{quoted(name)}"]).fetchall()
    number = next((column for column, kind in filled if kind == "BIGINT"), None)
    if number is not None:
        return LakeTable(name, columns, number)
    times = (column for column, kind in filled if kind == "TIMESTAMP WITH TIME ZONE")
    time = next((column for column in times if _is_sane(connection, name, column)), None)
    return LakeTable(name, columns, time, timed=time is not None)


def _is_sane(connection: DuckDBPyConnection, table: str, column: str) -> bool:
    """Whether all times of a column lie in the years 1 to 9999, which every reader of the lake can represent.

    Only such a column can be the key.
    """
    rows = connection.execute(f"SELECT 1 FROM main.{quoted(table)} WHERE NOT ({quoted(column)} {_SANE}) LIMIT 1")
    return not rows.fetchall()


def lake_type(kind: Any) -> str:
    """Choose the column type to use in the lake, as SQL.

    `kind`: DuckDB's type.  A type that Delta lacks becomes a wider type or text.
    """
    if str(kind) == "JSON":
        return "VARCHAR"
    if kind.id in _SAME:
        return str(kind)
    if kind.id in ("list", "array"):
        return f"{lake_type(kind.children[0][1])}[]"
    if kind.id == "struct":
        return f"STRUCT({', '.join(f'{quoted(name)} {lake_type(part)}' for name, part in kind.children)})"
    if kind.id == "map":
        return f"MAP({', '.join(lake_type(part) for _, part in kind.children)})"
    return _WIDER.get(kind.id, "VARCHAR")


def quoted(name: str) -> str:
    """Put a name into double quotes, for SQL."""
    return '"' + name.replace('"', '""') + '"'
