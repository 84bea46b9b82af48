"""The flow publish: copies the warehouse to the file that people read, and replaces that file atomically.

Nothing is copied when nothing changed.  When another process locks the warehouse, the published file stays as it is;
the outcome is "waiting", not "failed".  If a lake is named (a folder or bucket where each table is kept as a Delta
table, too), its tables are then brought to the same state; an error there is reported, and leaves the published file
alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flows.config.lake_settings import check_lake, lake_of
from flows.errors import sentence
from flows.load import WAITS, load
from flows.printing.progress import number
from flows.running.engine import flow, task
from flows.running.job import Job, job
from flows.running.run_records import RunRecord
from warehouse.connect import is_there
from warehouse.errors import LakeError, WarehouseLocked, WarehouseMissing
from warehouse.lake.publish import publish_lake
from warehouse.publish import PublishResult
from warehouse.publish import publish as publish_warehouse

#: Most sentences about tables of the lake that a run says.
_TOLD = 3


@flow("publish")
def publish(
    data: str | None = None, config: str | None = None, parent: str | None = None, lake: str | None = None
) -> RunRecord:
    """Publish the warehouse.

    lake: also keep each table as a Delta table there, in a folder or below an address such as s3://bucket/prefix.

    data, config: directories; None: as without --data and --config.  Running it again finds nothing to do.  Raises
    UsageError for a lake whose address cannot be one, and WarehouseMissing when something is published and the
    warehouse is gone; the published file stays as it is.
    """
    check_lake(lake)
    if lake and "://" not in lake:
        lake = str(Path(lake).expanduser().absolute())  # the run may be repeated from another directory
    with job("publish", data=data, config=config, parent=parent, lake=lake) as this:
        if is_there(this.paths.warehouse):
            _report(this, copy_and_swap(this))
            if (lake or this.settings.publish.lake) and this.paths.news.exists():
                fill_lake(this, lake)
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
    """Copy the warehouse and replace the published file.

    Gives WarehouseLocked as a value, so that the run does not fail.
    """
    try:
        return publish_warehouse(
            job.paths.warehouse,
            job.paths.news,
            max_share=job.settings.publish.share,
            timeout=job.settings.work.lock_seconds,
        )
    except WarehouseLocked as error:
        return error


@task("bring the lake up to date")
def fill_lake(job: Job, named: str | None) -> None:
    """Bring the lake's Delta tables to the state of the published file; an error is reported, and the run fails then.

    `named`: address of the lake for this run; None: the address in the settings.
    """
    try:
        address = lake_of(job.settings, named, job.paths.root)
        with job.steps("tables", None) as advance:
            result = publish_lake(job.paths.news, address, job.paths.lake_notes, advance=advance)
    except (LakeError, OSError) as error:
        job.tell(sentence(error))
        job.run.end("failed")
        return
    job.run.count(lake_tables=result.written, lake_rows=result.rows)
    for told in (*_shown(result.notes), *_shown(result.faults)):
        job.tell(told)
    if result.faults:
        job.run.end("failed")
    elif result.written:
        rows = number(result.rows, "row")
        job.say(f"{address.url}: {number(result.written, 'table')} of {result.tables} brought up to date ({rows})")
    else:
        job.say(f"{address.url}: nothing to do")


def _shown(sentences: list[str]) -> list[str]:
    """Give the first few of these sentences, and one that says how many more there are.

    The sentences are about tables of the lake; what is wrong with one table is mostly wrong with all.
    """
    rest = len(sentences) - _TOLD
    more = [f"The same, or the like, is true of {number(rest, 'more table')}."] if rest > 0 else []
    return [*sentences[:_TOLD], *more]


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
