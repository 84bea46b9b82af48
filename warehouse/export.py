"""Exports: articles or the answer of any query, as Parquet, JSON Lines, CSV or IPTC ninjs; or every table as it is.

A file is written aside and renamed into place when whole; a pipe or a device is written to.  Reads only; works on the
published file.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.errors import ExportError
from warehouse.ninjs import to_ninjs
from warehouse.scripts import script

FORMATS = ("parquet", "jsonl", "csv", "ninjs", "tables")

_OPTIONS = {"parquet": "FORMAT parquet, COMPRESSION zstd", "jsonl": "FORMAT json", "csv": "FORMAT csv, HEADER"}


def export(connection: DuckDBPyConnection, target: Path, *, format: str, query: str | None = None) -> int:
    """Write articles (all of them, or the answer of a query) to target; gives the number of rows.

    query: any SELECT; for ninjs, one that gives article_id.  None: every current article, with its parts as nested
    lists; as Parquet then a directory, partitioned by outlet and month of publication; as CSV flat, with the body.
    tables: every table as one Parquet file in the directory target; no query.
    Raises ExportError when target cannot be written or the query is none.
    """
    if format not in FORMATS:
        raise ExportError(f"there is no format '{format}'; choose one of {', '.join(FORMATS)}.")
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            with target.open("wb") as stream:
                return export_into(connection, stream, format=format, query=query)
        if format == "tables":
            return _tables(connection, target)
        if format == "ninjs":
            return _ninjs(connection, target, query)
        if query is None and format == "parquet":
            return _partitioned(connection, target)
        chosen = query or script("queries", "export_flat" if format == "csv" else "export_documents")
        return _copy(connection, chosen, target, _OPTIONS[format])
    except (duckdb.Error, OSError) as error:
        raise ExportError(f"the export to {target} failed: {str(error).splitlines()[0]}") from error


def export_into(connection: DuckDBPyConnection, stream: BinaryIO, *, format: str, query: str | None = None) -> int:
    """The same into an open stream, whose own errors are raised as they are; made aside first, whole.

    Raises ExportError for formats that make a directory.
    """
    if format == "tables" or (format == "parquet" and query is None):
        raise ExportError(f"the format {format} makes a folder, which cannot be printed; name one, or choose jsonl.")
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "export"
        written = export(connection, whole, format=format, query=query)
        with whole.open("rb") as lines:
            shutil.copyfileobj(lines, stream)
    return written


def documents(connection: DuckDBPyConnection, query: str | None = None) -> Iterator[dict[str, Any]]:
    """Rows of article_documents, of all articles or of those whose article_id a query gives, by article_id."""
    chosen = f" WHERE article_id IN (SELECT chosen.article_id FROM ({_bare(query)}) AS chosen)" if query else ""
    cursor = connection.execute(f"SELECT * FROM article_documents{chosen} ORDER BY article_id")
    names = [column[0] for column in cursor.description or ()]
    while rows := cursor.fetchmany(500):
        yield from (dict(zip(names, row)) for row in rows)


def _ninjs(connection: DuckDBPyConnection, target: Path, query: str | None) -> int:
    """JSON Lines, one ninjs item a line."""
    aside, written = _aside(target), 0
    with aside.open("w", encoding="utf-8") as lines:
        for row in documents(connection, query):
            lines.write(json.dumps(to_ninjs(row), ensure_ascii=False) + "\n")
            written += 1
    aside.replace(target)
    return written


def _partitioned(connection: DuckDBPyConnection, target: Path) -> int:
    _refuse_full(target)
    query = script("queries", "export_partitions")
    return _copy(connection, query, target, f"{_OPTIONS['parquet']}, PARTITION_BY (outlet, month)")


def _tables(connection: DuckDBPyConnection, target: Path) -> int:
    _refuse_full(target)
    aside = _aside(target)
    aside.mkdir(parents=True)
    names = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND NOT temporary ORDER BY ALL"
    ).fetchall()
    rows = sum(_copy(connection, f"FROM {name}", aside / f"{name}.parquet", _OPTIONS["parquet"]) for (name,) in names)
    _place(aside, target)
    return rows


def _copy(connection: DuckDBPyConnection, query: str, target: Path, options: str) -> int:
    aside = _aside(target)
    quoted = str(aside).replace("'", "''")
    row = connection.execute(f"COPY ({_bare(query)}) TO '{quoted}' ({options})").fetchall()[0]
    if aside.exists():
        _place(aside, target)
    return int(row[0])


def _aside(target: Path) -> Path:
    """Where the export grows; what an earlier one left there is removed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.tmp")
    if aside.is_dir():
        shutil.rmtree(aside)
    aside.unlink(missing_ok=True)
    return aside


def _place(aside: Path, target: Path) -> None:
    if target.is_dir():
        target.rmdir()
    aside.replace(target)


def _refuse_full(target: Path) -> None:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ExportError(f"{target} is there already; name a directory that is new or empty.")


def _bare(query: str) -> str:
    """A query that can stand in parentheses."""
    return query.strip().rstrip(";")
