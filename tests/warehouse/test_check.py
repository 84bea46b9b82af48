"""Checks: silent on what was loaded, and each finds the fault that it is for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from parsers.model import Block
from tests.warehouse.batches import article, at, page
from warehouse.check import run_checks
from warehouse.load import load_batch

Batch = Callable[..., Path]


@pytest.fixture
def loaded(connection: DuckDBPyConnection, batch: Batch) -> DuckDBPyConnection:
    load_batch(
        connection,
        batch(
            "one",
            page("https://example.org/a", article()),
            page("https://example.org/a", article("Changed."), fetched_at=at(1)),
            page("https://example.org/b", article("Second.")),
            page("https://example.org/", None),
        ),
    )
    return connection


def test_what_was_loaded_is_sound(loaded: DuckDBPyConnection) -> None:
    assert run_checks(loaded) == []


@pytest.mark.parametrize(
    ("check", "damage"),
    [
        ("doubled", "INSERT INTO articles SELECT * FROM articles LIMIT 1"),
        ("doubled", "INSERT INTO fetches SELECT * FROM fetches LIMIT 1"),
        ("gaps", "DELETE FROM blocks WHERE revision_id = 1 AND ordinal = 1"),
        ("gaps", "INSERT INTO captions SELECT * FROM captions LIMIT 1"),
        ("orphans", "DELETE FROM revisions WHERE revision_id = 1"),
        ("orphans", "DELETE FROM raw_pages"),
        ("orphans", "DELETE FROM captions"),
        ("orphans", "UPDATE articles SET current_revision_id = 99"),
        ("versions", "UPDATE articles SET revision_count = 7"),
        ("versions", "UPDATE revisions SET content_hash = 'same'"),
        ("lost_pages", "DELETE FROM quarantine"),
        ("unknown_kinds", "UPDATE blocks SET kind = 'sidebar'"),
        ("copies", "INSERT INTO copies VALUES (1, 1, 1, 'exact', true, NULL)"),
        ("copies", "INSERT INTO copies SELECT article_id, 1, 1, 'exact', false, NULL FROM articles"),
        ("copies", "INSERT INTO copy_signatures SELECT 1, 1, 'x', 1, 'y' FROM range(2)"),
        ("times", "UPDATE revisions SET published_at = first_captured_at + INTERVAL 3 DAY"),
    ],
)
def test_each_check_finds_its_fault(loaded: DuckDBPyConnection, check: str, damage: str) -> None:
    loaded.execute(damage)
    assert check in {finding.check for finding in run_checks(loaded)}


def test_a_new_word_of_the_parsers_is_reported_not_refused(connection: DuckDBPyConnection, batch: Batch) -> None:
    odd = article(blocks=(Block("aside", "Beside the story."),))
    load_batch(connection, batch("one", page("https://example.org/a", odd)))
    assert [f.sentence for f in run_checks(connection)] == ["blocks.kind is aside in 1 rows"]
