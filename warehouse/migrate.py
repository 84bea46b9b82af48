"""Brings a warehouse file to the schema of this version: runs numbered migrations, then makes views and comments.

Each migration runs once, in a transaction of its own, and is recorded with the hash of its text; a file whose record
differs from the migrations at hand is refused.  Views and comments hold no data: all of them are made again whenever
one of them changed.
"""

from __future__ import annotations

from datetime import UTC, datetime

from duckdb import DuckDBPyConnection

from warehouse.dictionary import apply_comments, comments_sha256
from warehouse.errors import MigrationError
from warehouse.line_keys import key_lines
from warehouse.sql_files import Script, scripts
from warehouse.transaction import transaction
from warehouse.view_files import make_views

#: Under this version number the record keeps the hash of views and comments.
_DEFINITIONS = 0

_RECORD = """CREATE TABLE IF NOT EXISTS schema_migrations (
    version INTEGER PRIMARY KEY, name VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, applied_at TIMESTAMPTZ NOT NULL)"""


def migrate(connection: DuckDBPyConnection, *, up_to: int | None = None) -> list[str]:
    """Bring a file to this version's schema; gives the names of the migrations and other steps that ran.

    `up_to`: stop after this version and make no views (for tests).  Raises MigrationError when the file was made by a
    newer copydesk or a migration was altered after it ran.
    """
    connection.execute(_RECORD)
    rows = connection.execute("SELECT version, sha256 FROM schema_migrations").fetchall()
    applied: dict[int, str] = dict(rows)
    numbered = {int(item.name.split("_")[0]): item for item in scripts("migrations")}
    _refuse_strangers(applied, numbered)
    ran = []
    for version in sorted(numbered):
        if version not in applied and (up_to is None or version <= up_to):
            _run(connection, version, numbered[version])
            ran.append(numbered[version].name)
    if up_to is None:
        ran += _rekey(connection)
        ran += ["keys of recurring lines"] if key_lines(connection) else []
        ran += _lay_definitions(connection, applied.get(_DEFINITIONS))
    return ran


def is_behind(connection: DuckDBPyConnection) -> bool:
    """Whether a file has the schema of an earlier version, as the published one has just after an upgrade.

    Checks of this version cannot be run on it.
    """
    [(version,)] = connection.execute("SELECT max(version) FROM schema_migrations").fetchall()
    return int(version) < max(int(item.name.split("_")[0]) for item in scripts("migrations"))


def _rekey(connection: DuckDBPyConnection) -> list[str]:
    """Make the keys of addresses again, in a file whose keys were made by an earlier version.

    Gives a list that names this step; empty when there was nothing to do.
    """
    unkeyed = "SELECT 1 FROM address_rules WHERE version = '' AND EXISTS (SELECT 1 FROM fetches)"
    if not connection.execute(unkeyed).fetchall():
        return []
    # Imported only when needed: these libraries take a while to load.
    from parsers.addresses import address_rules
    from parsers.rules import default_rules
    from warehouse.rekey import rekey

    rekey(connection, address_rules(default_rules()))
    return ["keys of addresses"]


def _refuse_strangers(applied: dict[int, str], numbered: dict[int, Script]) -> None:
    """Raise MigrationError when the file records a migration that this version lacks or has with another text."""
    for version, sha256 in applied.items():
        if version == _DEFINITIONS:
            continue
        if version not in numbered:
            raise MigrationError(
                f"the file has schema version {version}, this copydesk knows {max(numbered)}; update copydesk."
            )
        if numbered[version].sha256 != sha256:
            raise MigrationError(
                f"migration {numbered[version].name} was altered after it ran here; restore it and add a new one."
            )


def _run(connection: DuckDBPyConnection, version: int, migration: Script) -> None:
    with transaction(connection):
        connection.execute(migration.text)
        _record(connection, version, migration.name, migration.sha256)


def _lay_definitions(connection: DuckDBPyConnection, applied: str | None) -> list[str]:
    """Make views and comments if one of them changed; gives the steps that ran.

    `applied`: the hash of views and comments noted in the file; None: none is noted.
    """
    views = scripts("views")
    sha256 = Script("", "".join(view.name + view.sha256 for view in views) + comments_sha256()).sha256
    if sha256 == applied:
        return []
    with transaction(connection):
        make_views(connection, views)
        apply_comments(connection)
        _record(connection, _DEFINITIONS, "views and comments", sha256)
        connection.execute("UPDATE change_counter SET changes = changes + 1")
    return ["views and comments"]


def _record(connection: DuckDBPyConnection, version: int, name: str, sha256: str) -> None:
    """Note in the file that a migration, or the views and comments, were made, with the hash of their text."""
    connection.execute(
        "INSERT OR REPLACE INTO schema_migrations (version, name, sha256, applied_at) VALUES (?, ?, ?, ?)",
        [version, name, sha256, datetime.now(UTC)],
    )
