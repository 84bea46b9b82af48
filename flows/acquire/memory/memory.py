"""Opens the file that remembers lists, waiting pages, hosts and robots.txt files between runs that follow outlets.

A list is a feed or sitemap.  The file is a SQLite file beside the archive's index, with the tables of memory.sql.  The
statements that read and write it are in statements.sql, where each has a name by which it is called.  Several processes
may use it at a time.  Losing it loses no page, so a damaged one is set aside (renamed) and a new one begun.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

from flows.archive.all_or_nothing import all_or_nothing
from flows.errors import CopydeskError
from warehouse.files import refusal, set_sqlite_aside

#: Name of the file in the archive's directory.
FOLLOWING: Final = "following.sqlite"
#: Seconds that a process waits for another one that is writing.
_LOCK_TIMEOUT: Final = 60.0
_STATEMENT: Final = re.compile(r"^-- name: (\w+)\n(.*?)(?=^-- name: |\Z)", re.MULTILINE | re.DOTALL)
#: SQLite's codes for a file that is damaged, or is no SQLite file.
_DAMAGED: Final = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_ANEW: Final = "the next run begins a new one: lists are read in full once more, and no page is lost"

#: Version of the tables, as memory.sql sets it.  A file of another version is set aside: that costs some requests.
_VERSION: Final = 1

Row = Mapping[str, Any]


def _storable(value: Any) -> Any:
    """Make a text one that SQLite can store; other values stay as they are."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


class _OtherVersion(sqlite3.DatabaseError):
    """Raised when the file has the tables of another version of copydesk; counts as damage."""

    sqlite_errorname = _DAMAGED[0]

    def __str__(self) -> str:
        return "its tables are those of another version"


class MemoryUnusable(CopydeskError):
    """Raised when the file cannot be read or written.

    `damaged` tells whether its content is wrong, so that it must be replaced.
    """

    def __init__(self, path: Path | str, error: sqlite3.Error) -> None:
        code = "_".join((getattr(error, "sqlite_errorname", None) or "").split("_")[:2])
        #: Whether the content of the file is wrong, not the access to it.
        self.damaged = code in _DAMAGED or "unsupported file format" in str(error)
        #: SQLite's message.
        self.said = str(error).rstrip(".")
        if self.damaged:
            name = Path(path).name
            told = f"{path} is damaged; move it and {name}-wal away, and {_ANEW}."
        elif code in ("SQLITE_BUSY", "SQLITE_LOCKED"):
            told = f"{path} is held by another process; run again when that is done, nothing is lost."
        elif code == "SQLITE_FULL":
            told = f"{path} cannot be written, the disk is full; make room and run again, nothing is lost."
        else:
            told = f"{path} cannot be used ({self.said}); make it and its directory writable and run again."
        super().__init__(told)


