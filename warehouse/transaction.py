"""Runs a block of statements as one transaction: all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb
from duckdb import DuckDBPyConnection


@contextmanager
def transaction(connection: DuckDBPyConnection) -> Iterator[None]:
    """A block (`with`) whose changes are committed at its end; an error or a signal that ends it undoes them all."""
    connection.execute("BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # A commit that failed for a full disk has rolled back already; the first error is the one to report.
        with suppress(duckdb.Error):
            connection.execute("ROLLBACK")
        raise
