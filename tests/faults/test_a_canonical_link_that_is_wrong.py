"""Canonical links to a section, the front page, another story or another outlet join no pages to a story; true ones
do."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from parsers.model import Block
from tests.warehouse.batches import article, at, page, write_batch
from warehouse.check import run_checks
from warehouse.connect import writer
from warehouse.load import load_batch

Batch = Callable[..., Path]


def long_text(seed: int) -> str:
    """Some two hundred words that no other seed has."""
    return " ".join(f"word{seed}x{n % 97}y{n}" for n in range(200))


def edited(text: str) -> str:
    """The same text with a few words changed and its last part cut, as AMP pages and later captures have it."""
    words = text.split()
    return " ".join(["Updated", *words[:40], "and", *words[42:150]])


@dataclass(frozen=True)
class Page:
    """A page of a case: the address it was read from, the one it declares, and its text."""

    path: str
    canonical: str | None
    text: str
    headline: str = "Ferry returns"

    def row(self, site: str, number: int) -> dict[str, Any]:
        """The page as a staged row.  site: host of its outlet.  number: makes its body and its time differ from other
        pages'."""
        url, said = (
            f"https://{site}{one}" if one and one.startswith("/") else one for one in (self.path, self.canonical)
        )
        story = article(headline=self.headline, blocks=(Block("paragraph", self.text),), canonical_url=said or url)
        return page(url, story, fetched_at=at(number), body=f"{site} {number}")


A, B, C = (long_text(n) for n in range(3))

#: What there is -> which of the pages are one story, and the key of each story.
CASES: dict[str, tuple[list[Page], list[tuple[str, set[int]]]]] = {
    "no canonical link": ([Page("/a", None, A), Page("/b", None, B)], [("/a", {0}), ("/b", {1})]),
    "a canonical link that nothing speaks against": ([Page("/sport/1", "/news/1", A)], [("/news/1", {0})]),
    "two ways to one story": (
        [Page("/sport/1", "/news/1", A), Page("/news/1", "/news/1", A)],
        [("/news/1", {0, 1})],
    ),
    "three ways, the story's own page never seen": (
        [Page("/sport/1", "/news/1", A), Page("/home/1", "/news/1", edited(A)), Page("/x/1", "/news/1", A)],
        [("/news/1", {0, 1, 2})],
    ),
    "an AMP page with its own number": (
        [Page("/story-9", "/story-9", A), Page("/amp-9", "/story-9", edited(A))],
        [("/story-9", {0, 1})],
    ),
    "a story that was rewritten, under one address": (
        [Page("/a", "/a", A), Page("/a", "/a", B)],
        [("/a", {0, 1})],
    ),
    "the front page for every story": (
        [Page("/a", "/", A), Page("/b", "http://www.case6.example", B)],
        [("/a", {0}), ("/b", {1})],
    ),
    "the section for every story": (
        [Page("/sport/a", "/sport", A), Page("/sport/b", "/sport", B), Page("/sport/c", "/sport/", C)],
        [("/sport/a", {0}), ("/sport/b", {1}), ("/sport/c", {2})],
    ),
    "the section for one story that lies below it": ([Page("/sport/a", "/sport", A)], [("/sport/a", {0})]),
    "a section elsewhere, below which other pages lie": (
        [Page("/2026/a", "/sport", A), Page("/sport/b", None, B)],
        [("/2026/a", {0}), ("/sport/b", {1})],
    ),
    "a section elsewhere for several stories": (
        [Page("/2026/a", "/sport", A), Page("/2026/b", "/sport", B)],
        [("/2026/a", {0}), ("/2026/b", {1})],
    ),
    "a section that is a page of its own": (
        [Page("/2026/a", "/sport", A), Page("/sport", None, C)],
        [("/2026/a", {0}), ("/sport", {1})],
    ),
    "short texts under one headline": (
        [Page("/v/1", "/videos", "Watch one."), Page("/v/2", "/videos", "Watch two.")],
        [("/v/1", {0}), ("/v/2", {1})],
    ),
    "short texts that are the same, under two headlines": (
        [Page("/v/1", "/videos", "Watch.", "One"), Page("/v/2", "/videos", "Watch.", "Two")],
        [("/v/1", {0}), ("/v/2", {1})],
    ),
    "another story of the outlet": (
        [Page("/a", "/a", A), Page("/b", "/a", B)],
        [("/a", {0}), ("/b", {1})],
    ),
    "the true ways and a mistaken one": (
        [Page("/news/1", None, A), Page("/sport/1", "/news/1", A), Page("/foo/9", "/news/1", B)],
        [("/news/1", {0, 1}), ("/foo/9", {2})],
    ),
    "the second page of a story": (
        [Page("/a", "/a", A), Page("/a?page=2", "/a", B)],
        [("/a", {0}), ("/a?page=2", {1})],
    ),
    "the only page of a story, with a parameter that is on no list": (
        [Page("/a", "/a", A), Page("/a?view=full", "/a", A)],
        [("/a", {0, 1})],
    ),
    "what is on now, at one address": (
        [Page("/latest", "/story-1", A), Page("/latest", "/story-2", B), Page("/story-2", None, B)],
        [("/story-1", {0}), ("/story-2", {1, 2})],
    ),
    "a page that declares an address now and then": (
        [Page("/x/1", "/news/1", A), Page("/x/1", None, edited(A))],
        [("/news/1", {0, 1})],
    ),
    "another outlet's story": (
        [Page("/a", "https://other.example/a", A), Page("https://other.example/a", None, A)],
        [("/a", {0}), ("other.example/a", {1})],
    ),
    "another blog under one public suffix": (
        [Page("https://one.blogspot.com/a", "https://two.blogspot.com/a", A)],
        [("one.blogspot.com/a", {0})],
    ),
    "another server of this machine": (
        [Page("http://127.0.0.1:8001/a", "http://127.0.0.1:8002/a", A)],
        [("127.0.0.1:8001/a", {0})],
    ),
    "another host of the outlet": (
        [Page("https://sport.case23.example/1", "/news/1", A), Page("/news/1", None, A)],
        [("/news/1", {0, 1})],
    ),
    "no address at all": ([Page("/a", "mailto:desk@example.org", A)], [("/a", {0})]),
}


