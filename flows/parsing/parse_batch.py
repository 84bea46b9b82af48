"""Parses items and stages them, a batch at a time, for the flows parse and reparse.

A worker process reads the body of an item from the archive and parses it; it gives a row of warehouse.staged.SCHEMA.  A
page that kills its worker becomes a rejected row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from flows.archive.archive import Archive, read_archived
from flows.archive.archive_errors import UnreadablePage
from flows.config.learned_lines import informed_rules, learn
from flows.config.load_rules import compiled_rules, rules_for, sound_models
from flows.parsing import staging
from flows.parsing.unread_pages import Unread
from flows.parsing.unstageable_rows import MISFITS, sound_rows
from flows.parsing.worker_pool import Lost, WorkerPool
from flows.parsing.worklist import Item, note
from flows.printing.progress import Bar
from flows.running.job import Job
from parsers import PARSER_VERSION, Rejection, parse_page

Row = dict[str, Any]
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


def open_pool(job: Job) -> Pool:
    """The worker processes of a run.  Raises ConfigError, before any page is parsed, for a wrong rule or model."""
    compiled_rules(job.config)
    sound_models()
    knowledge = learn(job.paths, job.tell)
    work = partial(parse_item, directory=job.paths.archive, config=job.config, knowledge=knowledge)
    return WorkerPool(
        work,
        workers=job.settings.work.workers or None,
        seconds=job.settings.limits.page_seconds,
        preload=("flows.parsing.parse_batch", "flows.parsing.preload"),
    )


def parse_item(item: Item, *, directory: Path, config: tuple[Path, ...], knowledge: Path | None = None) -> Row | Unread:
    """Parse one item, in a worker process; gives its row, or why its bytes cannot be read.

    directory: of the archive.  config: config directories.  knowledge: the file with recurring lines; None: none.
    """
    if item.unread is not None:
        return item.unread
    if item.page is None:
        return dict(item.facts)
    rules = informed_rules(config, knowledge)
    try:
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
    versions = {"parser_version": PARSER_VERSION, "rules_version": rules.version}
    if isinstance(result, Rejection):
        return {**item.facts, **versions, **_rejected(result.reason, result.detail)}
    charset = {"charset": result.charset, "charset_method": result.charset_method}
    return {**item.facts, **versions, **charset, "outcome": "article", "article": result.to_dict()}


def parse_and_stage(job: Job, archive: Archive, pool: Pool, items: Sequence[Item], advance: Bar) -> Staged:
    """Parse one batch, write it to staging, then note in the archive that its pages are parsed.

    advance: called for each item.  Raises OSError when the batch cannot be written, NoWorkers, and ArchiveError.
    """
    rows: list[Row] = []
    read: list[Item] = []
    unread: list[tuple[Item, Unread]] = []
    for item, result in pool.map(items):
        advance()
        if isinstance(result, Unread):
            unread.append((item, result))
            continue
        row = {**item.facts, **_rejected(result.reason, result.detail)} if isinstance(result, Lost) else result
        rows.append({**row, "run_id": job.run.id})
        read.append(item)
    if rows:
        versions = {"parser_version": PARSER_VERSION, "rules_version": rules_for(job.config).version}
        batch_id = staging.make_batch_id((item.key for item in read), **versions)
        rows = _stage(job, rows, batch_id)
        note(archive, read, batch_id=batch_id, versions=versions)
    reasons = Counter(str(row["reason"]) for row in rows if row["outcome"] == "rejected")
    articles = len(rows) - reasons.total()
    del reasons["not_modified"]
    return Staged(len(rows), articles, dict(reasons), unread)


def _stage(job: Job, rows: list[Row], batch_id: str) -> list[Row]:
    """Write a batch; gives its rows as written: a row that does not fit its columns becomes a rejected one."""
    try:
        staging.stage(job.paths.staging, rows, batch_id=batch_id)
    except MISFITS:
        rows = [dict(row) for row in sound_rows(rows)]
        staging.stage(job.paths.staging, rows, batch_id=batch_id)
    return rows


def _rejected(reason: str, detail: str) -> Row:
    return {"outcome": "rejected", "stage": "parse", "reason": reason, "detail": detail}
