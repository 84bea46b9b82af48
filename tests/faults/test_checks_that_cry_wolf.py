"""Ordinary histories of pages make no check of the warehouse report a fault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from parsers.model import Article, Block
from tests.warehouse.batches import article, at, page
from warehouse.check import run_checks
from warehouse.copies import update_copies
from warehouse.load import load_batch
from warehouse.quarantine import dismiss, entries, mark_retry

Batch = Callable[..., Path]
Rows = list[dict[str, Any]]


def failed(url: str, hours: float, **facts: Any) -> dict[str, Any]:
    """A rejected page; each fetch has another body."""
    return page(url, None, fetched_at=at(hours), body=f"{url} {hours}", **facts)


def unanswered(url: str | None, hours: float, reason: str = "http_error") -> dict[str, Any]:
    return page(url, None, fetched_at=at(hours), body_sha256=None, stage="fetch", reason=reason)


def story(url: str, hours: float, text: str = "The ferry left.", **facts: Any) -> dict[str, Any]:
    return page(url, article(text, canonical_url=url), fetched_at=at(hours), body=f"{url} {text}", **facts)


def dated(published_at: str) -> Article:
    return article(published_at=published_at)


#: What comes in, batch after batch; "{}" is the host of the case.
CASES: dict[str, list[Rows]] = {
    "two failures that differ in http and https": [[failed("http://{}/a", 0)], [failed("https://{}/a", 1)]],
    "the same in one batch": [[failed("http://{}/a", 0), failed("https://{}/a", 1)]],
    "failures at the mobile and the AMP address": [
        [failed("https://m.{}/a", 0)], [failed("https://{}/a/amp", 1)], [failed("https://{}/a?utm_source=x", 2)],
    ],
    "requests without an answer at two addresses": [
        [unanswered("http://{}/a", 0)], [unanswered("https://www.{}/a", 1)],
    ],
    "a failure that was one before, told again": [
        [failed("http://{}/a", 0)], [failed("http://{}/a", 0, parser_version="2")],
    ],
    "a failure, then an article, at two addresses": [[failed("http://{}/a", 0)], [story("https://{}/a", 1)]],
    "an article, then a failure, then an article": [
        [story("https://{}/a", 0)], [failed("http://{}/a", 1)], [story("https://{}/a", 2, "New.")],
    ],
    "a reading that was withdrawn": [[story("https://{}/a", 0)], [
        {**failed("https://{}/a", 0), "body_sha256": story("https://{}/a", 0)["body_sha256"], "parser_version": "2"},
    ]],
    "a reading that was withdrawn and comes back": [[story("https://{}/a", 0)], [
        {**failed("https://{}/a", 0), "body_sha256": story("https://{}/a", 0)["body_sha256"], "parser_version": "2"},
    ], [story("https://{}/a", 0, parser_version="3")]],
    "unchanged pages, seen and never seen": [
        [story("https://{}/a", 0), unanswered("http://{}/a", 1, "not_modified")],
        [unanswered("https://{}/b", 1, "not_modified")],
    ],
    "one body at two addresses that failed": [
        [page("https://{}/a", None, body="one {}"), page("https://{}/b", None, body="one {}", fetched_at=at(1))],
    ],
    "a file that was moved": [[
        page("file:///in/{}.html", None, body="file {}", channel="file"),
        page("file:///moved/{}.html", None, body="file {}", channel="file", fetched_at=at(1)),
    ]],
    "a file that cannot be read": [
        [unanswered("file:///in/{}.html", 0, "unreadable")], [unanswered("file:///in/{}.html", 1, "unreadable")],
    ],
    "an older capture of a page whose printed day is later": [
        [page("https://{}/a", dated("2026-03-02T10:00:00Z"), fetched_at=at(0), body="late {}")],
        [page("https://{}/a", dated("2026-02-20T10:00:00Z"), fetched_at=at(-96), body="early {}")],
    ],
    "a page published within the day after its fetch": [
        [page("https://{}/a", dated("2026-03-03T11:59:00Z"), body="soon {}")],
    ],
    "a text that turns and returns": [[story("https://{}/a", n, f"Turn {n % 2}.") for n in range(4)]],
}  # fmt: skip


def at_host(rows: Rows, host: str) -> Rows:
    def named(value: Any) -> Any:
        return value.replace("{}", host) if isinstance(value, str) else value

    def body(one: dict[str, Any]) -> str | None:
        return one["body_sha256"] and f"{host[4:8]}{one['body_sha256']}"

    rows = [{**{name: named(value) for name, value in one.items()}, "body_sha256": body(one)} for one in rows]
    for one in rows:
        if one["article"]:
            one["article"] = {**one["article"], "canonical_url": named(one["article"]["canonical_url"])}
    return rows


@pytest.mark.parametrize("treat", ["as it is", "tried again", "dismissed"])
def test_nothing_is_reported(connection: DuckDBPyConnection, batch: Batch, treat: str) -> None:
    for n in range(max(map(len, CASES.values()))):
        rows = [
            row for number, (_, batches) in enumerate(CASES.items()) if n < len(batches)
            for row in at_host(batches[n], f"case{number:02}.example")
        ]  # fmt: skip
        load_batch(connection, batch(f"{treat}-{n}", *rows))
        numbers = [one.quarantine_id for one in entries(connection)]
        if treat == "tried again":
            mark_retry(connection, ids=numbers)
        elif treat == "dismissed":
            dismiss(connection, ids=numbers)
        update_copies(connection)
        assert run_checks(connection) == [], CASES


def test_a_story_that_went_leaves_no_group_of_copies_behind(connection: DuckDBPyConnection, batch: Batch) -> None:
    text = " ".join(f"word{n % 97}y{n}" for n in range(200))

    def printed(host: str) -> dict[str, Any]:
        return page(f"https://{host}/a", article(blocks=(Block("paragraph", text),)), body=host)

    load_batch(connection, batch("one", *(printed(f"{name}.example") for name in "abc")))
    update_copies(connection)
    [(origin,)] = connection.execute(
        "SELECT requested_url FROM copies JOIN fetches USING (article_id) WHERE is_origin"
    ).fetchall()
    gone = {**page(origin, None, parser_version="2"), "body_sha256": printed(origin.split("/")[2])["body_sha256"]}
    load_batch(connection, batch("two", gone))
    update_copies(connection)
    found = connection.execute("SELECT count(*), count(*) FILTER (is_origin) FROM copies").fetchall()
    assert found == [(2, 1)]
    assert run_checks(connection) == []
