"""The flow load: loads staged batches into the warehouse, each exactly once, in one short transaction.

A batch is a Parquet file of parsed pages; it is staged while it waits to be loaded, in a folder or a store (bucket).
Copies are articles with nearly the same text.  When another process locks the warehouse, the batches stay in staging
and a message names that process; the run's outcome is "waiting", not "failed".
"""

from __future__ import annotations

import time
from contextlib import ExitStack, closing, suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from duckdb import DuckDBPyConnection

from flows.archive.archive import INDEX
from flows.archive.archive_errors import IndexUnusable
from flows.archive.index import ArchiveIndex
from flows.archive.mend_index import to_read
from flows.config.load_rules import rules_for
from flows.config.sources import Source
from flows.config.sources import load_sources as read_sources
from flows.errors import sentence
from flows.parsing import staging
from flows.parsing.staging import WaitingBatch
from flows.printing.progress import number
from flows.running.ahead import Ahead
from flows.running.engine import flow, task
from flows.running.job import Job, job
from flows.running.parameters import at_least_one
from flows.running.run_records import RunRecord, finished_records, mark_loaded
from flows.storage.errors import StoreError
from parsers.addresses import address_rules
from warehouse.check import run_checks
from warehouse.connect import is_there
from warehouse.copies import update_copies
from warehouse.errors import BatchError, BatchUnreadable, WarehouseLocked
from warehouse.held import HeldWriter
from warehouse.knowledge import configure, store_sources
from warehouse.load import LoadResult, load_batch
from warehouse.quarantine import could_be_read, failed_sources
from warehouse.runs import load_runs

#: Seconds before each further attempt under Prefect when the warehouse is locked: a query or a backup ends soon.
WAITS = (10.0, 30.0)
#: Results after which a step is tried again: the cause may soon be gone.
_FOR_A_WHILE = (WarehouseLocked, StoreError)
#: Seconds between two questions to a store about what waits in it; each costs a request.
_ASKS = 5.0
#: After so many new versions of stories, copies of them are looked for, even while batches are still staged: few, so
#: that little is left to do at the end, when all else is done.  A story costs the same whenever it is compared.
_COMPARED = 1_000
#: Most findings that each check of the loaded rows reports.
_EXAMPLES = 3


@flow("load")
def load(
    data: str | None = None,
    config: str | None = None,
    parent: str | None = None,
    limit: int | None = None,
    dry_run: bool = False,
) -> RunRecord:
    """Load all waiting batches.

    limit: the most batches, the others are left for the next run.  dry_run: say how many batches it would load, and
    load none.

    data, config: directories; None: as without --data and --config.  Running it again finds nothing to do.
    """
    if limit is not None:
        at_least_one("limit", limit)
    with job("load", data=data, config=config, parent=parent, limit=limit, dry_run=dry_run) as this:
        batches = _waiting(this)[:limit]
        if dry_run:
            this.run.count(batches=len(batches))
            this.say(f"would load {number(len(batches), 'batch', 'batches')}" if batches else "nothing to do")
        else:
            _load(this, batches)
    return this.record


@flow("load")
def load_arriving(
    ahead: Ahead, data: str | None = None, config: str | None = None, parent: str | None = None
) -> RunRecord:
    """Load batches while another flow (parse, reparse) still stages them, until that has ended.

    ahead: the state of that flow.  data, config: directories; None: as without --data and --config.
    """
    with job("load", data=data, config=config, parent=parent) as this:
        staging.sweep_staging(this.paths.staging)
        with HeldWriter(this.paths.warehouse) as warehouse:
            tried = _load_as_they_come(this, ahead, warehouse)
            _settle_and_report(this, tried, warehouse)
    return this.record


def _load_as_they_come(job: Job, ahead: Ahead, warehouse: HeldWriter) -> list[WaitingBatch]:
    """Load staged batches until the flow that stages them has ended; gives the batches that were tried.

    `ahead`: the state of that flow.
    """
    tried: list[WaitingBatch] = []
    asked, compared = time.monotonic(), 0
    with job.steps("batches", None) as advance:
        for last in ahead.looks():
            in_store = last or time.monotonic() - asked > _ASKS
            asked = time.monotonic() if in_store else asked
            for batch in _waiting(job, in_store=in_store):
                if batch in tried:
                    continue
                result = load_one(job, batch, warehouse)
                if isinstance(result, _FOR_A_WHILE) and not last:
                    break  # it may be better at the next look
                tried.append(batch)
                if not _take(job, batch, result):
                    break
                advance()
            if last:
                break
            if job.record.counts.get("new_revisions", 0) - compared >= _COMPARED:
                compared = job.record.counts["new_revisions"]
                compare(warehouse)
            warehouse.close()
    return tried


