"""Writes comments from dictionary.toml to every table, view and column of the database.

A column name that means the same everywhere is explained once, under [columns]; if a table has an entry of its own for
the column, that is used.  The database is what people read: `describe` in warehouse/describe.py prints it from there.
"""

from __future__ import annotations

import hashlib
import tomllib
from importlib import resources
from typing import Any

from duckdb import DuckDBPyConnection

_FILE = "dictionary.toml"


def apply_comments(connection: DuckDBPyConnection) -> None:
    """Put the comments on all tables and views of the main schema that have an entry in dictionary.toml."""
    entries = _entries()
    shared = entries.pop("columns")
    # One question for all tables: each search of the catalogue takes as long as a table's comments.
    tables = connection.execute(
        "SELECT table_name, table_type, list(column_name ORDER BY ordinal_position)"
        " FROM information_schema.tables"
        " JOIN information_schema.columns USING (table_catalog, table_schema, table_name)"
        " WHERE table_schema = 'main' GROUP BY table_name, table_type"
    ).fetchall()
    for table, kind, columns in tables:
        own = entries.get(table)
        if own is None:
            continue  # a user made it by hand and may have commented it
        target = "VIEW" if kind == "VIEW" else "TABLE"
        statements = [f"COMMENT ON {target} {table} IS {_quoted(own.get('_', ''))}"]
        statements += [
            f'COMMENT ON COLUMN {table}."{column}" IS {_quoted(own.get(column) or shared.get(column, ""))}'
            for column in columns
        ]
        connection.execute(";".join(statements))


def comments_sha256() -> str:
    """Hash of the dictionary's text, by which a changed dictionary is noticed."""
    return hashlib.sha256(_text().encode()).hexdigest()


def _entries() -> dict[str, Any]:
    return tomllib.loads(_text())


def _text() -> str:
    return (resources.files("warehouse") / _FILE).read_text(encoding="utf-8")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
