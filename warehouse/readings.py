"""Compares what the parser of today reads from pages with what the warehouse holds of the same pages; changes nothing.

Takes rows as a load would get them, and finds the stored versions by the hashes of the pages' bodies.
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
    """Give two lists of dictionaries: changed fields, and pages that became or ceased to be articles.

    The queries are reading_changes.sql and reading_verdicts.sql.  `rows`: the new readings, with the columns of
    `warehouse.staged.SCHEMA`, one row for each page.
    """
    connection.execute(script("loading", "macros"))
    connection.register("readings", rows)
    try:
        return ask(connection, "reading_changes").dicts(), ask(connection, "reading_verdicts").dicts()
    finally:
        connection.unregister("readings")
