"""Every table, view and column explains itself, and nothing is explained that is not there."""

import tomllib
from importlib import resources

from duckdb import DuckDBPyConnection

COLUMNS = """SELECT table_name, column_name, comment FROM duckdb_columns()
    WHERE schema_name = 'main' AND NOT internal AND database_name = current_database()"""


def test_every_table_and_view_has_a_comment(connection: DuckDBPyConnection) -> None:
    found = connection.execute(
        "SELECT table_name, comment FROM duckdb_tables() WHERE NOT internal AND NOT temporary"
        " UNION ALL SELECT view_name, comment FROM duckdb_views() WHERE NOT internal"
    ).fetchall()
    assert len(found) > 25
    assert [name for name, comment in found if not comment] == []


def test_every_column_has_a_comment(connection: DuckDBPyConnection) -> None:
    found = connection.execute(COLUMNS).fetchall()
    assert len(found) > 200
    assert [f"{table}.{column}" for table, column, comment in found if not comment] == []


def test_nothing_is_explained_that_is_not_there(connection: DuckDBPyConnection) -> None:
    entries = tomllib.loads((resources.files("warehouse") / "dictionary.toml").read_text("utf-8"))
    shared = entries.pop("columns")
    there = {(table, column) for table, column, _ in connection.execute(COLUMNS).fetchall()}
    explained = {(table, column) for table, own in entries.items() for column in own if column != "_"}
    assert explained - there == set()
    assert set(entries) == {table for table, _ in there}
    used = {column for table, column in there if column not in entries[table]}
    assert set(shared) - used == set()
