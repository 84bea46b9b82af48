"""Adds the columns that an index of an earlier version lacks.

Takes an open index.  The new columns stay empty for the captures that it holds: only a file that is read anew from the
WARC files has them filled.  Reads no WARC file.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress


def add_columns(database: sqlite3.Connection) -> None:
    """Add what the table captures lacks; raises sqlite3.Error when that fails."""
    held = {name for _, name, *_ in database.execute("PRAGMA table_info(captures)")}
    if "declared" not in held:
        with suppress(sqlite3.OperationalError):  # another process added it meanwhile; else the next statement tells
            database.execute("ALTER TABLE captures ADD COLUMN declared TEXT")
        database.execute("SELECT declared FROM captures LIMIT 0")
