"""The flow ingest: runs scrape (or import), parse, load and publish; each is a flow and can be run alone.

Fetched pages are parsed when all are there; imported pages are parsed and loaded while the import goes on.  The record
of its run has the name of what was asked for: "import" when it is given files, "ingest" when it fetches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

from flows.acquire.opening import printable
from flows.config.sources import choose, load_sources, narrowed
from flows.errors import UsageError
from flows.import_pages import import_pages
from flows.load import load_arriving
from flows.parse import parse, parse_arriving
from flows.parsing.parse_workers import begin_workers
from flows.publish import load_and_publish, publish
from flows.running.ahead import Ahead, Beside, leave
from flows.running.engine import flow
from flows.running.job import Job, add_up, job, place
from flows.running.registry import find_flow
from flows.running.run_records import AFTER_IMPORT, THEN, RunRecord

#: Said of parameters of scrape that are given with paths.
_NOT_OF_IMPORTS: Final = (
    "An import takes no now, only, limit and dry_run; `copydesk import --dry-run` shows what files hold."
)


@flow("ingest")
def ingest(
    sources: Sequence[str] = (),
    paths: Sequence[str] = (),
    data: str | None = None,
    config: str | None = None,
    hosts: Sequence[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    page_paths: Sequence[str] = (),
    reading: Mapping[str, Any] | None = None,
    at_once: bool = False,
    only: Sequence[str] = (),
    limit: int | None = None,
    dry_run: bool = False,
) -> RunRecord:
    """Fetch or import pages, then parse, load and publish them.

    sources: only this outlet; none: all active ones.  paths: files and folders to import instead of fetching.  hosts:
    from imported crawls and tables, only pages of this host and its subdomains.  since: from imported crawls and
    tables, only pages fetched then or later (UTC without a zone).  until: from imported crawls and tables, only pages
    fetched before it (UTC without a zone).  page_paths: from imported crawls and tables, only pages whose path begins
    with this, or fits this pattern with * or ?.  reading: further parameters of the import.  at_once: request all lists
    and what failed, even before they are due.  only: request this address instead of what the outlet lists.  limit: the
    most new pages of each outlet.  dry_run: say what it would follow, and request nothing.

    data, config: directories; None: as without --data and --config.  Raises UsageError when paths are named together
    with a parameter that belongs to fetching.
    """
    fetching = {"at_once": at_once, "only": [*only], "limit": limit, "dry_run": dry_run}
    if not paths:
        narrowed(choose(load_sources(*place(data, config)[1]), sources), only, limit)
    elif any(fetching.values()):
        raise UsageError(_NOT_OF_IMPORTS)
    facts = {
        "sources": [*sources],
        "paths": [*map(printable, paths)],
        "hosts": [*hosts],
        "since": since,
        "until": until,
        "page_paths": [*page_paths],
        **fetching,
        **(reading or {}),
    }
    # The record of an import alone has the same name, but lacks the parameter THEN.
    name, then = ("import", {THEN: [*AFTER_IMPORT]}) if paths else ("ingest", {})
    with job(name, data=data, config=config, parent=None, **facts, **then) as this:
        if paths:
            begin_workers(this.settings)  # while the archive is opened and the first pages are read
        there: dict[str, Any] = {"data": data, "config": config, "parent": this.run.id}
        if paths:
            window: dict[str, Any] = {"hosts": hosts, "since": since, "until": until, "page_paths": page_paths}
            import_all = partial(import_pages, paths, **window, **(reading or {}), **there)
            # Other machines see files of the archive in its store, where they come when they are closed.
            elsewhere = this.settings.work.scheduler and this.settings.storage.archive
            add_up(this, (_in_turn if elsewhere else _as_it_comes)(this, import_all, there))
        else:
            add_up(this, _one_by_one(sources, fetching, there))
    return this.record


def _one_by_one(sources: Sequence[str], fetching: Mapping[str, Any], there: Mapping[str, Any]) -> Iterator[RunRecord]:
    """Scrape, then parse, load and publish; gives the record of each.

    Not at the same time: which pages are requested depends on how earlier versions of them were parsed.  `fetching`:
    parameters of scrape.  `there`: parameters of every step (data, config, parent).
    """
    # Imported by name only here: importing files needs no HTTP client and feed readers.
    yield find_flow("scrape")(sources, **fetching, **there)
    if not fetching["dry_run"]:
        yield parse(**there)
        yield from load_and_publish(**there)


def _in_turn(_: Job, importing: Callable[[], RunRecord], there: Mapping[str, Any]) -> Iterator[RunRecord]:
    """Import, then parse, load and publish; gives the record of each.

    `importing`: runs the import.  `there`: parameters of every step (data, config, parent).
    """
    yield importing()
    yield parse(**there)
    yield from load_and_publish(**there)


def _as_it_comes(this: Job, importing: Callable[[], RunRecord], there: Mapping[str, Any]) -> Iterator[RunRecord]:
    """Import, and at the same time parse what is archived and load what is staged; publish at the end.

    Gives the record of each.  `importing`: runs the import, in this thread; parse and load run in threads of their own.
    `there`: parameters of every step (data, config, parent).  After an error of one the others are ended, and the error
    is raised.
    """
    with this.open_archive(closed="here"):
        pass  # what has to be mended is mended now, before two flows have the archive open; the import uploads
    pages, batches = Ahead(), Ahead()
    parsing = Beside(lambda: parse_arriving(pages, **there), behind=pages, ahead=batches)
    loading = Beside(lambda: load_arriving(batches, **there), behind=batches)
    try:
        with pages.working():
            imported = importing()
        yield imported
        parsed = parsing.result()
        yield parsed
        loaded = loading.result()
    except BaseException:
        leave(parsing, loading)
        raise
    yield loaded
    if loaded.outcome != "waiting":
        yield publish(**there)
