"""Parses the items of a batch, stages them, and notes that in the archive, for the flows parse and reparse.

Worker processes read the items (flows.parsing.parse_item).  A page that kills its worker becomes a rejected row.  A
batch may be parsed and staged on one machine and noted on another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from flows.archive.archive import Archive
from flows.archive.known_addresses import note_verdicts
from flows.config.learned_lines import learned_lines_file
from flows.config.load_rules import checked_rules, reading_version, rules_for, sound_models
from flows.parsing import staging
from flows.parsing.batches import Batch, BatchCounts
from flows.parsing.fallback.hook import Fallback, fallback_of
from flows.parsing.fallback.no_answer import NoAnswer
from flows.parsing.fallback.tally import Tally
from flows.parsing.item import Item
from flows.parsing.parse_item import HANDED, Row, parse_item, rejected
from flows.parsing.parse_workers import PRELOAD
from flows.parsing.unread_pages import Unread
from flows.parsing.unstageable_rows import MISFITS, sound_rows
from flows.parsing.worker_pool import Lost, WorkerPool
from flows.parsing.worklist import note_staged, note_unread
from flows.printing.progress import Bar
from flows.running.job import Job
from flows.running.stores import staging_place
from flows.storage.behind import has_store
from flows.storage.errors import StoreError
from parsers import PARSER_VERSION

Pool = WorkerPool[Item, Row | Unread]
#: An item with what came of it.
Result = tuple[Item, Row | Unread | Lost]


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the batches of a run are staged, with the run id and versions that are written into them."""

    #: The folder, or the address of a store.
    place: Path | str
    run_id: str
    #: parser_version and rules_version; part of a batch's id.
    versions: Mapping[str, str]
    #: The folder for batches while a store does not answer; None where the loader would not see it.
    otherwise: Path | None = None


def destination_of(job: Job) -> Destination:
    """Say where and with which versions the batches of this run are staged, from its settings."""
    place = staging_place(job.paths, job.settings.storage)
    return Destination(place, job.run.id, _versions(job), job.paths.staging)


