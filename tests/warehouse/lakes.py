"""Compares a lake with the published file that it was made from, through the readers of other programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import polars
import pyarrow as pa
from deltalake import DeltaTable

Options = Mapping[str, str]


def by_duckdb(url: str, options: Options) -> pa.Table:
    """A table as DuckDB reads it, over the files that deltalake names."""
    rows = DeltaTable(url, storage_options=dict(options)).to_pyarrow_dataset()
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.register("lake", rows)
        return connection.sql("SELECT * FROM lake").to_arrow_table()


def by_polars(url: str, options: Options) -> pa.Table:
    return polars.scan_delta(url, storage_options=dict(options)).collect().to_arrow()


def by_pyarrow(url: str, options: Options) -> pa.Table:
    return DeltaTable(url, storage_options=dict(options)).to_pyarrow_table()


READERS: dict[str, Callable[[str, Options], pa.Table]] = {
    "duckdb": by_duckdb, "polars": by_polars, "pyarrow": by_pyarrow,
}  # fmt: skip


def differences(
    published: Path, url: str, *, options: Options | None = None, reader: str = "pyarrow"
) -> dict[str, tuple[Any, Any]]:
    """Tables whose rows are not the same in both -> rows that only the file has, rows that only the lake has."""
    found = {}
    with duckdb.connect(str(published), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for (name,) in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall():
            there = READERS[reader](f"{url}/{name}", options or {})
            columns = ", ".join(f'"{column}"' for column in there.column_names)
            rows = connection.table(f'main."{name}"')
            assert sorted(rows.columns) == sorted(there.column_names), name
            here = rows.project(columns).to_arrow_table()
            ours, theirs = counted(here), counted(there)
            if ours != theirs:
                found[name] = (ours - theirs, theirs - ours)
    return found


def counted(table: pa.Table) -> Counter[str]:
    """Rows without their order."""
    return Counter(repr(tuple(row.values())) for row in table.to_pylist())


def versions(url: str) -> dict[str, int]:
    """How many commits each table of a local lake has had after its first."""
    return {folder.name: DeltaTable(str(folder)).version() for folder in Path(url).iterdir()}
