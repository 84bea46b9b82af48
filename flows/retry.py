"""The flow retry: parses again the pages in quarantine that a user has marked, then loads and publishes the result."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flows.parse import parse_items, say_what_waits
from flows.parsing.wanted_pages import WantedPages, wanted_pages
from flows.parsing.worklist import from_quarantine
from flows.publish import load_and_publish
from flows.running.engine import flow
from flows.running.job import Job, add_up, job, place
from flows.running.run_records import RunRecord
from warehouse.connect import is_there, reader, writer
from warehouse.quarantine import marked_for_retry


@flow("retry")
def retry(
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
    """Parse marked pages again; `copydesk quarantine retry` marks them.

    sources: only pages of this outlet; one that sources.toml does not name is called by its host.  hosts: only pages of
    this host and its subdomains.  since: only pages fetched then or later (UTC without a zone).  until: only pages
    fetched before it (UTC without a zone).  only: only the pages at this address, or of the story with this article_id.
    limit: the most pages, the others stay marked.  dry_run: say how many pages it would parse, and parse none.

    data, config: directories; None: as without --data and --config.  Raises WarehouseLocked when another process locks
    the warehouse, and UsageError for an outlet, address or story that does not exist.
    """
    asked: dict[str, Any] = {"sources": [*sources], "hosts": [*hosts], "since": since, "until": until}
    asked |= {"only": [*only], "limit": limit}
    wanted = wanted_pages(*place(data, config), **asked)
    with job("retry", data=data, config=config, parent=parent, **asked, dry_run=dry_run) as this:
        if dry_run:
            _say_marked(this, wanted)
        elif _parse_marked(this, wanted):
            add_up(this, load_and_publish(data, config, this.run.id))
    return this.record


def _say_marked(job: Job, wanted: WantedPages) -> None:
    """Print, for a dry run, how many marked pages would be parsed; only reads the warehouse."""
    if not is_there(job.paths.warehouse):
        job.say("nothing to do")
        return
    with reader(job.paths.warehouse) as connection:
        entries = marked_for_retry(connection)
    with job.open_archive() as archive:
        say_what_waits(job, wanted.items(item for entry in entries if (item := from_quarantine(archive, entry))))


def _parse_marked(job: Job, wanted: WantedPages) -> bool:
    """Parse the marked pages that pass the filter; True when a page was staged, so that there is something to load."""
    if not is_there(job.paths.warehouse):
        job.say("nothing to do")
        return False
    with writer(job.paths.warehouse, timeout=job.settings.work.lock_seconds) as connection:
        entries = marked_for_retry(connection)
    with job.open_archive() as archive:
        items = [*wanted.items(item for entry in entries if (item := from_quarantine(archive, entry)))]
        parse_items(job, archive, iter(items), total=len(items))
    return bool(job.record.counts.get("pages"))
