"""Checks what shows of the archive without reading its records: missing and short files, gaps, missing bodies.

Takes an open archive; gives one sentence a fault.  Changes nothing.  check_files.py reads the records.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from flows.archive.archive import Archive
from flows.archive.catch_up import cannot_be_read, damage_sentence, too_short
from flows.archive.warc_file import open_warc, warc_path
from flows.printing.progress import number

#: Most files, and most damaged records, that are named one by one; the others are counted.
_NAMED: Final = 20


def unsound(archive: Archive) -> Iterator[str]:
    """The faults that show without reading the records, one sentence each: missing files, gaps, missing bodies."""
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


def _first(sentences: list[str], more: str) -> Iterator[str]:
    yield from sentences[:_NAMED]
    if len(sentences) > _NAMED:
        yield f"{len(sentences) - _NAMED:,} {more}."
