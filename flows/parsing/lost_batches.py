"""Batches that went: noted as parsed in the archive's index, and neither in staging nor in the warehouse.

That is so after the warehouse was lost or an older copy of it restored, and for a damaged batch.  The archive still has
their pages; once the notes are gone, parse finds them again.
"""

from __future__ import annotations

from flows.archive.archive import Archive
from flows.config.paths import Paths
from flows.parsing import staging
from flows.printing.progress import number
from flows.running.job import Job
from warehouse.load import loaded_batches


def lost_batches(paths: Paths, archive: Archive) -> set[str]:
    """Ids of the batches that went; none as long as the warehouse cannot be asked."""
    # In this order: a batch is noted when it is staged, and leaves staging when it is loaded.
    noted = archive.batches()
    waiting = {staging.id_of(path) for path in staging.waiting_batches(paths.staging)}
    loaded = loaded_batches(paths.warehouse) if noted - waiting else set()
    return set() if loaded is None else noted - waiting - loaded


def take_up_lost(job: Job, archive: Archive) -> None:
    """Forget that the pages of such batches were parsed, so that they are parsed again."""
    lost = lost_batches(job.paths, archive)
    if lost:
        archive.forget_batches(lost)
        count = number(len(lost), "batch", "batches")
        job.tell(f"{count} of earlier runs went with the warehouse, or were damaged; parsing their pages again")
