"""The flow reparse: parses archived pages again that were last parsed by another version or with other rules.

It also parses two other kinds of pages again: those that were rejected because the archive could not be read, and those
whose body came from the program under [fallback] ("the user's program") if the kept answer was removed since.  The next
load replaces what the warehouse holds of these pages; a page that gives the same text changes nothing.  With `apply`,
the flow also loads and publishes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any

from flows.archive.archive import INDEX, Archive
from flows.archive.index_rows import ArchivedPage
from flows.comparing.changes import Changes
from flows.comparing.read_again import changes_of
from flows.config.load_rules import reading_version
from flows.errors import UsageError
from flows.load import load_arriving
from flows.parse import parse_items
from flows.parsing.fallback.accepted_answers import Answers
from flows.parsing.item import Item
from flows.parsing.lost_batches import take_up_lost
from flows.parsing.parse_workers import begin_workers
from flows.parsing.wanted_pages import WantedPages, wanted_pages
from flows.parsing.worklist import from_event, from_page
from flows.printing.progress import listed, number
from flows.publish import publish
from flows.running.ahead import Ahead, Beside, leave
from flows.running.engine import flow
from flows.running.job import Job, add_up, job, place
from flows.running.parameters import at_least_one
from flows.running.run_records import RunRecord
from parsers import PARSER_VERSION
from warehouse.load import fallback_bodies, unread_bodies


@flow("reparse")
def reparse(
    data: str | None = None,
    config: str | None = None,
    parent: str | None = None,
    sources: Sequence[str] = (),
    hosts: Sequence[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    only: Sequence[str] = (),
    articles: Sequence[int] = (),
    limit: int | None = None,
    dry_run: bool = False,
    sample: int | None = None,
    apply: bool = False,
) -> RunRecord:
    """Parse all pages again that were last parsed by another version or with other rules.

    sources: only pages of this outlet; one that sources.toml does not name is called by its host.  hosts: only pages of
    this host and its subdomains.  since: only pages fetched then or later (UTC without a zone).  until: only pages
    fetched before it (UTC without a zone).  only: only the pages at this address, or of the story with this article_id,
    also when this version has read them.  articles: only those of the story with this article_id, as with only.  limit:
    the most pages, the others are left for the next run.  dry_run: show what would change in the published data, and
    change nothing.  sample: with dry_run, read only so many of the pages.  apply: also load and publish what was read,
    so that what dry_run showed stands in the published data.

    data, config: directories; None: as without --data and --config.  Raises UsageError for parameters that exclude each
    other or name nothing.
    """
    check_wishes(dry_run=dry_run, sample=sample, apply=apply)
    asked: dict[str, Any] = {"sources": [*sources], "hosts": [*hosts], "since": since, "until": until}
    asked |= {"only": [*only, *map(str, articles)], "limit": limit}
    if dry_run:
        return _preview(data, config, asked, sample=sample)[0]
    wanted = wanted_pages(*place(data, config), **asked)
    told = {**asked, "apply": apply or None}
    with job("reparse", data=data, config=config, parent=parent, **told) as this, this.open_archive() as archive:
        _begin_workers(this, archive)
        take_up_lost(this, archive)
        items, total = pages_to_read(this, archive, wanted)
        read = partial(parse_items, this, archive, items, total=total)
        if apply:
            add_up(this, _as_it_is_read(read, {"data": data, "config": config, "parent": this.run.id}))
        else:
            read()
    return this.record


def _begin_workers(job: Job, archive: Archive) -> None:
    """If there are pages to read, start the worker processes at once.

    They start while the run still finds out which pages these are.
    """
    versions = {"parser_version": PARSER_VERSION, "rules_version": reading_version(job.config, job.settings)}
    if next(archive.unparsed(**versions), None) is not None:
        begin_workers(job.settings)


def _as_it_is_read(read: Callable[[], None], there: Mapping[str, Any]) -> Iterator[RunRecord]:
    """Read the pages, and at the same time load what is staged; publish at the end.

    Gives the records of load and publish.  `read`: reads the pages, in this thread; load runs in a thread of its own.
    `there`: parameters of load and publish (data, config, parent).  After an error of one the other is ended, and the
    error is raised.
    """
    batches = Ahead()
    loading = Beside(lambda: load_arriving(batches, **there), behind=batches)
    try:
        with batches.working():
            batches.begin()
            read()
        loaded = loading.result()
    except BaseException:
        leave(loading)
        raise
    yield loaded
    if loaded.outcome != "waiting":
        yield publish(**there)


def check_wishes(*, dry_run: bool, sample: int | None, apply: bool) -> None:
    """Raise UsageError for parameters of a reparse that exclude each other, such as `dry_run` and `apply`."""
    if dry_run and apply:
        raise UsageError("dry_run shows what would change, apply makes it so; say one of them.")
    if sample is not None and not dry_run:
        raise UsageError("sample belongs to dry_run, which shows what would change.")


def _preview(
    data: str | None, config: str | None, asked: Mapping[str, Any], *, sample: int | None
) -> tuple[RunRecord, Changes]:
    """Find what a reparse would change in the published file.

    Gives a record with counts, which is not saved, and the changes.
    """
    if sample is not None:
        at_least_one("sample", sample)
    wanted, found = wanted_pages(*place(data, config), **asked), Changes()
    with job("reparse", data=data, config=config, parent=None, **asked, dry_run=True, sample=sample) as this:
        if (this.paths.archive / INDEX).exists():
            with this.open_archive() as archive:
                items, total = pages_to_read(this, archive, wanted)
                found = changes_of(this, items, sample=sample, total=total)
        this.run.count(**found.counts())
        this.say(_told(found))
    return this.record, found


def preview_changes(data: str | None, config: str | None, *, sample: int | None = None, **wished: Any) -> Changes:
    """Find what a reparse would change in the published file.

    `data`, `config`: directories; None: as without --data and --config.  `sample`: read only so many pages.  `wished`:
    the flow's parameters that select pages.  Raises WarehouseError when nothing is published, and UsageError.
    """
    articles = map(str, wished.pop("articles", ()))
    return _preview(data, config, {**wished, "only": [*wished.get("only", ()), *articles]}, sample=sample)[1]


def _told(found: Changes) -> str:
    """Say in one sentence what a reparse would change."""
    if not found.pages:
        return "nothing to do"
    counts = {name: n for name, n in found.counts().items() if name not in ("pages", "read")}
    told = listed(counts) if counts else "nothing would change"
    return f"would read {number(found.pages, 'page')}; in {found.read:,} that were read: {told}"


def pages_to_read(job: Job, archive: Archive, wanted: WantedPages) -> tuple[Iterator[Item], int]:
    """Give the items that a reparse reads, and how many there are.

    If single pages are named (--only), all of these are read.  Otherwise those are read that were last parsed by
    another version or with other rules.
    """
    again = [*filter(wanted.takes_page, _once_unreadable(job, archive))]
    unanswered = [*filter(wanted.takes_page, _answers_gone(job, archive))]
    named = None if wanted.single is None else [*filter(wanted.takes_page, archive.pages())]
    version = reading_version(job.config, job.settings)

    def pages() -> Iterator[ArchivedPage]:
        if named is not None:
            return iter(named)
        return filter(wanted.takes_page, archive.unparsed(parser_version=PARSER_VERSION, rules_version=version))

    # Counted first, for the progress: asking the index a second time is a millionth of the work.
    more = {page.sha256 for page in (*again, *unanswered)}
    total = sum(page.sha256 not in more for page in pages()) + len(more)
    items = islice(_items(archive, pages(), again, unanswered), wanted.limit)
    return items, total if wanted.limit is None else min(total, wanted.limit)


def _once_unreadable(job: Job, archive: Archive) -> Iterator[ArchivedPage]:
    """Yield archived pages that an earlier version rejected because their file could not be read."""
    hashes = unread_bodies(job.paths.warehouse)
    if hashes is None:
        job.tell("the warehouse cannot be read now: pages that could not be read before are left to the next reparse")
    yield from _held(archive, hashes)


def _answers_gone(job: Job, archive: Archive) -> Iterator[ArchivedPage]:
    """Yield pages whose body came from the user's program and whose kept answer was removed.

    They are handed to the program again.
    """
    settings = job.settings.fallback
    if not settings.command:
        return  # without a program all these pages have another rules_version, and are read anyway
    answers, hashes = Answers(job.paths.fallback, settings.command), fallback_bodies(job.paths.warehouse)
    if hashes is None:
        job.tell("the warehouse cannot be read now: pages whose answers were removed are left to the next reparse")
    yield from _held(archive, {sha256 for sha256 in hashes or () if not answers.known(sha256)})


def _held(archive: Archive, hashes: Iterable[str] | None) -> Iterator[ArchivedPage]:
    return (page for sha256 in sorted(hashes or ()) if (page := archive.page(sha256)))


def _items(
    archive: Archive, pages: Iterator[ArchivedPage], again: Sequence[ArchivedPage], unanswered: Sequence[ArchivedPage]
) -> Iterator[Item]:
    """Yield the items to parse: those of `pages`, `again` and `unanswered`, each page once.

    `again`: pages that an earlier version could not read; their later captures are parsed, too.  `unanswered`: pages
    whose kept answer of the user's program was removed.
    """
    left = {page.sha256: page for page in again}
    gone = {page.sha256: page for page in unanswered if page.sha256 not in left}
    hashes = frozenset(left)
    for page in pages:
        gone.pop(page.sha256, None)
        yield _rekeyed(from_page(page)) if left.pop(page.sha256, None) else _reread(page)
    yield from map(_reread, gone.values())
    for page in left.values():
        yield _rekeyed(from_page(page))
    if hashes:
        places = {(page.warc, page.offset) for page in again}
        for capture in archive.captures():
            if capture.sha256 in hashes and (capture.warc, capture.offset) not in places:
                yield _rekeyed(from_event(archive, capture))


def _reread(page: ArchivedPage) -> Item:
    """Make a page an item to parse again.  The item's key names the page's latest batch, so it is a new key each time.

    The id of a batch is a hash of its keys and of the rules.  Without a new key, a batch read with earlier rules again
    would get the id of a batch that is loaded already.
    """
    item = from_page(page)
    return replace(item, key=f"{item.key}:after:{page.batch}") if page.batch else item


def _rekeyed(item: Item) -> Item:
    """Change the key of an item, so that its batch gets a new id and not that of a batch that is loaded already."""
    return replace(item, key=f"{item.key}:again")
