"""Finds and loads DuckDB's full-text extension; nothing is fetched from anywhere.

It comes from DuckDB's own directory of extensions (`INSTALL fts`, once, on a machine with a network) or from the
package duckdb-extension-fts, which fits one version of DuckDB only.  Without it search works all the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

#: Thai, Lao, Khmer, kana and Han are written without blanks: the index holds whole sentences of them as one word.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def load_extension(connection: DuckDBPyConnection) -> bool:
    """Load DuckDB's full-text extension; False when it is not installed or cannot be loaded.

    Search then does without it.
    """
    connection.execute("SET autoinstall_known_extensions = false")
    statements = ["LOAD fts"]
    if (packaged := _packaged()) is not None:
        statements.append("LOAD '" + str(packaged).replace("'", "''") + "'")
    return any(_runs(connection, statement) for statement in statements)


def has_index(connection: DuckDBPyConnection) -> bool:
    """Whether the file that is open has a full-text index, which search then uses."""
    schemas = connection.execute("SELECT schema_name FROM information_schema.schemata").fetchall()
    return ("fts_main_search_texts",) in schemas


def can_be_looked_up(words: Sequence[str]) -> bool:
    """Whether the index can find these words, so that no scan is needed.

    It cannot find words of scripts without blanks, such as Chinese or Thai.
    """
    return not any(_UNSPACED.search(word) for word in words)


def _packaged() -> Path | None:
    """Find the extension's file in the package duckdb-extension-fts.

    None when it is missing or for another version of DuckDB.
    """
    package = find_spec("duckdb_extension_fts")
    for place in (package and package.submodule_search_locations) or ():
        file = Path(place) / "extensions" / f"v{duckdb.__version__}" / "fts.duckdb_extension"
        if file.is_file():
            return file
    return None


def _runs(connection: DuckDBPyConnection, statement: str) -> bool:
    """Run a statement; True when it succeeds."""
    try:
        connection.execute(statement)
    except duckdb.Error:
        return False
    return True
