"""Loads staged batches into the warehouse: one transaction a batch, set by set, exactly once.

Takes the writer's connection and a Parquet file with the columns of `warehouse.staged.SCHEMA`; gives counts.
The work is SQL in warehouse/loading, run in order; here stand only what SQL cannot do (addresses) and the
transaction.  Loading a batch, a page or an archive again changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from duckdb import DuckDBPyConnection

from warehouse import staged
from warehouse.errors import BatchError
from warehouse.scripts import script
from warehouse.transaction import transaction
from warehouse.urls import host, page_key, url_key

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
    batch_id, incoming = _read(path)
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


def _read(path: Path) -> tuple[str, pa.Table]:
    """A batch's id and its rows, with the keys that need more than SQL."""
    try:
        table = pq.read_table(path).select(staged.SCHEMA.names).cast(staged.SCHEMA)
        batch_id = staged.batch_id(path)
    except (pa.ArrowException, KeyError, OSError) as error:
        raise BatchError(
            f"{path.name} is no staged batch ({error}); move it away and parse its pages again."
        ) from error
    return batch_id, _with_keys(table)


def _with_keys(table: pa.Table) -> pa.Table:
    urls = [final or asked for final, asked in zip(table["final_url"].to_pylist(), table["requested_url"].to_pylist())]
    bodies = table["body_sha256"].to_pylist()
    canonical = pc.struct_field(table["article"].combine_chunks(), "canonical_url").to_pylist()
    hosts = [host(url) for url in urls]
    names = [name or found for name, found in zip(table["source"].to_pylist(), hosts)]
    computed = {
        "url_key": [url_key(said, url, body) for said, url, body in zip(canonical, urls, bodies)],
        "page_key": [page_key(url, body) for url, body in zip(urls, bodies)],
        "source_name": names,
        "source_host": hosts,
    }
    for name, values in computed.items():
        table = table.append_column(name, pa.array(values, pa.string()))
    return table


def _recorded(connection: DuckDBPyConnection, batch_id: str, *, already_loaded: bool) -> LoadResult | None:
    rows = connection.execute(
        "SELECT pages, rejected, new_fetches, new_articles, new_revisions, replaced_revisions"
        " FROM batches WHERE batch_id = ?",
        [batch_id],
    ).fetchall()  # all of it: a result that is left open keeps the connection busy
    return LoadResult(batch_id, already_loaded, *rows[0]) if rows else None
