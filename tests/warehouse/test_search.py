"""Search: all words, best first, with DuckDB's full-text index where it can be had and without it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from parsers.model import Block, Caption
from tests.warehouse.batches import article, page
from warehouse.connect import reader, writer
from warehouse.errors import SearchUnavailable, WarehouseMissing
from warehouse.fts import has_index, load_extension
from warehouse.load import load_batch
from warehouse.publish import publish
from warehouse.search import build_index, search, unused_index

Batch = Callable[..., Path]


def _installed() -> bool:
    with duckdb.connect() as connection:
        return load_extension(connection)


needs_fts = pytest.mark.skipif(not _installed(), reason="DuckDB's fts extension is not installed")


def bread(batch: Batch) -> Path:
    texts = [
        ("Bread prices fall", "Bakers in Calmare cut prices.", "A loaf"),
        ("Harbour news", "Bread came by ship.", "A ship"),
        ("Ferries", "Nothing of the kind.", "Bread on a quay"),
    ]
    stories = [
        article(headline=headline, blocks=(Block("paragraph", body),), captions=(Caption(caption),), standfirst=None)
        for headline, body, caption in texts
    ]
    pages = [page(f"https://a.example/{n}", story) for n, story in enumerate(stories)]
    return batch("one", *pages)


@pytest.fixture
def loaded(connection: DuckDBPyConnection, batch: Batch) -> DuckDBPyConnection:
    load_batch(connection, bread(batch))
    return connection


@pytest.fixture
def published(master: Path, batch: Batch, tmp_path: Path) -> Path:
    with writer(master) as connection:
        load_batch(connection, bread(batch))
    news = tmp_path / "news.duckdb"
    publish(master, news)
    return news


@pytest.mark.parametrize(
    ("words", "headlines"),
    [
        (["bread"], ["Bread prices fall", "Ferries", "Harbour news"]),
        (["BREAD", "ship"], ["Harbour news"]),
        (["bread", "bread", "calmare"], ["Bread prices fall"]),
        (["submarine"], []),
        ([], []),
    ],
)
def test_all_words_must_be_there_and_headlines_weigh_most(
    loaded: DuckDBPyConnection, words: list[str], headlines: list[str]
) -> None:
    assert [hit.headline for hit in search(loaded, words)] == headlines


def test_the_answer_is_bounded(loaded: DuckDBPyConnection) -> None:
    assert len(search(loaded, ["bread"], limit=2)) == 2


def test_an_index_needs_a_published_file(tmp_path: Path) -> None:
    with pytest.raises(WarehouseMissing):
        build_index(tmp_path / "news.duckdb")


def test_without_the_extension_the_published_file_stays_as_it_is(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.search.load_extension", lambda _: False)
    before = published.stat().st_ino
    with pytest.raises(SearchUnavailable):
        build_index(published)
    assert published.stat().st_ino == before
    assert list(published.parent.glob(".news*")) == []


@needs_fts
@pytest.mark.parametrize(
    ("words", "headlines"),
    [
        (["bread"], {"Bread prices fall", "Ferries", "Harbour news"}),
        (["BREAD", "ship"], {"Harbour news"}),
        (["bread", "calmare"], {"Bread prices fall"}),
        (["submarine"], set()),
    ],
)
def test_the_index_finds_what_the_scan_finds(published: Path, words: list[str], headlines: set[str]) -> None:
    build_index(published)
    with reader(published) as connection:
        assert has_index(connection) and not unused_index(connection)
        assert {hit.headline for hit in search(connection, words)} == headlines


@needs_fts
def test_the_index_puts_a_headline_before_many_mentions(published: Path, master: Path, batch: Batch) -> None:
    mentions = article(headline="Shopping", blocks=(Block("paragraph", "bread " * 9),), standfirst=None)
    with writer(master) as connection:
        load_batch(connection, batch("two", page("https://a.example/9", mentions)))
    publish(master, published)
    build_index(published)
    with reader(published) as connection:
        assert search(connection, ["bread"])[0].headline == "Bread prices fall"
        assert len(search(connection, ["bread"])) == 4


@needs_fts
def test_the_master_has_no_index_and_the_next_publish_drops_it(published: Path, master: Path, batch: Batch) -> None:
    build_index(published)
    with writer(master) as connection:
        assert not has_index(connection)
        load_batch(connection, batch("two", page("https://a.example/9", article(headline="Bread again, 2026"))))
    assert publish(master, published).outcome == "published"
    for indexed in (False, True):
        if indexed:
            build_index(published)
        with reader(published) as connection:
            assert has_index(connection) is indexed
            assert [hit.headline for hit in search(connection, ["bread", "2026"])] == ["Bread again, 2026"]


@needs_fts
def test_an_index_of_an_older_state_is_not_swapped_in(
    published: Path, master: Path, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def publish_meanwhile(copy: Path) -> None:
        with writer(master) as connection:
            load_batch(connection, batch("two", page("https://a.example/9", article())))
        publish(master, published)

    monkeypatch.setattr("warehouse.search._index", publish_meanwhile)
    with pytest.raises(SearchUnavailable, match="newer"):
        build_index(published)
    with reader(published) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchall() == [(4,)]


def test_an_index_that_cannot_be_used_is_no_hindrance(
    loaded: DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded.execute("CREATE SCHEMA fts_main_search_texts")
    monkeypatch.setattr("warehouse.search.load_extension", lambda _: False)
    assert unused_index(loaded)
    assert len(search(loaded, ["bread"])) == 3


@needs_fts
def test_words_of_scripts_without_blanks_are_read_not_looked_up(master: Path, batch: Batch, tmp_path: Path) -> None:
    with writer(master) as connection:
        load_batch(connection, batch("ja", page("https://a.example/1", article(headline="東京都で新しい橋が開通"))))
    publish(master, tmp_path / "news.duckdb")
    build_index(tmp_path / "news.duckdb")
    with reader(tmp_path / "news.duckdb") as connection:
        assert len(search(connection, ["新しい"])) == 1
