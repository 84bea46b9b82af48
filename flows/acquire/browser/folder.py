"""The folder for everything that browsers and their driver write to disk in one run; removed when the run has ended.

A run that was killed cannot remove its folder: a later run does.  While a run uses its folder it holds a lock in it;
the system releases the lock when the run's process ends, so the lock tells whether a run still uses the folder.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

_PREFIX: Final = "copydesk-browser-"
_LOCK: Final = ".lock"
#: Seconds in which a new folder gets its lock.
_NEW: Final = 60.0


@contextmanager
def own_folder() -> Iterator[Path]:
    """A block (`with`) that gives a new folder, and removes it at the end.

    Before that, the folders of runs that were killed are removed.
    """
    base = Path(tempfile.gettempdir())
    _sweep(base)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base))
    try:
        with FileLock(folder / _LOCK, thread_local=False):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(base: Path) -> None:
    """Remove the folders below `base`, the temporary directory, whose run has ended without removing them."""
    for folder in base.glob(f"{_PREFIX}*"):
        with suppress(OSError, Timeout):  # it is in use, or another user's
            if time.time() - folder.stat().st_mtime < _NEW:
                continue
            with FileLock(folder / _LOCK, timeout=0, thread_local=False):
                shutil.rmtree(folder, ignore_errors=True)
