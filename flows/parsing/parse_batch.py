"""Parses items and stages them, a batch at a time, for the flows parse and reparse.

A worker process reads the body of an item from the archive, parses it and, where the user has set a program for that,
hands an unsure page over; it gives a row of warehouse.staged.SCHEMA.  A page that kills its worker becomes a rejected
row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from flows.archive.archive import Archive, read_archived
from flows.archive.archive_errors import UnreadablePage
from flows.archive.known_addresses import note_verdicts
from flows.config.learned_lines import informed_rules, learn
from flows.config.load_rules import compiled_rules, reading_version, rules_for, sound_models
from flows.parsing import staging
from flows.parsing.fallback.hook import Fallback, Offered, fallback_of, offer
from flows.parsing.fallback.no_answer import NoAnswer
from flows.parsing.fallback.tally import Tally
from flows.parsing.unread_pages import Unread
from flows.parsing.unstageable_rows import MISFITS, sound_rows
from flows.parsing.worker_pool import Lost, WorkerPool
from flows.parsing.worker_process import untimed
from flows.parsing.worklist import Item, note
from flows.printing.progress import Bar
from flows.running.job import Job
from flows.running.stores import staging_place
from flows.storage.behind import has_store
from flows.storage.errors import StoreError
from parsers import PARSER_VERSION, Rejection, parse_page
from parsers.model import Evidence

Row = dict[str, Any]


#: Key of a row, beside the columns, of a page that was handed to the user's program: None when its body was taken, else
#: why not.  It goes no further than this module.
HANDED: Final = "handed to the program"

Pool = WorkerPool[Item, Row | Unread]


@dataclass(frozen=True, slots=True)
class Staged:
    """The results of one batch."""

    pages: int
    articles: int
    #: Rejected pages by reason.
    reasons: Mapping[str, int]
    #: Pages whose bytes could not be read; they are not part of the batch.
    unread: Sequence[tuple[Item, Unread]] = ()
    #: What came of the pages that were handed to the user's program.
    fallback: Tally = field(default_factory=Tally)


def open_pool(job: Job, *, ask_program: bool = True) -> Pool:
    """The worker processes of a run.  Raises ConfigError, before any page is parsed, for a wrong rule or model.

    ask_program: whether unsure pages are handed to the user's program; its earlier answers are used in any case.
    """
    compiled_rules(job.config)
    sound_models()
    knowledge = learn(job.paths, job.tell)
    fallback = fallback_of(job.settings, job.paths.fallback, job.run.id)
    work = partial(
        parse_item,
        directory=job.paths.archive,
        config=job.config,
        knowledge=knowledge,
        fallback=fallback if fallback is None or ask_program else replace(fallback, asked=False),
        version=reading_version(job.config, job.settings),
    )
    return WorkerPool(
        work,
        workers=job.settings.work.workers or None,
        seconds=job.settings.limits.page_seconds,
        preload=("flows.parsing.parse_batch", "flows.parsing.preload"),
    )


def parse_item(
    item: Item,
    *,
    directory: Path | str,
    config: tuple[Path, ...],
    knowledge: Path | None = None,
    fallback: Fallback | None = None,
    version: str | None = None,
) -> Row | Unread:
    """Parse one item, in a worker process; gives its row, or why its bytes cannot be read.

    directory: of the archive, or the address of its store.  config: config directories.  knowledge: the file with
    recurring lines; None: none.
    fallback: the user's program for unsure pages; None: none.  version: what is noted as rules_version; None: that of
    the rules.
    """
    if item.unread is not None:
        return item.unread
    if item.page is None:
        return dict(item.facts)
    rules = informed_rules(config, knowledge)
    try:
        with untimed() if has_store(directory) else nullcontext():
            page = read_archived(directory, item.page)
    except UnreadablePage as error:
        return Unread(str(error.file), error.why, error.offset)
    result = parse_page(
        page.body,
        url=page.url,
        media_type=page.media_type,
        charset=page.charset,
        fetched_at=page.fetched_at,
        rules=rules,
    )
    versions = {"parser_version": PARSER_VERSION, "rules_version": version or rules.version}
    if isinstance(result, Rejection):
        return {**item.facts, **versions, **_rejected(result.reason, result.detail)}
    if page.rendered_by:
        rendered = Evidence("rendered", page.rendered_by)
        result = replace(result, evidence={**result.evidence, "page": rendered})
    offered = offer(fallback, page, result) if fallback else Offered(result)
    if offered.lacking:
        versions["rules_version"] = rules.version
    charset = {"charset": result.charset, "charset_method": result.charset_method}
    row = {**item.facts, **versions, **charset, "outcome": "article", "article": offered.article.to_dict()}
    return {**row, HANDED: offered.lacking} if offered.taken or offered.lacking else row


def parse_and_stage(job: Job, archive: Archive, pool: Pool, items: Sequence[Item], advance: Bar) -> Staged:
    """Parse one batch, write it to staging, then note in the archive that its pages are parsed.

    advance: called for each item.  Raises OSError when the batch cannot be written, NoWorkers, and ArchiveError.
    """
    batch, unread = _Batch(), list[tuple[Item, Unread]]()
    for item, result in pool.map(items):
        advance()
        if isinstance(result, Unread):
            unread.append((item, result))
        else:
            batch.add(item, row_of(item, result))
    rows = _staged(job, archive, batch) if batch.rows else []
    reasons = Counter(str(row["reason"]) for row in rows if row["outcome"] == "rejected")
    articles = len(rows) - reasons.total()
    del reasons["not_modified"]
    return Staged(len(rows), articles, dict(reasons), unread, batch.fallback)


def row_of(item: Item, result: Row | Lost) -> Row:
    """The row of an item that a worker read, or lost; it may have a key beside the columns, HANDED."""
    return {**item.facts, **_rejected(result.reason, result.detail)} if isinstance(result, Lost) else result


class _Batch:
    """The pages of a batch while it is parsed."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.read: list[Item] = []
        #: Those that were handed to the user's program in vain.
        self.lacking: list[Item] = []
        self.fallback = Tally()

    def add(self, item: Item, row: Row) -> None:
        """Take in one page."""
        self.rows.append({name: value for name, value in row.items() if name != HANDED})
        lacking: NoAnswer | None = row.get(HANDED)
        (self.lacking if lacking else self.read).append(item)
        if HANDED in row:
            self.fallback.add(str(item.facts.get("final_url") or item.key), lacking)

    def read_at(self) -> datetime | None:
        """Now, when one of its pages was read before; None when none was."""
        again = (
            item.page.batch for item in (*self.read, *self.lacking) if item.page is not None and item.event is None
        )
        return datetime.now(UTC) if any(again) else None


