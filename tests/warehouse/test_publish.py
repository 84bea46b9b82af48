"""Publishing: whole, only when something changed, without disturbing who reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.batches import article, page
from warehouse.connect import reader, writer
from warehouse.errors import WarehouseMissing
from warehouse.load import load_batch
from warehouse.publish import publish

Batch = Callable[..., Path]


def load(master: Path, staged: Path) -> None:
    with writer(master) as connection:
        load_batch(connection, staged)


def headlines(published: Path) -> int:
    with reader(published) as connection:
        return int(connection.execute("SELECT count(headline) FROM revisions").fetchall()[0][0])


def test_publish_shows_the_last_committed_state(master: Path, tmp_path: Path, batch: Batch) -> None:
    published = tmp_path / "news.duckdb"
    load(master, batch("one", page("https://example.org/a", article())))
    first = publish(master, published)
    assert (first.number, first.outcome) == (1, "published")
    assert headlines(published) == 1
    assert not published.stat().st_mode & 0o222
    assert publish(master, published).outcome == "unchanged"
    load(master, batch("two", page("https://example.org/b", article("Other."))))
    assert publish(master, published).number == 2
    assert headlines(published) == 2


def test_an_open_reader_keeps_its_state_and_the_next_sees_the_new(master: Path, tmp_path: Path, batch: Batch) -> None:
    published = tmp_path / "news.duckdb"
    load(master, batch("one", page("https://example.org/a", article())))
    publish(master, published)
    before = duckdb.connect(str(published), read_only=True)
    load(master, batch("two", page("https://example.org/b", article("Other."))))
    publish(master, published)
    assert before.execute("SELECT count(*) FROM articles").fetchall() == [(1,)]
    before.close()
    assert headlines(published) == 2


def test_a_dear_copy_waits_its_turn(master: Path, tmp_path: Path, batch: Batch) -> None:
    published = tmp_path / "news.duckdb"
    for n in range(3):
        load(master, batch(f"b{n}", page(f"https://example.org/{n}", article(f"{n}."))))
        result = publish(master, published, max_share=1e-9 if n == 2 else 1.0)
    assert (result.outcome, result.number) == ("too_soon", 2)
    assert headlines(published) == 2
    assert publish(master, published).outcome == "published"


def test_a_warehouse_that_was_lost_and_filled_anew_is_published_after_the_old_one(
    master: Path, tmp_path: Path, batch: Batch
) -> None:
    published = tmp_path / "news.duckdb"
    load(master, batch("one", page("https://example.org/a", article())))
    publish(master, published)
    master.unlink()
    load(master, batch("other", page("https://example.org/b", article("Other."))))
    assert (publish(master, published).number, headlines(published)) == (2, 1)
    with reader(published) as connection:
        assert connection.execute("SELECT url_key FROM articles").fetchall() == [("example.org/b",)]


def test_a_copy_that_a_killed_run_left_is_removed(master: Path, tmp_path: Path, batch: Batch) -> None:
    published, leftover = tmp_path / "news.duckdb", tmp_path / ".news.duckdb.4711.tmp"
    leftover.write_bytes(b"half a copy")
    load(master, batch("one", page("https://example.org/a", article())))
    publish(master, published)
    assert not leftover.exists()


def test_a_published_file_that_cannot_be_read_is_replaced(master: Path, tmp_path: Path) -> None:
    published = tmp_path / "news.duckdb"
    published.write_bytes(b"not a database at all")
    assert publish(master, published).outcome == "published"


def test_reading_what_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WarehouseMissing, match="copydesk ingest"), reader(tmp_path / "news.duckdb"):
        pass
