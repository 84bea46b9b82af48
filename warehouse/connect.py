"""Opens the warehouse: one writer at a time for moments, any number of readers of the published file.

`writer` takes an operating-system lock (the kernel gives it back even after kill -9), opens DuckDB with bounded,
jittered retries, migrates, and checkpoints on the way out.  `reader` opens a file read-only.  `interrupt` ends what
either is doing, from another thread.
"""

from __future__ import annotations

import random
import re
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection
from filelock import FileLock, Timeout

from warehouse.errors import WarehouseLocked, WarehouseMissing
from warehouse.migrate import migrate

#: Format of files that are created: zstd columns need v1.2.0, and clients since DuckDB 1.4 can read it.
STORAGE_VERSION = "v1.2.0"

_HOLDER = re.compile(r"Conflicting lock is held in (?P<program>.*?) \(PID (?P<pid>\d+)\)")

#: Connections that are open in this process, for `interrupt`.
_open_ones: weakref.WeakSet[DuckDBPyConnection] = weakref.WeakSet()
_open_ones_change = threading.Lock()


def interrupt() -> None:
    """End the queries that run in this process; each fails with an error, and a transaction around it is undone.

    While DuckDB works the interpreter hears no signal, so a query of an hour could not be stopped otherwise.
    """
    with _open_ones_change:
        running = list(_open_ones)
    for connection in running:
        with suppress(duckdb.ConnectionException):  # it was closed meanwhile
            connection.interrupt()


@contextmanager
def writer(path: Path, *, timeout: float = 30.0) -> Iterator[DuckDBPyConnection]:
    """The one read/write connection, schema up to date, for as short a time as can be.

    timeout is in seconds and covers both locks.  Raises WarehouseLocked, naming the holder, when it runs out.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + timeout
    lock = FileLock(path.with_name(path.name + ".lock"))
    try:
        lock.acquire(timeout=timeout)
    except Timeout:
        raise WarehouseLocked(path, _who_holds(path), timeout) from None
    try:
        connection = _noted(_open(path, deadline=deadline, timeout=timeout))
        try:
            migrate(connection)
            yield connection
            connection.execute("CHECKPOINT")
        finally:
            connection.close()
    finally:
        lock.release()


@contextmanager
def reader(path: Path) -> Iterator[DuckDBPyConnection]:
    """A read-only connection to the published file.  Raises WarehouseMissing when there is none."""
    if not path.exists():
        raise WarehouseMissing(path)
    connection = _noted(duckdb.connect(str(path), read_only=True))
    try:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection
    finally:
        connection.close()


def _noted(connection: DuckDBPyConnection) -> DuckDBPyConnection:
    with _open_ones_change:
        _open_ones.add(connection)
    return connection


def _open(path: Path, *, deadline: float, timeout: float) -> DuckDBPyConnection:
    """DuckDB's own lock is held by whoever has the file open, an analyst's notebook too: try again for a while."""
    pause = 0.02
    while True:
        try:
            connection = duckdb.connect(str(path), config={"storage_compatibility_version": STORAGE_VERSION})
            connection.execute("SET TimeZone = 'UTC'")
            return connection
        except duckdb.IOException as error:
            if "lock" not in str(error):
                raise
            left = deadline - time.monotonic()
            if left <= 0:
                raise WarehouseLocked(path, _holder(str(error)), timeout) from None
            time.sleep(min(left, pause * random.uniform(0.5, 1.5)))
            pause = min(pause * 2, 1.0)


def _who_holds(path: Path) -> str:
    """Who has the file open, asked by trying to open it."""
    try:
        duckdb.connect(str(path), read_only=True).close()
    except duckdb.Error as error:
        return _holder(str(error))
    return "another process"


def _holder(message: str) -> str:
    """Who holds the file, from DuckDB's message ("Conflicting lock is held in /usr/bin/python (PID 4711)")."""
    found = _HOLDER.search(message)
    return f"PID {found['pid']} ({Path(found['program']).name})" if found else "another process"
