"""Decides whether the disk has room for a run: what is free, and what loading and publishing need.

Status, doctor and alarms all use this rule.  Takes a data directory, which need not exist yet.  Changes nothing.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flows.config.alert_settings import FREE_BYTES
from flows.config.paths import Paths

#: Copies of the warehouse for which there must be room beside it: what a load writes anew, the copy that publishing
#: makes, and the version that it replaces, which stays for a while.
_COPIES: Final = 3


@dataclass(frozen=True, slots=True)
class Space:
    """Free space where a data directory lies, and the least that a run needs; in bytes."""

    root: Path
    free: int
    needed: int

    @property
    def low(self) -> str | None:
        """A sentence that says what to do when too little is free; else None."""
        if self.free >= self.needed:
            return None
        return (
            f"{self.free / 1e9:,.1f} GB are free at {self.root}, and loading and publishing may need"
            f" {self.needed / 1e9:,.1f} GB; make room: nothing is lost, but runs fail when it is full."
        )


def space(paths: Paths, *, least: int = FREE_BYTES) -> Space:
    """Measure the free and needed space of a data directory.

    `least`: bytes that must be free even for a small warehouse.  Raises OSError.
    """
    root = next(p for p in (paths.root, *paths.root.parents) if p.exists())
    warehouse = paths.warehouse.stat().st_size if paths.warehouse.exists() else 0
    return Space(root, shutil.disk_usage(root).free, max(least, _COPIES * warehouse))
