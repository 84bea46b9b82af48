"""The report names outlets that answer 403, 429 or a challenge, with the command that gets their stories elsewhere."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection
from lxml import html

from flows.cli.cli import main
from flows.config.paths import Paths
from flows.reporting.write_page import report_page
from parsers.rules import default_rules
from tests.warehouse.batches import article, page
from warehouse.ask import ask
from warehouse.connect import writer
from warehouse.load import load_batch

Batch = Callable[..., Path]
NOW = datetime.now(UTC).replace(microsecond=0)
CHALLENGE = "The site answered 403 with a challenge or refusal (access_denied)."


def refused(url: str, hours_ago: float, *, reason: str = "blocked", status: int = 403, **facts: Any) -> dict[str, Any]:
    when = NOW - timedelta(hours=hours_ago)
    said = facts.pop("detail", CHALLENGE)
    return page(url, None, fetched_at=when, body_sha256=None, stage="fetch", reason=reason, detail=said,
                http_status=status, **facts)  # fmt: skip


def came(url: str, hours_ago: float) -> dict[str, Any]:
    return page(url, article(url), fetched_at=NOW - timedelta(hours=hours_ago), body=url, http_status=200)


def three(host: str, hours_ago: float, **facts: Any) -> list[dict[str, Any]]:
    return [refused(f"https://{host}/{n}", hours_ago - n / 10, **facts) for n in range(3)]


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        (three("herald.example", 9), 3),
        (three("herald.example", 9, status=429), 3),
        (three("herald.example", 9, reason="http_error"), 3),
        (three("herald.example", 9, status=200), 3),
        ([refused("https://herald.example/a", 50), refused("https://www.herald.example/b", 9)], 2),
        ([came("https://herald.example/a", 30), *three("herald.example", 9)], 3),
        # Those that say nothing.
        (three("herald.example", 9, reason="http_error", status=404), 0),
        (three("herald.example", 9, reason="http_error", status=503), 0),
        (three("herald.example", 9, reason="host_resting", status=None), 0),
        (three("herald.example", 9, channel="warc"), 0),
        ([*three("herald.example", 9), came("https://herald.example/a", 1)], 0),
        ([refused("https://herald.example/a", 9), refused("https://herald.example/b", 8)], 0),
        (three("herald.example", 24 * 9), 0),
    ],
)
def test_who_is_blocked(connection: DuckDBPyConnection, batch: Batch, rows: list[dict[str, Any]], count: int) -> None:
    load_batch(connection, batch("b", *rows, came("https://other.example/a", 9)))
    found = ask(connection, "report_blocked", [7]).dicts()
    assert [(one["host"], one["refused"]) for one in found] == ([("herald.example", count)] if count else [])
    for one in found:
        assert one["said"] == CHALLENGE
        assert one["bring"] == f"copydesk import cc-news --host herald.example --since {one['since']:%Y-%m-%d}"


def test_a_host_that_is_none_gives_no_line_to_paste(connection: DuckDBPyConnection, batch: Batch) -> None:
    load_batch(connection, batch("b", *three("$(reboot);herald.example", 9)))
    assert [one["bring"] for one in ask(connection, "report_blocked", [7]).dicts()] == [None]


@pytest.mark.parametrize("blocked", [True, False])
def test_what_the_report_says(
    tmp_path: Path, empty_published: Path, batch: Batch, capsys: pytest.CaptureFixture[str], blocked: bool
) -> None:
    rows = three("herald.example", 9) if blocked else [came("https://herald.example/a", 9)]
    with writer(empty_published) as connection:
        load_batch(connection, batch("b", *rows))
    assert main(["--data", str(empty_published.parent), "report"]) == 0
    said = capsys.readouterr().out
    assert (CHALLENGE in said, "import cc-news --host herald.example" in said) == (blocked, blocked)
    assert main(["--data", str(empty_published.parent), "report", "--json"]) == 0
    assert [one["refused"] for one in json.loads(capsys.readouterr().out)["blocked"]] == ([3] if blocked else [])
    text = report_page(Paths(empty_published.parent), default_rules(), days=30)
    attention = html.document_fromstring(text).get_element_by_id("attention").text_content()
    assert ("herald.example refuses" in attention, "Nothing: no alarm" in attention) == (blocked, not blocked)
    assert ("import cc-news --host herald.example --since" in attention) == blocked


@pytest.fixture
def empty_published(tmp_path: Path, master: Path) -> Path:
    (tmp_path / "data").mkdir()
    return Path(shutil.copy(master, tmp_path / "data" / "news.duckdb"))
