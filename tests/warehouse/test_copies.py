"""Copies: families of one text are found whole, texts of one outlet stay apart, and the origin is told."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from parsers.model import Block, Correspondent
from tests.warehouse.batches import article, at, page
from warehouse.check import run_checks
from warehouse.copies import update_copies
from warehouse.load import load_batch
from warehouse.shingles import buckets, copied, likeness, shingled

Batch = Callable[..., Path]
Edit = Callable[[list[str], list[str]], list[str]]

WORDS = [
    f"{a}{b}{c}"
    for a in ("ka", "lo", "mi", "tu", "re")
    for b in ("ban", "der", "fis", "gol")
    for c in ("a", "en", "or")
]


def story(seed: int, length: int = 320) -> list[str]:
    """Words of an invented story: common words are common, so that unrelated stories share runs too."""
    dice = random.Random(seed)
    return [WORDS[min(int(dice.paretovariate(0.7)) - 1, len(WORDS) - 1)] for _ in range(length)]


def edited(words: list[str], dice: random.Random, share: float) -> list[str]:
    return [dice.choice(WORDS) if dice.random() < share else word for word in words]


def family(seed: int) -> Iterator[list[str]]:
    """One story as different outlets print it: whole, edited, cut, cut and edited, with a paragraph of their own."""
    dice, whole = random.Random(seed * 7 + 1), story(seed)
    yield whole
    yield edited(whole, dice, 0.05)
    yield edited(whole, dice, 0.12)
    yield whole[:160]
    yield edited(whole[:200], dice, 0.06)
    yield whole[:240] + story(seed + 90_000, 60)


def body(words: list[str]) -> tuple[Block, ...]:
    return tuple(Block("paragraph", " ".join(words[n : n + 40])) for n in range(0, len(words), 40))


def printed(host: str, number: int, words: list[str], **fields: Any) -> dict[str, Any]:
    text = article(headline=f"{host} {number}", blocks=body(words), dateline=None, correspondents=(), **fields)
    return page(f"https://{host}/{number}", text)


def groups(connection: DuckDBPyConnection) -> list[tuple[str, ...]]:
    rows = connection.execute(
        "SELECT list(headline ORDER BY headline) FROM copies JOIN current_articles USING (article_id)"
        " GROUP BY group_id ORDER BY 1"
    ).fetchall()
    return [tuple(names) for (names,) in rows]


def test_families_are_found_and_kept_apart(connection: DuckDBPyConnection, batch: Batch) -> None:
    families = range(40)
    pages = [printed(f"o{n}.example", f, words) for f in families for n, words in enumerate(family(f))]
    lone = [printed("lone.example", 1000 + n, story(5000 + n)) for n in range(100)]
    for n, part in enumerate((pages[::3], pages[1::3] + lone, pages[2::3])):
        load_batch(connection, batch(f"b{n}", *part))
        update_copies(connection)
    found = {pair for names in groups(connection) for pair in combinations(sorted(names), 2)}
    meant = {pair for f in families for pair in combinations(sorted(f"o{n}.example {f}" for n in range(6)), 2)}
    assert len(found & meant) / len(found) >= 0.99
    assert len(found & meant) / len(meant) >= 0.95
    assert run_checks(connection) == []


def test_an_update_with_nothing_new_does_nothing(connection: DuckDBPyConnection, batch: Batch) -> None:
    load_batch(connection, batch("one", printed("a.example", 1, story(1)), printed("b.example", 1, story(1))))
    assert update_copies(connection).grouped == 2
    assert update_copies(connection).looked_at == 0


def test_short_texts_are_copies_only_word_for_word(connection: DuckDBPyConnection, batch: Batch) -> None:
    texts = ["Trains stop at noon today.", "trains stop at noon, today", "Trains stop at noon tomorrow."]
    load_batch(connection, batch("one", *(printed(f"{n}.example", n, [text]) for n, text in enumerate(texts))))
    update_copies(connection)
    assert groups(connection) == [("0.example 0", "1.example 1")]
    assert connection.execute("SELECT DISTINCT relation, similarity FROM copies").fetchall() == [("exact", 1.0)]


def test_a_text_that_joins_two_groups_makes_them_one(connection: DuckDBPyConnection, batch: Batch) -> None:
    one, two = story(1, 200), story(2, 200)
    for n, words in enumerate((one, one, two, two, one + two)):
        load_batch(connection, batch(f"b{n}", printed(f"{n}.example", n, words)))
        update_copies(connection)
    assert len(groups(connection)) == 1


def test_a_text_that_was_rewritten_leaves_its_group(connection: DuckDBPyConnection, batch: Batch) -> None:
    load_batch(connection, batch("one", printed("a.example", 1, story(1)), printed("b.example", 1, story(1))))
    update_copies(connection)
    load_batch(connection, batch("two", {**printed("b.example", 1, story(3)), "fetched_at": at(1)}))
    update_copies(connection)
    assert groups(connection) == []


@pytest.mark.parametrize(
    ("agency_host", "origin"),
    [("wire.example", "wire.example 1"), ("barbedwire.example", "early.example 1"), ("o.example", "early.example 1")],
)
def test_the_origin_is_the_agencys_page_else_the_first(
    connection: DuckDBPyConnection, batch: Batch, agency_host: str, origin: str
) -> None:
    words = story(1)
    credit = (Correspondent("agency", outlet="Wire"),)
    early = printed("early.example", 1, words, published_at="2026-03-01T00:00:00Z")
    credited = article(headline="late.example 1", blocks=body(words), correspondents=credit)
    load_batch(
        connection, batch("one", early, page("https://late.example/1", credited), printed(agency_host, 1, words))
    )
    update_copies(connection)
    found = connection.execute("SELECT origin_headline, origin_agency, articles, sources FROM copy_groups").fetchall()
    assert found == [(origin, "Wire", 3, 3)]


def test_the_origin_is_the_story_that_the_copies_declare(connection: DuckDBPyConnection, batch: Batch) -> None:
    """By their canonical links, whoever was first; the copy that was loaded before its origin, too."""
    words = story(1)
    early = printed("early.example", 1, words, published_at="2026-03-01T00:00:00Z")
    copies = [
        printed(f"{name}.example", 1, words, canonical_url="https://www.wire.example/1?utm_source=x") for name in "ab"
    ]
    load_batch(connection, batch("one", early, *copies))
    update_copies(connection)
    group = "SELECT origin_headline, declared_origin_url, articles FROM copy_groups"
    declared = "https://www.wire.example/1?utm_source=x"
    assert connection.execute(group).fetchall() == [("early.example 1", declared, 3)]
    load_batch(connection, batch("two", printed("wire.example", 1, words)))
    update_copies(connection)
    assert connection.execute(group).fetchall() == [("wire.example 1", declared, 4)]
    assert connection.execute(
        "SELECT url, canonical_url FROM current_articles WHERE source = 'a.example'"
    ).fetchall() == [("https://a.example/1", declared)]
    assert run_checks(connection) == []


@pytest.mark.parametrize(("text", "copy"), [("Trains stop at noon today, they say.", True), ("Bread is dear.", False)])
def test_a_short_text_that_declares_its_origin_needs_fewer_words(
    connection: DuckDBPyConnection, batch: Batch, text: str, copy: bool
) -> None:
    load_batch(
        connection,
        batch(
            "one",
            printed("wire.example", 1, ["Trains stop at noon today, says the line."]),
            printed("copy.example", 1, [text], canonical_url="https://wire.example/1"),
        ),
    )
    update_copies(connection)
    found = connection.execute(
        "SELECT url FROM copies JOIN current_articles USING (article_id) WHERE is_origin"
    ).fetchall()
    assert found == ([("https://wire.example/1",)] if copy else [])


def test_scripts_without_spaces_have_shingles_too() -> None:
    text = "\u6771\u4eac\u3067\u65b0\u3057\u3044\u6e2f\u304c\u958b\u3044\u305f\u3002"
    whole, part = shingled(text), shingled(text[:8])
    assert len(whole.whole) == 9
    assert likeness(whole.whole, part.whole) == 1.0
    assert whole.hash == shingled(text.rstrip("\u3002")).hash
    assert buckets(shingled("")) == []


@pytest.mark.parametrize(
    ("made", "copy"),
    [
        (lambda one, other: one[:110], True),
        (lambda one, other: other[:40] + one[:100], True),
        (lambda one, other: other[:100] + one + other[100:], True),
        (lambda one, other: one[250:310], False),
        (lambda one, other: other[:60] + one[240:], False),
    ],
    ids=["cut", "cut with a lede of its own", "most of a longer text", "a quotation", "its background"],
)
def test_a_part_is_a_copy_when_it_is_most_of_it_or_its_beginning(made: Edit, copy: bool) -> None:
    one, other = ([f"{name}{n}" for n in range(320)] for name in ("one", "other"))
    assert bool(copied(shingled(" ".join(one)), shingled(" ".join(made(one, other))))) == copy


def test_a_roundup_is_no_copy_of_a_story_in_its_middle() -> None:
    stories = [" ".join(story(n, 150)) for n in range(4)]
    assert copied(shingled(stories[2]), shingled(" ".join(stories))) == 0.0


def test_buckets_are_those_that_are_stored() -> None:
    """They stand in people's warehouses: other numbers for the same text need a migration that forgets them."""
    found = buckets(shingled(" ".join(f"word{n}" for n in range(200))))
    assert (len(found), found[0], found[-1]) == (64, 1622936088, 2960170771)