def _waiting(job: Job, *, in_store: bool = True) -> list[WaitingBatch]:
    """List the batches that wait on this machine and in the store, in the order in which to load them.

    `in_store`: whether to ask the store, which costs a request.
    """
    batches: list[WaitingBatch] = [*staging.waiting_batches(job.paths.staging)]
    try:
        batches += staging.stored_batches(job.paths.staging) if in_store else ()
    except StoreError as error:
        job.tell(str(error))  # the next load takes what waits there
    return sorted(batches, key=lambda batch: batch.name)


def _load(job: Job, batches: list[WaitingBatch]) -> None:
    staging.sweep_staging(job.paths.staging)
    with HeldWriter(job.paths.warehouse) as warehouse:
        with job.steps("batches", len(batches)) as advance:
            for batch in batches:
                if not _take(job, batch, load_one(job, batch, warehouse)):
                    break
                advance()
        _settle_and_report(job, batches, warehouse)


def _take(job: Job, batch: WaitingBatch, result: LoadResult | WarehouseLocked | StoreError | BatchError | None) -> bool:
    """Count and report the result of a batch.

    Gives False when no further batch can be loaded now: the warehouse is locked, or the store does not answer.
    """
    if isinstance(result, WarehouseLocked | StoreError):
        _wait(job, result)
        return False
    if isinstance(result, BatchError):
        _leave_out(job, batch, result)
    elif result is not None and not result.already_loaded:
        _count(job, result)
    return True


def _settle_and_report(job: Job, batches: list[WaitingBatch], warehouse: HeldWriter) -> None:
    """Do what follows the last batch (`settle`), and print the result."""
    if is_there(job.paths.warehouse):
        settle(job, warehouse)
    _report(job, batches)


@task("load a batch", waits=WAITS, passes=lambda result: isinstance(result, _FOR_A_WHILE))
def load_one(
    job: Job, batch: WaitingBatch, warehouse: HeldWriter
) -> LoadResult | WarehouseLocked | StoreError | BatchError | None:
    """Load one batch.  Gives an error as a value, so that the run goes on; None when the batch is gone.

    It may be gone since another load, such as a scheduled one, has loaded it after the batches were listed.
    """
    if not isinstance(batch, Path):
        warehouse.close()  # a store may be long in answering
    with ExitStack() as held:
        try:
            path = held.enter_context(staging.at_hand(batch, job.paths.staging))
        except FileNotFoundError:
            return None
        except StoreError as error:
            return error
        return _loaded(job, batch, path, warehouse)


def _loaded(
    job: Job, batch: WaitingBatch, path: Path, warehouse: HeldWriter
) -> LoadResult | WarehouseLocked | BatchError | None:
    """Load a batch from a file on this machine, and then remove it from staging."""
    try:
        with warehouse.step(timeout=job.settings.work.lock_seconds) as connection:
            store_sources(connection, [_outlet(source) for source in read_sources(*job.config)])
            result = load_batch(connection, path, addresses=address_rules(rules_for(job.config)))
            records = _load_records(job, connection)
    except WarehouseLocked as error:
        return error
    except BatchError as error:
        return error if path.exists() else None
    # The batch is committed; after a kill before this line the next load skips it by its id.
    with suppress(StoreError):  # so it does when the store is away meanwhile
        staging.remove(batch)
    mark_loaded(job.paths.runs, records)
    return result


def _load_records(job: Job, connection: DuckDBPyConnection) -> list[RunRecord]:
    """Load the records of finished runs; gives them, so that their files can be moved after the commit."""
    records = finished_records(job.paths.runs)
    load_runs(connection, [asdict(record) for record in records])
    return records


@task("find copies of what was loaded")
def compare(warehouse: HeldWriter) -> None:
    """Find copies among the articles loaded so far.

    Does nothing when the warehouse is locked: `settle` does it at the end.
    """
    with suppress(WarehouseLocked), warehouse.step(timeout=0.0) as connection:
        update_copies(connection)


