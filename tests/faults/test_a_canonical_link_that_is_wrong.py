"""Canonical links to a section, the front page, another story or another outlet join nothing; true ones still do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from parsers.model import Block
from tests.warehouse.batches import article, at, page
from warehouse.check import run_checks
from warehouse.load import load_batch

Batch = Callable[..., Path]
SITE = "https://www.example.org"


def long_text(seed: int) -> str:
    """Some two hundred words that no other seed has."""
    return " ".join(f"word{seed}x{n % 97}y{n}" for n in range(200))


def edited(text: str) -> str:
    """The same text with a few words changed and its last part cut, as AMP pages and later captures have it."""
    words = text.split()
    return " ".join(["Updated", *words[:40], "and", *words[42:150]])


@dataclass(frozen=True)
class Page:
    """A page: where it was read, what it declares, and which of the case's texts it shows."""

    path: str
    canonical: str | None
    text: str
    headline: str = "Ferry returns"

    def row(self, hours: float) -> dict[str, Any]:
        url, said = (one if one is None or "://" in one else SITE + one for one in (self.path, self.canonical))
        story = article(headline=self.headline, blocks=(Block("paragraph", self.text),), canonical_url=said or url)
        return page(url, story, fetched_at=at(hours), body=f"{self}")


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
        [Page("/a", "/", A), Page("/b", "https://example.org", B)],
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
        [Page("https://sport.example.org/1", "/news/1", A), Page("/news/1", None, A)],
        [("/news/1", {0, 1})],
    ),
    "no address at all": ([Page("/a", "mailto:desk@example.org", A)], [("/a", {0})]),
}


def key(path: str) -> str:
    return path if not path.startswith("/") else "example.org" + path


def stories(connection: DuckDBPyConnection) -> list[tuple[str, set[str]]]:
    """The keys of all stories, each with the bodies of its pages."""
    found = connection.execute(
        "SELECT url_key, list(body_sha256) FROM fetches JOIN articles USING (article_id)"
        " JOIN raw_pages USING (raw_page_id) GROUP BY url_key ORDER BY url_key"
    ).fetchall()
    return [(url_key, set(bodies)) for url_key, bodies in found]


@pytest.mark.parametrize("name", CASES)
def test_which_pages_are_one_story(connection: DuckDBPyConnection, batch: Batch, name: str) -> None:
    pages, told = CASES[name]
    rows = [one.row(n) for n, one in enumerate(pages)]
    load_batch(connection, batch("all", *rows))
    meant = sorted((key(path), {rows[n]["body_sha256"] for n in numbers}) for path, numbers in told)
    assert stories(connection) == meant
    assert connection.execute("SELECT count(*) FROM current_articles").fetchall() == [(len(told),)]
    assert run_checks(connection) == []
