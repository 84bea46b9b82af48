"""Opens the SQLite file of the archive's index: to write, or to read without changing anything.

Gives a connection; the tables are those of index.sql.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from flows.archive.index_columns import add_columns, stand_in


def connect(path: Path, timeout: float) -> sqlite3.Connection:
    """Open the file to write, and create it if missing.

    `timeout`: seconds to wait for a lock.  Raises sqlite3.Error or OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # Threads of one process take turns: the archive holds a lock around every call.
    database = sqlite3.connect(path, timeout=timeout, isolation_level=None, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.executescript((Path(__file__).with_name("index.sql")).read_text("utf-8"))
        add_columns(database)
    except BaseException:
        database.close()
        raise
    return database


def connect_to_read(path: Path, timeout: float) -> sqlite3.Connection:
    """Open the file read-only; on a disk where SQLite cannot create its lock files, as immutable.

    An immutable file is read without its write-ahead log, so the latest writes of a running process may be missing.
    """
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        return _readable(sqlite3.connect(address, timeout=timeout, uri=True))
    except sqlite3.OperationalError:
        return _readable(sqlite3.connect(f"{address}&immutable=1", timeout=timeout, uri=True))


def _readable(database: sqlite3.Connection) -> sqlite3.Connection:
    """Read from a new connection for the first time, since only that opens the file; return the connection.

    When reading fails, the connection is closed and the error raised.
    """
    try:
        database.execute("PRAGMA schema_version").fetchall()
        stand_in(database)
    except BaseException:
        database.close()
        raise
    return database