@task("compare with what was there")
def settle(job: Job, warehouse: HeldWriter) -> None:
    """Write the thresholds of the configuration, find copies of the new articles, and check what was loaded.

    If the warehouse is locked, this is left to the next load.  When nothing was loaded there is little to do (a changed
    threshold, or the rest of a killed load), so it does not wait for the lock.
    """
    loaded = bool(job.record.counts.get("batches"))
    timeout = job.settings.work.lock_seconds if loaded else 0.0
    records: list[RunRecord] = []
    with suppress(WarehouseLocked), warehouse.step(timeout=timeout) as connection:
        # Of flows that ended since the last batch, too.
        records = _load_records(job, connection) if loaded else []
        configure(connection, job.settings.thresholds())
        update_copies(connection)
        _resolve_read(job, connection)
        for found in run_checks(connection, limit=_EXAMPLES) if loaded else ():
            job.run.note(f"{found.check}: {found.sentence}")
            job.say(f"{found.check}: {found.sentence}")
    mark_loaded(job.paths.runs, records)


def _resolve_read(job: Job, connection: DuckDBPyConnection) -> None:
    """Close quarantine entries of lists (feeds, sitemaps) and files that were read since they failed.

    The archive's index tells this.  Batches do not: a list or file is no page.
    """
    failed = failed_sources(connection)
    if not failed:
        return
    try:
        with closing(to_read(job.paths.archive / INDEX)) as index:
            found = {number: _read_later(index, address, moment) for number, address, moment in failed}
    except (IndexUnusable, OSError) as error:
        job.tell(f"files and lists in quarantine are looked at by the next load: {sentence(error)}")
        return
    if read := {number: moment for number, moment in found.items() if moment is not None}:
        could_be_read(connection, read)
        job.run.count(resolved=len(read))


def _read_later(index: ArchiveIndex, address: str, failed_at: datetime) -> datetime | None:
    """The time at which a list (feed, sitemap) or file was read after `failed_at`; None when it was not read since.

    `address`: of the list or file.  A record or member of a file has an address with #...; it counts as read when its
    file was read.
    """
    last = index.latest_capture(address.partition("#")[0], ("fetched", "not_modified"))
    moment = datetime.fromisoformat(last.fetched_at) if last is not None and last.sha256 is None else None
    return moment if moment is not None and moment > failed_at else None


def _outlet(source: Source) -> dict[str, object]:
    facts = {"language": source.language or None, "timezone": source.timezone or None}
    return {"name": source.name, **facts, "followed": source.active}


def _count(job: Job, result: LoadResult) -> None:
    counts = asdict(result)
    for name in ("batch_id", "already_loaded", "rejected", "refused"):
        del counts[name]
    job.run.count(batches=1, **counts)
    if result.refused:
        job.run.count(rejected=result.refused)
        told = (
            f"{number(result.refused, 'page')} cannot be taken by the warehouse; `copydesk quarantine list` says why."
        )
        job.run.note(told)
        job.say(told)


def _wait(job: Job, error: WarehouseLocked | StoreError) -> None:
    """End the run as "waiting", with the reason in its record."""
    job.run.note(str(error))
    job.run.end("waiting")
    job.say(str(error))


def _leave_out(job: Job, batch: WaitingBatch, error: BatchError) -> None:
    """Report a batch that cannot be loaded; a damaged one is renamed, so that its pages are parsed again."""
    if not isinstance(error, BatchUnreadable):
        try:
            staging.set_batch_aside(batch)
        except StoreError as away:
            job.tell(str(away))
    job.tell(str(error))
    job.run.end("failed")


def _report(job: Job, batches: list[WaitingBatch]) -> None:
    if not batches:
        job.say("nothing to do")
        return
    if job.record.outcome == "waiting" and not job.record.counts.get("batches"):
        return  # the message about the locked warehouse says it all
    counts = {"batches": 0, "new_articles": 0, "new_revisions": 0, "replaced_revisions": 0, **job.record.counts}
    done = f"{number(counts['batches'], 'batch', 'batches')}: {number(counts['new_articles'], 'new article')}"
    again = f", {counts['replaced_revisions']:,} read anew" if counts["replaced_revisions"] else ""
    job.say(f"{done}, {number(counts['new_revisions'], 'new version')}{again}")
