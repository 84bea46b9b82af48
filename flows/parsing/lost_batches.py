"""Finds lost batches: the archive's index says that they were parsed, but neither staging nor the warehouse has them.

This happens when the warehouse was lost or restored from an older copy, or a batch is damaged.  The archive still has
their pages; once the entries in the index are removed, parse finds them again.
"""

from __future__ import annotations

from flows.archive.archive import Archive
from flows.config.paths import Paths
from flows.parsing import staging
from flows.printing.progress import number
from flows.running.job import Job
from flows.storage.errors import StoreError
from warehouse.load import loaded_batches


def lost_batches(paths: Paths, archive: Archive) -> set[str]:
    """Find the ids of the lost batches; an empty set while the warehouse cannot be opened.

    Raises StoreError while the store cannot be asked in which batches may wait.
    """
    # In this order, since other runs go on: a batch is noted when it is staged, and leaves staging when it is loaded.
    noted = archive.batches()
    waiting = {staging.id_of(batch) for batch in staging.waiting_batches(paths.staging)}
    waiting |= {staging.id_of(batch) for batch in staging.stored_batches(paths.staging)}
    loaded = loaded_batches(paths.warehouse) if noted - waiting else set()
    return set() if loaded is None else noted - waiting - loaded


def take_up_lost(job: Job, archive: Archive) -> None:
    """Remove the index entries of lost batches, so that their pages are parsed again."""
    try:
        lost = lost_batches(job.paths, archive)
    except StoreError as error:
        job.tell(str(error))
        return
    if lost:
        archive.forget_batches(lost)
        count = number(len(lost), "batch", "batches")
        job.tell(f"{count} of earlier runs went with the warehouse, or were damaged; parsing their pages again")