def rounds(cases: Sequence[Sequence[Any]], order: Callable[[int], list[list[int]]]) -> Iterator[list[Any]]:
    """Divide the pages of all cases into batches.  order: for a number of pages, the batches as lists of page
    numbers."""
    orders = [order(len(pages)) for pages in cases]
    for n in range(max(map(len, orders))):
        yield [pages[k] for pages, parts in zip(cases, orders) for k in (parts[n] if n < len(parts) else ())]


def loaded(empty: Path, path: Path, batch: Batch, batches: Iterable[list[dict[str, Any]]]) -> dict[str, str]:
    """Load these batches into a new warehouse; gives hash of the body -> key of its story."""
    with writer(Path(shutil.copy(empty, path))) as connection:
        for n, rows in enumerate(batches):
            load_batch(connection, batch(f"{path.stem}-{n}", *rows))
        assert run_checks(connection) == []
        return dict(
            connection.execute(
                "SELECT body_sha256, url_key FROM fetches JOIN articles USING (article_id)"
                " JOIN raw_pages USING (raw_page_id)"
            ).fetchall()
        )


#: Each case is an outlet of its own, so that one warehouse holds all.
SITES = {name: f"case{n}.example" for n, name in enumerate(CASES)}
ROWS = {name: [one.row(SITES[name], n) for n, one in enumerate(pages)] for name, (pages, _) in CASES.items()}
ORDERS: dict[str, Callable[[int], list[list[int]]]] = {
    "at once": lambda count: [list(range(count))],
    "one by one": lambda count: [[n] for n in range(count)],
    "backwards": lambda count: [[n] for n in reversed(range(count))],
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory, empty_warehouse: Path) -> dict[str, dict[str, str]]:
    """Name of an order -> the stories of all cases (hash of the body -> key of its story) when pages come in this
    order."""
    place = tmp_path_factory.mktemp("canonical")

    def batch(name: str, *rows: dict[str, Any]) -> Path:
        return write_batch(place, name, rows)

    pages = list(ROWS.values())
    return {
        name: loaded(empty_warehouse, place / f"{name}.duckdb", batch, rounds(pages, order))
        for name, order in ORDERS.items()
    }


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("name", CASES)
def test_which_pages_are_one_story(found: dict[str, dict[str, str]], name: str, order: str) -> None:
    _, told = CASES[name]
    site = SITES[name]
    for path, numbers in told:
        key = site + path if path.startswith("/") else path
        assert {found[order][ROWS[name][n]["body_sha256"]] for n in numbers} == {key}


