"""Checks what can be checked without reading records: missing and short files, gaps (unreadable parts), missing bodies.

Takes an open archive; gives one sentence for each fault.  The store is the bucket or folder elsewhere that has closed
files.  Changes nothing.  check_files.py reads the records.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from flows.archive.archive import Archive
from flows.archive.catch_up import cannot_be_read, damage_sentence, too_short
from flows.archive.check_stored import StoredFiles, listing
from flows.archive.warc_file import open_here, warc_path
from flows.printing.progress import number

#: Seconds for which a store that is away is asked.
_PATIENCE: Final = 5.0
#: Most files, and most damaged records, that are named one by one; the rest are counted.
_NAMED: Final = 20


def unsound(archive: Archive) -> Iterator[str]:
    """Yield one sentence for each missing or short file and each gap, and one on all missing bodies.

    When there are very many, only the first are named, and one more sentence counts the rest.
    """
    yield from _first_and_count(list(_unsound_files(archive)), "more files are missing or cannot be read")
    gaps = archive.gaps()
    yield from _first_and_count(
        [damage_sentence(gap.warc, gap.offset, gap.why) for gap in gaps], "more records cannot be read"
    )
    waiting = archive.bodiless()
    if waiting:
        yield (
            f"The body of {number(waiting, 'capture')} lies in no file of the archive; put the missing WARC file back "
            "or import its pages again, and the next `copydesk run parse` takes up what waits for it."
        )


def _unsound_files(archive: Archive) -> Iterator[str]:
    """Yield one sentence for each file that the index knows and that is missing, cannot be read or is too short."""
    found = listing(archive.directory, patience=_PATIENCE)
    for name, end in archive.files().items():
        try:
            size = _size(archive.directory, name, found)
        except FileNotFoundError:
            if found.flaw is not None:
                continue  # it may lie in the store, which is checked by itself
            where = f" here and in {found.store.url}" if found.store else ""
            yield (
                f"{warc_path(archive.directory, name)} is missing{where}; put it back, or, when it is gone for good, "
                "remove index.sqlite beside it, and the next run makes that anew from the files that are there."
            )
        except OSError as error:
            yield cannot_be_read(name, error)
        else:
            if size < end:
                yield too_short(name, end - size)


def _size(directory: Path, name: str, found: StoredFiles) -> int:
    """Size of a WARC file in bytes: of the file in the folder, or else of that in the store.  Raises OSError.

    `found`: what the store lists.
    """
    try:
        with open_here(directory, name) as file:
            return file.seek(0, 2)
    except FileNotFoundError:
        if name not in found.sizes:
            raise
        return found.sizes[name]


def _first_and_count(sentences: list[str], more: str) -> Iterator[str]:
    """Yield the first sentences, then one that counts the rest, if there are more.

    `more`: its words after the number, such as "more records cannot be read".
    """
    yield from sentences[:_NAMED]
    if len(sentences) > _NAMED:
        yield f"{len(sentences) - _NAMED:,} {more}."
