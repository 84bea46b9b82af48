"""Opens the published file for SQL that somebody wrote or pasted: it can read that file and nothing else.

DuckDB itself refuses other files, the network, extensions and secrets, whatever the query says.  A caller may allow
local files, never the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.connect import reader
from warehouse.fts import has_index, load_extension

#: Settings that a query may change: they only affect how an answer is computed and shown.
FREE_SETTINGS = (
    "Calendar",
    "TimeZone",
    "default_collation",
    "default_null_order",
    "default_order",
    "memory_limit",
    "preserve_insertion_order",
    "threads",
)


@contextmanager
def locked_reader(path: Path, *, files: bool = False, places: Sequence[Path] = ()) -> Iterator[DuckDBPyConnection]:
    """A block (`with`) in which SQL can read the published file and nothing else; gives the connection.

    `files`: True: all local files may be read and written, too.  `places`: files and directories that may be read and
    written when `files` is False.  Raises WarehouseMissing when there is no published file.
    """
    with reader(path) as connection:
        if has_index(connection):
            load_extension(connection)  # its functions are asked for by name; later nothing can be loaded
        lock(connection, path, [Path.cwd().anchor] if files else [str(place) for place in places])
        yield connection


def lock(connection: DuckDBPyConnection, path: Path, opened: Sequence[str]) -> None:
    """Cut a connection off, for good, from extensions, the network and all files but `opened` (files and directories).

    `path`: any file; DuckDB is told to look for extensions in it as if it were a folder, so that it finds none.
    """
    for name, value in _settings(path, opened).items():
        connection.execute(f"SET {name} = {value}")


def shut_door(error: duckdb.Error, *, files: bool) -> str | None:
    """Explain to a user why the query was refused a file, the network or a setting; None for any other error.

    `files`: whether the query may use local files.
    """
    said = str(error)
    if "configuration has been locked" in said:
        return f"a query may set {', '.join(FREE_SETTINGS)} and nothing else."
    if files and (isinstance(error, duckdb.PermissionException) or "Failed to create directory" in said):
        return "--files opens the files of this machine; extensions and the network stay shut."
    if isinstance(error, duckdb.PermissionException):
        return (
            "a query reads the published file and nothing else; --files lets it read and write other files of this "
            "machine (no extension, no network), so mind whose query it is."
        )
    return None


def _settings(path: Path, opened: Sequence[str]) -> dict[str, str]:
    """List DuckDB's settings in the order in which to make them; the last one forbids further changes."""
    return {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "allow_persistent_secrets": "false",
        "python_enable_replacements": "false",
        # Not a directory, so that INSTALL fails before it asks the network, also where files can be written.
        "extension_directory": _quoted(str(path)),
        "allowed_paths": _listed(opened),
        "allowed_directories": _listed(opened),
        "enable_external_access": "false",
        "allowed_configs": _listed(FREE_SETTINGS),
        "lock_configuration": "true",
    }


def _listed(values: Sequence[str]) -> str:
    return f"[{', '.join(map(_quoted, values))}]"


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
