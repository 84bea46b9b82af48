"""Two stories whose addresses differ in one parameter stay two; all addresses of one story are one, in every
component."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from duckdb import DuckDBPyConnection

from flows.acquire.following.clean_url import clean_url, url_key
from tests.test_addresses import ONE_PAGE, RULES, TWO_PAGES
from tests.warehouse.batches import article, at, page
from warehouse.check import run_checks
from warehouse.load import load_batch

Batch = Callable[..., Path]


def test_pages_of_two_stories_are_two_stories(connection: DuckDBPyConnection, batch: Batch) -> None:
    urls = sorted({url for pair in TWO_PAGES for url in pair})
    load_batch(connection, batch("one", *(page(url, article(f"Text of {url}."), body=url) for url in urls)))
    shown = dict(
        connection.execute("SELECT requested_url, url_key FROM fetches JOIN articles USING (article_id)").fetchall()
    )
    assert [pair for pair in TWO_PAGES if shown[pair[0]] == shown[pair[1]]] == []
    assert run_checks(connection) == []


def test_all_addresses_of_a_page_are_one_story(connection: DuckDBPyConnection, batch: Batch) -> None:
    ways = [(key, url) for key, urls in ONE_PAGE.items() for url in urls]
    rows = [page(url, article(f"Text of {key}."), fetched_at=at(n), body=url) for n, (key, url) in enumerate(ways)]
    load_batch(connection, batch("one", *rows))
    assert connection.execute("SELECT url_key, revision_count FROM articles ORDER BY url_key").fetchall() == [
        (key, 1) for key in sorted(ONE_PAGE)
    ]


def test_the_crawler_and_the_warehouse_mean_the_same(connection: DuckDBPyConnection, batch: Batch) -> None:
    """Parameters that are left out of a request do not change the page's key."""
    urls = [url for pair in TWO_PAGES for url in pair] + [url for urls in ONE_PAGE.values() for url in urls]
    for url in urls:
        asked = clean_url(url, RULES.tracking)
        assert asked is not None and url_key(asked) == url_key(url), url


def test_a_site_that_has_mobile_pages_only_is_read_under_these(connection: DuckDBPyConnection, batch: Batch) -> None:
    url = "https://m.herald.example/a"
    load_batch(connection, batch("one", page(url, article(canonical_url=url)), page(f"{url}?x=1", article("B."))))
    assert connection.execute("SELECT url, source FROM current_articles ORDER BY url").fetchall() == [
        (url, "herald.example"),
        (f"{url}?x=1", "herald.example"),
    ]
    assert clean_url(url, RULES.tracking) == url
