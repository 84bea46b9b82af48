"""Search: all words, best first, without any extension."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from parsers.model import Block, Caption
from tests.warehouse.batches import article, page
from warehouse.errors import SearchUnavailable, WarehouseMissing
from warehouse.load import load_batch
from warehouse.publish import publish
from warehouse.search import build_index, search

Batch = Callable[..., Path]


@pytest.fixture
def loaded(connection: DuckDBPyConnection, batch: Batch) -> DuckDBPyConnection:
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
    load_batch(connection, batch("one", *pages))
    return connection


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


def test_an_index_is_built_where_the_extension_is_there(master: Path, tmp_path: Path) -> None:
    published = tmp_path / "news.duckdb"
    with pytest.raises(WarehouseMissing):
        build_index(published)
    publish(master, published)
    before = published.stat().st_ino
    try:
        build_index(published)
    except SearchUnavailable:
        assert published.stat().st_ino == before
    assert [p.name for p in tmp_path.glob(".news*")] == []