def _staged(job: Job, archive: Archive, batch: _Batch) -> list[Row]:
    """Stage a batch, note which version read which of its pages, and give its rows as they were written."""
    versions = {"parser_version": PARSER_VERSION, "rules_version": reading_version(job.config, job.settings)}
    # A page that lacks the program's body is tried again by the next reparse, and then makes another batch.
    keys = [*(item.key for item in batch.read), *(f"{item.key}:lacking" for item in batch.lacking)]
    batch_id = staging.make_batch_id(keys, **versions)
    rows = _stage(job, [{**row, "run_id": job.run.id} for row in batch.rows], batch_id, batch.read_at())
    note(archive, batch.read, batch_id=batch_id, versions=versions)
    if batch.lacking:
        by_rules_alone = {**versions, "rules_version": rules_for(job.config).version}
        note(archive, batch.lacking, batch_id=batch_id, versions=by_rules_alone)
    read = [row for row in rows if row.get("body_sha256")]
    note_verdicts(archive, ((row["body_sha256"], row["outcome"] == "article") for row in read))
    return rows


def _stage(job: Job, rows: list[Row], batch_id: str, read_at: datetime | None) -> list[Row]:
    """Write a batch; gives its rows as written: a row that does not fit its columns becomes a rejected one.

    While the store for batches does not answer, they are written on this machine, from where they are loaded, too.
    """
    place = staging_place(job.paths, job.settings.storage)
    try:
        return _written(place, rows, batch_id, read_at)
    except StoreError as error:
        job.tell(f"{error.store} {error.verb} ({error.why}); a batch waits in {job.paths.staging} instead.")
        return _written(job.paths.staging, rows, batch_id, read_at)


def _written(place: Path | str, rows: list[Row], batch_id: str, read_at: datetime | None) -> list[Row]:
    try:
        staging.stage(place, rows, batch_id=batch_id, read_at=read_at)
    except MISFITS:
        rows = [dict(row) for row in sound_rows(rows)]
        staging.stage(place, rows, batch_id=batch_id, read_at=read_at)
    return rows


def _rejected(reason: str, detail: str) -> Row:
    return {"outcome": "rejected", "stage": "parse", "reason": reason, "detail": detail}
