"""Checks the database of copydesk's own Prefect server, and renames it when it is damaged, so that a new one is made.

It holds what Prefect's dashboard shows, and nothing that a run needs.  Takes a data directory; reads the whole file
(some 300 MB a second).
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from filelock import FileLock

from flows.config.paths import Paths
from flows.printing.progress import line
from warehouse.files import set_sqlite_aside

#: SQLite's codes for a file that is damaged or none of its own; longer ones begin with them.
_DAMAGED: Final = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_LOST: Final = "earlier runs in Prefect's dashboard, and automations that you made in it"


def database(paths: Paths) -> Path:
    """The path of the SQLite file that holds the server's database."""
    return paths.prefect / "prefect.db"


def database_flaw(paths: Paths) -> str | None:
    """Say in one sentence how the database is damaged and what to do.

    None when it is sound, missing, or cannot be opened.
    """
    found = _damage(database(paths))
    return found and (
        f"{database(paths)} is damaged ({found}); the next `copydesk serve` sets it aside and begins another, without"
        f" {_LOST}; or move it and prefect.db-wal away."
    )


def begin_anew_if_damaged(paths: Paths) -> None:
    """Rename a damaged database, and print that.  Raises OSError when it cannot be renamed.

    Several commands may do this at the same time: they take turns.
    """
    path = database(paths)
    if not path.exists():
        return
    with FileLock(paths.prefect / "database.lock"):
        if (found := _damage(path)) is not None:
            aside = set_sqlite_aside(path)
            line("prefect", f"{path} is damaged ({found}); it is set aside as {aside.name}, and another is begun")
            line("prefect", f"what it held is lost: {_LOST}; pages, rows, schedules and records of runs are elsewhere")


def _damage(path: Path) -> str | None:
    """Say what is wrong with the content of the file; None when it is sound, or cannot be read at all."""
    if path.is_dir():
        return "it is a directory where a file is needed"
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            found = str(opened.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorname", None) or ""  # others are told by whoever opens it
        return str(error).rstrip(".") if code.startswith(_DAMAGED) else None
    return None if found == "ok" else found.splitlines()[-1]
