"""Fixtures for the tests of the warehouse: an empty warehouse, a connection, and batches of invented pages."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.batches import write_batch
from warehouse.connect import writer


@pytest.fixture(scope="session")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse without pages; made once, since creating tables, views and comments takes half a second."""
    path = tmp_path_factory.mktemp("empty") / "warehouse.duckdb"
    with writer(path):
        pass
    return path


@pytest.fixture
def master(tmp_path: Path, empty_warehouse: Path) -> Path:
    return Path(shutil.copy(empty_warehouse, tmp_path / "warehouse.duckdb"))


@pytest.fixture
def connection(master: Path) -> Iterator[DuckDBPyConnection]:
    with writer(master) as opened:
        yield opened


@pytest.fixture
def batch(tmp_path: Path) -> Callable[..., Path]:
    def make(name: str, *rows: dict[str, Any]) -> Path:
        return write_batch(tmp_path, name, rows)

    return make
