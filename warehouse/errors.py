"""What can go wrong in the warehouse; every message is one sentence that says what to do.

WarehouseError
├── WarehouseLocked      somebody else holds the file; stage and try again later
├── WarehouseMissing     there is no such file yet
├── MigrationError       the file's schema is newer than this copydesk, or a migration was altered
├── BatchError           a staged batch cannot be loaded: not Parquet, or other columns
├── SearchUnavailable    full-text search was asked for where the extension cannot be loaded
└── ExportError          an export was asked for that cannot be written
"""

from __future__ import annotations

from pathlib import Path


class WarehouseError(Exception):
    """Base of all errors of this room."""


class WarehouseLocked(WarehouseError):
    """The file is open elsewhere for longer than the caller wanted to wait."""

    def __init__(self, path: Path, holder: str, waited: float) -> None:
        super().__init__(
            f"{path} is held by {holder}; waited {waited:.1f} s. Close it there (people read the published file "
            "instead); staged batches stay where they are and the next load takes them."
        )
        self.path = path
        #: Who holds it, as far as the system says: "PID 4711 (python)".
        self.holder = holder


class WarehouseMissing(WarehouseError):
    """The file to read is not there."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} does not exist yet; run `copydesk ingest` or `copydesk import` first.")
        self.path = path


class MigrationError(WarehouseError):
    """The schema in the file and the migrations at hand do not fit."""


class BatchError(WarehouseError):
    """A staged batch is not one; it stays in staging for a look."""


class SearchUnavailable(WarehouseError):
    """DuckDB's fts extension cannot be loaded here."""


class ExportError(WarehouseError):
    """The export cannot be written."""
