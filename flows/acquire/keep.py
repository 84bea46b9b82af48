"""Put one capture into the archive, and tell whose fault it is when that fails.

What the archive cannot keep of one capture costs that capture: it is noted without its body, with the reason.  What
keeps the archive from writing at all (a full disk, a broken index) ends the run, since the next capture would fare no
better.  Decides nothing else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from flows.acquire.web_address import plain_address
from flows.archive.archive import Archive, Stored
from flows.archive.captures import Capture
from flows.errors import CopydeskError, error_words, is_ours, sentence

#: What SQLite raises for a value that it is given, not for its file.
_OF_A_VALUE = (sqlite3.DataError, sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError)


class ArchiveStopped(CopydeskError):
    """The archive cannot be written; nothing more can be taken in by this run."""


def keep(archive: Archive, capture: Capture) -> tuple[Capture, Stored]:
    """Archive one capture; what was archived, or a note in its place, and what became of that.

    Raises ArchiveStopped when the archive cannot be written at all.
    """
    try:
        with told_apart(archive):
            return capture, archive.add(capture)
    except ArchiveStopped:
        raise
    except Exception as error:  # reported as the note's reason
        refused = _without_what_hurts(capture, error)
    with told_apart(archive):
        return refused, archive.add(refused)


@contextmanager
def told_apart(archive: Archive) -> Iterator[None]:
    """Make an ArchiveStopped of an error in the block that is the archive's own; others pass as they are."""
    try:
        yield
    except ArchiveStopped:
        raise
    except Exception as error:
        if isinstance(error, sqlite3.Error):
            own = not isinstance(error, _OF_A_VALUE)
        else:
            own = is_ours(error) or isinstance(error, (OSError, MemoryError))
        if own:
            raise ArchiveStopped(_told(archive, error)) from error
        raise


def _told(archive: Archive, error: Exception) -> str:
    """One sentence that names the archive and says what to do."""
    if isinstance(error, OSError) and error.errno is not None:
        return sentence(OSError(error.errno, error.strerror, str(error.filename or archive.directory)))
    if is_ours(error):
        return sentence(error)
    said = f"The archive in {archive.directory} cannot be written ({error_words(error)})"
    return f"{said}; make room or mend the disk and run again, nothing is lost."


def _without_what_hurts(capture: Capture, error: Exception) -> Capture:
    """The capture as a note that it could not be kept: its address and nothing else that came from outside."""
    return Capture(
        plain_address(capture.requested_url),
        channel=capture.channel,
        source=capture.source,
        outcome="unreadable",
        detail=f"The archive cannot keep it as it is ({error_words(error)}).",
    )
