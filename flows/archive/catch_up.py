"""Brings the archive's index up to date with the WARC files.

Needed when a run died between writing records and indexing them, when WARC files were copied in from elsewhere, and
when the index is lost.  Indexes complete records.  A gap is a part of a file that cannot be read: it is stored in the
index and gives a sentence, not an error, and is read again when the file has changed.  A note is our record about the
record after it.  The `name` of a file is without suffix.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from flows.archive.cdxj import drop_cdxj
from flows.archive.index import ArchiveIndex
from flows.archive.index_rows import CaptureRow, Gap, capture_row
from flows.archive.read_record import DamagedRecord, Record, from_member, is_capture
from flows.archive.record_note import Note, as_noted, with_notes
from flows.archive.warc_file import closed_warcs, file_state, open_warc, warc_path
from flows.archive.warc_walk import CUT, DAMAGED, HUGE, PASSED, WHOLE, Stretch, walk_gzip

#: Records indexed in one transaction.
_BATCH: Final = 1000
#: State of a stretch that is not a complete record -> what is wrong with it.
_WHY: Final = {CUT: "its end is missing", DAMAGED: "it cannot be unpacked", HUGE: "it is too large"}


def catch_up(directory: Path, index: ArchiveIndex) -> list[str]:
    """Index the records of closed files that are not indexed yet; return one sentence for each unreadable part.

    Raises IndexUnusable.
    """
    notes = []
    look_again(directory, index)
    for name in closed_warcs(directory):
        try:
            size, known = warc_path(directory, name).stat().st_size, index.indexed_end(name)
            if size < known:
                notes.append(too_short(name, known - size))
            elif size > known:
                notes += learn_file(directory, index, name, known)
        except FileNotFoundError:
            continue  # moved away since it was listed
        except OSError as error:
            notes.append(cannot_be_read(name, error))
    return notes


def look_again(directory: Path, index: ArchiveIndex, *, whatever_happened: bool = False) -> None:
    """Read the gaps (parts that could not be read) once more, and index the records that can be read now.

    `whatever_happened`: read all gaps; False: only those in files that have changed since they were last read.
    """
    for gap in index.gaps():
        with suppress(OSError):  # it stays a gap; `doctor` reports the file
            seen = file_state(directory, gap.warc)
            if whatever_happened or seen not in ("", gap.seen):
                _look_again(directory, index, replace(gap, seen=seen))


def too_short(name: str, missing: int) -> str:
    """The sentence about a file that is shorter than the index says.  `missing`: how many bytes are gone."""
    return f"{name}: {missing:,} bytes are missing at its end; restore the file from a copy."


def cannot_be_read(name: str, error: OSError) -> str:
    """The sentence about a file that the system refuses to read."""
    return f"{name} cannot be read ({error.strerror}); put it back or make it readable, its pages wait."


def damage_sentence(name: str, offset: int, why: str) -> str:
    """The sentence about a damaged record.

    `name`: of the file, without suffix.  `offset`: of the record, in bytes.  `why`: what is wrong, in a few words.
    """
    return f"{name}: the record at {offset:,} cannot be read ({why}); restore the file from a copy."


def learn_file(directory: Path, index: ArchiveIndex, name: str, start: int) -> list[str]:
    """Index the records of a file from the offset `start` on; return one sentence for each damaged part.

    Damage before the last good record is stored as gaps.  Damage at the end of the file is not stored, as the file may
    still grow: that part is read again when the index is next brought up to date.  Raises OSError and IndexUnusable.
    """
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
        if record is not None:
            rows.append(_row(record, name, stretch))
        if len(rows) >= _BATCH:
            index.learn(name, rows, end, gaps)
            notes += [damage_sentence(name, gap.offset, gap.why) for gap in gaps]
            rows, gaps = [], []
    before = [gap for gap in gaps if gap.offset < end]
    if end > start:
        index.learn(name, rows, end, before)
        drop_cdxj(directory, name)
    return notes + [damage_sentence(name, gap.offset, gap.why) for gap in gaps]


def _look_again(directory: Path, index: ArchiveIndex, gap: Gap) -> None:
    """Index the records in a gap if the whole gap can be read now; else it stays a gap."""
    rows, end = [], gap.offset
    # From the end of the record before the gap on: the note on the gap's first record may stand there.
    for stretch, record in _records(directory, gap.warc, index.end_before(gap.warc, gap.offset)):
        if stretch.offset < gap.offset:
            continue
        if stretch.offset >= gap.offset + gap.length:
            break
        if isinstance(record, DamagedRecord):
            index.note_gap(gap)
            return
        end = stretch.offset + stretch.length
        if record is not None:
            rows.append(_row(record, gap.warc, stretch))
    if end > gap.offset:
        index.learn(gap.warc, rows, gap.offset)
        index.close_gap(gap)
        drop_cdxj(directory, gap.warc)


def _records(directory: Path, name: str, start: int) -> Iterator[tuple[Stretch, Record | DamagedRecord | None]]:
    """Yield the records of a file from the offset `start` on, each with the Stretch of bytes where it stands.

    In place of a record that cannot be read, a DamagedRecord is given.  In place of a record that is no capture, such
    as a request, None is given.  A note (our record about the record after it) completes that record, and is not given
    itself.
    """
    with open_warc(directory, name) as file:
        for stretch, note in with_notes(walk_gzip(file, start, is_capture)):
            if stretch.state == PASSED:
                yield stretch, None
            elif stretch.state != WHOLE:
                yield stretch, DamagedRecord(_WHY.get(stretch.state, stretch.state))
            else:
                yield stretch, _read(stretch.data, note)


def _read(data: bytes, note: Note | None) -> Record | DamagedRecord:
    """Read the capture in an unpacked record; a DamagedRecord, which says what is wrong, when it cannot be read.

    `note`: the note before the record, which completes the capture; None without one.
    """
    try:
        return as_noted(from_member(data), note)
    except DamagedRecord as error:
        return error


def _widen(gaps: list[Gap], gap: Gap) -> None:
    """Add a gap to the list `gaps`.  If it begins where the last gap of the list ends, the two become one gap."""
    if gaps and gaps[-1].offset + gaps[-1].length == gap.offset:
        last = gaps.pop()
        gap = replace(last, length=last.length + gap.length)
    gaps.append(gap)


def _row(record: Record, name: str, stretch: Stretch) -> tuple[CaptureRow, int | None]:
    """Make the index row of a record, and the length of the body in the record (None without one).

    ArchiveIndex.learn takes such pairs.
    """
    body = record.capture.body
    row = capture_row(record.capture, record.sha256, name, stretch.offset, stretch.length)
    return row, len(body) if body is not None else None
