"""What can go wrong in the warehouse; every message is one sentence that says what to do.

WarehouseError
├── WarehouseLocked      somebody else holds the file; stage and try again later
├── WarehouseMissing     there is no such file, or none yet
├── WarehouseDamaged     the file is there, and it is no DuckDB database or a part of it cannot be read
├── WarehouseUnusable    the file cannot be used as things are: disk full, read-only, no permission, a newer DuckDB
├── MigrationError       the file's schema is newer than this copydesk, or a migration was altered
├── BatchError           a staged batch cannot be loaded: not Parquet, or other columns
│   └── BatchUnreadable  it cannot be read just now; it may be whole
├── SearchUnavailable    full-text search was asked for where the extension cannot be loaded
├── LakeError            a table of the lake cannot be written, or is not this warehouse's
│   └── LakeAway         the lake's store does not answer for now
└── ExportError          an export was asked for that cannot be written

`warehouse.faults` makes them from what DuckDB says.
"""

from __future__ import annotations

import os
from pathlib import Path

from warehouse.files import MASTER, PUBLISHED

_FILL_ANEW = "`copydesk run parse`, `copydesk run load` and `copydesk run publish` fill a new one from the archive"
_PUBLISH_ANEW = "`copydesk run publish` makes it anew from the warehouse"


class WarehouseError(Exception):
    """Base class of the errors of this package."""


class WarehouseLocked(WarehouseError):
    """Another program had the file open for longer than the caller wanted to wait."""

    def __init__(self, path: Path, holder: str, waited: float) -> None:
        super().__init__(
            f"{path} is held by {holder}; waited {waited:.1f} s. Close it there (people read the published file "
            "instead); staged batches stay where they are and the next load takes them."
        )
        self.path = path
        #: The program that holds the file, as far as the system says: "PID 4711 (python)".
        self.holder = holder


class WarehouseMissing(WarehouseError):
    """The file to read does not exist: it was never made, or was lost."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} {_how_to_get(path)}.")
        self.path = path


class WarehouseDamaged(WarehouseError):
    """A DuckDB file or its write-ahead log is damaged, or it is no DuckDB file at all."""

    def __init__(self, file: Path, said: str) -> None:
        super().__init__(f"{file} is damaged ({said}); {remedy(file)}.")
        self.path = file


class WarehouseUnusable(WarehouseError):
    """The file cannot be used for now (disk full, no permission and the like); it is not damaged."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file} {why.rstrip('.')}.")
        self.path = file


class MigrationError(WarehouseError):
    """The file's schema is newer than this copydesk, or a migration was altered after it ran."""


class BatchError(WarehouseError):
    """A file in the staging folder cannot be loaded as a batch; nothing is lost, since its pages are in the archive."""


class BatchUnreadable(BatchError):
    """A staged batch cannot be read for now, because of the disk or permissions; it may be undamaged."""


class SearchUnavailable(WarehouseError):
    """Full-text search was asked for, and DuckDB's fts extension cannot be loaded."""


class LakeError(WarehouseError):
    """A Delta table of the lake cannot be written, or was not written by this warehouse."""


class LakeAway(LakeError):
    """The lake's store or disk does not answer for now, so that no Delta table can be written."""


class ExportError(WarehouseError):
    """An export cannot be written: the target, its folder or the query is wrong."""


def _how_to_get(path: Path) -> str:
    """Say what to do about a missing file, as the end of a sentence that begins with its path."""
    if path.name == PUBLISHED and os.path.lexists(path.with_name(MASTER)):
        return "is not there; `copydesk run publish` makes it from the warehouse"
    if path.name == MASTER and os.path.lexists(path.with_name(PUBLISHED)):
        return f"is missing; {_FILL_ANEW}"
    return "does not exist yet; run `copydesk ingest` or `copydesk import` first"


def remedy(file: Path) -> str:
    """Say what to do about an unusable file, as a part of a message.

    It depends on whether the file is the published one, a write-ahead log or the warehouse.
    """
    if file.name == PUBLISHED:
        return f"move it away, and {_PUBLISH_ANEW}"
    if file.suffix == ".wal":
        return (
            "move it away and run again: the file that it belongs to is whole without it, and the batches that it held"
            " are still staged"
        )
    return f"move it and {file.name}.wal away, then {_FILL_ANEW}"
