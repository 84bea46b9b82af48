"""Which outlets an alarm is open for: until they are well again, and not only on the first bad day; and silent ones."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from parsers.model import Block
from tests.warehouse.batches import NOON, article, page
from tests.warehouse.test_health import DAYS, day, history
from warehouse.ask import ask
from warehouse.load import load_batch

Batch = Callable[..., Path]
STUB = {"blocks": (Block("paragraph", "Read on in the app."),)}


@pytest.mark.parametrize(("broken", "well", "open_ones"), [(4, 0, {"words"}), (4, 2, set())])
def test_an_alarm_is_open_until_a_day_is_as_usual(
    connection: DuckDBPyConnection, batch: Batch, broken: int, well: int, open_ones: set[str]
) -> None:
    dice = random.Random(7)
    rows = [row for n in range(broken) for row in day(DAYS - 1 + n, dice, pages=12, **STUB)]
    rows += [row for n in range(well) for row in day(DAYS - 1 + broken + n, dice, pages=12)]
    load_batch(connection, batch("one", *history(dice), *rows))
    found = {row["measure"] for row in ask(connection, "alerts_outlets").dicts()}
    assert found & {"words"} == open_ones


def test_an_ordinary_month_has_none(connection: DuckDBPyConnection, batch: Batch) -> None:
    load_batch(connection, batch("one", *history(random.Random(3))))
    assert not ask(connection, "alerts_outlets").rows
    latest = NOON + timedelta(days=DAYS - 1)
    assert not ask(connection, "alerts_silent", {"looked": latest}).rows


def _followed(days: list[int], channel: str) -> list[dict[str, Any]]:
    return [
        page(
            f"https://post.example/{n}", article(f"Story {n} of the port."), body=str(n), channel=channel,
            fetched_at=NOON + timedelta(days=n),
        )
        for n in days
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "channel", "after", "silent"),
    [
        ([*range(20)], "feed", 1.5, False),
        ([*range(20)], "feed", 3, True),
        ([*range(20)], "file", 30, False),
        ([*range(5)], "feed", 30, False),
        ([*range(0, 60, 3)], "feed", 5, False),
        ([*range(0, 60, 3)], "feed", 7, True),
    ],
)
def test_an_only_outlet_that_falls_silent(
    connection: DuckDBPyConnection, batch: Batch, days: list[int], channel: str, after: float, silent: bool
) -> None:
    load_batch(connection, batch("one", *_followed(days, channel)))
    looked = NOON + timedelta(days=days[-1] + after)
    rows = ask(connection, "alerts_silent", {"looked": looked}).dicts()
    assert [row["outlet"] for row in rows] == (["post.example"] if silent else [])
