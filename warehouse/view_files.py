"""Makes the views of warehouse/views: the file warehouse/views/<name>.sql makes the view <name>.

A view is made after those whose names stand in its text; no list says in which order.  Views hold no data, so making
them again loses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.errors import MigrationError
from warehouse.faults import missing_table
from warehouse.sql_files import Script

#: A name, as group 1; comments and texts are passed over.
_NAME: Final = re.compile(r"--[^\n]*|'(?:[^']|'')*'|(\w+)")


def make_views(connection: DuckDBPyConnection, files: Iterable[Script]) -> None:
    """Make the view of every file again, and drop views of earlier files that are gone.

    `connection`: the writer's, inside a transaction.  A view that somebody made by hand stays.  Raises MigrationError
    when views read each other in a circle, when the SQL of a view is wrong, or when a file does not make the view of
    its name.
    """
    ordered = in_order(files)
    for (name,) in connection.execute("SELECT name FROM copydesk_views").fetchall():
        connection.execute(f'DROP VIEW IF EXISTS "{name}"')
    connection.execute("DELETE FROM copydesk_views")
    for file in ordered:
        _make(connection, file)
    there = {name for (name,) in connection.execute("SELECT view_name FROM duckdb_views()").fetchall()}
    for file in ordered:
        if file.name not in there:
            raise MigrationError(
                f"warehouse/views/{file.name}.sql does not make the view {file.name}; name file and view alike."
            )
    names = [file.name for file in ordered]
    connection.execute("INSERT INTO copydesk_views (name) SELECT unnest(?::VARCHAR[])", [names])


def _make(connection: DuckDBPyConnection, file: Script) -> None:
    """Make one view; raises MigrationError, which names its file, when its SQL is wrong or reads the view itself."""
    try:
        connection.execute(file.text)
    except duckdb.Error as error:
        if missing_table(error) == file.name:
            raise _circle(file.name, file.name) from error
        said = str(error).splitlines()[0]
        raise MigrationError(f"warehouse/views/{file.name}.sql cannot be made a view ({said}); correct it.") from error


def in_order(files: Iterable[Script]) -> list[Script]:
    """Order the files so that each comes after those whose views it reads.

    Raises MigrationError when views read each other in a circle.
    """
    waiting = {file.name: file for file in files}
    return [file for name in list(waiting) for file in _with_needed(name, waiting, ())]


def _with_needed(name: str, waiting: dict[str, Script], readers: tuple[str, ...]) -> Iterator[Script]:
    """Yield a file and all files whose views it needs, the needed ones first; each is taken out of `waiting`.

    `readers`: the views on the way to this one; raises MigrationError when `name` is among them, since that is a
    circle.
    """
    if name in readers:
        raise _circle(*readers[readers.index(name) :], name)
    if name not in waiting:
        return
    for needed in _named(waiting[name], waiting):
        yield from _with_needed(needed, waiting, (*readers, name))
    yield waiting.pop(name)


def _named(file: Script, others: Mapping[str, Script]) -> list[str]:
    """List the names of the other views that a file's SQL reads."""
    found = (match[1].lower() for match in _NAME.finditer(file.text) if match[1])
    return [name for name in dict.fromkeys(found) if name != file.name and name in others]


def _circle(*names: str) -> MigrationError:
    way = " reads ".join(names)
    return MigrationError(f"views read each other in a circle: {way}; change one of them in warehouse/views.")
