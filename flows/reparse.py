"""The flow reparse: pages that were parsed by older parsers or rules are read again from the archive.

The warehouse then replaces the reading of each revision; a page whose text comes out the same changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from flows.archive_index import ArchivedPage
from flows.engine import flow
from flows.job import job
from flows.lost import take_up_lost
from flows.parse import parse_items
from flows.ruleset import rules_for
from flows.runs import RunRecord
from flows.worklist import from_page
from parsers import PARSER_VERSION


@flow("reparse")
def reparse(
    data: str | None = None,
    config: str | None = None,
    parent: str | None = None,
    source: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> RunRecord:
    """Parse again what this parser with these rules has not read yet.

    source: only pages of this source.  since, until: only pages fetched in that time (until excluded; no zone: UTC).
    """
    with (
        job("reparse", data=data, config=config, parent=parent, source=source, since=since, until=until) as this,
        this.open_archive() as archive,
    ):
        take_up_lost(this, archive)
        version = rules_for(this.config).version
        pages = archive.unparsed(parser_version=PARSER_VERSION, rules_version=version, source=source)
        parse_items(this, archive, map(from_page, fetched_between(pages, since, until)))
    return this.record


def fetched_between(
    pages: Iterator[ArchivedPage], since: datetime | None, until: datetime | None
) -> Iterator[ArchivedPage]:
    """The pages whose first fetch lies in a window; None: open on that side."""
    earliest, latest = _aware(since), _aware(until)
    for page in pages:
        if (earliest is None or page.fetched_at >= earliest) and (latest is None or page.fetched_at < latest):
            yield page


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
