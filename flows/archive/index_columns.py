"""Adds columns to an archive's index that was made by an earlier version of copydesk.

Takes the SQLite connection of an index; adds the columns.  When the file is open only for reading, makes queries work
without them.  Captures that the earlier version indexed get the values in _ADDED.  To have the real values, the index
must be made anew from the WARC files.  Reads no WARC file.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from flows.archive.all_or_nothing import all_or_nothing

#: Columns that were added to the table captures, with their type and what they hold in rows indexed before.
_ADDED: Final = {"declared": ("TEXT", "NULL"), "url_declared": ("INTEGER NOT NULL", "0")}


def add_columns(database: sqlite3.Connection) -> None:
    """Add the columns that the table `captures` lacks, in one transaction; raises sqlite3.Error when that fails."""
    if not _missing(database):
        return
    with all_or_nothing(database):
        # Asked again: another process may have added them while this one waited for the lock.
        for name in _missing(database):
            kind, before = _ADDED[name]
            database.execute(f"ALTER TABLE captures ADD COLUMN {name} {kind} DEFAULT {before}")


def stand_in(database: sqlite3.Connection) -> None:
    """Make queries work on a read-only file that lacks columns, by a temporary view.  Raises sqlite3.Error."""
    if missing := _missing(database):
        shown = ", ".join(f"{_ADDED[name][1]} AS {name}" for name in missing)
        script = Path(__file__).with_name("index_lacking.sql").read_text("utf-8")
        database.executescript(script.replace("{columns}", shown))


def _missing(database: sqlite3.Connection) -> list[str]:
    held = {name for _, name, *_ in database.execute("PRAGMA main.table_info(captures)")}
    return [name for name in _ADDED if held and name not in held]
