"""copydesk sources: how each outlet does, from whatever there is: nothing, an archive alone, a published file."""

from __future__ import annotations

import json
import random
import re
import shutil
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.archive.archive import Archive
from flows.archive.captures import Capture
from flows.cli.cli import main
from flows.cli.source_health import health_of_sources
from flows.config.paths import data_paths
from flows.config.sources import Source
from flows.running.run_records import RunRecord, write_record
from parsers.model import Block
from tests.warehouse.batches import article, page, write_batch
from warehouse.connect import writer
from warehouse.load import load_batch

NOW = datetime.now(UTC).replace(microsecond=0)
HERALD, POST = Source("herald"), Source("post")


def capture(age: float, outcome: str = "fetched", source: str | None = "herald", **more: Any) -> Capture:
    """A capture of so many days ago; a fetched one has a body of its own."""
    at = NOW - timedelta(days=age)
    body = f"<p>{age} {source}</p>".encode() if outcome == "fetched" else None
    named = {"channel": "feed", "source": source, "fetched_at": at, "outcome": outcome, "body": body}
    return Capture(f"https://{source}.example/{age}", **{**named, **more})


def archive(data: Path, age: float, *captures: Capture) -> None:
    """Archive these captures in a run of so many days ago."""
    run = f"{NOW - timedelta(days=age):%Y%m%dT%H%M%S}-scrape-ab12"
    with Archive(data / "archive", run=run) as opened:
        for one in captures:
            opened.add(one)


def record(data: Path, age: float, *sources: str, flow: str = "scrape") -> None:
    began = NOW - timedelta(days=age)
    named = {"sources": [*sources]} if sources else {}
    (data / "runs").mkdir(parents=True, exist_ok=True)
    run = f"{began:%Y%m%dT%H%M%S}-{flow}-ab12"
    write_record(data / "runs", RunRecord(run, flow, named, started_at=began.isoformat(), outcome="done"))


def health(data: Path, *sources: Source) -> Any:
    found, problems = health_of_sources(sources or (HERALD, POST), data_paths(data), now=NOW)
    assert problems == []
    return found


def test_nothing_is_known_before_the_first_run(tmp_path: Path) -> None:
    found = health(tmp_path)
    assert set(found) == {"herald", "post"}
    one = found["herald"]
    assert (one.last_success, one.new_stories, one.new_a_day, one.failed, one.waiting) == (None, None, None, {}, 0)
    assert list(tmp_path.iterdir()) == []


def test_an_archive_alone_tells_successes_failures_and_what_waits(tmp_path: Path) -> None:
    archive(tmp_path, 9, capture(9), capture(8.9, "http_error"))
    archive(tmp_path, 3, capture(3), capture(2.9, "http_error"), capture(2.8, "timeout"), capture(2.7, "not_modified"))
    archive(tmp_path, 1, capture(1, "http_error"), capture(0.9, "http_error"), capture(0.8, source="post"))
    # A run that is dated in the future, an import, and a page without an outlet say nothing of following.
    archive(tmp_path, 0.5, capture(-3), capture(0.4, "unreadable", channel="file"), capture(0.3, "timeout", None))
    record(tmp_path, 3)
    record(tmp_path, 1.0)
    record(tmp_path, 0.1, flow="parse")
    record(tmp_path, 0.2, "post")
    found = health(tmp_path)
    assert found["herald"].last_success == NOW - timedelta(days=2.7)
    assert found["herald"].failed == {"http_error": 3, "timeout": 1}
    assert found["herald"].failed_last_run == {"http_error": 2}
    assert found["herald"].waiting == 1
    assert found["post"].failed == {} and found["post"].waiting == 1
    with Archive(tmp_path / "archive") as opened:
        hashes = [one.sha256 for one in opened.pages()]
        opened.mark_parsed(hashes, parser_version="1", rules_version="1", batch_id="b")
    assert health(tmp_path)["herald"].waiting == 0


