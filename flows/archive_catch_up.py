"""Bring the archive's index up to what the WARC files hold.

Needed when a run died between writing records and telling the index, when WARC files were copied in from elsewhere,
and when the index is lost.  Reads whole records only; what cannot be read becomes a sentence, not an error.
"""

from __future__ import annotations

from pathlib import Path

from flows.archive_file import all_warcs, closed_warcs, warc_path
from flows.archive_index import ArchiveIndex, CaptureRow, capture_row
from flows.archive_records import DamagedRecord, Record, from_member
from flows.warc_walk import WHOLE, Stretch, walk_gzip

_BATCH = 1000


def catch_up(directory: Path, index: ArchiveIndex) -> list[str]:
    """Index what closed files hold beyond what the index knows; one sentence for each thing that cannot be read."""
    notes = []
    for name in closed_warcs(directory):
        size, known = warc_path(directory, name).stat().st_size, index.indexed_end(name)
        if size < known:
            notes.append(f"{name}: {known - size:,} bytes are missing at its end; restore the file from a copy.")
        elif size > known:
            notes += _learn_file(directory, index, name, known)
    return notes


def relearn(directory: Path, index: ArchiveIndex) -> list[str]:
    """Index every file from its start, those that a run is writing too; what was parsed stays known."""
    index.forget_records()
    notes = []
    for name in all_warcs(directory):
        notes += _learn_file(directory, index, name, 0)
    return notes


def _learn_file(directory: Path, index: ArchiveIndex, name: str, start: int) -> list[str]:
    notes: list[str] = []
    rows: list[tuple[CaptureRow, int | None]] = []
    end = start
    with warc_path(directory, name).open("rb") as file:
        for stretch in walk_gzip(file, start):
            try:
                record = from_member(stretch.data if stretch.state == WHOLE else b"")
            except DamagedRecord as error:
                notes.append(f"{name}: the record at {stretch.offset:,} cannot be read ({error}); it is passed over.")
                continue
            end = stretch.offset + stretch.length
            rows.append(_row(record, name, stretch))
            if len(rows) >= _BATCH:
                index.learn(name, rows, end)
                rows = []
    index.learn(name, rows, end)
    return notes


def _row(record: Record, name: str, stretch: Stretch) -> tuple[CaptureRow, int | None]:
    body = record.capture.body
    row = capture_row(record.capture, record.sha256, name, stretch.offset, stretch.length)
    return row, len(body) if body is not None else None
