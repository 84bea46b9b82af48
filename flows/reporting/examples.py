"""Explains rejected pages for the report: what each one says, line by line, and why it became no article.

Takes the archive's folder and the report's rows of rejected pages; gives an Example for each reason whose page can be
read.  The archive's index is opened read-only, so that a run that is writing is not disturbed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from flows.archive.archive import INDEX, read_archived
from flows.archive.archive_errors import ArchiveError
from flows.archive.mend_index import to_read
from flows.errors import sentence
from flows.explain.account import Account, account, rejected_because
from parsers import Rejection, Rules

#: Most reasons that are explained, and most lines shown of a page: the report stays small.
_MOST: Final = 12
_LINES: Final = 25
_LENGTH: Final = 300


@dataclass(frozen=True, slots=True)
class Example:
    """A rejected page: why it was rejected, and its first lines."""

    reason: str
    url: str
    #: One sentence that says why.
    why: str
    #: The first lines of the page.
    lines: tuple[str, ...]
    #: How many further lines the page has, which are not shown.
    left: int


def examples(
    archive: Path, rejects: Iterable[Mapping[str, Any]], rules: Rules
) -> tuple[list[Example], tuple[str, ...]]:
    """Give one example for each reason of rejection, the most frequent first; and a sentence for each error on the way.

    `rejects`: the report's rows of reasons, each with a page as example.  When the archive cannot be read only examples
    are missing: all numbers of the report come from the published file.
    """
    found: list[Example] = []
    problems: list[str] = []
    if not (archive / INDEX).exists():
        return found, ()
    try:
        with closing(to_read(archive / INDEX)) as known:
            for row in list(rejects)[:_MOST]:
                page = known.page(row["example_sha256"]) if row["example_sha256"] else None
                if page is not None:
                    try:
                        raw = read_archived(archive, page)
                    except ArchiveError as error:
                        problems.append(sentence(error))
                        continue
                    told = account(raw, name=row["example_url"] or page.url, rules=rules)
                    found.append(_example(row["reason"], told))
    except (ArchiveError, OSError) as error:
        problems.append(sentence(error))
    return found, tuple(problems)


def _example(reason: str, told: Account) -> Example:
    # Rules may have changed since: then the page is an article today.
    now = told.result
    why = rejected_because(now) if isinstance(now, Rejection) else "It is an article by today's rules: reparse."
    lines = tuple(line.text[:_LENGTH] for line in told.lines)
    return Example(reason, told.name, why, lines[:_LINES], max(0, len(lines) - _LINES))
