"""Quarantine: why, how often, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from duckdb import DuckDBPyConnection

from tests.warehouse.batches import NOON, article, at, page
from warehouse.load import load_batch
from warehouse.quarantine import dismiss, entries, entry, mark_retry, marked_for_retry

Batch = Callable[..., Path]
URL = "https://example.org/a"


def test_a_page_that_fails_is_listed_with_its_reason_and_its_bytes(
    connection: DuckDBPyConnection, batch: Batch
) -> None:
    load_batch(connection, batch("one", page(URL, None, detail="it lists articles", reason="listing")))
    (found,) = entries(connection)
    assert (found.url, found.stage, found.reason, found.detail) == (URL, "parse", "listing", "it lists articles")
    assert (found.attempts, found.warc_file, found.fetched_at) == (1, "one.warc.gz", NOON)
    assert entry(connection, found.quarantine_id) == found
    assert entry(connection, 99) is None


def test_each_attempt_counts_once(connection: DuckDBPyConnection, batch: Batch) -> None:
    load_batch(connection, batch("one", page(URL, None, body="x"), page(URL, None, body="x", fetched_at=at(1))))
    load_batch(connection, batch("told again", page(URL, None, body="x", fetched_at=at(1))))
    assert entries(connection)[0].attempts == 2
    load_batch(connection, batch("newer parser", page(URL, None, body="x", fetched_at=at(1), parser_version="2")))
    (found,) = entries(connection)
    assert (found.attempts, found.first_failed_at, found.last_failed_at) == (3, NOON, at(1))


def test_a_later_success_resolves(connection: DuckDBPyConnection, batch: Batch) -> None:
    load_batch(connection, batch("one", page(URL, None, body="x")))
    load_batch(connection, batch("two", page(URL, article(), body="x", parser_version="2")))
    assert entries(connection) == []
    assert [e.resolution for e in entries(connection, resolved=True)] == ["parsed"]
    load_batch(connection, batch("the old one, told again", page(URL, None, body="x")))
    assert entries(connection) == []


def test_retry_marks_until_the_next_attempt(connection: DuckDBPyConnection, batch: Batch) -> None:
    load_batch(connection, batch("one", page(URL, None, reason="listing"), page("https://example.org/b", None)))
    assert mark_retry(connection, reason="listing") == 1
    assert [e.url for e in marked_for_retry(connection)] == [URL]
    load_batch(connection, batch("two", page(URL, None, reason="listing")))
    assert marked_for_retry(connection) == []
    assert next(e.attempts for e in entries(connection, reason="listing")) == 2


def test_dismissed_is_over_until_it_fails_again(connection: DuckDBPyConnection, batch: Batch) -> None:
    load_batch(connection, batch("one", page(URL, None)))
    assert dismiss(connection, ids=[1]) == 1
    assert dismiss(connection, ids=[1]) == 0
    assert entries(connection) == []
    load_batch(connection, batch("two", page(URL, None, fetched_at=at(1))))
    assert [e.attempts for e in entries(connection)] == [2]


def test_entries_are_chosen_by_stage_and_number(connection: DuckDBPyConnection, batch: Batch) -> None:
    pages = [
        page(f"https://example.org/{n}", None, stage="fetch" if n else "parse", body_sha256=None) for n in range(4)
    ]
    load_batch(connection, batch("one", *pages))
    assert len(entries(connection, stage="fetch")) == 3
    assert len(entries(connection, limit=2)) == 2
