"""Exports articles or the answer of any query, as Parquet, JSON Lines, CSV or IPTC ninjs; or all tables.

A file is written under a temporary name and renamed when it is whole.  Only reads; works on the published file.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.errors import ExportError
from warehouse.ninjs import to_ninjs
from warehouse.spreadsheet import write_csv
from warehouse.sql_files import script

FORMATS = ("parquet", "jsonl", "csv", "ninjs", "tables")

_OPTIONS = {"parquet": "FORMAT parquet, COMPRESSION zstd", "jsonl": "FORMAT json", "csv": "FORMAT csv, HEADER"}


def export(
    connection: DuckDBPyConnection, target: Path, *, format: str, query: str | None = None, spreadsheet: bool = False
) -> int:
    """Write articles (all of them, or the answer of a query) to `target`; gives the number of rows.

    `format`: one of FORMATS; "tables" writes every table as a Parquet file into the directory `target`, and takes no
    query.  `query`: any SELECT; for ninjs it must give article_id.  `spreadsheet`: whether CSV cells that a spreadsheet
    would run as formulas are marked as text.

    Without a query every current article is written.  Its parts are nested lists; in CSV, it is one flat row with the
    body.  Parquet files are then put into a directory, partitioned by outlet and month of publication, unless `target`
    ends in .parquet.

    Raises ExportError when `target` cannot be written, its folder does not exist, or the query is wrong.
    """
    if format not in FORMATS:
        raise ExportError(f"there is no format '{format}'; choose one of {', '.join(FORMATS)}.")
    try:
        if format == "tables":
            return _tables(connection, target)
        if format == "ninjs":
            return _ninjs(connection, target, query)
        if query is None and format == "parquet" and (target.suffix.lower() != ".parquet" or target.is_dir()):
            return _partitioned(connection, target)
        chosen = query or script("queries", "export_flat" if format == "csv" else "export_documents")
        if spreadsheet and format == "csv":
            return _spreadsheet(connection, chosen, target)
        return _copy(connection, chosen, target, _OPTIONS[format])
    except (duckdb.Error, OSError) as error:
        raise ExportError(f"the export to {target} failed: {str(error).splitlines()[0]}") from error
    finally:
        with suppress(OSError):  # where that cannot be removed, the error above says why
            _remove(aside_of(target))


def makes_folder(format: str, query: str | None) -> bool:
    """Whether an export in this format, with this query, makes a folder of files, which cannot be printed."""
    return format == "tables" or (format == "parquet" and query is None)


def documents(connection: DuckDBPyConnection, query: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield rows of the view article_documents as dictionaries, ordered by article_id.

    `query`: a SELECT with a column article_id, which chooses the articles; None: all.
    """
    chosen = f" WHERE article_id IN (SELECT chosen.article_id FROM ({_bare(query)}) AS chosen)" if query else ""
    cursor = connection.execute(f"SELECT * FROM article_documents{chosen} ORDER BY article_id")
    names = [column[0] for column in cursor.description or ()]
    yield from (dict(zip(names, row)) for row in _rows_of(cursor))


def _ninjs(connection: DuckDBPyConnection, target: Path, query: str | None) -> int:
    """Write JSON Lines, one ninjs item a line; gives the number of items."""
    aside, written = _aside(target), 0
    with aside.open("w", encoding="utf-8") as lines:
        for row in documents(connection, query):
            lines.write(json.dumps(to_ninjs(row), ensure_ascii=False) + "\n")
            written += 1
    aside.replace(target)
    return written


def _spreadsheet(connection: DuckDBPyConnection, query: str, target: Path) -> int:
    """Write CSV in which no cell is run as a formula; gives the number of rows."""
    cursor = connection.execute(query)
    columns = [column[0] for column in cursor.description or ()]
    aside = _aside(target)
    with aside.open("w", encoding="utf-8", newline="") as lines:
        written = write_csv(columns, _rows_of(cursor), lines)
    _place(aside, target)
    return written


def _rows_of(cursor: DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(500):
        yield from rows


def _partitioned(connection: DuckDBPyConnection, target: Path) -> int:
    """Write a folder of Parquet files, one subfolder for each outlet and month; gives the number of rows."""
    _refuse_full(target)
    query = script("queries", "export_partitions")
    return _copy(connection, query, target, f"{_OPTIONS['parquet']}, PARTITION_BY (outlet, month)")


def _tables(connection: DuckDBPyConnection, target: Path) -> int:
    """Write a folder with each table as one Parquet file; gives the number of all rows."""
    _refuse_full(target)
    aside = _aside(target)
    aside.mkdir()
    names = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND NOT temporary "
        "AND schema_name = 'main' ORDER BY ALL"
    ).fetchall()
    rows = sum(_copy(connection, f"FROM {name}", aside / f"{name}.parquet", _OPTIONS["parquet"]) for (name,) in names)
    _place(aside, target)
    return rows


def _copy(connection: DuckDBPyConnection, query: str, target: Path, options: str) -> int:
    """Write the answer of a query with DuckDB's COPY; gives the number of rows.  `options`: of COPY, as SQL."""
    aside = _aside(target)
    quoted = str(aside).replace("'", "''")
    row = connection.execute(f"COPY ({_bare(query)}) TO '{quoted}' ({options})").fetchall()[0]
    if aside.exists():
        _place(aside, target)
    return int(row[0])


def aside_of(target: Path) -> Path:
    """The temporary file or folder next to `target` to which an export is written before it is renamed."""
    return target.with_name(f".{target.name}.tmp")


def _aside(target: Path) -> Path:
    """Give `aside_of(target)`, emptied of what an earlier export left.

    Raises ExportError when the target's folder is missing.
    """
    if not target.parent.is_dir():
        raise ExportError(f"there is no folder {target.parent}; make it, or name another target.")
    aside = aside_of(target)
    _remove(aside)
    return aside


def _remove(aside: Path) -> None:
    """Delete the temporary file or folder of an export, if it is still there."""
    if aside.is_dir():
        shutil.rmtree(aside)
    elif aside.parent.is_dir():
        aside.unlink(missing_ok=True)


def _place(aside: Path, target: Path) -> None:
    """Rename the finished file or folder to the target's name; an empty folder of that name is removed first."""
    if target.is_dir():
        target.rmdir()
    aside.replace(target)


def _refuse_full(target: Path) -> None:
    """Raise ExportError for a target that exists, unless it is an empty folder."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ExportError(f"{target} is there already; name a directory that is new or empty.")


def _bare(query: str) -> str:
    """Remove the semicolon at the end of a query, so that the query can stand in parentheses."""
    return query.strip().rstrip(";")
