"""A small warehouse of made-up outlets, loaded once for all tests of the report."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from flows.config.paths import Paths, data_paths
from flows.ingest import ingest
from flows.publish import publish
from tests.made_once import made_once
from tests.reporting.newsroom import write

#: The last day that has pages.
UNTIL = datetime(2026, 3, 20, tzinfo=UTC)


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Paths:
    """The data directory of a warehouse with eleven days of six outlets, published."""
    return data_paths(made_once(tmp_path_factory, "newsroom", _make) / "data")


def _make(folder: Path) -> None:
    write(folder / "pages.jsonl", 11, until=UNTIL, a_day=3)
    ingest.fn(paths=[str(folder / "pages.jsonl")], data=str(folder / "data"))
    with duckdb.connect(str(folder / "data" / "warehouse.duckdb")) as connection:
        # As if they had been followed and loaded two minutes after each fetch: an import says nothing of delays.
        connection.execute("UPDATE fetches SET channel = 'feed'")
        connection.execute("UPDATE batches SET loaded_at = (SELECT max(fetched_at) FROM fetches) + INTERVAL 2 MINUTE")
        connection.execute("UPDATE change_counter SET changes = changes + 1")
    publish.fn(data=str(folder / "data"))
