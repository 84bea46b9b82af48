"""Health of an outlet: an alarm on the first day of a broken layout, silence on weekends and noisy days."""

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
from warehouse.load import load_batch

Batch = Callable[..., Path]
DAYS = 40  # the first is a Monday; the last one to be judged is day 39, a Friday


def day(number: int, dice: random.Random, *, pages: int | None = None, **broken: Any) -> list[dict[str, Any]]:
    """One day of an outlet that prints twelve stories on weekdays and four on weekends, give or take."""
    when = NOON + timedelta(days=number)
    count = pages if pages is not None else (4 if when.weekday() > 4 else 12) + dice.randint(-2, 2)
    made = []
    for n in range(count):
        words = " ".join(dice.choices(["port", "ship", "crew", "tide", "fog"], k=dice.randint(150, 500)))
        fields: dict[str, Any] = {"blocks": (Block("paragraph", words),)}
        if dice.random() < 0.2:
            fields["byline"] = None
        story = None if broken.get("rejected") else article(**{**fields, **broken})
        made.append(page(f"https://post.example/{number}/{n}", story, fetched_at=when, body=f"{number}/{n}"))
    return made


def alarms(connection: DuckDBPyConnection) -> list[tuple[int, str]]:
    return connection.execute(
        "SELECT day - DATE '2026-03-02', measure FROM source_health WHERE alarm ORDER BY ALL"
    ).fetchall()


def history(dice: random.Random) -> list[dict[str, Any]]:
    return [row for number in range(DAYS - 1) for row in day(number, dice)]


@pytest.mark.parametrize("seed", range(5))
def test_an_ordinary_month_raises_no_alarm(connection: DuckDBPyConnection, batch: Batch, seed: int) -> None:
    dice = random.Random(seed)
    load_batch(connection, batch("one", *history(dice), *day(DAYS - 1, dice)))
    assert alarms(connection) == []


@pytest.mark.parametrize(
    ("broken", "measure"),
    [
        ({"blocks": (Block("paragraph", "Read on in the app."),)}, "words"),
        ({"blocks": ()}, "no_body"),
        ({"headline": None}, "no_headline"),
        ({"byline": None}, "no_byline"),
        ({"published_at": None}, "no_published_at"),
        ({"captions": (), "images": ()}, "captions"),
        ({"rejected": True}, "rejected"),
    ],
)
def test_a_broken_layout_alarms_on_its_first_day(
    connection: DuckDBPyConnection, batch: Batch, broken: dict[str, Any], measure: str
) -> None:
    dice = random.Random(7)
    load_batch(connection, batch("one", *history(dice), *day(DAYS - 1, dice, **broken)))
    found = alarms(connection)
    assert (DAYS - 1, measure) in found
    assert {number for number, _ in found} == {DAYS - 1}


SHORT = (Block("paragraph", "Read on in the app."),)


@pytest.mark.parametrize(
    ("broken", "measures", "least"),
    [
        ({"blocks": SHORT, "headline": None, "published_at": None}, {"words", "no_headline", "no_published_at"}, 5),
        ({"standfirst": None, "captions": (), "images": ()}, {"no_standfirst", "captions"}, 10),
        ({"rejected": True}, {"rejected"}, 5),
    ],
)
def test_a_new_outlet_is_compared_with_its_own_first_stories(
    connection: DuckDBPyConnection, batch: Batch, broken: dict[str, Any], measures: set[str], least: int
) -> None:
    dice = random.Random(7)
    load_batch(connection, batch("few", *day(0, dice, pages=12), *day(1, dice, pages=least - 1, **broken)))
    assert alarms(connection) == []
    load_batch(connection, batch("more", *day(2, dice, pages=2, **broken)))
    assert alarms(connection) == [(1, measure) for measure in sorted(measures)], "since when"
    if least == 5:
        load_batch(connection, batch("mended", *day(3, dice, pages=1)))
        assert alarms(connection) == []


def test_the_first_days_of_an_ordinary_outlet_raise_no_alarm(connection: DuckDBPyConnection, batch: Batch) -> None:
    dice = random.Random(3)
    for number in (2, 4):
        load_batch(connection, batch(f"{number}", *(row for n in (number, number + 1) for row in day(n, dice))))
        assert alarms(connection) == []


@pytest.mark.parametrize(("pages", "alarm"), [(5, False), (30, True)])
def test_what_chance_does_to_few_pages_is_no_alarm(
    connection: DuckDBPyConnection, batch: Batch, pages: int, alarm: bool
) -> None:
    """One story in five has no byline; then three in five: by chance now and then of five, hardly of thirty."""
    rows = [
        page(f"https://post.example/{number}/{n}", article(byline=None if n % 5 < missing else "By Ines Calder"),
             fetched_at=NOON + timedelta(days=number), body=f"{number}/{n}")
        for number in range(DAYS) for missing in (3 if number == DAYS - 1 else 1,) for n in range(pages)
    ]  # fmt: skip
    load_batch(connection, batch("one", *rows))
    assert alarms(connection) == ([(DAYS - 1, "no_byline")] if alarm else [])


def test_an_outlet_that_falls_silent_alarms_once_the_day_is_over(connection: DuckDBPyConnection, batch: Batch) -> None:
    dice = random.Random(3)
    load_batch(connection, batch("one", *history(dice), *day(DAYS - 1, dice, pages=0)))
    assert alarms(connection) == []  # the day is not over
    load_batch(connection, batch("two", *day(DAYS, dice)))
    assert alarms(connection) == [(DAYS - 1, "articles")]
