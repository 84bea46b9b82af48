"""Checks a warehouse: can every block be read, and do its rows fit together?

Each check in warehouse/checks is a query that returns one sentence for each fault.  Nothing here
changes anything.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from warehouse.connect import reader
from warehouse.migrate import is_behind
from warehouse.sql_files import scripts

#: Seconds for which a file is read in one go, and seconds for which it is then closed: longer than the pause between
#: two attempts of a writer that waits for it.
_AT_A_TIME, _FREE = 1.0, 1.5

_TABLES = "SELECT table_name FROM duckdb_tables() WHERE NOT internal ORDER BY ALL"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in the stored rows: which check found it, and a sentence about it."""

    #: Name of the check: its file in warehouse/checks.
    check: str
    #: One sentence: which row, what is wrong.
    sentence: str


def run_checks(connection: DuckDBPyConnection, *, limit: int = 20) -> list[Finding]:
    """List all findings, at most `limit` of each check; an empty list means that all is well.  Changes nothing."""
    if is_behind(connection):
        return [
            Finding("schema", "an earlier version of copydesk wrote this state; `copydesk run publish` writes it anew.")
        ]
    findings = []
    for check in scripts("checks"):
        query = f"SELECT finding FROM ({check.text.rstrip().rstrip(';')}) LIMIT {int(limit)}"
        findings += [Finding(check.name, sentence) for (sentence,) in connection.execute(query).fetchall()]
    return findings


def read_through(path: Path) -> None:
    """Read every row of a file, to find damage.

    The file is closed now and then, so that a waiting writer gets its turn.  Raises a WarehouseError as `reader` does:
    WarehouseDamaged for a block whose checksum is wrong.
    """
    tables: list[tuple[str]] | None = None
    while tables is None or tables:
        with reader(path) as connection:
            until = time.monotonic() + _AT_A_TIME
            if tables is None:
                tables = connection.execute(_TABLES).fetchall()
            while tables and time.monotonic() < until:
                (table,) = tables.pop()
                connection.execute(f'SELECT bit_xor(hash(COLUMNS(*))) FROM "{table}"').fetchall()
        if tables:
            time.sleep(_FREE)
