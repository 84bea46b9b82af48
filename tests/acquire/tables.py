"""Writes small tables of pages in each format, with the programs that people use for it."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as parquet

from flows.acquire.files.read_files import read_inputs
from flows.acquire.files.table import TableWishes
from flows.acquire.files.wanted import Passed, WarcFilter
from flows.archive.captures import Capture

LIMIT = 100_000
#: A row that can be read, and what `shown` gives for it.
GOOD = {"url": "https://herald.example/good", "html": "<p>good</p>"}
OK = ("good", "<p>good</p>")
Rows = Sequence[dict[str, Any]]


def json_lines(path: Path, rows: Rows) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def json_array(path: Path, rows: Rows) -> None:
    path.write_text(json.dumps(rows, indent=2), "utf-8")


def _csv(path: Path, rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> None:
    with path.open("w", newline="", encoding=encoding) as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)


def _arrow(rows: Rows) -> pa.Table:
    return pa.Table.from_pylist([dict(row) for row in rows])


def _arrow_stream(path: Path, rows: Rows) -> None:
    table = _arrow(rows)
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, table.schema) as writer:
        writer.write_table(table)


def sqlite_file(path: Path, rows: Rows, table: str = "stored pages") -> None:
    connection = sqlite3.connect(path)
    names = list(rows[0])
    connection.execute(f'CREATE TABLE "{table}" ({", ".join(names)})')
    values = [[row[name] for name in names] for row in rows]
    connection.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(names))})', values)
    connection.execute("CREATE TABLE other (a)")
    connection.commit()
    connection.close()


def duckdb_file(path: Path, rows: Rows) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.register("given", _arrow(rows))
        connection.execute(
            'CREATE SCHEMA web; CREATE TABLE web."stored pages" AS FROM given; CREATE TABLE other (a INT)'
        )


#: File name -> writes rows into a new file.
WRITERS: dict[str, Callable[[Path, Rows], None]] = {
    "pages.jsonl": json_lines,
    "pages.json": json_array,
    "pages.csv": _csv,
    "pages.tsv": lambda path, rows: _csv(path, rows, delimiter="\t"),
    "semicolons.csv": lambda path, rows: _csv(path, rows, delimiter=";"),
    "bom.csv": lambda path, rows: _csv(path, rows, "utf-8-sig"),
    "utf16.csv": lambda path, rows: _csv(path, rows, "utf-16"),
    "pages.parquet": lambda path, rows: parquet.write_table(_arrow(rows), path),
    "pages.feather": lambda path, rows: feather.write_feather(_arrow(rows), str(path)),
    "pages.arrows": _arrow_stream,
    "pages.sqlite": sqlite_file,
    "pages.duckdb": duckdb_file,
}


def read(path: Path, wanted: WarcFilter | None = None, told: list[str] | None = None, **table: Any) -> list[Any]:
    """What reading a file gives: Captures and Passed.  told: takes what is said of it."""
    say = (lambda _, what: told.append(what)) if told is not None else None
    wishes = TableWishes(**table)
    return list(read_inputs([path], page_bytes=LIMIT, wanted=wanted, told=say, table=wishes))


def shown(found: list[Any]) -> list[tuple[str, str]]:
    """The last part of each address, and the page, or the outcome or kind of what is none."""
    said = []
    for one in found:
        assert isinstance(one, (Capture, Passed))
        what = one.why if isinstance(one, Passed) else one.body.decode("utf-8") if one.body else one.outcome
        said.append((one.url.rpartition("/")[2], what))
    return said


def details(found: list[Any]) -> list[str]:
    """What is said about the rows that have no page."""
    return [one.detail for one in found if one.body is None]