def test_no_order_of_pages_makes_other_stories(empty_warehouse: Path, tmp_path: Path, batch: Batch) -> None:
    """Random pages with random canonical links give the same stories when loaded at once and one by one in random
    order."""
    dice = random.Random(20)
    paths = ["/news/1", "/sport/1", "/sport", "/latest", "/sport/1/x", "/v?p=2"]
    texts = [A, B, edited(A), "Short one.", "Short two."]

    def anything() -> Page:
        return Page(dice.choice(paths), dice.choice([None, *paths, "/"]), dice.choice(texts))

    def shuffled(count: int) -> list[list[int]]:
        return [[n] for n in dice.sample(range(count), count)]

    sites = [f"random{n}.example" for n in range(80)]
    cases = [[anything().row(site, n) for n in range(dice.randint(2, 6))] for site in sites]
    first, second = (
        loaded(empty_warehouse, tmp_path / f"{name}.duckdb", batch, rounds(cases, order))
        for name, order in (("at once", ORDERS["at once"]), ("shuffled", shuffled))
    )
    assert second == first


def test_what_a_wrong_canonical_link_says_is_kept(connection: DuckDBPyConnection, batch: Batch) -> None:
    load_batch(connection, batch("one", *ROWS["the section for one story that lies below it"]))
    site = SITES["the section for one story that lies below it"]
    assert connection.execute("SELECT url, canonical_url FROM current_articles").fetchall() == [
        (f"https://{site}/sport/a", f"https://{site}/sport")
    ]


def test_a_story_keeps_its_number_when_its_canonical_link_is_found_wrong(
    connection: DuckDBPyConnection, batch: Batch
) -> None:
    first, second = ROWS["a section elsewhere for several stories"]
    load_batch(connection, batch("one", first))
    [(number, url)] = connection.execute("SELECT article_id, url FROM current_articles").fetchall()
    assert url.endswith("/sport")
    load_batch(connection, batch("two", second))
    stories = connection.execute("SELECT article_id, url FROM current_articles ORDER BY article_id").fetchall()
    assert stories == [(number, first["requested_url"]), (number + 1, second["requested_url"])]


def test_a_section_that_hundreds_of_stories_declare(connection: DuckDBPyConnection, batch: Batch) -> None:
    pages = [Page(f"/2026/{n}", "/sport", f"{n} {A}").row("many.example", n) for n in range(120)]
    for n in range(0, 120, 40):
        load_batch(connection, batch(f"b{n}", *pages[n : n + 40]))
    assert connection.execute("SELECT count(*) FROM articles WHERE url_key LIKE '%/2026/%'").fetchall() == [(120,)]


def test_an_unchanged_page_belongs_to_the_story_that_its_address_showed(
    connection: DuckDBPyConnection, batch: Batch
) -> None:
    site = SITES["two ways to one story"]
    unchanged = {"body_sha256": None, "stage": "fetch", "reason": "not_modified", "http_status": 304}
    again = page(f"https://{site}/sport/1", None, fetched_at=at(5), **unchanged)
    load_batch(connection, batch("one", *ROWS["two ways to one story"]))
    load_batch(connection, batch("two", again))
    assert connection.execute("SELECT last_seen_at FROM articles").fetchall() == [(at(5),)]
