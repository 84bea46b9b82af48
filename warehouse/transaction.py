"""All or nothing: a block of statements as one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb
from duckdb import DuckDBPyConnection


@contextmanager
def transaction(connection: DuckDBPyConnection) -> Iterator[None]:
    """Context manager: commit what the block did; when an error or a signal ends it early, undo all of it."""
    connection.execute("BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # A commit that failed for a full disk has rolled back already; the first error is the one to report.
        with suppress(duckdb.Error):
            connection.execute("ROLLBACK")
        raise
