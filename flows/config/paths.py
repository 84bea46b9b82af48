"""The paths of files and folders in the data directory.

Takes the directory that a user names (`--data`, COPYDESK_DATA), or ./data.  Only `make()` creates folders.  copydesk
writes nothing outside the data directory, except for what a user asks for by name: exports, and the table of an outlet.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.errors import UsageError
from warehouse.files import MASTER, PUBLISHED


@dataclass(frozen=True, slots=True)
class Paths:
    """The paths of all files and folders in one data directory."""

    root: Path

    @property
    def archive(self) -> Path:
        """The folder of the archive: WARC files and their index."""
        return self.root / "archive"

    @property
    def remote(self) -> Path:
        """The folder of notes on how far files on web servers were read.

        It is beside the WARC files, so that a backup holds both as they were at the same moment.
        """
        return self.archive / "remote"

    @property
    def staging(self) -> Path:
        """The folder of parsed batches, Parquet files that wait to be loaded into the warehouse."""
        return self.root / "staging"

    @property
    def runs(self) -> Path:
        """The folder of records of runs that have not reached the warehouse yet."""
        return self.root / "runs"

    @property
    def warehouse(self) -> Path:
        """The DuckDB file that flows write; open only while one transaction runs."""
        return self.root / MASTER

    @property
    def news(self) -> Path:
        """The published DuckDB file that people read: a link to its latest version in the folder `published`."""
        return self.root / PUBLISHED

    @property
    def lake_notes(self) -> Path:
        """Notes on what was written to lakes (warehouse.lake.written_tables); made again when they are lost."""
        return self.root / "lake-notes"

    @property
    def knowledge(self) -> Path:
        """The folder of the lines that recur on each outlet's pages; can be made again from the published file."""
        return self.root / "knowledge"

    @property
    def fallback(self) -> Path:
        """The folder of answers of the user's program for unsure pages (flows.parsing.fallback.accepted_answers)."""
        return self.root / "fallback"

    @property
    def alerts(self) -> Path:
        """The folder of notes on what is wrong and who was told (flows.alerting.alarm_memory), and of the feed."""
        return self.root / "alerts"

    @property
    def prefect(self) -> Path:
        """Prefect's home: its database and settings."""
        return self.root / "prefect"

    def make(self) -> Paths:
        """Make missing folders; return the same paths.  Raises OSError."""
        for folder in (self.archive, self.staging, self.runs, self.prefect):
            folder.mkdir(parents=True, exist_ok=True)
        return self


def data_paths(directory: Path | None = None, environ: Mapping[str, str] = os.environ) -> Paths:
    """The paths in this directory, else in COPYDESK_DATA, else in ./data; creates nothing.

    Raises UsageError for a path that is not valid UTF-8: DuckDB and Prefect cannot open files there.
    """
    chosen = (directory or Path(environ.get("COPYDESK_DATA") or "data")).expanduser().absolute()
    try:
        str(chosen).encode("utf-8")
    except UnicodeEncodeError:
        told = os.fsencode(chosen).decode("utf-8", "backslashreplace")
        raise UsageError(
            f"The path of the data directory, {told}, is no text in UTF-8; rename the folder, or name another --data."
        ) from None
    return Paths(chosen)
