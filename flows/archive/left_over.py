"""Closes the WARC files of runs that died: cuts each to its last complete record and gives it its final name.

Takes the archive's directory; gives one sentence for each file.  A file of a living run is left alone.
"""

from __future__ import annotations

import os
from pathlib import Path

from filelock import Timeout

from flows.archive.read_record import is_capture
from flows.archive.record_note import with_notes
from flows.archive.warc_file import CLOSED, OPEN, file_lock, release, sync_directory
from flows.archive.warc_walk import PASSED, WHOLE, walk_gzip


def close_left_over(directory: Path) -> list[str]:
    """Cut the files of dead runs to their last complete record and close them; return one sentence for each.

    A file of a living run is left alone: its lock is held.  A file that cannot be closed is reported, and the rest are
    closed.
    """
    notes = []
    for path in sorted(directory.glob("*" + OPEN)):
        name = path.name.removesuffix(OPEN)
        lock = file_lock(directory, name)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            continue
        except OSError as error:
            notes.append(_cannot_close(path, error))
            continue
        try:
            if path.exists():
                notes.append(_close_dead(directory, path, name))
        except OSError as error:
            notes.append(_cannot_close(path, error))
        finally:
            release(lock)
    return notes


def _cannot_close(path: Path, error: OSError) -> str:
    return f"{path.name}: left by a run that ended early, and cannot be closed ({error.strerror}); make it writable."


def _close_dead(directory: Path, path: Path, name: str) -> str:
    """Cut and rename the file of a dead run, or remove it when it has no whole record; return a sentence on it.

    `name`: the file's name without suffix.
    """
    with path.open("rb") as file:
        # A note (our record about the record after it) whose record is missing is cut off, too.
        read = with_notes(walk_gzip(file, keep=is_capture))
        whole = [(one.offset + one.length, one.state) for one, _ in read if one.state in (WHOLE, PASSED)]
    end = max((end for end, _ in whole), default=0)
    cut = path.stat().st_size - end
    # The record about the file itself is not worth a file.
    if all(state != WHOLE for _, state in whole):
        path.unlink()
        return f"{path.name}: a run that ended early had written no whole record; the file was removed."
    with path.open("r+b") as file:
        file.truncate(end)
        os.fsync(file.fileno())
    path.replace(_free_name(directory, name))
    sync_directory(directory)
    return f"{path.name}: left by a run that ended early; closed, {cut:,} bytes of an unfinished record cut off."


def _free_name(directory: Path, name: str) -> Path:
    """The path of the file under its final name.

    A number is added when that name is taken, for example by a file that was restored from a copy.
    """
    target, number = directory / (name + CLOSED), 2
    while target.exists():
        target, number = directory / f"{name}.{number}{CLOSED}", number + 1
    return target
