"""Files that must survive: swapped in whole, and on the disk before anybody counts on them."""

from __future__ import annotations

import os
from pathlib import Path


def swap_in(aside: Path, target: Path) -> None:
    """Rename a finished file over another one; both its content and its name are on the disk afterwards."""
    sync(aside)
    aside.replace(target)
    sync(target.parent)


def sync(path: Path) -> None:
    """Wait until a file's content, or a directory's names, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
