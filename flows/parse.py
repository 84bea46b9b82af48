"""The flow parse: parses archived captures that are in no batch yet, and stages them.  Fetches and loads nothing.

A capture is what the archive holds of one request or one page of a file.  An item is a capture to be parsed; a batch is
a Parquet file of parsed pages; to stage is to write a batch to where the flow load finds it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, Final

from flows.archive.archive import INDEX, Archive
from flows.parsing.batches import Batch, BatchCounts, Executor, batches_as_they_come
from flows.parsing.fallback.tally import Tally
from flows.parsing.item import Item
from flows.parsing.local import Local
from flows.parsing.lost_batches import take_up_lost
from flows.parsing.parse_batch import note_batch, open_pool
from flows.parsing.unread_pages import Unreadable
from flows.parsing.wanted_pages import counts_by_outlet, wanted_pages
from flows.parsing.worklist import arriving_items, new_items
from flows.printing.progress import listed, number
from flows.running.ahead import Ahead
from flows.running.engine import flow
from flows.running.job import Job, job, place
from flows.running.run_records import RunRecord

#: What becomes of pages that were handed to the user's program in vain.
_LEFT: Final = "the parsers' own body stays, and `copydesk run reparse` tries again"


@flow("parse")
def parse(
    data: str | None = None,
    config: str | None = None,
    parent: str | None = None,
    sources: Sequence[str] = (),
    hosts: Sequence[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    only: Sequence[str] = (),
    limit: int | None = None,
    dry_run: bool = False,
) -> RunRecord:
    """Parse the new captures in the archive.

    sources: only pages of this outlet; one that sources.toml does not name is called by its host.  hosts: only pages of
    this host and its subdomains.  since: only pages fetched then or later (UTC without a zone).  until: only pages
    fetched before it (UTC without a zone).  only: only the pages at this address, or of the story with this article_id.
    limit: the most pages, the others are left for the next run.  dry_run: say how many pages it would parse, and parse
    none.

    data, config: directories; None: as without --data and --config.  Running it again finds nothing to do.  Raises
    UsageError for an outlet, address or story that does not exist.
    """
    asked: dict[str, Any] = {"sources": [*sources], "hosts": [*hosts], "since": since, "until": until}
    asked |= {"only": [*only], "limit": limit}
    wanted = wanted_pages(*place(data, config), **asked)
    with job("parse", data=data, config=config, parent=parent, **asked, dry_run=dry_run) as this:
        if not dry_run:
            with this.open_archive() as archive:
                take_up_lost(this, archive)
                total = None if any(asked.values()) else archive.waiting()
                parse_items(this, archive, wanted.items(new_items(archive)), total=total)
        elif (this.paths.archive / INDEX).exists():
            with this.open_archive() as archive:
                say_what_waits(this, wanted.items(new_items(archive)))
        else:
            this.say("nothing to do")
    return this.record


@flow("parse")
def parse_arriving(
    ahead: Ahead, data: str | None = None, config: str | None = None, parent: str | None = None
) -> RunRecord:
    """Parse new captures while an import still archives them, until it has ended.

    ahead: the state of the import.  data, config: directories; None: as without --data and --config.
    """
    # The flow ahead uploads what it closes.
    with job("parse", data=data, config=config, parent=parent) as this, this.open_archive(closed="here") as archive:
        take_up_lost(this, archive)
        parse_items(this, archive, arriving_items(archive, ahead))
    return this.record


def say_what_waits(job: Job, items: Iterator[Item]) -> None:
    """For a dry run: print and count how many pages of which outlets would be parsed."""
    waiting = counts_by_outlet(items)
    job.run.count(pages=waiting.total())
    job.say(f"would parse {number(waiting.total(), 'page')}: {listed(waiting)}" if waiting else "nothing to do")


def parse_items(job: Job, archive: Archive, items: Iterator[Item | None], *, total: int | None = None) -> None:
    """Parse and stage these items batch by batch, and print the result.

    `items`: a None among them means that the next item is not ready yet.  `total`: the number of items, if it is known.
    """
    reasons: Counter[str] = Counter()
    unreadable, fallback = Unreadable(), Tally()
    batches = batches_as_they_come(items, job.settings.work.batch_pages)
    first = next((batch for batch in batches if batch is not None), None)

    def take(batch: Batch, done: BatchCounts) -> None:
        note_batch(job, archive, batch, done)
        reasons.update(done.reasons)
        fallback.add_all(done.fallback)
        for _, unread in done.unread:
            unreadable.add(unread)
        if done.pages:
            job.run.count(pages=done.pages, articles=done.articles, batches=1)

    if first is not None:
        if job.settings.work.scheduler:
            archive.finish_uploads()  # other machines see closed files in the store
        # Only when there is something to parse: it queries the recurring lines and starts processes.
        with open_executor(job) as executor, job.steps("pages", total) as advance:
            executor.run(chain([first], batches), advance, take)
    _report_fallback(job, fallback)
    _report(job, reasons, unreadable)


def open_executor(job: Job) -> Executor:
    """Make the executor for a run's batches: the cluster that [work] names, or worker processes of this machine.

    Raises ClusterError; for a wrong rule or model ConfigError, now or when the first batch is run.
    """
    if job.settings.work.scheduler:
        from flows.parsing.cluster.cluster import Cluster  # only here: it loads Dask

        return Cluster(job)
    return Local(job, open_pool(job))


def _report_fallback(job: Job, fallback: Tally) -> None:
    """Report and count what became of pages that were handed to the user's program.

    There is one sentence for each kind of failure.
    """
    for sentence in fallback.sentences(job.settings.fallback, then=_LEFT):
        job.tell(sentence)
    if fallback.taken:
        job.say(f"{number(fallback.taken, 'body', 'bodies')} of the program under [fallback]")
    numbers = {"fallback_bodies": fallback.taken, "fallback_failed": fallback.failed}
    job.run.count(**{name: count for name, count in numbers.items() if count})


def _report(job: Job, reasons: Counter[str], unreadable: Unreadable) -> None:
    pages = job.record.counts.get("pages", 0)
    for sentence in unreadable.sentences():
        job.tell(sentence)
    if unreadable.total:
        job.run.count(unreadable=unreadable.total)
        job.run.end("rejected" if pages else "failed")
    if not pages:
        if not unreadable.total:
            job.say("nothing to do")
        return
    rejected = f", {reasons.total():,} rejected ({listed(reasons)})" if reasons else ""
    unread = f"; {unreadable.total:,} could not be read" if unreadable.total else ""
    job.say(f"{number(pages, 'page')}: {number(job.record.counts['articles'], 'article')}{rejected}{unread}")
    if reasons:
        job.run.count(rejected=reasons.total())
