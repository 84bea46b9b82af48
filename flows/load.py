"""The flow load: loads staged batches into the warehouse, each exactly once, in one short transaction.

When another process locks the warehouse, the batches stay in staging and the run names the process; its outcome is
"waiting", not "failed".
"""

from __future__ import annotations

from contextlib import ExitStack, suppress
from dataclasses import asdict
from pathlib import Path

from flows.config.load_rules import rules_for
from flows.config.sources import Source
from flows.config.sources import load_sources as read_sources
from flows.parsing import staging
from flows.parsing.staging import Batch
from flows.printing.progress import number
from flows.running.engine import flow, task
from flows.running.job import Job, job
from flows.running.parameters import at_least_one
from flows.running.run_records import RunRecord, finished_records, mark_loaded
from flows.storage.errors import StoreError
from parsers.addresses import address_rules
from warehouse.check import run_checks
from warehouse.connect import is_there, writer
from warehouse.copies import update_copies
from warehouse.errors import BatchError, BatchUnreadable, WarehouseLocked
from warehouse.knowledge import configure, store_sources
from warehouse.load import LoadResult, load_batch
from warehouse.runs import load_runs

#: Seconds before each further attempt under Prefect when the warehouse is locked: a query or a backup ends soon.
WAITS = (10.0, 30.0)
#: What may be better soon.
_FOR_A_WHILE = (WarehouseLocked, StoreError)
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
    load none.  data, config: directories; None as on the command line.  Running it again finds nothing to do.
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


def _waiting(job: Job) -> list[Batch]:
    """The batches that wait on this machine and in the store, in the order in which to load them."""
    batches: list[Batch] = [*staging.waiting_batches(job.paths.staging)]
    try:
        batches += staging.stored_batches(job.paths.staging)
    except StoreError as error:
        job.tell(str(error))  # the next load takes what waits there
    return sorted(batches, key=lambda batch: batch.name)


def _load(job: Job, batches: list[Batch]) -> None:
    staging.sweep_staging(job.paths.staging)
    _load_all(job, batches)
    if is_there(job.paths.warehouse):
        settle(job)
    _report(job, batches)


def _load_all(job: Job, batches: list[Batch]) -> None:
    with job.steps("batches", len(batches)) as advance:
        for batch in batches:
            result = load_one(job, batch)
            if isinstance(result, _FOR_A_WHILE):
                _wait(job, result)
                return
            if isinstance(result, BatchError):
                _leave_out(job, batch, result)
            elif result is not None and not result.already_loaded:
                _count(job, result)
            advance()


@task("load a batch", waits=WAITS, passes=lambda result: isinstance(result, _FOR_A_WHILE))
def load_one(job: Job, batch: Batch) -> LoadResult | WarehouseLocked | StoreError | BatchError | None:
    """Load one batch.  Gives an error as a value, so that the run goes on; None when the batch is gone.

    Another load, such as a scheduled one, may have loaded it since the batches were listed.
    """
    with ExitStack() as held:
        try:
            path = held.enter_context(staging.at_hand(batch, job.paths.staging))
        except FileNotFoundError:
            return None
        except StoreError as error:
            return error
        return _loaded(job, batch, path)


def _loaded(job: Job, batch: Batch, path: Path) -> LoadResult | WarehouseLocked | BatchError | None:
    """Load a batch from its file on this machine, and remove it where it waited."""
    try:
        with writer(job.paths.warehouse, timeout=job.settings.work.lock_seconds) as connection:
            store_sources(connection, [_outlet(source) for source in read_sources(*job.config)])
            result = load_batch(connection, path, addresses=address_rules(rules_for(job.config)))
            records = finished_records(job.paths.runs)
            load_runs(connection, [asdict(record) for record in records])
    except WarehouseLocked as error:
        return error
    except BatchError as error:
        return error if path.exists() else None
    # The batch is committed; after a kill before this line the next load skips it by its id.
    with suppress(StoreError):  # so it does when the store is away meanwhile
        staging.remove(batch)
    mark_loaded(job.paths.runs, records)
    return result


@task("compare with what was there")
def settle(job: Job) -> None:
    """Write the thresholds of the configuration, find copies of the new articles, and check what was loaded.

    When the warehouse is locked, the next load does it.  When nothing was loaded there is little to do (a changed
    threshold, or the rest of a killed load), so it does not wait for the lock.
    """
    loaded = bool(job.record.counts.get("batches"))
    timeout = job.settings.work.lock_seconds if loaded else 0.0
    with suppress(WarehouseLocked), writer(job.paths.warehouse, timeout=timeout) as connection:
        configure(connection, job.settings.thresholds())
        update_copies(connection)
        for found in run_checks(connection, limit=_EXAMPLES) if loaded else ():
            job.run.note(f"{found.check}: {found.sentence}")
            job.say(f"{found.check}: {found.sentence}")


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
    job.run.note(str(error))
    job.run.end("waiting")
    job.say(str(error))


def _leave_out(job: Job, batch: Batch, error: BatchError) -> None:
    """Report a batch that cannot be loaded; a damaged one is set aside, so that its pages are parsed again."""
    if not isinstance(error, BatchUnreadable):
        try:
            staging.set_aside(batch)
        except StoreError as away:
            job.tell(str(away))
    job.tell(str(error))
    job.run.end("failed")


def _report(job: Job, batches: list[Batch]) -> None:
    if not batches:
        job.say("nothing to do")
        return
    if job.record.outcome == "waiting" and not job.record.counts.get("batches"):
        return  # the message about the locked warehouse says it all
    counts = {"batches": 0, "new_articles": 0, "new_revisions": 0, "replaced_revisions": 0, **job.record.counts}
    done = f"{number(counts['batches'], 'batch', 'batches')}: {number(counts['new_articles'], 'new article')}"
    again = f", {counts['replaced_revisions']:,} read anew" if counts["replaced_revisions"] else ""
    job.say(f"{done}, {number(counts['new_revisions'], 'new version')}{again}")
