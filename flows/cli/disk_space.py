"""Measures how much of the disk the data directory takes, part by part, and how much is free.

Takes the paths; gives sizes in bytes, and a sentence when room is short.  Reads only what the file system says.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flows.config.paths import Paths
from flows.running.free_space import space


def disk(paths: Paths) -> dict[str, Any]:
    """Measure sizes in bytes: `free` and `total` of the disk, and `parts`, what each part of the data directory takes.

    `low` is a sentence when less is free than a run needs, else None.  Raises OSError.
    """
    found = space(paths)
    return {
        "free": found.free,
        "total": shutil.disk_usage(found.root).total,
        "parts": _parts(paths),
        "low": found.low,
    }


def _parts(paths: Paths) -> dict[str, int]:
    """Map each part of the data directory to its bytes; `other` is everything else in it."""
    named = {"archive": paths.archive, "staging": paths.staging, "published": paths.root / "published"}
    named |= {"runs": paths.runs, "prefect": paths.prefect}
    sizes = {name: sum(_sizes(folder)) for name, folder in named.items()}
    sizes["warehouse"] = sum(_size(file) for file in paths.root.glob(f"{paths.warehouse.name}*"))
    whole = sum(_sizes(paths.root))
    return {**sizes, "other": max(0, whole - sum(sizes.values()))}


def _sizes(folder: Path) -> Iterator[int]:
    """Yield the sizes in bytes of all files below a folder.

    Links are not followed, and files that vanish meanwhile are left out.  Raises OSError for a folder that cannot be
    read.
    """
    for place, _, names in os.walk(folder, onerror=_unless_gone):
        for name in names:
            yield _size(Path(place, name))


def _unless_gone(error: OSError) -> None:
    """Raise an error of os.walk, unless it is about a folder that vanished meanwhile."""
    if not isinstance(error, FileNotFoundError):
        raise error


def _size(file: Path) -> int:
    try:
        return file.lstat().st_size
    except FileNotFoundError:
        return 0
