"""Migrations: from every earlier version to the same schema, once, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from warehouse.connect import writer
from warehouse.describe import describe
from warehouse.errors import MigrationError
from warehouse.migrate import migrate
from warehouse.sql_files import Script, scripts

VERSIONS = [int(item.name.split("_")[0]) for item in scripts("migrations")]


def test_versions_are_numbered_without_gaps() -> None:
    assert list(range(1, len(VERSIONS) + 1)) == VERSIONS


@pytest.mark.parametrize("version", VERSIONS)
def test_every_earlier_version_becomes_the_present_one(connection: DuckDBPyConnection, version: int) -> None:
    with duckdb.connect() as old:
        migrate(old, up_to=version)
        old.execute("INSERT INTO sources VALUES (1, 'post', 'post.example', NULL, 'en', NULL, true)")
        migrate(old)
        assert describe(old) == describe(connection)
        assert old.execute("SELECT name FROM sources").fetchall() == [("post",)]


def test_what_ran_does_not_run_again(connection: DuckDBPyConnection) -> None:
    assert migrate(connection) == []


def test_an_altered_migration_is_refused(connection: DuckDBPyConnection) -> None:
    connection.execute("UPDATE schema_migrations SET sha256 = 'other' WHERE version = 1")
    with pytest.raises(MigrationError, match="was altered after it ran"):
        migrate(connection)


def test_a_file_of_a_newer_copydesk_is_refused(connection: DuckDBPyConnection) -> None:
    connection.execute("INSERT INTO schema_migrations VALUES (99, 'later', 'x', now())")
    with pytest.raises(MigrationError, match="update copydesk"):
        migrate(connection)


def test_a_migration_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Script("0001_broken", "CREATE TABLE half (x INTEGER); SELECT nothing FROM nowhere;")
    monkeypatch.setattr("warehouse.migrate.scripts", lambda folder: [broken])
    with duckdb.connect() as fresh:
        with pytest.raises(duckdb.CatalogException):
            migrate(fresh)
        assert fresh.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("schema_migrations",)]


def test_files_are_made_so_that_older_clients_read_them(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    with writer(path) as connection:
        tags = connection.execute("SELECT tags FROM duckdb_databases() WHERE path = ?", [str(path)]).fetchall()
        assert "v1.2.0" in str(tags)