@dataclass(frozen=True, slots=True)
class BatchReading:
    """How a run reads its pages: all arguments of `parse_item` but the item."""

    #: The archive: its folder, or the address of its store.
    directory: Path | str
    config: tuple[Path, ...]
    knowledge: Path | None
    fallback: Fallback | None
    version: str

    def work(self) -> Callable[[Item], Row | Unread]:
        """Make the function that reads one item; it can be sent to worker processes of this machine."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        # Asked once: a store is put behind an archive before a run begins.
        return partial(parse_item, **said, waits=has_store(self.directory))


def check_reading(config: tuple[Path, ...]) -> None:
    """Raise ConfigError for a rule or model that cannot be used.

    The first worker process calls it: it has patterns and models anyway, and loading them in the run's own process as
    well would take a quarter of a second.
    """
    checked_rules(config)
    sound_models()


def reading_of(job: Job, *, ask_program: bool = True) -> BatchReading:
    """Make the BatchReading of a run.

    `ask_program`: whether the user's program is run for unsure pages; answers that it gave earlier are used in any
    case.
    """
    knowledge = learned_lines_file(job.paths, job.tell)
    fallback = fallback_of(job.settings, job.paths.fallback, job.run.id)
    return BatchReading(
        job.paths.archive,
        job.config,
        knowledge,
        fallback if fallback is None or ask_program else replace(fallback, asked=False),
        reading_version(job.config, job.settings),
    )


def open_pool(job: Job, *, ask_program: bool = True) -> Pool:
    """Make the worker processes of a run on this machine.  `ask_program`: see `reading_of`.

    The pool raises ConfigError for a wrong rule or model, before any page is parsed.
    """
    reading = reading_of(job, ask_program=ask_program)
    return pool_for(reading, workers=job.settings.work.workers, seconds=job.settings.limits.page_seconds)


def pool_for(reading: BatchReading, *, workers: int, seconds: float) -> Pool:
    """Make worker processes that read pages as `reading` says.

    `workers`: their number; 0: one for each CPU.  `seconds`: most time for one page.
    """
    check = partial(check_reading, reading.config)
    return WorkerPool(reading.work(), workers=workers or None, seconds=seconds, preload=PRELOAD, check=check)


def gather_batch(results: Iterable[Result], advance: Bar) -> ReadBatch:
    """Collect the results of one batch.

    `results`: (item, result) in the order of the batch, as a pool gives them.  `advance`: called for each item.  Raises
    what the pool raises.
    """
    read = ReadBatch()
    for place, (item, result) in enumerate(results):
        advance()
        if isinstance(result, Unread):
            read.unread.append((place, result))
        else:
            read.add(place, item, row_of(item, result))
    return read


def stage_batch(read: ReadBatch, batch: Batch, into: Destination) -> BatchCounts:
    """Write a parsed batch to staging; gives its id and counts.  Raises OSError when it cannot be written."""
    batch_id, rows, said = _staged(into, read, batch.read_at) if read.rows else (None, [], None)
    reasons = Counter(str(row["reason"]) for row in rows if row["outcome"] == "rejected")
    articles = len(rows) - reasons.total()
    del reasons["not_modified"]
    verdicts = [(str(row["body_sha256"]), row["outcome"] == "article") for row in rows if row.get("body_sha256")]
    return BatchCounts(
        batch_id, len(rows), articles, dict(reasons), read.unread, read.lacking, verdicts, read.fallback, said
    )


def note_batch(job: Job, archive: Archive, batch: Batch, done: BatchCounts) -> None:
    """Note in the archive that the pages of a staged batch were parsed, and with which versions.

    Pages of the batch that could not be read are noted as such.  `done`: the outcome of `batch`.  Raises ArchiveError
    or OSError.
    """
    if done.said is not None:
        job.tell(done.said)
    lacking, left_out = set(done.lacking), {place for place, _ in done.unread}
    read = [item for place, item in enumerate(batch.items) if place not in lacking | left_out]
    if done.batch_id is not None:
        versions = _versions(job)
        note_staged(archive, read, batch_id=done.batch_id, versions=versions)
        if lacking:
            by_rules_alone = {**versions, "rules_version": rules_for(job.config).version}
            note_staged(
                archive, [batch.items[at] for at in done.lacking], batch_id=done.batch_id, versions=by_rules_alone
            )
        note_verdicts(archive, done.verdicts)
    for place, unread in done.unread:
        note_unread(archive, batch.items[place], unread)


def row_of(item: Item, result: Row | Lost) -> Row:
    """Give the staged row for an item; a rejected page if the result is a Lost.

    The row may also hold the key HANDED (what came of handing the page to the user's program).  It is no column of the
    table.
    """
    return {**item.facts, **rejected(result.reason, result.detail)} if isinstance(result, Lost) else result


class ReadBatch:
    """The rows read from a batch, and what went wrong.  A page is named by its place in the batch."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        #: The keys of the items read, of which the id of the batch is made.
        self.keys: list[str] = []
        self.unread: list[tuple[int, Unread]] = []
        #: Pages that were handed to the user's program, which gave no body.
        self.lacking: list[int] = []
        self.fallback = Tally()

    def add(self, place: int, item: Item, row: Row) -> None:
        """Add the row of one page.  `place`: its place in the batch."""
        self.rows.append({name: value for name, value in row.items() if name != HANDED})
        lacking: NoAnswer | None = row.get(HANDED)
        if lacking:
            self.lacking.append(place)
        # A page that lacks the program's body is tried again by the next reparse, and then makes another batch.
        self.keys.append(f"{item.key}:lacking" if lacking else item.key)
        if HANDED in row:
            self.fallback.add(str(item.facts.get("final_url") or item.key), lacking)


def _versions(job: Job) -> Mapping[str, str]:
    return {"parser_version": PARSER_VERSION, "rules_version": reading_version(job.config, job.settings)}


def _staged(into: Destination, read: ReadBatch, read_at: datetime | None) -> tuple[str, list[Row], str | None]:
    """Stage a batch; gives its id, its rows as written, and a sentence if it could not go to the store.

    While the store for batches does not answer, they go to the folder; load looks there, too.
    """
    batch_id = staging.make_batch_id(read.keys, **into.versions)
    rows = [{**row, "run_id": into.run_id} for row in read.rows]
    try:
        return batch_id, _written(into.place, rows, batch_id, read_at), None
    except StoreError as error:
        if into.otherwise is None:
            raise
        said = f"{error.store} {error.verb} ({error.why}); a batch waits in {into.otherwise} instead."
        return batch_id, _written(into.otherwise, rows, batch_id, read_at), said


def _written(place: Path | str, rows: list[Row], batch_id: str, read_at: datetime | None) -> list[Row]:
    """Write a batch; gives its rows as written.  A row that does not fit its columns is written as a rejected page."""
    try:
        staging.stage(place, rows, batch_id=batch_id, read_at=read_at)
    except MISFITS:
        rows = [dict(row) for row in sound_rows(rows)]
        staging.stage(place, rows, batch_id=batch_id, read_at=read_at)
    return rows
