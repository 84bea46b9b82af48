"""Compares new readings of pages with what the warehouse holds of the same pages; changes nothing.

Takes rows as a load would get them, with hashes of bodies; gives what would be gained, lost and changed.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.ask import ask
from warehouse.sql_files import script


def compare_readings(
    connection: DuckDBPyConnection, rows: pa.Table
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What the rows would change in fields, and in verdicts: the rows of reading_changes.sql and reading_verdicts.sql.

    rows: with the columns of `warehouse.staged.SCHEMA`, one a page.
    """
    connection.execute(script("loading", "macros"))
    connection.register("readings", rows)
    try:
        return ask(connection, "reading_changes").dicts(), ask(connection, "reading_verdicts").dicts()
    finally:
        connection.unregister("readings")
