"""Small batches made of invented pages, for the tests of this room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.batches import write_batch
from warehouse.connect import writer


@pytest.fixture
def master(tmp_path: Path) -> Path:
    return tmp_path / "warehouse.duckdb"


@pytest.fixture
def connection(master: Path) -> Iterator[DuckDBPyConnection]:
    with writer(master) as opened:
        yield opened


@pytest.fixture
def batch(tmp_path: Path) -> Callable[..., Path]:
    def make(name: str, *rows: dict[str, Any]) -> Path:
        return write_batch(tmp_path, name, rows)

    return make
