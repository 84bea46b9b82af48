"""Bring the archive's index up to what the WARC files hold.

Needed when a run died between writing records and telling the index, when WARC files were copied in from elsewhere,
and when the index is lost.  Reads whole records only; what cannot be read becomes a sentence, not an error, and is
looked at again the next time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from flows.archive.index import ArchiveIndex
from flows.archive.index_rows import CaptureRow, Gap, capture_row
from flows.archive.records import DamagedRecord, Record, from_member
from flows.archive.warc_file import all_warcs, closed_warcs, file_state, open_warc, warc_path
from flows.archive.warc_walk import CUT, DAMAGED, HUGE, WHOLE, Stretch, walk_gzip

_BATCH: Final = 1000
#: What is wrong with a stretch of a file that is no whole record.
_WHY: Final = {CUT: "its end is missing", DAMAGED: "it cannot be unpacked", HUGE: "it is too large"}


def catch_up(directory: Path, index: ArchiveIndex) -> list[str]:
    """Index what closed files hold beyond what the index knows; one sentence for each thing that cannot be read."""
    notes = []
    look_again(directory, index)
    for name in closed_warcs(directory):
        try:
            size, known = warc_path(directory, name).stat().st_size, index.indexed_end(name)
            if size < known:
                notes.append(too_short(name, known - size))
            elif size > known:
                notes += _learn_file(directory, index, name, known)
        except FileNotFoundError:
            continue  # moved away since it was listed
        except OSError as error:
            notes.append(cannot_be_read(name, error))
    return notes


def look_again(directory: Path, index: ArchiveIndex, *, whatever_happened: bool = False) -> None:
    """Index what stands in gaps by now, where the file is another one than it was, or whatever happened to it."""
    for gap in index.gaps():
        with suppress(OSError):  # it stays a gap; `doctor` reports the file
            seen = file_state(directory, gap.warc)
            if whatever_happened or seen not in ("", gap.seen):
                _look_again(directory, index, replace(gap, seen=seen))


def relearn(directory: Path, index: ArchiveIndex) -> list[str]:
    """Index every file from its start, those that a run is writing too; what was parsed stays known."""
    index.forget_records()
    notes = []
    for name in all_warcs(directory):
        try:
            notes += _learn_file(directory, index, name, 0)
        except OSError as error:
            notes.append(cannot_be_read(name, error))
    return notes


def too_short(name: str, missing: int) -> str:
    """The sentence for a file that is shorter than the index says."""
    return f"{name}: {missing:,} bytes are missing at its end; restore the file from a copy."


def cannot_be_read(name: str, error: OSError) -> str:
    """The sentence for a file that the system refuses to read."""
    return f"{name} cannot be read ({error.strerror}); put it back or make it readable, its pages wait."


def damage_sentence(name: str, offset: int, why: str) -> str:
    """The sentence for a damaged record."""
    return f"{name}: the record at {offset:,} cannot be read ({why}); restore the file from a copy."


def _learn_file(directory: Path, index: ArchiveIndex, name: str, start: int) -> list[str]:
    """Index the records from a place on; damage is noted as gaps, but for that at the end, which is read again."""
    notes: list[str] = []
    gaps: list[Gap] = []
    seen = file_state(directory, name)
    rows: list[tuple[CaptureRow, int | None]] = []
    end = start
    for stretch, record in _records(directory, name, start):
        if isinstance(record, DamagedRecord):
            _widen(gaps, Gap(name, stretch.offset, stretch.length, str(record), seen))
            continue
        end = stretch.offset + stretch.length
        rows.append(_row(record, name, stretch))
        if len(rows) >= _BATCH:
            index.learn(name, rows, end, gaps)
            notes += [damage_sentence(name, gap.offset, gap.why) for gap in gaps]
            rows, gaps = [], []
    before = [gap for gap in gaps if gap.offset < end]
    if rows:
        index.learn(name, rows, end, before)
    return notes + [damage_sentence(name, gap.offset, gap.why) for gap in gaps]


def _look_again(directory: Path, index: ArchiveIndex, gap: Gap) -> None:
    """Index what a gap holds, if all of it can be read."""
    rows = []
    for stretch, record in _records(directory, gap.warc, gap.offset):
        if stretch.offset >= gap.offset + gap.length:
            break
        if isinstance(record, DamagedRecord):
            index.note_gap(gap)
            return
        rows.append(_row(record, gap.warc, stretch))
    if rows:
        index.learn(gap.warc, rows, gap.offset)
        index.close_gap(gap)


def _records(directory: Path, name: str, start: int) -> Iterator[tuple[Stretch, Record | DamagedRecord]]:
    """The records of a file from a place on, or what is wrong where there is none."""
    with open_warc(directory, name) as file:
        for stretch in walk_gzip(file, start):
            if stretch.state != WHOLE:
                yield stretch, DamagedRecord(_WHY.get(stretch.state, stretch.state))
                continue
            try:
                yield stretch, from_member(stretch.data)
            except DamagedRecord as error:
                yield stretch, error


def _widen(gaps: list[Gap], gap: Gap) -> None:
    """Add a gap; one that begins where the last one ends is part of it."""
    if gaps and gaps[-1].offset + gaps[-1].length == gap.offset:
        last = gaps.pop()
        gap = replace(last, length=last.length + gap.length)
    gaps.append(gap)


def _row(record: Record, name: str, stretch: Stretch) -> tuple[CaptureRow, int | None]:
    body = record.capture.body
    row = capture_row(record.capture, record.sha256, name, stretch.offset, stretch.length)
    return row, len(body) if body is not None else None
