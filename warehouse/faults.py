"""Translates DuckDB's errors about a file: it is locked, missing, damaged, or the system refuses it.

Only the wording of DuckDB's errors tells their causes apart.  Everything that depends on the wording is in this file,
and a test compares it with the installed library.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

from warehouse.advice import advice, number_in
from warehouse.errors import WarehouseDamaged, WarehouseError, WarehouseLocked, WarehouseMissing, WarehouseUnusable

#: Exceptions that may be about the file; mistakes in a query raise others.
_OF_FILES: Final = (
    duckdb.IOException,
    duckdb.TransactionException,
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.SerializationException,
    duckdb.OutOfMemoryException,
    duckdb.ConnectionException,
)
_LOCKED: Final = re.compile(r"Could not set lock on file|Can't open a connection to same database file")
_HOLDER: Final = re.compile(r"Conflicting lock is held in (?P<program>.*?) \(PID (?P<pid>\d+)\)")
_MISSING: Final = re.compile(r"database does not exist")
_NEWER: Final = re.compile(r"newer version of DuckDB|storage version greater|can only read versions between")
#: A part of DuckDB's message -> what we say.
_DAMAGED: Final = {
    "not a valid DuckDB": "it is no DuckDB database",
    "Could not read enough bytes": "its end is missing",
    "replaying WAL": "it cannot be replayed",
    "does not match stored checksum": "what it holds does not match its checksum",
    "Corrupt ": "DuckDB calls it corrupt",
    "MetadataReader": "its table of contents cannot be read",
    "deserialize": "its table of contents cannot be read",
    "No more data to read": "its table of contents cannot be read",
}
_NO_TABLE: Final = re.compile(r"Table with name (\S+) does not exist")
_QUOTED: Final = re.compile(r'"([^"\n]*/[^"\n]*)"')


@contextmanager
def warehouse_errors(path: Path) -> Iterator[None]:
    """A block (`with`) in which DuckDB's errors about the file `path` are raised as WarehouseErrors.

    Other errors pass unchanged.
    """
    try:
        yield
    except duckdb.Error as error:
        fault = fault_of(error, path)
        if fault is None:
            raise
        raise fault from error


def fault_of(error: duckdb.Error, path: Path) -> WarehouseError | None:
    """Make the WarehouseError for an error about this file; None when the error is not about files."""
    text = str(error)
    if not isinstance(error, _OF_FILES) and type(error) is not duckdb.Error:
        return None
    if _LOCKED.search(text):
        return WarehouseLocked(path, holder_in(text), 0.0)
    if _MISSING.search(text):
        return WarehouseMissing(path)
    if _NEWER.search(text):
        why = f"was written by a newer DuckDB than {duckdb.__version__}, which is installed; update copydesk and duckdb"
        return WarehouseUnusable(path, why)
    return _refused(text, path) or _damaged(text, path) or _given_up(error, path)


def holder_in(message: str) -> str:
    """Name the program that holds the file, from DuckDB's message.

    "... lock is held in /usr/bin/python (PID 4711)" gives "PID 4711 (python)".
    """
    found = _HOLDER.search(message)
    if found:
        return f"PID {found['pid']} ({Path(found['program']).name})"
    return "another connection of this same program" if "same database file" in message else "another process"


def missing_table(error: duckdb.Error) -> str | None:
    """Name the table or view that a statement reads and that does not exist; None for another error."""
    found = _NO_TABLE.search(str(error)) if isinstance(error, duckdb.CatalogException) else None
    return found[1].lower() if found else None


def _refused(text: str, path: Path) -> WarehouseError | None:
    """Make the error for a file that the operating system refused, which DuckDB's message names.

    None for another message.
    """
    if "max_temp_directory_size" in text:
        return WarehouseUnusable(path, "needs more room for its work than the disk has; make room and run again")
    number = number_in(text)
    quoted = _QUOTED.search(text)
    return WarehouseUnusable(Path(quoted[1]) if quoted else path, advice(number, "")) if number else None


def _damaged(text: str, path: Path) -> WarehouseError | None:
    """Make WarehouseDamaged when the message says that this file or its write-ahead log is damaged; else None."""
    said = next((ours for theirs, ours in _DAMAGED.items() if theirs in text), None)
    if said is None:
        return None
    quoted = _QUOTED.search(text)
    if quoted is None or Path(quoted[1]).name == path.name:
        return WarehouseDamaged(path, said)
    # Another file, which a user's query reads: not our database, so no remedy to offer.
    log = path.with_name(f"{path.name}.wal")
    return WarehouseDamaged(log, said) if Path(quoted[1]).name == log.name else None


def _given_up(error: duckdb.Error, path: Path) -> WarehouseError | None:
    """Make WarehouseUnusable when DuckDB ran out of memory or stopped because of an error inside it; else None."""
    said = (str(error).strip().splitlines() or [""])[0]
    if isinstance(error, duckdb.OutOfMemoryException):
        return WarehouseUnusable(path, "needs more memory than there is; end other programs and run again")
    if isinstance(error, duckdb.FatalException | duckdb.InternalException):
        why = f"made DuckDB give up ({said.rstrip('.!')}); run again, and let `copydesk doctor` look at the file"
        return WarehouseUnusable(path, why)
    return None
