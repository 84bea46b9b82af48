"""Makes the views of warehouse/views, each found by its file: warehouse/views/<name>.sql makes the view <name>.

No list says in which order: it is found by trying.  A view that reads another one which is not there yet waits until
that one is made.  Views hold no data, so making them again loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.errors import MigrationError
from warehouse.faults import missing_table
from warehouse.scripts import Script, script


def make_views(connection: DuckDBPyConnection, files: Iterable[Script]) -> None:
    """Make the view of every file, and drop the views that earlier files made and no file makes now.

    connection: the writer's, inside a transaction.  A view that somebody made by hand stays.  Raises MigrationError
    when views read each other in a circle, when the SQL of one is wrong, or when a file does not make the view of its
    name.
    """
    ordered = in_order(connection, files)
    for (name,) in connection.execute("SELECT name FROM copydesk_views").fetchall():
        connection.execute(f'DROP VIEW IF EXISTS "{name}"')
    connection.execute("DELETE FROM copydesk_views")
    for file in ordered:
        connection.execute(file.text)
        connection.execute("INSERT INTO copydesk_views (name) VALUES (?)", [file.name])


def in_order(connection: DuckDBPyConnection, files: Iterable[Script]) -> list[Script]:
    """The files in an order in which their views can be made; raises MigrationError as make_views does.

    Tried in an empty database in memory that has the same tables: a statement that fails would end the transaction.
    """
    waiting = {file.name: file for file in files}
    ordered: list[Script] = []
    with duckdb.connect() as trial:
        for (statement,) in connection.execute(script("queries", "empty_tables")).fetchall():
            trial.execute(statement)
        for name in list(waiting):
            if name in waiting:
                ordered += _make(trial, waiting[name], waiting, ())
    return ordered


def _make(
    trial: DuckDBPyConnection, file: Script, waiting: dict[str, Script], readers: tuple[str, ...]
) -> list[Script]:
    """Make one view after those that it reads, and give their files in this order.

    readers: the views that wait for this one, the nearest last.
    """
    made: list[Script] = []
    way = (*readers, file.name)
    while (needed := _attempt(trial, file, waiting)) is not None:
        if needed in way:
            circle = " reads ".join((*way[way.index(needed) :], needed))
            raise MigrationError(f"views read each other in a circle: {circle}; change one of them in warehouse/views.")
        made += _make(trial, waiting[needed], waiting, way)
    del waiting[file.name]
    return [*made, file]


def _attempt(trial: DuckDBPyConnection, file: Script, waiting: Mapping[str, Script]) -> str | None:
    """Run one file; gives the name of the waiting view that it needs first, None when its view is made."""
    try:
        trial.execute(file.text)
    except duckdb.Error as error:
        needed = missing_table(error)
        if needed in waiting:
            return needed
        said = str(error).splitlines()[0]
        raise MigrationError(f"warehouse/views/{file.name}.sql cannot be made a view ({said}); correct it.") from error
    if not trial.execute("SELECT 1 FROM duckdb_views() WHERE view_name = ?", [file.name]).fetchall():
        raise MigrationError(
            f"warehouse/views/{file.name}.sql does not make the view {file.name}; name file and view alike."
        )
    return None