def stories(source: str, age: float, count: int, **fields: Any) -> list[dict[str, Any]]:
    """Rows of stories that were fetched so many days ago.  fields: what is different in them."""
    dice, rows = random.Random(age), []
    for n in range(count):
        words = " ".join(dice.choices(["port", "ship", "crew", "tide", "fog"], k=dice.randint(150, 500)))
        made = article(**{"blocks": (Block("paragraph", words),), **fields})
        address, at = f"https://{source}.example/{age}/{n}", NOW - timedelta(days=age)
        rows.append(page(address, made, fetched_at=at, body=address, source=source, channel="feed"))
    return rows


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with a published file: of two weeks of one outlet, and two days of another."""
    data = tmp_path_factory.mktemp("published")
    rows = [row for age in range(14, 2, -1) for row in stories("herald", age - 0.01, 6)]
    rows += stories("herald", 2, 6, headline=None) + stories("post", 1.5, 3) + stories("post", 0.5, 3)
    with writer(data / "news.duckdb") as connection:
        load_batch(connection, write_batch(data, "one", rows))
    return data


def test_a_published_file_tells_new_stories_and_alarms(published: Path) -> None:
    found = health(published)
    herald, post = found["herald"], found["post"]
    # Of the days 6.99 to 2.99, and of day 2.
    assert herald.new_stories == 36 and herald.new_a_day == 5.1
    assert "no_headline" in herald.alarms
    # The archive's index is lost: the published file still tells when it was last read.
    assert herald.last_success == NOW - timedelta(days=2)
    # It is followed since yesterday, which is no week.
    assert post.new_stories == 6 and post.new_a_day == 4.0 and post.alarms == ()
    assert health(published, Source("gazette"))["gazette"].new_stories is None


def run(capsys: pytest.CaptureFixture[str], data: Path, *words: str) -> tuple[int, str, str]:
    (data / "config").mkdir(exist_ok=True)
    (data / "config" / "sources.toml").write_text('[[source]]\nname = "herald"\nfeeds = ["https://herald.example/f"]\n')
    code = main(["--data", str(data), "--config", str(data / "config"), "sources", *words])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_what_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive(tmp_path, 1, capture(1), capture(0.9, "http_error"), capture(0.8, "http_error"), capture(0.7, "timeout"))
    record(tmp_path, 0.85)
    code, out, err = run(capsys, tmp_path)
    assert code == 0 and err == ""
    assert f"{NOW - timedelta(days=1):%Y-%m-%d %H:%M}" in out and re.search(r" 2 +3, http_error +1\n$", out)
    told = json.loads(run(capsys, tmp_path, "--json")[1])[0]["health"]
    assert told["failed"] == {"http_error": 2, "timeout": 1} and told["failed_last_run"]["timeout"] == 1
    assert told["waiting"] == 1 and told["last_success"].startswith(f"{NOW - timedelta(days=1):%Y-%m-%dT%H:%M}")


@pytest.mark.parametrize("broken", ["archive/index.sqlite", "news.duckdb"])
def test_what_cannot_be_read_is_said_and_the_rest_is_shown(
    broken: str, published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive(tmp_path, 1, capture(1), capture(0.9, "http_error"))
    shutil.copy(published / "news.duckdb", tmp_path)
    (tmp_path / broken).write_bytes(b"rubbish" * 1000)
    code, out, err = run(capsys, tmp_path, "--json")
    told = json.loads(out)[0]["health"]
    assert code == 0 and broken in err and len(err.splitlines()) == 1
    assert (told["new_stories"], told["failed"]) == ((36, {}) if "index" in broken else (None, {"http_error": 1}))


def test_a_load_at_work_hides_nothing(published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(published / "news.duckdb", tmp_path)
    with closing(duckdb.connect(str(tmp_path / "warehouse.duckdb"))):
        assert json.loads(run(capsys, tmp_path, "--json")[1])[0]["health"]["new_stories"] == 36
