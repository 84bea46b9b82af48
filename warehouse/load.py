"""Loads staged batches into the warehouse: each exactly once, in one transaction.

All rows are written together, not row by row.  Takes the writer's connection and a Parquet file with the columns of
`warehouse.staged.SCHEMA`; gives counts.  The work is SQL in warehouse/loading, run in order; warehouse.incoming reads
the file.  Loading a batch, a page or an archive again changes nothing.  A row that the warehouse refuses is stored as a
rejected page; the others are loaded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection

from parsers.addresses import AddressRules, address_rules
from parsers.rules import default_rules
from warehouse import staged, steps
from warehouse.ask import ask
from warehouse.assign import assign_stories
from warehouse.connect import reader
from warehouse.errors import BatchError, WarehouseError, WarehouseMissing
from warehouse.incoming import prepared, read_batch
from warehouse.refused_rows import VALUE_ERRORS, guilty, readable, refused
from warehouse.rekey import rekey
from warehouse.transaction import transaction

#: The steps of a load, in order; each is warehouse/loading/<name>.sql.
STEPS = (*steps.STEPS, "batch")


@dataclass(frozen=True, slots=True)
class LoadResult:
    """Counts of what one batch changed."""

    batch_id: str
    #: Whether the batch had been loaded before; then all counts are those of that time and nothing was done.
    already_loaded: bool
    pages: int
    rejected: int
    new_fetches: int
    new_articles: int
    new_revisions: int
    replaced_revisions: int
    #: Pages that were rejected because the warehouse could not take their rows.
    refused: int = 0


def load_batch(connection: DuckDBPyConnection, path: Path, *, addresses: AddressRules | None = None) -> LoadResult:
    """Load one staged batch.

    Raises BatchError when the file is no batch or cannot be loaded; then nothing was changed.  `addresses`: how
    addresses are compared and turned into keys; None: by the rules that the project ships.  If the stored keys were
    made by other rules, they are made again first.
    """
    rules = addresses or address_rules(default_rules())
    batch_id, table = read_batch(path)
    before = _recorded(connection, batch_id, already_loaded=True)
    if before is not None:
        return before
    rekey(connection, rules)
    rows, refusals = _readable(table, path)
    try:
        _load(connection, prepared(rows, rules), batch_id)
    except VALUE_ERRORS:
        rows, more = _with_refused_rows_replaced(connection, rows, rules)
        refusals += more
        try:
            _load(connection, prepared(rows, rules), batch_id)
        except VALUE_ERRORS as error:
            raise BatchError(f"{path.name} cannot be loaded ({error}); parse its pages again.") from error
    result = _recorded(connection, batch_id, already_loaded=False)
    assert result is not None, "a committed batch has its row"
    return replace(result, refused=refusals)


def _readable(table: pa.Table, path: Path) -> tuple[pa.Table, int]:
    """Replace the unreadable rows of a batch by rejected pages; gives all rows, and how many were replaced.

    Raises BatchError when no row can be read.
    """
    try:
        rows, unreadable = readable(table)
    except pa.ArrowException as error:
        raise BatchError(
            f"{path.name} is no staged batch ({error}); move it away and parse its pages again."
        ) from error
    return _with_rejected(rows, unreadable), len(unreadable)


def _with_refused_rows_replaced(
    connection: DuckDBPyConnection, rows: pa.Table, rules: AddressRules
) -> tuple[pa.Table, int]:
    """Replace the rows that the warehouse refuses by rejected pages; gives all rows, and how many were replaced."""

    def fault(some: pa.Table) -> str | None:
        with steps.incoming_rows(connection, prepared(some, rules)):
            connection.execute("BEGIN")
            try:
                _steps(connection, "a trial")
            except VALUE_ERRORS as error:
                return str(error)
            finally:
                connection.execute("ROLLBACK")
        return None

    faults = guilty(rows, fault)
    good = rows.filter(pa.array([n not in faults for n in range(rows.num_rows)], pa.bool_()))
    return _with_rejected(good, refused(rows, faults)), len(faults)


def _with_rejected(rows: pa.Table, rejected: list[dict[str, Any]]) -> pa.Table:
    """Add the rejected pages at the end of the rows."""
    return pa.concat_tables([rows, staged.table(rejected)]) if rejected else rows


def _load(connection: DuckDBPyConnection, incoming: pa.Table, batch_id: str) -> None:
    with steps.incoming_rows(connection, incoming), transaction(connection):
        _steps(connection, batch_id)


def _steps(connection: DuckDBPyConnection, batch_id: str) -> None:
    """Run the SQL scripts of a load on the rows of `incoming`, inside a transaction of the caller."""
    connection.execute("CREATE OR REPLACE TEMP TABLE this_batch AS SELECT ? AS batch_id", [batch_id])
    steps.run_steps(connection, assign_stories, STEPS)


def loaded_batches(path: Path) -> set[str] | None:
    """Read the ids of the batches that a warehouse holds; an empty set when there is no warehouse.

    None when it cannot be asked: somebody else has it open, or it is damaged, which the next load reports.
    """
    try:
        with reader(path) as connection:
            return {batch_id for (batch_id,) in connection.execute("SELECT batch_id FROM batches").fetchall()}
    except WarehouseMissing:
        return set()
    except (WarehouseError, duckdb.Error):
        return None


def unread_bodies(path: Path) -> set[str] | None:
    """Read the hashes (SHA-256) of pages that were rejected because the archive could not be read.

    None while the warehouse cannot be opened.  Only an earlier version rejected such pages; its warehouses may still
    hold some.
    """
    return _hashes(path, "unread_bodies")


def fallback_bodies(path: Path) -> set[str] | None:
    """Read the hashes (SHA-256) of pages whose stored text came from the user's fallback program.

    None while the warehouse cannot be opened.
    """
    return _hashes(path, "fallback_bodies")


def _hashes(path: Path, query: str) -> set[str] | None:
    """Read hashes by a query of warehouse/queries; empty without a warehouse, None while it cannot be opened."""
    try:
        with reader(path) as connection:
            return {sha256 for (sha256,) in ask(connection, query).rows}
    except WarehouseMissing:
        return set()
    except (WarehouseError, duckdb.Error):
        return None


def _recorded(connection: DuckDBPyConnection, batch_id: str, *, already_loaded: bool) -> LoadResult | None:
    """Read the counts of a batch from the row that its load wrote to `batches`; None when it was never loaded."""
    rows = connection.execute(
        "SELECT pages, rejected, new_fetches, new_articles, new_revisions, replaced_revisions"
        " FROM batches WHERE batch_id = ?",
        [batch_id],
    ).fetchall()  # all of it: a result that is left open keeps the connection busy
    return LoadResult(batch_id, already_loaded, *rows[0]) if rows else None
