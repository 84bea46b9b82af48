"""DuckDB reads 2,048 rows at a time: when these need more memory than it was given, it gets more, and no row is
lost."""

from pathlib import Path

import duckdb
import pytest

from tests.acquire.tables import read
from warehouse import foreign

LONG = "'<p>' || i || repeat('The ferry sailed at dawn. ', 400) AS html FROM range(2100) t(i)"


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "_MEMORY", ("16MB", "600MB"))


@pytest.mark.parametrize("before", [0, 2050], ids=["from the first row", "behind short pages"])
def test_every_row_of_long_pages_is_read_once(tmp_path: Path, little: None, before: int) -> None:
    path = tmp_path / "x.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE pages (url VARCHAR, html VARCHAR)")
        connection.execute(f"INSERT INTO pages SELECT 'https://a.example/s' || i, '<p>short' FROM range({before}) t(i)")
        connection.execute(f"INSERT INTO pages SELECT 'https://a.example/' || i, {LONG}")
    found = read(path)
    assert [one.outcome for one in found] == ["fetched"] * (before + 2100)
    assert [one.url for one in found[before:]] == [f"https://a.example/{i}" for i in range(2100)]


def test_a_view_that_needs_more_is_read_from_its_start_or_says_so(tmp_path: Path, little: None) -> None:
    path = tmp_path / "x.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"CREATE VIEW pages AS SELECT {LONG}")
    assert [one.outcome for one in read(path)] == ["fetched"] * 2100
