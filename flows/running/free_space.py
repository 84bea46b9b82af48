"""Whether the disk has room for a run: what is free, and what loading and publishing need.

Takes a data directory, which need not be there yet.  Changes nothing.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flows.config.paths import Paths

#: Copies of the warehouse: publishing holds the warehouse, the published file and the new copy of it at the same time.
_COPIES: Final = 3


@dataclass(frozen=True, slots=True)
class Space:
    """Free space where a data directory lies, and the least that a run needs; in bytes."""

    root: Path
    free: int
    needed: int


def space(paths: Paths, *, least: int) -> Space:
    """The space of a data directory.  least: bytes that must be free for a small warehouse, too.  Raises OSError."""
    root = next(p for p in (paths.root, *paths.root.parents) if p.exists())
    warehouse = paths.warehouse.stat().st_size if paths.warehouse.exists() else 0
    return Space(root, shutil.disk_usage(root).free, max(least, _COPIES * warehouse))
