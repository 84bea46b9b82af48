"""The lake of a real warehouse, through what happens to its stories."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.batches import article, at, page
from tests.warehouse.lakes import differences
from warehouse.compact import compact
from warehouse.connect import writer
from warehouse.copies import update_copies
from warehouse.knowledge import configure
from warehouse.lake import ranges
from warehouse.lake.lake_address import lake_address
from warehouse.lake.publish import publish_lake
from warehouse.load import load_batch
from warehouse.publish import publish
from warehouse.quarantine import mark_retry
from warehouse.runs import load_runs

Batch = Callable[..., Path]
RUN = {"run_id": "r", "flow": "load", "outcome": "done", "started_at": "2026-03-02T09:00:00+00:00", "messages": ["a"]}


def url(n: int) -> str:
    return f"https://www.example.org/{n}"


def story(n: int) -> dict[str, Any]:
    return page(url(n), article(f"Story {n} of the strait."), fetched_at=at(n))


def again(n: int, read: Any) -> dict[str, Any]:
    """The page of a story, read by another parser."""
    return {**page(url(n), read, fetched_at=at(n), parser_version="2"), "body_sha256": story(n)["body_sha256"]}


def test_the_lake_holds_what_the_file_holds(
    master: Path, tmp_path: Path, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranges, "_ROWS", 2)
    news, lake = tmp_path / "news.duckdb", tmp_path / "tables"

    def publishes(what: str, change: Callable[[DuckDBPyConnection], object]) -> None:
        with writer(master) as connection:
            change(connection)
        publish(master, news)
        result = publish_lake(news, lake_address(str(lake), seconds=5), tmp_path / "notes")
        assert (result.notes, result.faults, differences(news, str(lake))) == ([], [], {}), what

    def loading(name: str, *rows: dict[str, Any]) -> Callable[[DuckDBPyConnection], object]:
        return lambda connection: load_batch(connection, batch(name, *rows))

    publishes("import", loading("one", *map(story, range(6)), page(url(99), None)))
    with writer(master) as connection:
        load_runs(connection, [RUN])
        mark_retry(connection, reason="not_an_article")
        configure(connection, {"health.drop": 0.4})
    later = page(url(3), article("It changed."), fetched_at=at(30))
    publishes("revision, retry", loading("two", later, page(url(99), article("After all."), fetched_at=at(30))))
    with writer(master) as connection:
        load_batch(connection, batch("three", again(2, article("Another reading.", tags=())), again(4, None)))
    compact(master)
    publishes("reparse, compaction, copies", update_copies)
