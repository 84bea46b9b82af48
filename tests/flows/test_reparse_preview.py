"""`copydesk run reparse --dry-run`: what would change, by field and outlet, without a change."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from flows.archive.index_rows import ArchivedPage, CaptureRow
from flows.cli.cli import main
from flows.cli.output_changes import show_output_changes
from flows.comparing.changes import Changes
from flows.comparing.read_again import sampled
from flows.parsing.item import Item
from flows.reporting.write_changes import changes_page
from flows.running.run_records import read_run_records
from tests.flows.desk import PAGES
from warehouse.connect import writer
from warehouse.publish import publish

pytestmark = pytest.mark.usefixtures("parses_here")

#: A change in the warehouse, as an older parser would have read the page -> what a reparse would make of it.
OLDER = [
    ("UPDATE revisions SET headline = NULL", "headline", "gained"),
    ("UPDATE revisions SET kicker = 'Ports'", "kicker", "lost"),
    ("UPDATE revisions SET section = 'Sport'", "section", "changed"),
    ("UPDATE revisions SET published_at = published_at + INTERVAL 1 HOUR", "published_at", "changed"),
    ("INSERT INTO authors SELECT revision_id, 1, 'Ann Older', NULL FROM revisions", "authors", "lost"),
    ("UPDATE blocks SET text = text || ' older' WHERE ordinal = 2", "body", "changed"),
    ("INSERT INTO tags SELECT revision_id, 99, 'older' FROM revisions", "tags", "lost"),
]
PAGE = ArchivedPage(
    "0" * 64, 1, "x", 0, 1, "u", "u", datetime(2026, 2, 1, tzinfo=UTC), "http", None, None, None, 200, None, None
)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("imported") / "data"
    assert main(["--data", str(data), "import", str(PAGES / "northlight")]) == 0
    return data


@pytest.fixture
def older(imported: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A data directory with one story, and a config directory whose rules have another version."""
    data, config = tmp_path / "data", tmp_path / "config"
    shutil.copytree(imported, data, symlinks=True)
    (config / "rules").mkdir(parents=True)
    (config / "rules" / "tracking.toml").write_text("[macros]\nnone = 'nothing'\n")
    return data, config


def changed(data: Path, *statements: str) -> None:
    with writer(data / "warehouse.duckdb") as connection:
        for statement in statements:
            connection.execute(statement)
        connection.execute("UPDATE change_counter SET changes = changes + 1")
    publish(data / "warehouse.duckdb", data / "news.duckdb")


def files(data: Path) -> dict[str, str]:
    held = [path for path in data.rglob("*") if path.is_file() and path.suffix not in (".sqlite-shm", ".sqlite-wal")]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in held if "knowledge" not in path.parts}


def shown(capsys: pytest.CaptureFixture[str], older: tuple[Path, Path], *words: str) -> Any:
    data, config = older
    capsys.readouterr()
    assert main(["--data", str(data), "--config", str(config), "run", "reparse", "--dry-run", "--json", *words]) == 0
    return json.loads(capsys.readouterr().out)


def test_each_field_is_compared_and_nothing_is_changed(
    older: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    data, config = older
    assert shown(capsys, older)["fields"] == [], "the same parser reads the same"
    changed(data, *(statement for statement, _, _ in OLDER))
    before = files(data)
    found = shown(capsys, older)
    assert {(one["field"], kind) for one in found["fields"] for kind in one["examples"]} == {
        (field, kind) for _, field, kind in OLDER
    }
    (headline,) = (one["examples"]["gained"] for one in found["fields"] if one["field"] == "headline")
    assert [(one["before"], one["after"]) for one in headline] == [(None, "Dam talks resume as river runs low")]
    assert found["counts"] == {"pages": 1, "read": 1, "gained": 1, "lost": 3, "changed": 3}
    assert files(data) == before, "a dry run changes no file"
    main(["--data", str(data), "--config", str(config), "run", "reparse", "--dry-run", "--html", str(data / "c.html")])
    assert not capsys.readouterr().out and "Dam talks resume" in (data / "c.html").read_text()
    main(["--data", str(data), "--config", str(config), "run", "reparse", "--dry-run"])
    printed = capsys.readouterr()
    assert (
        "+ Dam talks resume as river runs low" in printed.out and "run reparse --apply`, with the same" in printed.err
    )
    assert main(["--data", str(data), "--config", str(config), "run", "reparse", "--apply"]) == 0
    told = {record.flow: record for record in read_run_records(data / "runs")}
    assert told["reparse"].counts | {"publish_published": 1, "load_batches": 1} == told["reparse"].counts
    assert told["load"].parent == told["publish"].parent == told["reparse"].run_id
    assert shown(capsys, older, "--only", "1")["fields"] == [], "a reparse did what was shown"


def test_pages_that_become_something_else(older: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    changed(older[0], "UPDATE fetches SET outcome = 'rejected', reason = 'listing'")
    told = shown(capsys, older)["verdicts"]
    assert [(one["was"], one["becomes"], one["pages"]) for one in told] == [("listing", "article", 1)]
    changed(older[0], "UPDATE fetches SET outcome = 'article', reason = NULL", "DELETE FROM raw_pages")
    assert [(one["was"], one["becomes"]) for one in shown(capsys, older)["verdicts"]] == [("not loaded", "article")]


def test_pages_without_an_address_are_those_of_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    found = Changes()
    found.add([{**row("gained", None, "x"), "outlet": ""}], [])
    show_output_changes(found)
    assert "a file   body" in capsys.readouterr().out


def test_a_sample_is_the_same_each_time() -> None:
    pages = [Item(name, replace(PAGE, sha256=name * 64), {}) for name in "31524"]
    event = Item(
        "x:0", PAGE, {}, CaptureRow("x", 0, 1, "u", "u", "2026-02-01", "http", None, "fetched", "", *[None] * 6)
    )
    found = Changes()
    drawn = [[item.key for item in sampled(iter([*order, event]), 2, found)] for order in (pages, pages[::-1])]
    assert drawn == [["1", "2"], ["1", "2"]] and found.pages == 10
    assert [item.key for item in sampled(iter(pages), None, found)] == [*"31524"]


def test_nothing_published_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path / "none"), "run", "reparse", "--dry-run"]) == 0
    assert "nothing to do" in capsys.readouterr().err and not (tmp_path / "none").exists()
    assert main(["--data", str(tmp_path / "d"), "run", "import", str(PAGES / "northlight")]) == 0
    assert main(["--data", str(tmp_path / "d"), "run", "reparse", "--dry-run"]) == 1
    assert "news.duckdb" in capsys.readouterr().err


def row(change: str, before: str | None, after: str | None) -> dict[str, Any]:
    example = {"article_id": 1, "url": "https://a.example/<b>", "before": before, "after": after}
    return {"outlet": "a", "field": "body", "change": change, "pages": 2, "examples": [example]}


def test_batches_add_up_and_long_values_are_cut_where_they_differ() -> None:
    found = Changes()
    long = "word " * 200
    for _ in range(4):
        found.add([row("changed", long + "old", long + "new"), row("gained", None, "<script>x</script>")], [])
    (one,) = found.fields()
    assert (one.changed, one.gained, len(one.examples["changed"])) == (8, 8, 3)
    example = one.examples["changed"][0]
    assert example.before is not None and example.before.startswith("…") and example.before.endswith("old")
    page = changes_page(found)
    assert "<script>x" not in page and "&lt;script&gt;x" in page
    HTMLParser().feed(page)
