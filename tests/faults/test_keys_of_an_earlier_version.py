"""A warehouse with keys of an earlier version: stories joined or separated by mistake are corrected, and none comes
twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from parsers.addresses import address_rules
from parsers.model import Block
from parsers.rules import default_rules
from tests.faults.old_warehouse import OldWarehouse
from tests.faults.test_a_canonical_link_that_is_wrong import A, B, C, edited
from tests.warehouse.batches import article, at, page
from warehouse.check import run_checks
from warehouse.copies import update_copies
from warehouse.load import load_batch
from warehouse.migrate import migrate

Batch = Callable[..., Path]
X = "https://x.example"


def rows(connection: DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()


def stories(connection: DuckDBPyConnection) -> list[tuple[Any, ...]]:
    return rows(connection, "SELECT url_key, revision_count FROM articles ORDER BY url_key")


@pytest.fixture
def old() -> Iterator[DuckDBPyConnection]:
    """A warehouse as an earlier version left it: it dropped parameters that name articles, and believed links to
    sections."""
    with duckdb.connect() as connection:
        made = OldWarehouse(connection)
        made.source(1, "x.example")
        made.source(2, "m.x.example")
        turns = [(f"{X}/a?cid={123 + n % 2}", (A, B)[n % 2], at(n)) for n in range(4)]
        made.story("x.example/a", f"{X}/a?cid=123", turns)
        made.story("m.x.example/b", "https://m.x.example/b", [("https://m.x.example/b", A + " b", at(0))], source=2)
        made.story("x.example/b", f"{X}/b", [(f"{X}/b", A + " b", at(1))])
        made.story(
            "x.example/sport", f"{X}/sport", [(f"{X}/sport/{n}", t + " s", at(n)) for n, t in enumerate((A, B, C))]
        )
        made.story("x.example/news/1", f"{X}/news/1", [(f"{X}/culture/1", C, at(0)), (f"{X}/news/1", edited(C), at(1))])
        made.failures("x.example/q", [(f"{X}/q?cid=1", at(0)), (f"{X}/q?cid=2", at(1))])
        made.failures("m.x.example/r", [("http://m.x.example/r", at(0))], source=2)
        made.failures("x.example/r", [(f"{X}/r", at(1))])
        migrate(connection)
        yield connection


TOLD_APART = [
    ("x.example/a?cid=123", 1),
    ("x.example/a?cid=124", 1),
    ("x.example/b", 1),
    ("x.example/news/1", 2),
    ("x.example/sport/0", 1),
    ("x.example/sport/1", 1),
    ("x.example/sport/2", 1),
]


def test_stories_are_told_apart_and_joined(old: DuckDBPyConnection) -> None:
    assert stories(old) == TOLD_APART
    assert run_checks(old) == []
    assert update_copies(old).looked_at == 7
    # The story of number 1 keeps it with its oldest version, and pages keep their stories.
    assert rows(old, "SELECT url_key FROM articles WHERE article_id = 1") == [("x.example/a?cid=123",)]
    shown = "SELECT DISTINCT url_key FROM fetches JOIN articles USING (article_id) WHERE requested_url LIKE '%cid=124'"
    assert rows(old, shown) == [("x.example/a?cid=124",)]
    assert rows(old, "SELECT url, canonical_url FROM articles WHERE url_key LIKE '%cid=124'") == [
        (f"{X}/a?cid=124", f"{X}/a?cid=124")
    ]


def test_outlets_and_failures_are_one_each(old: DuckDBPyConnection) -> None:
    assert rows(old, "SELECT source_id, name FROM sources") == [(1, "x.example")]
    assert rows(old, "SELECT DISTINCT source_id FROM fetches") == [(1,)]
    found = rows(old, "SELECT page_key, attempts, reason, resolved_at FROM quarantine ORDER BY page_key")
    assert found == [
        ("x.example/q?cid=1", 1, "listing", None),
        ("x.example/q?cid=2", 2, "listing", None),
        ("x.example/r", 2, "listing", None),
    ]


def test_the_next_pages_find_their_stories(old: DuckDBPyConnection, batch: Batch) -> None:
    def told(path: str, text: str, canonical: str | None = None) -> dict[str, Any]:
        story = article(
            headline="Ferry returns", blocks=(Block("paragraph", text),), canonical_url=X + (canonical or path)
        )
        return page(X + path, story, fetched_at=at(20), body=f"now {path}")

    result = load_batch(
        old,
        batch(
            "next",
            told("/a?cid=123", A + " now"),
            told("/a?cid=124", B + " now"),
            told("/b?utm_source=feed", A + " b now"),
            told("/sport/1", B + " s now", "/sport"),
            told("/culture/1", C + " now", "/news/1"),
            told("/a?cid=125", C),
        ),
    )
    assert result.new_articles == 1
    assert [key for key, _ in stories(old)] == sorted([*(key for key, _ in TOLD_APART), "x.example/a?cid=125"])
    assert run_checks(old) == []


def test_other_rules_make_other_keys_and_the_old_rules_the_old_ones(old: DuckDBPyConnection, batch: Batch) -> None:
    rules = address_rules(default_rules())
    fewer = replace(
        rules, forms=replace(rules.forms, rules=tuple(r for r in rules.forms.rules if r.data["part"] != "host"))
    )
    load_batch(old, batch("fewer", page(f"{X}/c", article(A + " c"))), addresses=fewer)
    # One version that both addresses show is one still, under the address that it was read from.
    assert [key for key, _ in stories(old) if key.endswith("/b")] == ["m.x.example/b"]
    load_batch(old, batch("again", page(f"{X}/d", article(A + " d"))))
    assert [key for key, _ in stories(old)] == sorted([*(key for key, _ in TOLD_APART), "x.example/c", "x.example/d"])
    assert run_checks(old) == []


def test_a_batch_that_was_staged_before_the_upgrade_is_loaded_after_it(old: DuckDBPyConnection, batch: Batch) -> None:
    """A staged batch holds no keys, since the loader makes them; so one staged by the earlier version can be loaded."""
    waiting = batch("waiting", page(f"{X}/a?cid=124", article(B + " later"), fetched_at=at(9)))
    assert load_batch(old, waiting).new_articles == 0
