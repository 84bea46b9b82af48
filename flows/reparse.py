"""The flow reparse: parses archived pages again that were parsed by an older version or with other rules.

The load after it replaces what was parsed of each revision; a page that gives the same text changes nothing.  Pages
that an earlier version rejected because the archive could not be read are parsed again, too, and so are those whose
body came from the user's program, when its answer was removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from flows.archive.archive import Archive
from flows.archive.index_rows import ArchivedPage
from flows.config.load_rules import reading_version
from flows.parse import parse_items
from flows.parsing.fallback.answers import Answers
from flows.parsing.lost_batches import take_up_lost
from flows.parsing.worklist import Item, from_event, from_page
from flows.running.engine import flow
from flows.running.job import Job, job
from flows.running.run_records import RunRecord
from parsers import PARSER_VERSION
from warehouse.load import fallback_bodies, unread_bodies


@flow("reparse")
def reparse(
    data: str | None = None,
    config: str | None = None,
    parent: str | None = None,
    source: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> RunRecord:
    """Parse all pages that this version with these rules has not parsed yet.

    source: only pages of this source.  since, until: only pages fetched in this period (until excluded; UTC without a
    zone).  data, config: directories; None as on the command line.
    """
    with (
        job("reparse", data=data, config=config, parent=parent, source=source, since=since, until=until) as this,
        this.open_archive() as archive,
    ):
        take_up_lost(this, archive)
        version = reading_version(this.config, this.settings)
        pages = archive.unparsed(parser_version=PARSER_VERSION, rules_version=version, source=source)

        def chosen(some: Iterator[ArchivedPage]) -> Iterator[ArchivedPage]:
            return fetched_between((page for page in some if source in (None, page.source)), since, until)

        again, unanswered = [*chosen(_once_unreadable(this, archive))], [*chosen(_answers_gone(this, archive))]
        parse_items(this, archive, _items(archive, chosen(pages), again, unanswered))
    return this.record


def _once_unreadable(job: Job, archive: Archive) -> Iterator[ArchivedPage]:
    """The pages that an earlier version rejected because their file could not be read, and that are archived."""
    hashes = unread_bodies(job.paths.warehouse)
    if hashes is None:
        job.tell("the warehouse cannot be read now: pages that could not be read before are left to the next reparse")
    yield from _held(archive, hashes)


def _answers_gone(job: Job, archive: Archive) -> Iterator[ArchivedPage]:
    """The pages with a body of the user's program whose answer was removed: they are handed over again."""
    settings = job.settings.fallback
    if not settings.command:
        return  # their version is another one
    answers, hashes = Answers(job.paths.fallback, settings.command), fallback_bodies(job.paths.warehouse)
    if hashes is None:
        job.tell("the warehouse cannot be read now: pages whose answers were removed are left to the next reparse")
    yield from _held(archive, {sha256 for sha256 in hashes or () if not answers.known(sha256)})


def _held(archive: Archive, hashes: Iterable[str] | None) -> Iterator[ArchivedPage]:
    return (page for sha256 in sorted(hashes or ()) if (page := archive.page(sha256)))


def _items(
    archive: Archive, pages: Iterator[ArchivedPage], again: Sequence[ArchivedPage], unanswered: Sequence[ArchivedPage]
) -> Iterator[Item]:
    """The items to parse: these pages, those that could not be read earlier with later captures of them, and those
    whose answer is gone."""
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
    """The item of a page under a key that names its latest reading.

    Rules that were changed and changed back so make a batch of their own, not the one that is loaded already.
    """
    item = from_page(page)
    return replace(item, key=f"{item.key}:after:{page.batch}") if page.batch else item


def _rekeyed(item: Item) -> Item:
    """The item with another key: with its own the batch would get the id of one that is loaded already."""
    return replace(item, key=f"{item.key}:again")


def fetched_between(
    pages: Iterator[ArchivedPage], since: datetime | None, until: datetime | None
) -> Iterator[ArchivedPage]:
    """The pages that were first fetched from since (included) until until (excluded); None: no limit."""
    earliest, latest = _aware(since), _aware(until)
    for page in pages:
        if (earliest is None or page.fetched_at >= earliest) and (latest is None or page.fetched_at < latest):
            yield page


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
