"""Parse items and stage them: the work of the flows parse and reparse, a batch at a time.

An item goes to a worker process, which reads the body from the archive and parses it; what comes back is a row of
warehouse.staged.SCHEMA.  A page that its process does not survive becomes a rejected row like any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from flows import staging
from flows.archive import Archive, ArchiveError, read_page
from flows.job import Job
from flows.knowledge import informed_rules, learn
from flows.pool import Lost, WorkerPool
from flows.progress import Bar
from flows.ruleset import compiled_rules, rules_for
from flows.worklist import Item, note
from parsers import PARSER_VERSION, Rejection, parse_page

Row = dict[str, Any]
Pool = WorkerPool[Item, Row]


@dataclass(frozen=True, slots=True)
class Staged:
    """What one batch came to."""

    pages: int
    articles: int
    #: Rejected pages by reason.
    reasons: Mapping[str, int]


def open_pool(job: Job) -> Pool:
    """The worker processes of a run; a mistake in the rules is told here, and not by some page in the middle."""
    compiled_rules(job.config)
    work = partial(parse_item, directory=job.paths.archive, config=job.config, knowledge=learn(job.paths))
    return WorkerPool(
        work,
        workers=job.settings.work.workers or None,
        seconds=job.settings.limits.page_seconds,
        preload=("flows.parsing", "flows.warm"),
    )


def parse_item(item: Item, *, directory: Path, config: tuple[Path, ...], knowledge: Path | None = None) -> Row:
    """One row; runs in a worker process."""
    if item.page is None:
        return dict(item.facts)
    rules = informed_rules(config, knowledge)
    try:
        page = read_page(directory, item.page)
    except ArchiveError as error:
        return {**item.facts, "outcome": "rejected", "stage": "archive", "reason": "damaged", "detail": str(error)}
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
    """Parse one batch, write it to staging whole, then note in the archive that its pages are parsed."""
    rows = []
    for item, result in pool.map(items):
        row = {**item.facts, **_rejected(result.reason, result.detail)} if isinstance(result, Lost) else result
        rows.append({**row, "run_id": job.run.id})
        advance()
    versions = {"parser_version": PARSER_VERSION, "rules_version": rules_for(job.config).version}
    batch_id = staging.batch_id((item.key for item in items), **versions)
    staging.stage(job.paths.staging, rows, batch_id=batch_id)
    note(archive, items, batch_id=batch_id, versions=versions)
    reasons = Counter(str(row["reason"]) for row in rows if row["outcome"] == "rejected")
    articles = len(rows) - reasons.total()
    del reasons["not_modified"]
    return Staged(len(rows), articles, dict(reasons))


def _rejected(reason: str, detail: str) -> Row:
    return {"outcome": "rejected", "stage": "parse", "reason": reason, "detail": detail}
