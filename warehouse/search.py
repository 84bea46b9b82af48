"""Searches headline, standfirst, body and captions, and ranks what is found.

With DuckDB's fts extension where the published file has an index (opt-in: building one takes minutes at a hundred
thousand articles), else by a plain scan that needs nothing and works offline.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from warehouse.advice import naming
from warehouse.connect import opening_error
from warehouse.errors import SearchUnavailable
from warehouse.faults import warehouse_errors
from warehouse.fts import can_be_looked_up, has_index, load_extension
from warehouse.snippets import Mark, snippet
from warehouse.sql_files import script
from warehouse.versions import show_version


@dataclass(frozen=True, slots=True)
class Hit:
    """One story that a search found: its facts, its score, and a passage that shows the words."""

    article_id: int
    source: str | None
    url: str | None
    headline: str | None
    published_at: datetime | None
    #: The higher the better; to be compared within one answer only.
    score: float
    #: The passages of its text that show the words, on one line; "" for a story that is all headline.
    snippet: str = ""
    #: Start and end of each word in the snippet, in characters.
    marks: tuple[Mark, ...] = ()


def search(connection: DuckDBPyConnection, words: Sequence[str], *, limit: int = 20) -> list[Hit]:
    """Find stories that hold all of the words, best first, with snippets.

    Case does not matter; without words, no story is found.
    """
    if not words:
        return []
    ranked = can_be_looked_up(words) and has_index(connection) and load_extension(connection)
    query = script("queries", "search_ranked" if ranked else "search_plain")
    rows = connection.execute(query, {"words": list(words), "most": limit}).fetchall()
    return _with_snippets(connection, [Hit(*row) for row in rows], words)


def _with_snippets(connection: DuckDBPyConnection, hits: Sequence[Hit], words: Sequence[str]) -> list[Hit]:
    """Add to each hit a snippet of its story and the places of the words in it."""
    found = {"found": [hit.article_id for hit in hits]}
    texts = {row[0]: row[1:] for row in connection.execute(script("queries", "search_found"), found).fetchall()}
    shown = ((hit, snippet(texts.get(hit.article_id, ()), words)) for hit in hits)
    return [replace(hit, snippet=one.text, marks=one.marks) for hit, one in shown]


def unused_index(connection: DuckDBPyConnection) -> bool:
    """Whether the file has an index that cannot be used, since the extension is missing.

    `search` then scans all texts.
    """
    return has_index(connection) and not load_extension(connection)


def build_index(published: Path) -> None:
    """Give the published file a full-text index; the next publish drops it again.

    The index is built in a copy that then replaces the file.  Raises SearchUnavailable when the extension cannot be
    loaded or a newer state was published meanwhile, WarehouseMissing when nothing was published, and other errors of
    `reader`.
    """
    if (wrong := opening_error(published)) is not None:
        raise wrong
    # Not named like publish's own copies, which the next publish takes for leftovers.
    copy = published.with_name(f".{published.name}.{os.getpid()}.index")
    built_from = published.stat()
    try:
        with naming(published):
            shutil.copyfile(published, copy)
        with warehouse_errors(published):
            _index(copy)
        copy.chmod(0o444)
        # By its time the next publish knows a file that nobody wrote to.
        os.utime(copy, (built_from.st_atime, built_from.st_mtime))
        if not os.path.samestat(built_from, published.stat()):
            raise SearchUnavailable("A newer state was published while the index was built; build it again.")
        show_version(copy, published)
    finally:
        copy.unlink(missing_ok=True)


def _index(copy: Path) -> None:
    """Build the full-text index in this file.  Raises SearchUnavailable without the extension."""
    with duckdb.connect(str(copy)) as connection:
        if not load_extension(connection):
            raise SearchUnavailable("DuckDB's fts extension is not installed here; search works without it.")
        connection.execute(script("queries", "search_texts"))
        connection.execute(script("queries", "search_index"))
        connection.execute("CHECKPOINT")
