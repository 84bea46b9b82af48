"""Reads our notes on records of other programs, which the archive keeps unchanged; a note stands before its record.

A note is a record of type metadata that says what the other record does not, such as the source.  Takes unpacked
records in the order of their file; gives the Note in one, or a record completed by the note before it.
flows.archive.records writes notes.  Reads no file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from flows.archive.captures import BESIDE, Capture, content_type
from flows.archive.index_rows import CaptureRow
from flows.archive.read_record import DamagedRecord, Record
from flows.archive.records import AS_IT_CAME, BODY_HASH, to_note
from flows.archive.warc_walk import PASSED, WHOLE, Stretch

_MARK: Final = f"\r\n{BESIDE}: {AS_IT_CAME}\r\n".encode()
_HEAD_END: Final = b"\r\n\r\n"
_RECORD_ID: Final = re.compile(rb"^WARC-Record-ID:[ \t]*(<[!-~]+>)[ \t]*\r$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Note:
    """What the archive knows of the record after the note."""

    sha256: str
    channel: str
    source: str | None
    outcome: str
    detail: str
    #: Media type and charset by which the page is read; None for what the record itself says.
    media_type: str | None
    charset: str | None
    url_declared: bool

    @classmethod
    def of(cls, row: CaptureRow) -> Note:
        """Make the note that says what an index row says."""
        types = row.media_type, row.charset
        return cls(row.sha256 or "", row.channel, row.source, row.outcome, row.detail, *types, row.url_declared)


def note_of(data: bytes) -> Note | None:
    """Read the note in the record that begins with these bytes; None for any other record."""
    head = data[: data.find(_HEAD_END) + 2]
    if _MARK not in head:
        return None
    lines = (line.partition(": ") for line in head.decode("utf-8", "replace").split("\r\n"))
    said = {name: value for name, _, value in lines}
    return Note(
        said.get(BODY_HASH, ""),
        said.get("Copydesk-Channel", "warc"),
        said.get("Copydesk-Source"),
        said.get("Copydesk-Outcome", "fetched"),
        said.get("Copydesk-Detail", ""),
        *content_type(said.get("Copydesk-Type")),
        said.get("Copydesk-Url-Declared") == "yes",
    )


def with_notes(stretches: Iterable[Stretch]) -> Iterator[tuple[Stretch, Note | None]]:
    """Yield each record of a file with the note before it, None without one; the notes themselves are left out."""
    before: Note | None = None
    for stretch in stretches:
        note = note_of(stretch.data) if stretch.state in (WHOLE, PASSED) else None
        if note is None:
            yield stretch, before
        before = note


def as_noted(record: Record, note: Note | None) -> Record:
    """Complete a record by the note that stands before it; without a note it stays unchanged.

    Raises DamagedRecord when the note is about another body, or when the record is of another program and has no note.
    """
    if note is None:
        if not record.ours:
            raise DamagedRecord("it is of another program, and no note stands before it")
        return record
    if note.sha256 != record.sha256:
        raise DamagedRecord("its body does not match the hash in the note before it")
    found = record.capture
    capture = replace(
        found,
        channel=note.channel,
        source=note.source,
        outcome=note.outcome,
        detail=note.detail,
        media_type=note.media_type or found.media_type,
        charset=note.charset if note.media_type else found.charset,
        redirects=(),
        url_declared=note.url_declared,
        rendered_by="",
    )
    return Record(capture, record.sha256, record.ours)


def wanted_note(record: Record, data: bytes, row: CaptureRow) -> bytes:
    """Make the bytes of the note to put before a record, b"" if it needs no note.

    It needs one when its index row says something else than the record itself, such as another source.  `data`: the
    record, unpacked.  `row`: its index row.
    """
    found = record.capture
    if found.body is None or row.sha256 is None:
        return b""
    types = found.media_type, found.charset
    said = Note(row.sha256, found.channel, found.source, found.outcome, found.detail, *types, found.url_declared)
    if record.ours and said == Note.of(row):
        return b""
    told = Capture(
        found.url,
        channel=row.channel,
        fetched_at=found.fetched_at,
        source=row.source,
        outcome=row.outcome,
        detail=row.detail,
        media_type=row.media_type,
        charset=row.charset,
        url_declared=row.url_declared,
    )
    named = _RECORD_ID.search(data, 0, max(data.find(_HEAD_END), 0) + 2)
    return b"".join(to_note(told, named[1].decode() if named else "", row.sha256))
