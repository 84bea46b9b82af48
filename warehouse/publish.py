"""Publishes the warehouse: makes a read-only copy that people open, and replaces the last one by it in one step.

A reader sees the old state or the new one and never waits; who has the old file open keeps it (warehouse.versions).
Nothing is copied when nothing changed.  Nothing is copied either when the last copy is so recent that copies would take
too much of all time (`max_share` in `publish`).  A published file that is missing, cannot be read or was written to is
replaced.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.advice import naming
from warehouse.connect import is_there, reader, writer
from warehouse.errors import WarehouseError
from warehouse.versions import show_version, sweep_versions

#: ioctl FICLONE of Linux (linux/fs.h): makes a file share another one's blocks on btrfs and XFS, an instant copy.
_FICLONE = 0x40049409

#: The state of a published file.  It cannot hold what its own copy cost, so the seconds are those of the copy before.
_LAST = """SELECT max(number), arg_max(changes, number), arg_max(published_at, number),
    coalesce(arg_max(seconds, number), 0) FROM publications"""

#: Seconds by which a file's time may differ from its publication's: FAT keeps times in steps of two seconds.
_COARSE = 2.0

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PublishResult:
    """Whether a copy was made, and which state is published now."""

    #: Number of the state that people see now; 0 when none was ever published.
    number: int
    #: published, unchanged (nothing to show) or too_soon (the last copy is younger than max_share allows).
    outcome: str
    bytes_copied: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class _State:
    """The state of a published file: its number, the counter of changes that it holds, and when it was made.

    `seconds`: how long the copy took.
    """

    number: int = 0
    changes: int = -1
    published_at: datetime = _NEVER
    seconds: float = 0.0
    #: False when somebody wrote to the file or replaced it since it was published.
    untouched: bool = False


def publish(master: Path, published: Path, *, max_share: float = 1.0, timeout: float = 30.0) -> PublishResult:
    """Copy the warehouse and put the copy in the place of the published file.

    `master`: the warehouse's file.  `max_share`: the largest part of all time that may go into copying: at 0.05 a copy
    that took 10 s is followed by the next one after 190 s at the earliest; 1.0 publishes always.  Raises
    WarehouseLocked or another error of `writer`, and OSError with the file's name when the copy cannot be written;
    people keep the last state then.
    """
    shown = _state(published)
    # Closing any handle of the master would give DuckDB's lock on it back (POSIX), so the one that is copied from is
    # closed last, after the connection.
    with contextlib.ExitStack() as last, writer(master, timeout=timeout) as connection:
        sweep_versions(published)
        changes = connection.execute("SELECT changes FROM change_counter").fetchall()[0][0]
        if changes == shown.changes and shown.untouched and _published_from(connection, shown):
            return PublishResult(shown.number, "unchanged")
        if shown.untouched and _too_soon(shown, max_share):
            return PublishResult(shown.number, "too_soon")
        started = time.monotonic()
        number, moment = _record(connection, changes, after=shown.number)
        size = _copy(last.enter_context(master.open("rb")), published, moment)
        seconds = time.monotonic() - started
        connection.execute("UPDATE publications SET bytes = ?, seconds = ? WHERE number = ?", [size, seconds, number])
    return PublishResult(number, "published", size, seconds)


def was_published(master: Path) -> bool:
    """Whether the warehouse in the file `master` was ever published, so that a published file must exist.

    False when there is no such warehouse.  Raises as `reader` does.
    """
    if not is_there(master):
        return False
    with reader(master) as connection:
        return bool(connection.execute("SELECT 1 FROM publications LIMIT 1").fetchall())


def _state(published: Path) -> _State:
    """Read the state of the published file; an empty _State when there is no file, or when publish did not make it."""
    if not published.exists():
        return _State()
    try:
        with reader(published) as connection:
            row = connection.execute(_LAST).fetchone()
        written = published.stat().st_mtime
    except (WarehouseError, duckdb.Error, OSError):
        return _State()  # not made by publish, or unreadable: it is replaced
    if row is None or row[0] is None:
        return _State()
    state = _State(*row)
    return replace(state, untouched=abs(written - state.published_at.timestamp()) < _COARSE)


def _too_soon(shown: _State, max_share: float) -> bool:
    """Whether the last copy is too recent for another one, which is then left out.

    False for a copy dated in the future, by a clock that was ahead.
    """
    pause = shown.seconds / max_share - shown.seconds
    return 0 <= (datetime.now(UTC) - shown.published_at).total_seconds() < pause


def _published_from(connection: DuckDBPyConnection, shown: _State) -> bool:
    """Whether the published file is a copy of the warehouse that is open, not of an earlier one that was lost.

    Only then can it stay in its place.
    """
    return bool(
        connection.execute(
            "SELECT 1 FROM publications WHERE number = ? AND published_at = ?", [shown.number, shown.published_at]
        ).fetchall()
    )


def _record(connection: DuckDBPyConnection, changes: int, *, after: int) -> tuple[int, datetime]:
    """Enter the publication into the warehouse before it is copied, so that the copy says which state it is.

    Gives its number and time.  `after`: number of the file that people see now.  The new number is higher, even when a
    restored warehouse does not know of that publication.
    """
    row = connection.execute(
        "INSERT INTO publications (number, changes, published_at)"
        " SELECT greatest(coalesce(max(number), 0), ?) + 1, ?, ? FROM publications"
        " RETURNING number, published_at",
        [after, changes, datetime.now(UTC)],
    ).fetchall()[0]
    # Without a checkpoint the last transactions stand in the write-ahead log, and the copy would lack them.
    connection.execute("CHECKPOINT")
    return int(row[0]), row[1]


def _copy(source: BinaryIO, published: Path, moment: datetime) -> int:
    """Copy the file, sync it and make it the one that people see; gives its size in bytes.

    `source`: the open warehouse.  `moment`: time of the publication, which becomes the file's own time.
    """
    copy = published.with_name(f".{published.name}.{os.getpid()}.tmp")
    try:
        with naming(published), copy.open("wb") as target:
            try:
                fcntl.ioctl(target.fileno(), _FICLONE, source.fileno())
            except OSError:
                shutil.copyfileobj(source, target, 16 * 1024 * 1024)
            os.fchmod(target.fileno(), 0o444)
        os.utime(copy, (moment.timestamp(), moment.timestamp()))
        size = copy.stat().st_size
        show_version(copy, published)
    except BaseException:
        copy.unlink(missing_ok=True)  # on a full disk its room is needed
        raise
    return size
