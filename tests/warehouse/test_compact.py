"""Compacting: the same rows, views and comments in a smaller file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from parsers.model import Block
from tests.warehouse.batches import article, page
from warehouse.check import run_checks
from warehouse.compact import compact
from warehouse.connect import reader, writer
from warehouse.describe import describe
from warehouse.errors import WarehouseMissing
from warehouse.load import load_batch

Batch = Callable[..., Path]


def test_rows_views_and_comments_stay(master: Path, batch: Batch) -> None:
    def readings(version: int) -> Path:
        text = " ".join(str(n * n * version) for n in range(4000))
        pages = [
            page(f"https://a.example/{n}", article(blocks=(Block("paragraph", f"{n} {text}"),)), body=str(n),
                 parser_version=str(version)) for n in range(40)
        ]  # fmt: skip
        return batch(f"v{version}", *pages)

    for version in range(4):
        with writer(master) as connection:
            load_batch(connection, readings(version))
    with reader(master) as connection:
        blocks, dictionary = connection.execute("FROM blocks ORDER BY ALL").fetchall(), describe(connection)
        ran = connection.execute("FROM schema_migrations ORDER BY ALL").fetchall()
    result = compact(master)
    assert result.after < result.before
    with writer(master) as connection:
        assert connection.execute("FROM blocks ORDER BY ALL").fetchall() == blocks
        assert describe(connection) == dictionary
        assert run_checks(connection) == []
        assert connection.execute("FROM schema_migrations ORDER BY ALL").fetchall() == ran


def test_there_must_be_something_to_compact(tmp_path: Path) -> None:
    with pytest.raises(WarehouseMissing):
        compact(tmp_path / "warehouse.duckdb")
