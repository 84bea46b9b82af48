"""A time in the future, noted while a clock was ahead, stops nothing: it is no age, and nothing waits until it has
come."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from flows.acquire.following.due import due
from flows.acquire.following.listings import Entry
from flows.archive.archive import Archive
from flows.archive.captures import Capture
from flows.parsing.staging import sweep_staging
from flows.running.run_records import read_run_records
from tests.faults.old_warehouse import OldWarehouse
from tests.warehouse.batches import NOON, article, at, page
from warehouse.ask import ask
from warehouse.check import run_checks
from warehouse.connect import writer
from warehouse.load import load_batch
from warehouse.migrate import migrate
from warehouse.publish import publish
from warehouse.quarantine import entries

Batch = Callable[..., Path]
URL = "https://example.org/ferry"
YEARS = timedelta(days=3650)
AHEAD = datetime.now(UTC).replace(microsecond=0) + YEARS


def rows(connection: DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()


def test_what_was_published_by_a_clock_that_was_ahead_keeps_nothing_back(
    master: Path, tmp_path: Path, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return AHEAD

    published = tmp_path / "news.duckdb"
    with monkeypatch.context() as ahead:
        ahead.setattr("warehouse.publish.datetime", Clock)
        for n in range(2):
            load_one(master, batch(f"b{n}", page(f"{URL}/{n}", article(f"{n}."))))
            publish(master, published)
    load_one(master, batch("b2", page(f"{URL}/2", article("2."))))
    assert publish(master, published, max_share=1e-9).outcome == "published"
    load_one(master, batch("b3", page(f"{URL}/3", article("3."))))
    assert publish(master, published, max_share=1e-9).outcome == "too_soon"


def load_one(master: Path, staged: Path) -> None:
    with writer(master) as connection:
        load_batch(connection, staged)


@pytest.mark.parametrize("outcome", ["fetched", "http_error"])
def test_a_page_that_was_asked_for_in_the_future_is_due_again(tmp_path: Path, outcome: str) -> None:
    now, entry = datetime.now(UTC), Entry(URL, modified=datetime.now(UTC) - timedelta(days=1))
    with Archive(tmp_path) as archive:
        body = b"<p>page</p>" if outcome == "fetched" else None
        archive.add(Capture(URL, body, outcome=outcome, status=404, fetched_at=AHEAD))
        assert due(entry, "feed", archive=archive, now=now) is not None
        archive.add(Capture(URL, b"<p>another</p>", fetched_at=now - timedelta(minutes=1), headers=(("ETag", "2"),)))
        archive.flush()
        latest = archive.latest(URL)
        assert latest is not None and latest.etag == "2"
        assert due(entry, "feed", archive=archive, now=now) is None


def test_a_listed_time_in_the_future_hides_no_other(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.add(Capture(URL, b"<p>page</p>", fetched_at=NOON))
        told = Entry(URL, published=NOON + YEARS, modified=NOON + timedelta(minutes=1))
        assert due(told, "feed", archive=archive, now=NOON + timedelta(hours=1)) is not None
        alone = Entry(URL, published=NOON + YEARS)
        assert due(alone, "feed", archive=archive, now=NOON + timedelta(hours=1)) is None


def test_files_left_aside_in_the_future_are_swept_a_day_later(tmp_path: Path) -> None:
    left, now = tmp_path / "batch.4711.tmp", AHEAD.timestamp() - YEARS.total_seconds()
    left.write_bytes(b"half")
    os.utime(left, (AHEAD.timestamp(), AHEAD.timestamp()))
    assert sweep_staging(tmp_path, now) == 0 and left.exists()
    assert sweep_staging(tmp_path, now + 90_000) == 1 and not left.exists()


def test_runs_from_the_future_are_not_the_last_ones(tmp_path: Path) -> None:
    for name, moment in (("ahead", AHEAD), ("today", datetime.now(UTC))):
        record = {
            "run_id": name,
            "flow": "load",
            "outcome": "done",
            "started_at": moment.isoformat(timespec="milliseconds"),
        }
        (tmp_path / f"{name}.json").write_text(json.dumps(record))
    assert [record.run_id for record in read_run_records(tmp_path)] == ["ahead", "today"]


def test_a_version_from_the_future_gives_way_to_the_next(connection: DuckDBPyConnection, batch: Batch) -> None:
    ahead = page(URL, article("From the future."), fetched_at=AHEAD)
    load_batch(connection, batch("one", ahead))
    [(seen, recorded)] = rows(connection, "SELECT fetched_at, recorded_at FROM fetches")
    assert recorded == AHEAD and seen <= datetime.now(UTC)
    load_batch(connection, batch("two", page(URL, article("From today."), fetched_at=datetime.now(UTC))))
    current = "SELECT text FROM blocks JOIN current_articles USING (revision_id) WHERE ordinal = 1"
    assert rows(connection, current) == [("From today.",)]
    # The same fetch, told again, is known, whatever time it counts from.
    again = load_batch(connection, batch("three", ahead, page(URL, article("Another text."), fetched_at=at(1))))
    assert (again.new_fetches, again.new_revisions) == (1, 1)
    assert rows(connection, current) == [("From today.",)]
    assert run_checks(connection) == []


def test_the_order_of_several_fetches_from_the_future_is_kept(connection: DuckDBPyConnection, batch: Batch) -> None:
    texts = [page(URL, article(f"Text {n}."), fetched_at=AHEAD + timedelta(hours=n)) for n in range(3)]
    load_batch(connection, batch("one", *reversed(texts)))
    found = "SELECT text FROM blocks JOIN revisions USING (revision_id) WHERE ordinal = 1 ORDER BY version"
    assert rows(connection, found) == [("Text 0.",), ("Text 1.",), ("Text 2.",)]
    load_batch(connection, batch("two", page(URL, article("Text 0."), fetched_at=AHEAD + timedelta(hours=9), body="x")))
    assert run_checks(connection) == []


def test_a_failure_from_the_future_is_resolved_by_the_next_success(
    connection: DuckDBPyConnection, batch: Batch
) -> None:
    load_batch(connection, batch("one", page(URL, None, fetched_at=AHEAD)))
    assert len(entries(connection)) == 1
    load_batch(connection, batch("two", page(URL, article(), fetched_at=datetime.now(UTC))))
    assert entries(connection) == []


def test_a_page_from_the_future_says_nothing_of_its_day(connection: DuckDBPyConnection, batch: Batch) -> None:
    told = article(published_at=(AHEAD - timedelta(days=1)).isoformat(), modified_at=(AHEAD).isoformat())
    load_batch(
        connection, batch("one", page(URL, told, fetched_at=AHEAD), page(f"{URL}/2", article(), fetched_at=AHEAD))
    )
    dates = rows(
        connection, "SELECT published_at, modified_at, published_precision FROM revisions ORDER BY revision_id"
    )
    assert dates[0] == (None, None, None)
    assert dates[1][0] is not None
    assert rows(connection, "SELECT count(DISTINCT day), max(day) <= current_date FROM source_health") == [(1, True)]
    assert run_checks(connection) == []


def test_reports_of_the_last_days_leave_out_runs_from_the_future(connection: DuckDBPyConnection, batch: Batch) -> None:
    run = f"{AHEAD:%Y%m%dT%H%M%S}-import-abcd"
    load_batch(connection, batch("one", page(URL, None, run_id=run, fetched_at=at(0))))
    assert ask(connection, "report_reasons", [7]).rows == ()
    assert ask(connection, "report_outlets", [7, 7]).rows == ()


def test_a_warehouse_that_believed_the_future_is_put_right() -> None:
    with duckdb.connect() as old:
        made = OldWarehouse(old)
        made.source(1, "example.org")
        made.story("example.org/ferry", URL, [(URL, "Once.", at(0)), (URL, "From the future.", AHEAD)])
        made.failures("example.org/list", [("https://example.org/list", AHEAD)])
        migrate(old)
        assert rows(old, "SELECT recorded_at FROM fetches WHERE recorded_at IS NOT NULL") == [(AHEAD,), (AHEAD,)]
        times = (
            "articles.last_seen_at",
            "revisions.last_captured_at",
            "fetches.fetched_at",
            "quarantine.last_failed_at",
        )
        for table, column in (one.split(".") for one in times):
            assert rows(old, f"SELECT max({column}) <= now() FROM {table}") == [(True,)], table
        assert run_checks(old) == []
