"""Tidies the Delta tables of a lake up: joins small files, and removes old files that no table uses any more.

Each publish writes small files.  The files that they replace stay for readers that began before.  The rows of the lake
do not change.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from warehouse.connect import reader
from warehouse.errors import LakeError
from warehouse.lake.lake_address import LakeAddress, missing_library
from warehouse.lake.lake_tables import lake_tables
from warehouse.lake.publish import names_of
from warehouse.lake.written_tables import memory_of


@dataclass(frozen=True, slots=True)
class TidyResult:
    """How many files were joined and removed, over all tables."""

    #: Small files that were joined, and the files that they became.
    joined: int
    became: int
    #: Files that were removed.
    removed: int


def tidy_lake(published: Path, address: LakeAddress, folder: Path, *, days: float) -> TidyResult:
    """Join small files of each table, and remove files that no table has used for so many days.

    `published`: the published file, for the names of the tables.  `folder`: as for `publish_lake`.  A reader that began
    longer ago than `days` may miss a file.  A kill at any moment leaves every table whole.  Raises as `publish_lake`
    does, and LakeError when there is no lake yet.
    """
    if wrong := missing_library():
        raise LakeError(wrong)
    from warehouse.lake.delta import LakeDelta

    joined = became = removed = 0
    with reader(published) as connection, memory_of(folder, address.url, names_of(connection)[1]) as memory:
        there = [
            LakeDelta(address, table.name, writer=memory.warehouse)
            for table in lake_tables(connection)
            if table.has_folder
        ]
        if not any(table.is_there for table in there):
            raise LakeError(f"{address.url} holds no tables yet; `copydesk publish --lake` writes them.")
        for table in there:
            if table.is_there:
                done = table.tidy(hours=round(days * 24))
                joined, became, removed = joined + done.joined, became + done.became, removed + done.removed
    return TidyResult(joined, became, removed)
