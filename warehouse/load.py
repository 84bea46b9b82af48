"""Loads staged batches into the warehouse: one transaction a batch, set by set, exactly once.

Takes the writer's connection and a Parquet file with the columns of `warehouse.staged.SCHEMA`; gives counts.
The work is SQL in warehouse/loading, run in order; warehouse.incoming reads the file.  Loading a batch, a page
or an archive again changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.ask import ask
from warehouse.connect import reader
from warehouse.errors import WarehouseError, WarehouseMissing
from warehouse.incoming import read_batch
from warehouse.scripts import script
from warehouse.transaction import transaction

#: The steps of a load, in order; each is warehouse/loading/<name>.sql.
STEPS = (
    "macros", "staged", "sources", "raw_pages", "articles", "fetches",
    "revisions", "children", "parents", "quarantine", "batch",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What one batch changed."""

    batch_id: str
    #: Whether it had been loaded before; then all counts are those of that time and nothing was done.
    already_loaded: bool
    pages: int
    rejected: int
    new_fetches: int
    new_articles: int
    new_revisions: int
    replaced_revisions: int


def load_batch(connection: DuckDBPyConnection, path: Path) -> LoadResult:
    """Load one staged batch.  Raises BatchError when the file is not one; then nothing was changed."""
    batch_id, incoming = read_batch(path)
    before = _recorded(connection, batch_id, already_loaded=True)
    if before is not None:
        return before
    connection.register("incoming", incoming)
    try:
        with transaction(connection):
            connection.execute("CREATE OR REPLACE TEMP TABLE this_batch AS SELECT ? AS batch_id", [batch_id])
            for step in STEPS:
                connection.execute(script("loading", step))
    finally:
        connection.unregister("incoming")
    result = _recorded(connection, batch_id, already_loaded=False)
    assert result is not None, "a committed batch has its row"
    return result


def loaded_batches(path: Path) -> set[str] | None:
    """Ids of the batches that a warehouse holds, none where there is none; None when it cannot be asked.

    That is so while somebody else has it open, and when it is damaged, which the next load tells.
    """
    try:
        with reader(path) as connection:
            return {batch_id for (batch_id,) in connection.execute("SELECT batch_id FROM batches").fetchall()}
    except WarehouseMissing:
        return set()
    except (WarehouseError, duckdb.Error):
        return None


def unread_bodies(path: Path) -> set[str] | None:
    """Hashes of the pages that were rejected because the archive could not be read; None while somebody holds the file.

    None are staged so any more; a warehouse that an earlier version filled may hold some.
    """
    try:
        with reader(path) as connection:
            return {sha256 for (sha256,) in ask(connection, "unread_bodies").rows}
    except WarehouseMissing:
        return set()
    except (WarehouseError, duckdb.Error):
        return None


def _recorded(connection: DuckDBPyConnection, batch_id: str, *, already_loaded: bool) -> LoadResult | None:
    rows = connection.execute(
        "SELECT pages, rejected, new_fetches, new_articles, new_revisions, replaced_revisions"
        " FROM batches WHERE batch_id = ?",
        [batch_id],
    ).fetchall()  # all of it: a result that is left open keeps the connection busy
    return LoadResult(batch_id, already_loaded, *rows[0]) if rows else None
