"""Keeps each version of the published file in a folder of its own; the published name is a link to the latest one.

DuckDB 2.0 reads the head of a file through one handle and the rest through another that it opens later.  A file that is
swapped for another one in between is read half and half; a link is followed once, and what it leads to stays.  On a
disk without links the file itself is swapped.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from warehouse.files import swap_in, sync

#: Seconds for which a replaced version is kept, so that a client that has just followed the link can open it.
KEPT_SECONDS: Final = 20.0

#: Errors of a disk without symbolic links.
_NO_LINKS: Final = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL)


def versions_of(published: Path) -> Path:
    """The folder that holds a folder for each version of a published file."""
    return published.with_name("published")


def show_version(copy: Path, published: Path) -> None:
    """Make a finished copy of the warehouse the published file.

    Moves it into a folder of its own, and points the link at it.  `copy`: lies on the same disk as `published`.  Waits
    until file and names are on the disk.
    """
    sync(copy)
    version = versions_of(published) / f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(2)}" / published.name
    version.parent.mkdir(parents=True)
    link = published.with_name(f".{published.name}.{os.getpid()}.link")
    link.unlink(missing_ok=True)
    try:
        link.symlink_to(version.relative_to(published.parent))
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        version.parent.rmdir()
        swap_in(copy, published)
        return
    copy.replace(version)
    for folder in (version.parent, version.parent.parent):
        sync(folder)
    _note_replaced(published)
    link.replace(published)
    sync(published.parent)


def _note_replaced(published: Path) -> None:
    """Set the time of the current version's folder to now, the moment from which it counts as replaced."""
    shown = _shown(published)
    if shown is not None:
        with suppress(FileNotFoundError):
            os.utime(shown)


def _shown(published: Path) -> Path | None:
    """Find the folder of the version that people see.

    None when there is no published file, or publish did not make it.
    """
    if not published.is_symlink():
        return None
    folder = published.parent / published.readlink().parent
    return folder if folder.parent == versions_of(published) else None


def replaced(published: Path, *, seconds: float = KEPT_SECONDS) -> list[Path]:
    """List the folders of versions that were replaced by a newer one more than `seconds` ago.

    By default, those that can be deleted: whoever followed the link to one has opened it by then.
    """
    folder, shown, now = versions_of(published), _shown(published), time.time()
    others = [f for f in folder.iterdir() if f != shown] if folder.is_dir() else []
    return sorted(f for f in others if now - _changed(f, now) > seconds)


def _changed(folder: Path, now: float) -> float:
    """The time when a folder was last changed; `now` for a folder that another run has just removed."""
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:
        return now


def sweep_versions(published: Path) -> None:
    """Delete versions replaced more than 20 seconds ago, and temporary files of killed runs.

    What cannot be deleted is skipped.
    """
    for leftover in (
        *published.parent.glob(f".{published.name}.*.tmp"),
        *published.parent.glob(f".{published.name}.*.link"),
    ):
        leftover.unlink(missing_ok=True)
    for version in replaced(published):
        shutil.rmtree(version, ignore_errors=True)
