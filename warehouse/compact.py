"""Makes the warehouse's file small again: DuckDB keeps the room of deleted rows for new rows and never shrinks a file.

Copies all rows into a new file and swaps that in, under the writer's lock.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from warehouse.connect import STORAGE_VERSION, is_there, writer
from warehouse.errors import WarehouseMissing
from warehouse.files import swap_in


@dataclass(frozen=True, slots=True)
class CompactResult:
    """Size of the warehouse's file before and after, in bytes."""

    before: int
    after: int


def compact(master: Path, *, timeout: float = 30.0) -> CompactResult:
    """Rewrite the warehouse's file `master` without unused space; needs as much free disk space as its rows take.

    A kill at any moment leaves the old file whole.  Raises WarehouseMissing, or WarehouseLocked or another error of
    `writer`.
    """
    if not is_there(master):
        raise WarehouseMissing(master)
    copy = master.with_name(f".{master.name}.compact")
    with writer(master, timeout=timeout) as connection:
        copy.unlink(missing_ok=True)
        connection.execute("CHECKPOINT")
        before = master.stat().st_size
        name = connection.execute("SELECT current_database()").fetchall()[0][0]
        quoted = str(copy).replace("'", "''")
        try:
            connection.execute(f"ATTACH '{quoted}' AS compacted (STORAGE_VERSION '{STORAGE_VERSION}')")
            connection.execute(f'COPY FROM DATABASE "{name}" TO compacted')
            connection.execute("DETACH compacted")
            after = copy.stat().st_size
            # The old file is still open here but has no name any more: what closing it writes is lost with it.
            swap_in(copy, master)
        except BaseException:
            # A full disk needs the space; the old file is unchanged.
            for leftover in (copy, copy.with_name(f"{copy.name}.wal")):
                leftover.unlink(missing_ok=True)
            raise
    return CompactResult(before, after)
