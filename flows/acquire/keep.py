"""Adds captures to the archive and handles failures.

A capture is a fetched page, or the failure to fetch one, as it goes into the archive.  When the archive cannot store a
capture, one with the reason and without the body is stored in its place, and the run goes on.  When the archive cannot
be written at all (a full disk, a broken index), ArchiveStopped ends the run: the next capture would fail, too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import NoReturn

from flows.acquire.web_address import plain_address
from flows.archive.archive import Archive, Stored
from flows.archive.captures import Capture
from flows.errors import CopydeskError, error_words, is_ours, sentence

#: SQLite's errors about a value that it is given; the others are about its file.
_VALUE_ERRORS = (sqlite3.DataError, sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError)


class ArchiveStopped(CopydeskError):
    """The archive cannot be written, so that this run can store nothing more."""


def keep(archive: Archive, capture: Capture) -> tuple[Capture, Stored]:
    """Archive one capture; return the capture that was archived, and how it was stored.

    When the archive cannot store the capture, one with the reason and without the body is archived and returned in its
    place.  Raises ArchiveStopped when the archive cannot be written at all.
    """
    return _kept(archive, capture, partial(archive.add, capture))


def keep_all(archive: Archive, captures: Iterable[Capture]) -> list[tuple[Capture, Stored] | Exception]:
    """Archive several captures as `keep` does; return for each, in order, the result of `keep` or its exception."""
    # All are begun before the first is waited for: the archive packs some while others are made ready.
    begun = [(capture, _begun(archive, capture)) for capture in captures]
    return [_result(archive, capture, ended) for capture, ended in begun]


def _begun(archive: Archive, capture: Capture) -> Callable[[], Stored]:
    """Begin to store a capture; return a function that waits until it is stored.

    An error in beginning is raised by that function, not here.
    """
    try:
        return archive.begin(capture)
    except Exception as error:  # raised when it is waited for
        return partial(_raise, error)


def _raise(error: Exception) -> NoReturn:
    raise error


def _result(archive: Archive, capture: Capture, ended: Callable[[], Stored]) -> tuple[Capture, Stored] | Exception:
    """Return what `keep` returns for a capture whose storing has begun, or the exception that `keep` would raise.

    `ended`: see `_kept`.
    """
    try:
        return _kept(archive, capture, ended)
    except Exception as error:  # raised to the one who waits for this capture
        return error


def _kept(archive: Archive, capture: Capture, ended: Callable[[], Stored]) -> tuple[Capture, Stored]:
    """Return what `keep` returns for a capture whose storing has begun.

    `ended`: waits until the capture is stored; gives and raises what Archive.add does.
    """
    try:
        with archive_errors_stop(archive):
            return capture, ended()
    except ArchiveStopped:
        raise
    except Exception as error:  # reported as the note's reason
        note = _note_without_body(capture, error)
    with archive_errors_stop(archive):
        return note, archive.add(note)


@contextmanager
def archive_errors_stop(archive: Archive) -> Iterator[None]:
    """A block (`with`) in which errors of the archive itself (a full disk, a damaged index) become ArchiveStopped.

    So do errors of the memory of what was fetched, which lies beside the archive.  Errors about a value, such as an
    address that cannot be stored, are raised unchanged.
    """
    try:
        yield
    except ArchiveStopped:
        raise
    except Exception as error:
        if isinstance(error, sqlite3.Error):
            stops = not isinstance(error, _VALUE_ERRORS)
        else:
            stops = is_ours(error) or isinstance(error, (OSError, MemoryError))
        if stops:
            raise ArchiveStopped(_message(archive, error)) from error
        raise


def _message(archive: Archive, error: Exception) -> str:
    """The message of ArchiveStopped: one sentence that names the archive and says what to do."""
    if isinstance(error, OSError) and error.errno is not None:
        return sentence(OSError(error.errno, error.strerror, str(error.filename or archive.directory)))
    if is_ours(error):
        return sentence(error)
    said = f"The archive in {archive.directory} cannot be written ({error_words(error)})"
    return f"{said}; make room or mend the disk and run again, nothing is lost."


def _note_without_body(capture: Capture, error: Exception) -> Capture:
    """Make the capture to store in place of `capture`, which cannot be stored: with the reason, without the body.

    It has the address, the channel (feed, sitemap, file ...) and the source of `capture`.
    """
    return Capture(
        plain_address(capture.requested_url),
        channel=capture.channel,
        source=capture.source,
        outcome="unreadable",
        detail=f"The archive cannot keep it as it is ({error_words(error)}).",
    )
