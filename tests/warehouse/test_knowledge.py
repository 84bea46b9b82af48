"""What recurs on an outlet's pages is known as such; what a writer signs with is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from parsers.model import Block, Correspondent, Dropped
from tests.warehouse.batches import article, page
from warehouse.knowledge import boilerplate, configure, store_sources
from warehouse.load import load_batch

Batch = Callable[..., Path]
FOOTER = "Harbour Post is  published by Harbour Media"


def column(number: int, *, last: str, byline: str | None = "By Ines Calder", **fields: Any) -> dict[str, Any]:
    texts = [
        f"Opening {number}.",
        f"Middle {number}.",
        "A refrain.",
        f"More {number}.",
        f"Yet {number}.",
        f"End {number}.",
        last,
    ]
    story = article(blocks=tuple(Block("paragraph", text) for text in texts), byline=byline, dropped=(), **fields)
    return page(f"https://www.post.example/{number}", story)


def test_a_line_on_many_pages_is_boilerplate(connection: DuckDBPyConnection, batch: Batch) -> None:
    pages = [column(n, last=FOOTER, byline=f"By Writer {n}", authors=()) for n in range(6)]
    load_batch(connection, batch("one", *pages))
    assert boilerplate(connection) == {"post.example": {"harbour post is published by harbour media": 6}}


def test_what_was_cut_stays_known(connection: DuckDBPyConnection, batch: Batch) -> None:
    story = [article(f"Story {n}.", byline=None, dropped=(Dropped(FOOTER, "site_boilerplate"),)) for n in range(5)]
    alike = [page(f"https://post.example/{n}", s) for n, s in enumerate(story)]
    load_batch(connection, batch("one", *alike))
    assert "harbour post is published by harbour media" in boilerplate(connection)["post.example"]


def test_a_sign_off_with_a_name_is_not(connection: DuckDBPyConnection, batch: Batch) -> None:
    named = "Ines Calder writes about ports. She lives in Calmare."
    signed = Correspondent("writing", "Tom Arden", text="Tom Arden writes on ships")
    pages = [column(n, last=named, byline=None) for n in range(6)]
    pages += [column(10 + n, last="Tom Arden writes on ships", byline=None, correspondents=(signed,)) for n in range(6)]
    load_batch(connection, batch("one", *pages))
    assert boilerplate(connection) == {}


def test_a_line_under_one_byline_only_is_not(connection: DuckDBPyConnection, batch: Batch) -> None:
    load_batch(
        connection, batch("one", *(column(n, last="Until next week, and keep your feet dry.") for n in range(8)))
    )
    assert boilerplate(connection) == {}


def test_thresholds_come_from_the_configuration(connection: DuckDBPyConnection, batch: Batch) -> None:
    load_batch(connection, batch("one", *(column(n, last=FOOTER, byline=None) for n in range(6))))
    assert configure(connection, {"boilerplate.pages": 7, "unknown": 1}) == 1
    assert configure(connection, {"boilerplate.pages": 7}) == 0
    assert boilerplate(connection) == {}


def test_followed_outlets_keep_their_number(connection: DuckDBPyConnection, batch: Batch) -> None:
    load_batch(connection, batch("one", page("https://post.example/1", article(), source="post")))
    store_sources(connection, [{"name": "post", "language": "en"}, {"name": "new", "timezone": "Europe/Oslo"}])
    store_sources(connection, [{"name": "post", "country": "GB"}])
    assert connection.execute("SELECT * EXCLUDE (host) FROM sources ORDER BY source_id").fetchall() == [
        (1, "post", "GB", "en", None, True),
        (2, "new", None, None, "Europe/Oslo", False),
    ]
