"""A warehouse built anew from the same pages equals the first, row for row, however they were cut into batches."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.batches import article, at, page, write_batch
from warehouse.connect import writer
from warehouse.load import load_batch

Contents = list[list[tuple[Any, ...]]]

#: Rows by what they say; numbers are handed out in order of arrival and say nothing.
QUERIES = (
    "SELECT url_key, canonical_url, first_seen_at, last_seen_at, revision_count FROM articles",
    "SELECT url_key, version, headline, published_at, word_count, content_hash, first_captured_at, last_captured_at,"
    " body_sha256 FROM revisions JOIN articles USING (article_id) JOIN raw_pages USING (raw_page_id)",
    "SELECT url_key, version, ordinal, kind, text FROM blocks JOIN revisions USING (revision_id)"
    " JOIN articles USING (article_id)",
    "SELECT url_key, version, text, credit, occurrences FROM captions JOIN revisions USING (revision_id)"
    " JOIN articles USING (article_id)",
    "SELECT requested_url, fetched_at, outcome, reason, version FROM fetches LEFT JOIN revisions USING (revision_id)",
    "SELECT page_key, reason, attempts, first_failed_at, last_failed_at, resolution FROM quarantine",
)


def history() -> list[dict[str, Any]]:
    """Two days of five stories that change now and then, with failures and unchanged answers among them."""
    rows = []
    for n in range(26):
        url, when = f"https://e.example/{n % 5}", at(n * 1.2)
        if n % 11 == 7:
            rows.append(page(f"{url}/broken", None, fetched_at=when, body=f"broken {n}"))
        elif n % 7 == 6:
            gone = {"stage": "fetch", "reason": "not_modified", "body_sha256": None}
            rows.append(page(url, None, fetched_at=when, **gone))
        else:
            rows.append(page(url, article(f"Text {n // 10} of {n % 5}."), fetched_at=when, body=f"page {n}"))
    return rows


def contents(connection: DuckDBPyConnection) -> Contents:
    return [connection.execute(f"{query} ORDER BY ALL").fetchall() for query in QUERIES]


def built(master: Path, *, size: int) -> Contents:
    """What an empty warehouse holds once it is filled with batches of so many pages."""
    rows = history()
    with writer(master) as connection:
        for begin in range(0, len(rows), size):
            load_batch(connection, write_batch(master.parent, f"batch-{begin}", rows[begin : begin + size]))
        return contents(connection)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory, empty_warehouse: Path) -> Contents:
    folder = tmp_path_factory.mktemp("original")
    return built(Path(shutil.copy(empty_warehouse, folder)), size=13)


@pytest.mark.parametrize("size", [2, 7, 60])
def test_a_rebuild_equals_the_original(master: Path, original: Contents, size: int) -> None:
    assert {row[1] for row in original[1]} == {1, 2, 3}, "stories of several versions"
    assert built(master, size=size) == original
