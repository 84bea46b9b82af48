"""A transaction on a SQLite database: all that a `with` block writes is stored, or nothing if it raises.

Takes a connection that begins no transactions by itself (isolation_level=None).  Errors are raised unchanged.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def all_or_nothing(database: sqlite3.Connection) -> Iterator[None]:
    """A block (`with`) that is one transaction, committed at its end, rolled back if it raises.

    It takes the write lock at its start, so that a second process waits there and does not fail later.
    """
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        # When the disk is full, SQLite has rolled back already.
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise
