"""A small published file with its lake, and what compares the two, through the readers of other programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars
import pyarrow as pa
from deltalake import DeltaTable

from warehouse.lake.lake_address import lake_address
from warehouse.lake.publish import LakeResult, publish_lake

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


@dataclass(frozen=True)
class Desk:
    """A published file of a few small tables, and its lake."""

    root: Path
    #: Where the lake lies; "": beside the file.
    place: str = ""

    @property
    def news(self) -> Path:
        return self.root / "news.duckdb"

    @property
    def lake(self) -> str:
        return self.place or str(self.root / "tables")

    def change(self, *statements: str) -> None:
        """Make the next state of the published file."""
        again = "UPDATE publications SET number = number + 1, published_at = published_at + INTERVAL 1 SECOND"
        with duckdb.connect(str(self.news)) as connection:
            for statement in (*statements, again):
                connection.execute(statement)

    def publish(self) -> LakeResult:
        return publish_lake(self.news, lake_address(self.lake, seconds=30), self.root / "notes")


#: Tables as a warehouse has them: with a number for a key, with a time, and without either.
TABLES = (
    "SET TimeZone = 'UTC'",
    "CREATE TABLE schema_migrations (version INTEGER, applied_at TIMESTAMPTZ)",
    "INSERT INTO schema_migrations VALUES (1, '2026-01-01 00:00:00+00')",
    "CREATE TABLE publications (number BIGINT NOT NULL, published_at TIMESTAMPTZ NOT NULL)",
    "INSERT INTO publications VALUES (1, '2026-03-02 12:00:00+00')",
    "CREATE TABLE blocks (revision_id BIGINT NOT NULL, ordinal INTEGER NOT NULL, text VARCHAR USING COMPRESSION zstd,"
    " locators VARCHAR[])",
    "INSERT INTO blocks SELECT range // 3, range % 3, 'text ' || range, ['a', NULL] FROM range(30)",
    "CREATE TABLE runs (run_id VARCHAR NOT NULL, started_at TIMESTAMPTZ NOT NULL, counts JSON)",
    "INSERT INTO runs SELECT 'r' || range, TIMESTAMPTZ '2026-03-02 12:00:00.5+00' + to_hours(range::INT), '{\"a\": 1}'"
    " FROM range(9)",
    "CREATE TABLE settings (name VARCHAR NOT NULL, value DOUBLE NOT NULL)",
    "INSERT INTO settings VALUES ('drop', 0.5), ('rise', 'nan'), ('rise', 'nan')",
    "CREATE VIEW newest AS SELECT max(started_at) FROM runs",
)


def begun(folder: Path, place: str = "") -> Desk:
    """A file with its lake, in this folder."""
    desk = Desk(folder, place)
    with duckdb.connect(str(desk.news)) as connection:
        for statement in TABLES:
            connection.execute(statement)
    assert desk.publish() == LakeResult(tables=5, written=5, rows=44)
    return desk