class Memory:
    """The open file of what is remembered, as a context manager.  Methods raise MemoryUnusable when SQLite fails.

    `notes` holds one sentence when a damaged file was set aside.
    """

    def __init__(self, directory: Path | None, *, read_only: bool = False) -> None:
        """`directory`: the archive's; None: keep everything in memory only, and forget it with this object.

        `read_only`: the file must be there, and nothing is created, repaired or changed.  Raises OSError when the
        system refuses the file.
        """
        self._path: Path | str = directory / FOLLOWING if directory is not None else ":memory:"
        self.notes: tuple[str, ...] = ()
        if read_only:
            with self._errors():
                self._db = _connect_to_read(Path(self._path))
            return
        try:
            self._db = _connect(self._path)
        except MemoryUnusable as error:
            if not error.damaged or not isinstance(self._path, Path):
                _raise_refusal(self._path, error)
                raise
            self.notes = (_set_aside(self._path),)
            self._db = _connect(self._path)

    def __enter__(self) -> Memory:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        with self._errors():
            self._db.close()

    def rows(self, statement: str, **values: Any) -> list[Row]:
        """Return the rows that the statement of this name in statements.sql gives.  `values`: its parameters."""
        with self._errors():
            return [dict(row) for row in self._run(statement, values)]

    def row(self, statement: str, **values: Any) -> Row | None:
        """Return the first row that the statement of this name in statements.sql gives; None when it gives no row."""
        return next(iter(self.rows(statement, **values)), None)

    def do(self, statement: str, **values: Any) -> int:
        """Run the statement of this name in statements.sql, which writes; return the number of rows that it changed."""
        with self._errors():
            return self._run(statement, values).rowcount

    def _run(self, statement: str, values: Row) -> sqlite3.Cursor:
        """Run a statement.  Lone surrogates in its texts, which stand for bytes that are no UTF-8, become "?"."""
        try:
            return self._db.execute(_statements()[statement], values)
        except UnicodeEncodeError:  # seldom: a header such as ETag holds anything
            clean = {name: _storable(value) for name, value in values.items()}
            return self._db.execute(_statements()[statement], clean)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """A block (`with`) that is one transaction: all that it writes is stored, or nothing if it raises."""
        with self._errors(), all_or_nothing(self._db):
            yield

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """A block (`with`) in which SQLite's errors become MemoryUnusable."""
        try:
            yield
        except sqlite3.Error as error:
            raise MemoryUnusable(self._path, error) from error


def memory_flaw(directory: Path) -> str | None:
    """Read the whole file and say in one sentence how it is damaged; None when it is sound or not there.

    Changes nothing.  Raises OSError or MemoryUnusable when it cannot be read for another reason.
    """
    path = directory / FOLLOWING
    if not path.exists():
        return None
    try:
        database = _connect_to_read(path)
        try:
            found = str(next(iter(database.execute("PRAGMA quick_check(1)").fetchone())))
        finally:
            database.close()
    except sqlite3.Error as error:
        unusable = MemoryUnusable(path, error)
        if not unusable.damaged:
            _raise_refusal(path, unusable)
            raise unusable from error
        found = unusable.said
    said = found.splitlines()[-1]
    return None if found == "ok" else f"{path} is damaged ({said}); move it and {path.name}-wal away, and {_ANEW}."


@cache
def _statements() -> dict[str, str]:
    """Return the SQL statements in statements.sql, as name -> statement."""
    return dict(_STATEMENT.findall(_text("statements.sql")))


def _text(name: str) -> str:
    """The content of the file of this name beside this module."""
    return (resources.files("flows.acquire.memory") / name).read_text("utf-8")


def _connect(path: Path | str) -> sqlite3.Connection:
    """Open the file to write, and make its tables if need be.  Raises MemoryUnusable."""
    try:
        # A run's threads take turns: all of it happens in the thread of its event loop.
        database = sqlite3.connect(path, timeout=_LOCK_TIMEOUT, isolation_level=None, check_same_thread=False)
        try:
            database.row_factory = sqlite3.Row
            database.execute("PRAGMA journal_mode = WAL")
            # A crash of the machine may lose the last of it, never more than requests.
            database.execute("PRAGMA synchronous = NORMAL")
            if database.execute("PRAGMA user_version").fetchone()[0] not in (0, _VERSION):
                raise _OtherVersion
            database.executescript(_text("memory.sql"))
        except BaseException:
            database.close()
            raise
    except sqlite3.Error as error:
        raise MemoryUnusable(path, error) from error
    return database


def _connect_to_read(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", timeout=_LOCK_TIMEOUT, uri=True)
    database.row_factory = sqlite3.Row
    return database


def _raise_refusal(path: Path | str, error: MemoryUnusable) -> None:
    """Raise the OSError that says why the system does not let a file be opened; do nothing when there is no such error.

    SQLite's own error does not say why.
    """
    if isinstance(path, Path) and not error.damaged and (why := refusal(path)) is not None:
        raise why from error


def _set_aside(path: Path) -> str:
    """Rename a damaged file and its write-ahead log; return a sentence that says so."""
    aside = set_sqlite_aside(path)
    return f"{path.name} cannot be used; it is set aside as {aside.name}, and lists are read in full once more."
