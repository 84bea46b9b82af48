"""Writes outlets and thresholds from the configuration into the warehouse.

Also reads from it the lines that outlets repeat on their pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.line_keys import key_lines
from warehouse.sql_files import script
from warehouse.transaction import transaction

_SOURCES = pa.schema(
    [(name, pa.string()) for name in ("name", "host", "country", "language", "timezone")] + [("followed", pa.bool_())]
)


def boilerplate(connection: DuckDBPyConnection) -> dict[str, dict[str, int]]:
    """Read the lines that recur on an outlet's pages: host -> line -> number of pages (`parsers.Rules.boilerplate`).

    A line is given as its key (`parsers.folding.line_key`), which is equal for spellings that differ in case and the
    like.
    """
    lines: dict[str, dict[str, int]] = {}
    for host, line, pages in connection.execute("SELECT host, line, pages FROM site_boilerplate").fetchall():
        lines.setdefault(host, {})[line] = pages
    return lines


def published_state(connection: DuckDBPyConnection) -> str:
    """Give number and time of a file's last publication as one text; equal texts stand for the same state.

    The number alone is not enough: numbers begin again in a new data directory.
    """
    number, published_at = connection.execute(
        "SELECT max(number), arg_max(published_at, number) FROM publications"
    ).fetchall()[0]
    return f"{number} {published_at}"


def configure(connection: DuckDBPyConnection, settings: Mapping[str, float]) -> int:
    """Write thresholds into the table `settings`, where views read them; gives how many changed.

    `settings`: name -> value ({"health.drop": 0.5}); names that the table does not have are passed over.
    """
    with transaction(connection):
        changed = sum(
            len(
                connection.execute(
                    "UPDATE settings SET value = $value WHERE name = $name AND value <> $value RETURNING name",
                    {"name": name, "value": value},
                ).fetchall()
            )
            for name, value in settings.items()
        )
        if changed:
            connection.execute("UPDATE change_counter SET changes = changes + 1")
    key_lines(connection)
    return changed


def store_sources(connection: DuckDBPyConnection, records: Iterable[Mapping[str, object]]) -> None:
    """Write the outlets of sources.toml.

    A record has `name`, and where known host, country, language, timezone, followed (bool).  An outlet keeps its
    number.  An outlet that is missing from `records` keeps its row and is marked as not followed.
    """
    rows = [{"followed": True, **record} for record in records]
    connection.register("incoming_sources", pa.Table.from_pylist(rows, schema=_SOURCES))
    try:
        with transaction(connection):
            connection.execute(script("loading", "followed"))
    finally:
        connection.unregister("incoming_sources")
