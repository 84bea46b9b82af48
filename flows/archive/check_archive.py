"""Checks the archive: are all files there that its index knows, and are their records whole?

Takes an open archive; gives one sentence a fault.  Reads only.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

from flows.archive.archive import Archive
from flows.archive.catch_up import cannot_be_read, damage_sentence, too_short
from flows.archive.index_rows import CaptureRow
from flows.archive.records import DamagedRecord, from_member
from flows.archive.warc_file import ShortFile, open_warc, read_member, warc_path
from flows.printing.progress import Bar, number

#: Most files and stretches that are listed by name; the rest are counted.
_NAMED: Final = 20


def unsound(archive: Archive) -> Iterator[str]:
    """What is wrong with the files, found without reading their records."""
    yield from _first(list(_unsound_files(archive)), "more files are missing or cannot be read")
    gaps = archive.gaps()
    yield from _first([damage_sentence(gap.warc, gap.offset, gap.why) for gap in gaps], "more records cannot be read")
    waiting = archive.bodiless()
    if waiting:
        yield (
            f"The body of {number(waiting, 'capture')} lies in no file of the archive; put the missing WARC file back "
            "or import its pages again, and the next `copydesk run parse` takes up what waits for it."
        )


def _unsound_files(archive: Archive) -> Iterator[str]:
    for name, end in archive.files().items():
        try:
            with open_warc(archive.directory, name) as file:
                size = file.seek(0, 2)
        except FileNotFoundError:
            yield (
                f"{warc_path(archive.directory, name)} is missing; put it back, or, when it is gone for good, remove "
                "index.sqlite beside it, and the next run makes that anew from the files that are there."
            )
        except OSError as error:
            yield cannot_be_read(name, error)
        else:
            if size < end:
                yield too_short(name, end - size)


def damaged_records(archive: Archive, advance: Bar) -> Iterator[str]:
    """One sentence for every record whose bytes are not those that were written; each is read and hashed.

    Files that cannot be read at all are left out: `unsound` names them.
    """
    away: set[str] = set()
    for row in archive.captures():
        advance()
        if row.warc in away:
            continue
        try:
            why = _flaw(archive, row)
        except (OSError, ShortFile):
            away.add(row.warc)
        else:
            if why:
                yield damage_sentence(row.warc, row.offset, why)


def _flaw(archive: Archive, row: CaptureRow) -> str | None:
    """What is wrong with one record; None when it is whole and the one that the index says."""
    try:
        record = from_member(read_member(archive.directory, row.warc, row.offset, row.length))
    except (EOFError, zlib.error, DamagedRecord) as error:
        return str(error)
    return None if record.sha256 == row.sha256 else "it is another one than the index says"


def _first(sentences: list[str], more: str) -> Iterator[str]:
    yield from sentences[:_NAMED]
    if len(sentences) > _NAMED:
        yield f"{len(sentences) - _NAMED:,} {more}."
