"""Adds the columns that an index of an earlier version lacks.

Takes an open index.  The new columns stay empty for the captures that it holds: only a file that is read anew from the
WARC files has them filled.  Reads no WARC file.
"""

from __future__ import annotations

import sqlite3


def add_columns(database: sqlite3.Connection) -> None:
    """Add what the table captures lacks; raises sqlite3.Error when that fails."""
    if "declared" in _columns(database):
        return
    try:
        database.execute("ALTER TABLE captures ADD COLUMN declared TEXT")
    except sqlite3.OperationalError:
        if "declared" not in _columns(database):  # else another process added it meanwhile
            raise


def _columns(database: sqlite3.Connection) -> set[str]:
    return {name for _, name, *_ in database.execute("PRAGMA table_info(captures)")}
