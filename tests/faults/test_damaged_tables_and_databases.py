"""Imported Parquet, Arrow and database files that are damaged in places: the rows around the damage are read."""

from __future__ import annotations

import sqlite3
import struct
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from flows.acquire.files.arrow_values import check_values, values_of
from flows.archive.captures import Capture
from tests.acquire.tables import GOOD, OK, WRITERS, details, read, shown, sqlite_file


def test_times_beyond_those_of_python(tmp_path: Path) -> None:
    times = pa.array([1 << 62, 1769932800000000, None], pa.timestamp("us"))
    parquet.write_table(pa.table({"html": ["<p>a</p>"] * 3, "date": times}), tmp_path / "x")
    told: list[str] = []
    found = read(tmp_path / "x", told=told)
    assert [one.fetched_at and one.fetched_at.year for one in found] == [None, 2026, None]
    assert told[-1] == "1 row with a time that cannot be read"


def test_a_damaged_part_of_a_parquet_file(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    rows = [{"url": f"https://herald.example/{n}", "html": f"<p>{n}</p>"} for n in range(9)]
    parquet.write_table(pa.Table.from_pylist(rows), path, row_group_size=3)
    place = parquet.ParquetFile(path).metadata.row_group(1).column(1).data_page_offset
    data = path.read_bytes()
    path.write_bytes(data[:place] + b"\xff" * 40 + data[place + 40 :])
    found = read(path)
    assert [last for last, _ in shown(found)] == ["0", "1", "2", "x.parquet#row=4", "6", "7", "8"]
    assert found[3].detail.startswith("Rows 4 to 6 of x.parquet cannot be read (")


@pytest.mark.parametrize("query", [None, "SELECT * FROM pages"])
@pytest.mark.parametrize("name", ["pages.feather", "pages.arrows"])
def test_places_outside_of_a_column_of_arrow_do_not_end_the_process(
    tmp_path: Path, name: str, query: str | None
) -> None:
    path = tmp_path / name
    rows = [{"url": f"https://herald.example/{n}", "html": f"<p>{n}</p>"} for n in range(4)]
    table = pa.Table.from_pylist(rows)
    with (
        pa.ipc.new_file(path, table.schema)
        if name == "pages.feather"
        else pa.ipc.new_stream(path, table.schema) as file
    ):
        file.write_table(table)
    # Pages of eight characters: where the second ends now lies far behind the last.
    ends = struct.pack("<5i", 0, 8, 16, 24, 32)
    assert path.read_bytes().count(ends) == 1
    path.write_bytes(path.read_bytes().replace(ends, struct.pack("<5i", 0, 8, 1 << 30, 24, 32)))
    found = read(path, query=query)
    assert sorted(one.body for one in found if one.body) == [b"<p>0</p>", b"<p>3</p>"]
    assert len(details(found)) == 2 and all("cannot be read (ArrowInvalid" in said for said in details(found))


@pytest.mark.parametrize(
    "beside",
    [
        pa.array([["a", "b"]], pa.list_(pa.string(), 2)),
        pa.array(["a"]).dictionary_encode(),
        pa.array([{}], pa.struct([])),
        pa.UnionArray.from_dense(pa.array([0], pa.int8()), pa.array([0], pa.int32()), [pa.array(["a"]), pa.array([1])]),
        pa.RunEndEncodedArray.from_arrays([1], ["a"]),
        pa.ListArray.from_arrays(pa.array([0, 2], pa.int32()), pa.RunEndEncodedArray.from_arrays([2], ["a"])),
        pa.ExtensionArray.from_storage(pa.uuid(), pa.array([b"x" * 16], pa.binary(16))),
    ],
    ids=lambda column: str(column.type),
)
def test_columns_of_every_type_are_sound(beside: Any) -> None:
    check_values([beside])
    assert len(values_of(beside)) == 1


@pytest.mark.parametrize("name", ["pages.parquet", "pages.feather", "pages.arrows", "pages.sqlite", "pages.duckdb"])
def test_a_file_that_is_cut_off(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    WRITERS[name](path, [GOOD] * 300)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    found = read(path)
    assert found and all(isinstance(one, Capture) for one in found)
    assert found[-1].outcome in ("unreadable", "damaged") and name in found[-1].detail


def test_cells_of_sqlite_of_any_type(tmp_path: Path) -> None:
    path = tmp_path / "x"
    sqlite_file(path, [{"html": value} for value in ("<p>a</p>", b"<p>caf\xe9</p>", None, 7, "")])
    first, second, *others = read(path)
    assert (first.body, first.charset, second.body, second.charset) == (b"<p>a</p>", "utf-8", b"<p>caf\xe9</p>", None)
    assert [one.outcome for one in others] == ["empty", "not_text", "empty"]
    assert others[0].detail.startswith("Row 3 of the table stored pages of x has no page")


def test_a_table_of_a_database_that_cannot_be_read_costs_no_other(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    (tmp_path / "gone.csv").write_text("html\na\n")
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"CREATE VIEW a AS FROM read_csv('{tmp_path}/gone.csv')")
        connection.execute("""CREATE TABLE "b.c ""d" AS SELECT '<p>b</p>' AS html""")
    found = read(path)
    assert sorted(what for _, what in shown(found)) == ["<p>b</p>", "damaged"]


def test_virtual_tables_of_sqlite_cost_no_other_table(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    sqlite_file(path, [GOOD])
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE VIRTUAL TABLE search USING fts4(url, text)")
        connection.execute("INSERT INTO search VALUES ('u', 'The ferry sailed.')")
        connection.execute("PRAGMA writable_schema = 1")
        for kind, name, text in (
            ("table", "vectors", "CREATE VIRTUAL TABLE vectors USING no_such_module(text)"),
            ("view", "lost", "CREATE VIEW lost AS SELECT * FROM vectors"),
        ):
            connection.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, 0, ?)", (kind, name, name, text))
    connection.close()
    assert shown(read(path)) == [OK]


def test_a_database_that_another_program_writes_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    sqlite_file(path, [GOOD])
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute('INSERT INTO "stored pages" VALUES (?, ?)', ["u", "<p>not yet</p>"])
    assert shown(read(path)) == [OK]
    writer.close()
