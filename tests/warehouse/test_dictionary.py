"""Every table, view and column explains itself, and nothing is explained that is not there."""

import re
import tomllib
from collections.abc import Iterable
from importlib import resources

import pytest
from duckdb import DuckDBPyConnection

from flows.archive.captures import OUTCOMES as FETCHED
from flows.running.registry import FLOWS
from flows.running.run_files import OUTCOMES as ENDS
from parsers.model import BLOCK_KINDS, CORRESPONDENT_KINDS
from parsers.reasons import CUTS, REJECTIONS

COLUMNS = """SELECT table_name, column_name, comment FROM duckdb_columns()
    WHERE schema_name = 'main' AND NOT internal AND database_name = current_database()"""


def test_every_table_and_view_has_a_comment(connection: DuckDBPyConnection) -> None:
    found = connection.execute(
        "SELECT table_name, comment FROM duckdb_tables() WHERE NOT internal AND NOT temporary"
        " UNION ALL SELECT view_name, comment FROM duckdb_views() WHERE NOT internal"
    ).fetchall()
    assert len(found) > 25
    assert [name for name, comment in found if not comment] == [], "say in warehouse/dictionary.toml what it is"


def test_every_column_has_a_comment(connection: DuckDBPyConnection) -> None:
    found = connection.execute(COLUMNS).fetchall()
    assert len(found) > 200
    mute = [f"{table}.{column}" for table, column, comment in found if not comment]
    assert mute == [], "say in warehouse/dictionary.toml what they are"


def test_nothing_is_explained_that_is_not_there(connection: DuckDBPyConnection) -> None:
    entries = tomllib.loads((resources.files("warehouse") / "dictionary.toml").read_text("utf-8"))
    shared = entries.pop("columns")
    there = {(table, column) for table, column, _ in connection.execute(COLUMNS).fetchall()}
    explained = {(table, column) for table, own in entries.items() for column in own if column != "_"}
    assert explained - there == set()
    assert set(entries) == {table for table, _ in there}
    used = {column for table, column in there if column not in entries[table]}
    assert set(shared) - used == set()


@pytest.mark.parametrize(
    ("column", "codes"),
    [
        ("dropped_segments.reason", CUTS),
        ("quarantine.reason", [*REJECTIONS, *(code for code in FETCHED if code not in ("fetched", "not_modified"))]),
        ("correspondents.kind", CORRESPONDENT_KINDS),
        ("current_correspondents.kind", CORRESPONDENT_KINDS),
        ("blocks.kind", BLOCK_KINDS),
        ("runs.flow", FLOWS),
        ("runs.outcome", [outcome for outcome in ENDS if outcome != "running"]),
    ],
)
def test_every_code_that_can_stand_in_a_column_is_named(
    connection: DuckDBPyConnection, column: str, codes: Iterable[str]
) -> None:
    comment = {f"{table}.{name}": text for table, name, text in connection.execute(COLUMNS).fetchall()}[column]
    assert set(codes) - set(re.findall(r"\w+", comment)) == set()


def test_every_measure_of_an_outlets_health_is_named(connection: DuckDBPyConnection) -> None:
    comment = {f"{t}.{c}": text for t, c, text in connection.execute(COLUMNS).fetchall()}["source_health.measure"]
    view = (resources.files("warehouse") / "views" / "source_health.sql").read_text("utf-8")
    measures = set(re.findall(r"'measure': '(\w+)'", view))
    assert len(measures) == 9
    assert measures - set(re.findall(r"\w+", comment)) == set()
