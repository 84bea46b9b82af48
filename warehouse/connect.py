"""Opens the warehouse: one writer at a time, each for moments, and any number of readers of the published file.

`writer` takes an operating-system lock (the kernel gives it back even after kill -9), opens DuckDB with bounded,
jittered retries, migrates, and checkpoints on the way out.  `reader` opens a file read-only.  While either is open,
DuckDB's errors about the file are raised as WarehouseErrors that name the file and the remedy.  `interrupt` ends their
queries, from another thread.
"""

from __future__ import annotations

import random
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection
from filelock import FileLock, Timeout

from warehouse.advice import naming
from warehouse.errors import (
    MigrationError,
    WarehouseError,
    WarehouseLocked,
    WarehouseMissing,
    WarehouseUnusable,
    remedy,
)
from warehouse.faults import fault_of, warehouse_errors
from warehouse.migrate import migrate

#: Format of files that are created: zstd columns need v1.2.0, and clients since DuckDB 1.4 can read it.
STORAGE_VERSION = "v1.2.0"

#: Attempts to open a file that may be swapped for another one meanwhile.
_SWAPS = 20
#: Seconds until a locked file is tried again: at first, doubled each time, and at most.  Chosen by hand.
_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 1.0

#: Connections that are open in this process, for `interrupt`.
_open_ones: weakref.WeakSet[DuckDBPyConnection] = weakref.WeakSet()
_open_ones_change = threading.Lock()


def interrupt() -> None:
    """End the queries that run in this process: each fails, and its transaction is rolled back.

    Python handles no signal while DuckDB works, so nothing else could stop a query of an hour.
    """
    with _open_ones_change:
        running = list(_open_ones)
    for connection in running:
        with suppress(duckdb.ConnectionException):  # it was closed meanwhile
            connection.interrupt()


@contextmanager
def writer(path: Path, *, timeout: float = 30.0) -> Iterator[DuckDBPyConnection]:
    """A block (`with`) in which the file is open to write, with the schema up to date; gives the one connection.

    Keep the block as short as possible: no other program can open the file meanwhile.  `timeout`: seconds to wait for
    other programs and flows that have the file.  Raises WarehouseLocked, which names the holder, when the time runs
    out, and WarehouseDamaged or WarehouseUnusable when the file cannot be opened or written; what was committed stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + timeout
    lock = FileLock(path.with_name(path.name + ".lock"))
    try:
        with naming(Path(lock.lock_file)):
            lock.acquire(timeout=timeout)
    except Timeout:
        raise WarehouseLocked(path, _who_holds(path), timeout) from None
    try:
        _remove_empty(path)
        with warehouse_errors(path):
            connection = _registered(_open(path, deadline=deadline, timeout=timeout))
            try:
                _migrate(connection, path)
                yield connection
                connection.execute("CHECKPOINT")
            finally:
                connection.close()
    finally:
        lock.release()


@contextmanager
def reader(path: Path, *, timeout: float = 0.0) -> Iterator[DuckDBPyConnection]:
    """A block (`with`) in which a file, in most cases the published one, is open to read; gives the connection.

    `timeout`: seconds to wait while a writer has the file; nobody writes to the published one.  Raises WarehouseMissing
    when there is no such file, and another WarehouseError when it cannot be read.
    """
    if not is_there(path):
        raise WarehouseMissing(path)
    with warehouse_errors(path):
        deadline = time.monotonic() + timeout
        connection = _registered(
            _patiently(lambda: _open_read_only(path), path, deadline=deadline, timeout=timeout),
        )
        try:
            connection.execute("SET TimeZone = 'UTC'")
            yield connection
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            said = (str(error).strip().splitlines() or [""])[0]
            raise WarehouseUnusable(path, f"was not made by this copydesk ({said}); {remedy(path)}") from error
        finally:
            connection.close()


def is_there(path: Path) -> bool:
    """Whether the file exists and is not empty, so that it can be opened.

    A kill or a full disk may leave an empty file.
    """
    return path.exists() and (path.is_dir() or path.stat().st_size > 0)


def opening_error(path: Path) -> WarehouseError | None:
    """Try to open a file to read; gives the error, or None when it opens."""
    try:
        with reader(path):
            return None
    except WarehouseError as error:
        return error


def _registered(connection: DuckDBPyConnection) -> DuckDBPyConnection:
    """Remember a connection for `interrupt`; gives it back."""
    with _open_ones_change:
        _open_ones.add(connection)
    return connection


def _open(path: Path, *, deadline: float, timeout: float) -> DuckDBPyConnection:
    """Open a connection that can write; while the file is locked, tries again until the deadline (`time.monotonic`)."""

    def opened() -> DuckDBPyConnection:
        connection = duckdb.connect(str(path), config={"storage_compatibility_version": STORAGE_VERSION})
        connection.execute("SET TimeZone = 'UTC'")
        return connection

    return _patiently(opened, path, deadline=deadline, timeout=timeout)


def _patiently(
    opened: Callable[[], DuckDBPyConnection], path: Path, *, deadline: float, timeout: float
) -> DuckDBPyConnection:
    """Call `opened` again and again while the file is locked, until the deadline; then raises WarehouseLocked.

    `opened`: opens the file and gives the connection.  `timeout`: seconds waited in all, for the message.  Any program
    that has the file open locks it, say a notebook, or another flow of this process for a moment.
    """
    pause = _FIRST_PAUSE
    while True:
        try:
            return opened()
        except duckdb.Error as error:
            fault = fault_of(error, path)
            if not isinstance(fault, WarehouseLocked):
                raise
            left = deadline - time.monotonic()
            if left <= 0:
                raise WarehouseLocked(path, fault.holder, timeout) from None
            time.sleep(min(left, pause * random.uniform(0.5, 1.5)))
            pause = min(pause * 2, _LONGEST_PAUSE)


def _open_read_only(path: Path) -> DuckDBPyConnection:
    """Open to read.

    Tries again when a publish swapped the file meanwhile: DuckDB may have read half of the old file and half of the new
    one.
    """
    for _ in range(_SWAPS):
        before = _identity(path)
        try:
            return duckdb.connect(str(path), read_only=True)
        except duckdb.Error:
            if _identity(path) == before:
                raise
    return duckdb.connect(str(path), read_only=True)


def _identity(path: Path) -> tuple[int, int]:
    """Device and inode of a file, by which another file in its place is noticed.  Raises WarehouseMissing."""
    try:
        found = path.stat()
    except FileNotFoundError:
        raise WarehouseMissing(path) from None
    return found.st_dev, found.st_ino


def _migrate(connection: DuckDBPyConnection, path: Path) -> None:
    """Bring the open file to this version's schema; an error names the file."""
    try:
        migrate(connection)
    except MigrationError as error:
        raise MigrationError(f"{path}: {error}") from error


def _remove_empty(path: Path) -> None:
    """Remove an empty file: DuckDB would not make a database in its place."""
    if path.exists() and not is_there(path):
        path.unlink()


def _who_holds(path: Path) -> str:
    """Name the program that has the file open ("PID 4711 (python)"), by DuckDB's error message.

    "another process" when the message does not say.
    """
    fault = opening_error(path)
    return fault.holder if isinstance(fault, WarehouseLocked) else "another process"
