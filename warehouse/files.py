"""Writes files so that they survive a crash: swapped in whole, and synced to the disk before anything uses them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from warehouse.advice import naming

#: Names in a data directory: the file that flows write, and the one that people read.
MASTER: Final = "warehouse.duckdb"
PUBLISHED: Final = "news.duckdb"

#: Bytes written to test a disk for free space: as many as SQLite needs for the files beside its own.
_PROBE: Final = 65_536


def swap_in(aside: Path, target: Path) -> None:
    """Rename a finished file over another one, and wait until content and name are on the disk."""
    sync(aside)
    aside.replace(target)
    sync(target.parent)


def write_whole(path: Path, text: str) -> None:
    """Write a small file under a temporary name and rename it into place.

    So it is the old file or the new one, never half of it.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with naming(path):
            aside.write_text(text, "utf-8")
        aside.replace(path)
    except BaseException:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        raise


def sync(path: Path) -> None:
    """Wait until a file's content, or a directory's names, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        with naming(path):
            os.fsync(handle)
    finally:
        os.close(handle)


def set_sqlite_aside(path: Path) -> Path:
    """Rename a damaged SQLite file with its write-ahead log; gives the new name.  Raises OSError.

    The name ends in .damaged, and in a number after that when there is such a file already.
    """
    aside, number = path.with_name(f"{path.name}.damaged"), 2
    while aside.exists():
        aside, number = path.with_name(f"{path.name}.damaged.{number}"), number + 1
    # The write-ahead log first: otherwise SQLite could apply it to the new file.
    for suffix in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))
    return aside


def refusal(path: Path) -> OSError | None:
    """Find the system's reason why a file cannot be written, or a new one cannot be made in its folder.

    None when both work.  For errors of libraries that say only "cannot write".  Changes nothing.
    """
    try:
        if os.path.lexists(path):
            os.close(os.open(path, os.O_RDWR))
    except OSError as error:
        return error
    from tempfile import TemporaryFile  # here, since it is slow to load and `extract` writes no files

    try:
        with TemporaryFile(dir=path.parent, buffering=0) as probe:
            probe.write(bytes(_PROBE))
    except OSError as error:
        return OSError(error.errno, error.strerror, str(path.parent))
    return None
