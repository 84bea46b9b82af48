"""Parses one archived page in a worker process: takes its body from the archive, gives a row of the staged table.

The columns are those of warehouse.staged.SCHEMA.  Hands an unsure page to the user's program if one is set.  Imports no
more than is needed: worker processes begin with this module, and wait for it.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from flows.archive.archive_errors import UnreadablePage
from flows.archive.read_archived import read_archived
from flows.config.informed_rules import informed_rules
from flows.parsing.counted_times import without_counted_time
from flows.parsing.fallback.hook import Fallback, Offered, offer
from flows.parsing.item import Item
from flows.parsing.unread_pages import Unread
from flows.parsing.worker_process import untimed
from parsers import PARSER_VERSION, Rejection, parse_page
from parsers.model import Evidence

Row = dict[str, Any]

#: Key of a row, beside the columns, of a page that was handed to the user's program: None when its body was taken, else
#: why not.  It goes no further than flows.parsing.parse_batch.
HANDED: Final = "handed to the program"


def parse_item(
    item: Item,
    *,
    directory: Path | str,
    config: tuple[Path, ...],
    knowledge: Path | None = None,
    fallback: Fallback | None = None,
    version: str | None = None,
    waits: bool = False,
) -> Row | Unread:
    """Parse one item, in a worker process; gives its row, or why its bytes cannot be read.

    `directory`: of the archive, or the address of its store.  `config`: config directories.  `knowledge`: the file with
    recurring lines of outlets; None: no file.  `fallback`: the user's program for unsure pages; None: no program.
    `version`: what to note as rules_version; None: the version of the rules.  `waits`: whether reading the body may
    take long, since it may lie in a store.
    """
    if item.unread is not None:
        return item.unread
    if item.page is None:
        return dict(item.facts)
    rules = informed_rules(config, knowledge)
    try:
        with untimed() if waits else nullcontext():
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
    if item.page.channel == "file":
        result = without_counted_time(result)
    versions = {"parser_version": PARSER_VERSION, "rules_version": version or rules.version}
    if isinstance(result, Rejection):
        return {**item.facts, **versions, **rejected(result.reason, result.detail)}
    if page.rendered_by:
        rendered = Evidence("rendered", page.rendered_by)
        result = replace(result, evidence={**result.evidence, "page": rendered})
    offered = offer(fallback, page, result) if fallback else Offered(result)
    if offered.lacking:
        versions["rules_version"] = rules.version
    charset = {"charset": result.charset, "charset_method": result.charset_method}
    row = {**item.facts, **versions, **charset, "outcome": "article", "article": offered.article.to_dict()}
    return {**row, HANDED: offered.lacking} if offered.taken or offered.lacking else row


def rejected(reason: str, detail: str) -> Row:
    """Give the columns of a staged row that mark a page as rejected."""
    return {"outcome": "rejected", "stage": "parse", "reason": reason, "detail": detail}
