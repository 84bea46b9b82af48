"""Staging: writes and finds parsed batches as Parquet files that wait to be loaded.

A batch is written to a temporary file and renamed, so a file with a final name is complete.  The same pages, parser and
rules always give the same batch id and file name, so staging twice gives one file.  Loads nothing.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq

from warehouse.advice import naming
from warehouse.staged import table

_SUFFIX: Final = ".parquet"
_ASIDE: Final = ".tmp"
_DAMAGED: Final = ".damaged"
#: Bytes in the name of an unfinished file.
_RANDOM: Final = 8
#: Seconds after which an unfinished file belongs to a dead run: a day, far longer than writing a batch takes.
_DEAD_AFTER: Final = 86_400


def make_batch_id(keys: Iterable[str], *, parser_version: str, rules_version: str) -> str:
    """The id of a batch: 32 hexadecimal digits, a hash of its keys in any order and of both versions.

    keys: hash of the body for a page, `<warc file>:<offset>` for a capture without a new body.
    """
    lines = [parser_version, rules_version, *sorted(keys)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def stage(
    directory: Path, rows: Sequence[Mapping[str, Any]], *, batch_id: str, read_at: datetime | None = None
) -> Path:
    """Write one batch of rows with the keys of `warehouse.staged.SCHEMA`; gives its path when it is complete.

    The file name begins with the earliest fetch in it, so that batches load in the order of time.  read_at: now, for
    pages that were read before; their batch is loaded behind those with earlier readings, which may still wait.
    """
    batch = table(rows, batch_id=batch_id)
    directory.mkdir(parents=True, exist_ok=True)
    earliest = _earliest(rows)
    begins = f"{max(earliest, read_at):%Y%m%dT%H%M%S%f}" if read_at else f"{earliest:%Y%m%dT%H%M%S}"
    path = directory / f"{begins}-{batch_id}{_SUFFIX}"
    # Not by the process: in containers on several machines all may have the same number.
    aside = path.with_suffix(f".{secrets.token_hex(_RANDOM)}{_ASIDE}")
    try:
        with naming(path), aside.open("wb") as file:
            # With checksums, since zstd does not notice every changed byte.
            pq.write_table(batch, file, compression="zstd", write_page_checksum=True)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        with suppress(OSError):
            aside.unlink(missing_ok=True)  # on a full disk its space is needed
        raise
    return path


def _earliest(rows: Sequence[Mapping[str, Any]]) -> datetime:
    times: list[datetime] = [row["fetched_at"] for row in rows]
    return min((t.astimezone(UTC) for t in times), default=datetime(1970, 1, 1, tzinfo=UTC))


def waiting_batches(directory: Path) -> list[Path]:
    """The batches that wait, in the order in which to load them.  Raises OSError."""
    return _files(directory, _SUFFIX)


def damaged_batches(directory: Path) -> list[Path]:
    """The batches that were set aside because they could not be read."""
    return _files(directory, _DAMAGED)


def set_aside(batch: Path) -> Path:
    """Rename a batch that cannot be read, so that no load tries it again; its new name."""
    return batch.replace(batch.with_suffix(_DAMAGED))


def _files(directory: Path, suffix: str) -> list[Path]:
    """Files with this suffix.  Raises OSError for a folder that cannot be read, where glob would find nothing."""
    return sorted(p for p in directory.iterdir() if p.suffix == suffix) if os.path.lexists(directory) else []


def id_of(batch: Path) -> str:
    """The id of a batch, from its file name."""
    return batch.stem.rpartition("-")[2]


def remove(batch: Path) -> None:
    """Remove the file of a loaded batch; does nothing when it is gone already."""
    batch.unlink(missing_ok=True)


def sweep_staging(directory: Path, now: float | None = None) -> int:
    """Remove temporary files of dead runs; gives their number.  now: seconds since 1970; None: the clock's.

    A file dated in the future, by a wrong clock, gets the present time, and is removed a day later.
    """
    moment = time.time() if now is None else now
    aside = {path: _changed(path, moment) for path in directory.glob("*" + _ASIDE)}
    for path in (path for path, changed in aside.items() if changed > moment):
        with suppress(FileNotFoundError):
            os.utime(path, (moment, moment))
    dead = [path for path, changed in aside.items() if moment - changed > _DEAD_AFTER]
    for path in dead:
        path.unlink(missing_ok=True)
    return len(dead)


def _changed(path: Path, moment: float) -> float:
    """When a file was last written, in seconds since 1970; `moment` if it is gone because its writer renamed it."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return moment
