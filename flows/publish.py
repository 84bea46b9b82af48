"""The flow publish: copies the warehouse to the file that people read, and replaces that file atomically.

Nothing is copied when nothing changed.  When another process locks the warehouse, the published file stays as it is;
the outcome is "waiting", not "failed".
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.load import WAITS, load
from flows.running.engine import flow, task
from flows.running.job import Job, job
from flows.running.run_records import RunRecord
from warehouse.connect import is_there
from warehouse.errors import WarehouseLocked, WarehouseMissing
from warehouse.publish import PublishResult
from warehouse.publish import publish as publish_warehouse


@flow("publish")
def publish(data: str | None = None, config: str | None = None, parent: str | None = None) -> RunRecord:
    """Publish the warehouse.

    data, config: directories; None as on the command line.  Running it again finds nothing to do.  Raises
    WarehouseMissing when something is published and the warehouse is gone; the published file stays as it is.
    """
    with job("publish", data=data, config=config, parent=parent) as this:
        if is_there(this.paths.warehouse):
            _report(this, copy_and_swap(this))
        elif this.paths.news.exists():
            raise WarehouseMissing(this.paths.warehouse)
        else:
            this.say("nothing to do: nothing was loaded yet")
    return this.record


def load_and_publish(data: str | None, config: str | None, parent: str | None) -> Iterator[RunRecord]:
    """Run load, then publish; publish is left out when load found the warehouse locked."""
    loaded = load(data, config, parent)
    yield loaded
    if loaded.outcome != "waiting":
        yield publish(data, config, parent)


@task("publish", waits=WAITS, passes=lambda result: isinstance(result, WarehouseLocked))
def copy_and_swap(job: Job) -> PublishResult | WarehouseLocked:
    """Copy the warehouse and replace the published file; a lock is given as a value, so that the run does not fail."""
    try:
        return publish_warehouse(
            job.paths.warehouse,
            job.paths.news,
            max_share=job.settings.publish.share,
            timeout=job.settings.work.lock_seconds,
        )
    except WarehouseLocked as error:
        return error


def _report(job: Job, result: PublishResult | WarehouseLocked) -> None:
    if isinstance(result, WarehouseLocked):
        job.run.note(str(result))
        job.run.end("waiting")
        job.say(str(result))
    elif result.outcome == "published":
        job.run.count(published=1, bytes=result.bytes_copied)
        job.say(f"{job.paths.news} is state {result.number} ({result.bytes_copied / 1e6:.1f} MB)")
    elif result.outcome == "too_soon":
        job.say(f"state {result.number} stays for now: the last copy is too young")
    else:
        job.say(f"nothing to do: state {result.number} shows everything")
