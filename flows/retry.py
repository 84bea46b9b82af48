"""The flow retry: parses pages in quarantine again that were marked for it, then loads and publishes the result."""

from __future__ import annotations

from collections.abc import Iterator

from flows.parse import parse_items
from flows.parsing.worklist import Item, from_quarantine
from flows.publish import load_and_publish
from flows.running.engine import flow
from flows.running.job import Job, add_up, job
from flows.running.run_records import RunRecord
from warehouse.connect import is_there, writer
from warehouse.quarantine import marked_for_retry


@flow("retry")
def retry(data: str | None = None, config: str | None = None, parent: str | None = None) -> RunRecord:
    """Parse marked pages again; `copydesk quarantine retry` marks them.

    data, config: directories; None as on the command line.  Raises WarehouseLocked when another process locks the
    warehouse.
    """
    with job("retry", data=data, config=config, parent=parent) as this:
        if _parse_marked(this):
            add_up(this, load_and_publish(data, config, this.run.id))
    return this.record


def _parse_marked(job: Job) -> bool:
    """Parse the marked pages; True when there is something to load."""
    if not is_there(job.paths.warehouse):
        job.say("nothing to do")
        return False
    with writer(job.paths.warehouse, timeout=job.settings.work.lock_seconds) as connection:
        entries = marked_for_retry(connection)
    with job.open_archive() as archive:
        items: Iterator[Item] = (item for entry in entries if (item := from_quarantine(archive, entry)))
        parse_items(job, archive, items)
    return bool(job.record.counts.get("pages"))
