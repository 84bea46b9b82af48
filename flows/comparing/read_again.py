"""Reads pages of the archive again, and compares what is read with the published file, batch by batch; writes nothing.

Takes items, each of which says where a page lies in the archive; gives Changes.  Pages are read by the worker processes
that a reparse uses.  A program under [fallback] is not asked: answers that it gave earlier are used.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import pyarrow as pa

from flows.comparing.changes import Changes
from flows.parsing.item import Item
from flows.parsing.parse_batch import Pool, open_pool, row_of
from flows.parsing.parse_item import HANDED
from flows.parsing.unread_pages import Unread
from flows.parsing.unstageable_rows import MISFITS, sound_rows
from flows.printing.progress import Bar, bar
from flows.running.job import Job
from warehouse import staged
from warehouse.connect import reader
from warehouse.readings import compare_readings


def changes_of(job: Job, items: Iterable[Item], *, sample: int | None, total: int) -> Changes:
    """Read these items (pages of the archive) again; gives what would change in the published file.

    `sample`: read only so many, spread over all and the same each time; None: all.  `total`: number of items, for the
    progress bar.  Raises WarehouseError without a published file, and ConfigError for a wrong rule or model.
    """
    found = Changes()
    pages = sampled(items, sample, found)
    with reader(job.paths.news) as connection:
        batch = _next(job, pages)
        if batch:
            shown = bar(job.record.flow, "pages", min(total, sample or total))
            with open_pool(job, ask_program=False) as pool, shown as advance:
                while batch:
                    rows = _rows(job, pool, batch, advance, found)
                    if rows:
                        found.add(*compare_readings(connection, _table(rows)))
                    batch = _next(job, pages)
    return found


def sampled(items: Iterable[Item], sample: int | None, found: Changes) -> Iterator[Item]:
    """Give the items that are pages, or `sample` of them; all are counted in `found.pages`.

    A sample takes the pages with the smallest hashes: as good as drawn by lot, and the same each time.
    """
    bodies = _bodies(items, found)
    return bodies if sample is None else iter(heapq.nsmallest(sample, bodies, key=_hash))


def _bodies(items: Iterable[Item], found: Changes) -> Iterator[Item]:
    """Yield the items that are pages, and count each in `found.pages`.

    Items that stand for a request that brought no new body are left out.
    """
    for item in items:
        if item.page is not None and item.event is None:
            found.pages += 1
            yield item


def _hash(item: Item) -> str:
    return item.page.sha256 if item.page else ""


def _next(job: Job, pages: Iterator[Item]) -> list[Item]:
    return list(islice(pages, job.settings.work.batch_pages))


def _rows(job: Job, pool: Pool, batch: Sequence[Item], advance: Bar, found: Changes) -> list[dict[str, Any]]:
    """Read one batch; gives its rows as they would be staged.

    Pages that cannot be read are counted in `found`.  `advance`: called for each page.
    """
    rows = []
    for item, result in pool.map(batch):
        advance()
        if isinstance(result, Unread):
            found.unreadable += 1
        else:
            row = {name: value for name, value in row_of(item, result).items() if name != HANDED}
            rows.append({**row, "run_id": job.run.id})
            found.read += 1
    return rows


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    """Make a staged table of rows; a row that does not fit becomes a rejected page."""
    try:
        return staged.table(rows)
    except MISFITS:
        return staged.table(sound_rows(rows))
