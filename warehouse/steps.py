"""Runs the SQL scripts of warehouse/loading in their order, on rows that DuckDB sees as a table `incoming`.

Used by a load and by warehouse.rekey, which corrects stories without a new page.  Opens no transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pyarrow as pa
from duckdb import DuckDBPyConnection

from warehouse.line_keys import longest_line, with_line_keys
from warehouse.sql_files import script

#: The steps that write the rows of pages, in order; each is warehouse/loading/<name>.sql.
STEPS: tuple[str, ...] = (
    "macros", "staged", "sources", "raw_pages", "known", "articles", "fetches",
    "revisions", "children", "parents", "quarantine",
)  # fmt: skip

#: The step before which the story of each page is decided.
_STORIES = "articles"


@contextmanager
def incoming_rows(connection: DuckDBPyConnection, rows: pa.Table) -> Iterator[None]:
    """A block (`with`) in which SQL finds these rows as the table `incoming`.

    The columns of warehouse.line_keys are added.  `rows`: as `warehouse.incoming.prepared` gives them.  Open the
    transaction inside this block, not around it: DuckDB cannot remove the table in a transaction that failed.
    """
    connection.register("incoming", with_line_keys(rows, longest_line(connection)))
    try:
        yield
    finally:
        connection.unregister("incoming")


def run_steps(
    connection: DuckDBPyConnection, stories: Callable[[DuckDBPyConnection], None], steps: Sequence[str] = STEPS
) -> None:
    """Write the rows of `incoming` into all tables.

    `stories`: called with the connection before the articles are written, to decide which pages are one story; it finds
    the tables `staged` and `known_fetches`.  `steps`: names of the scripts.
    """
    for step in steps:
        if step == _STORIES:
            stories(connection)
        connection.execute(script("loading", step))
