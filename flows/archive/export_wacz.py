"""Copies captures of the archive into a WACZ file, for replay programs and other archives.

Takes an open archive and a choice of captures; gives what was written.  The record of each capture is copied unchanged,
and with it the records of its request and, for a rendered page, of what the browser was given to render.  With a
revisit (a capture whose body another record has) comes the page that it refers to.  A note is our record about a record
of another program, placed before it.  A damaged record is left out and reported.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from flows.archive.archive import Archive
from flows.archive.cdxj import cdxj_line
from flows.archive.index_rows import CaptureRow
from flows.archive.pack_record import packed
from flows.archive.read_record import DamagedRecord, is_capture
from flows.archive.record_flaw import checked_record
from flows.archive.record_note import note_of, wanted_note
from flows.archive.storing import USUAL_LEVEL, Storing
from flows.archive.wacz_file import WaczFile
from flows.archive.warc_file import ShortFile, open_warc, read_packed, unpacked_member
from flows.archive.warc_walk import PASSED, walk_gzip
from flows.printing.progress import Bar


@dataclass(slots=True)
class Exported:
    """What an export wrote, and what it left out."""

    captures: int = 0
    pages: int = 0
    #: One sentence for each record that could not be read.
    faults: list[str] = field(default_factory=list)


def export_wacz(
    archive: Archive, target: Path, wanted: Callable[[CaptureRow], bool], advance: Bar, *, software: str
) -> Exported:
    """Write the wanted captures into a WACZ file, in the order of the archive.

    `wanted`: called with each capture, returns True for those to write.  `advance`: called for every capture in the
    archive.  `software`: name and version of this program.  Raises OSError when the file cannot be written; then no
    file is left.
    """
    done = Exported()
    with WaczFile(target, storing=Storing(software=software), title=target.stem) as wacz:
        for row in _with_origins(archive, wanted, advance):
            try:
                note, members, data = _records(archive.directory, row)
            except (OSError, ShortFile, EOFError, zlib.error, DamagedRecord) as error:
                why = getattr(error, "strerror", None) or str(error)
                done.faults.append(f"{row.warc}:{row.offset}: it was left out ({why}); restore the file from a copy.")
                continue
            name, offset = wacz.add(note + members)
            line = cdxj_line(data, name, offset + len(note), row.length)
            if line is not None:
                wacz.add_line(line)
            done.captures += 1
            if row.outcome == "fetched" and row.sha256 and row.url.startswith(("http:", "https:")):
                wacz.add_page(row.url, row.fetched_at.replace("+00:00", "Z"))
                done.pages += 1
    return done


def _with_origins(archive: Archive, wanted: Callable[[CaptureRow], bool], advance: Bar) -> Iterator[CaptureRow]:
    """Yield the wanted captures, and before a revisit the capture that has its body.

    That capture is added only if it is not wanted itself, and only once.
    """
    brought: set[str] = set()
    for row in archive.captures():
        advance()
        if not wanted(row):
            continue
        held = archive.body_capture(row.sha256) if row.sha256 and row.sha256 not in brought else None
        if held is not None and (held.warc, held.offset) != (row.warc, row.offset) and not wanted(held):
            brought.add(held.sha256 or "")
            yield held
        yield row


def _records(directory: Path, row: CaptureRow) -> tuple[bytes, bytes, bytes]:
    """Read what to copy for a capture: our note (packed), its records (packed), and its own record unpacked.

    The note completes a record of another program; b"" when the record needs none.  The records are the capture's own
    and those that belong to it, such as the request.  Raises DamagedRecord, and what reading raises.
    """
    member = read_packed(directory, row.warc, row.offset, row.length)
    data = unpacked_member(member)
    record = checked_record(data)
    told = wanted_note(record, data, row) if record is not None else b""
    note = packed([told], USUAL_LEVEL) if told else b""
    if row.status is None:
        return note, member, data
    end = row.offset + row.length
    with open_warc(directory, row.warc) as file:
        for after in walk_gzip(file, end, lambda head: False):
            # A record that is no capture belongs to the capture before it; a note, to the record after it.
            if after.state != PASSED or is_capture(after.data) or note_of(after.data) is not None:
                break
            end = after.offset + after.length
    beside = read_packed(directory, row.warc, row.offset + row.length, end - row.offset - row.length)
    return note, member + beside, data
