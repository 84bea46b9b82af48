"""Writes to a SQLite database all or nothing of what a block writes.

Takes a connection without transactions of its own (isolation_level=None).  Turns no error into another one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def all_or_nothing(database: sqlite3.Connection) -> Iterator[None]:
    """One transaction, with the write lock from its start, so that a second process waits instead of failing."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        # When the disk is full, SQLite has rolled back already.
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise
