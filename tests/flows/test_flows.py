"""The flows as plain functions: in order, alone, again, and when somebody is in the way."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli.diagnosis import CheckedPlace, findings
from flows.config.paths import Paths
from flows.errors import UsageError
from flows.import_pages import import_pages
from flows.ingest import ingest
from flows.load import load
from flows.parse import parse
from flows.parsing import staging
from flows.publish import publish
from flows.reparse import reparse
from flows.running.run_records import read_run_records
from tests.flows.desk import PAGES, ask, content
from warehouse.connect import writer

pytestmark = pytest.mark.usefixtures("parses_here")

PAGE = PAGES / "northlight/dam-talks/page.html"

HOLD = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.readline()
"""


def test_every_sample_page_is_an_article_or_in_quarantine(sample_data: Path) -> None:
    news = sample_data / "news.duckdb"
    bodies = {row[0] for row in ask(news, "SELECT body_sha256 FROM raw_pages")}
    ((articles, rejected, quarantined),) = ask(
        news,
        "SELECT count(*) FILTER (outcome = 'article'), count(*) FILTER (outcome = 'rejected'),"
        " (SELECT count(*) FROM quarantine WHERE reason <> '') FROM fetches",
    )
    assert len(bodies) == len([p for p in PAGES.glob("*/*/page.*") if p.suffix != ".url"])
    assert articles >= 8
    assert rejected >= 1
    assert quarantined >= 1


@pytest.fixture
def copied(sample_data: Path, tmp_path: Path) -> Path:
    """A copy of the data directory, in which more may be run."""
    return Path(shutil.copytree(sample_data, tmp_path / "data", symlinks=True))


def test_a_second_run_adds_nothing_and_says_so(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = content(copied / "warehouse.duckdb")
    files = {p: p.stat().st_mtime_ns for p in copied.glob("archive/*.gz")}
    published = (copied / "news.duckdb").stat()
    record = ingest(paths=[str(PAGES)], data=str(copied))
    assert record.outcome == "done"
    assert [line.split(None, 1)[1][:13] for line in capsys.readouterr().err.splitlines()] == ["nothing to do"] * 4
    assert content(copied / "warehouse.duckdb") == before
    assert {p: p.stat().st_mtime_ns for p in copied.glob("archive/*.gz")} == files
    assert (copied / "news.duckdb").stat().st_mtime_ns == published.st_mtime_ns


def test_each_flow_runs_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = str(tmp_path)
    assert import_pages([str(PAGE)], data=data).counts["new"] == 1
    assert parse(data=data).counts["articles"] == 1
    assert len(staging.waiting_batches(tmp_path / "staging")) == 1
    assert load(data=data).counts["new_articles"] == 1
    assert staging.waiting_batches(tmp_path / "staging") == []
    assert publish(data=data).counts["published"] == 1
    assert ask(tmp_path / "news.duckdb", "SELECT count(*) FROM current_articles") == [(1,)]
    capsys.readouterr()
    for flow in (parse, load, publish, reparse):
        assert flow(data=data).outcome == "done"
    assert [line.split()[1] for line in capsys.readouterr().err.splitlines()] == ["nothing"] * 4


def test_flows_before_there_is_anything(tmp_path: Path) -> None:
    assert [flow(data=str(tmp_path)).outcome for flow in (parse, load, publish, reparse)] == ["done"] * 4
    assert not (tmp_path / "news.duckdb").exists()


def test_a_held_warehouse_makes_batches_wait(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config, data = tmp_path / "config", tmp_path / "data"
    config.mkdir()
    (config / "copydesk.toml").write_text("[work]\nlock_seconds = 0.3\n")
    ingest(paths=[str(PAGE)], data=str(data), config=str(config))
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data / "warehouse.duckdb")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        record = ingest(paths=[str(PAGES / "talbote")], data=str(data), config=str(config))
    finally:
        holder.communicate("\n")
    assert record.outcome == "waiting"
    said = capsys.readouterr().err.splitlines()[4:]
    assert [line.split()[0] for line in said] == ["import", "parse", "load"]  # publish does not wait once more
    assert f"PID {holder.pid}" in said[-1]
    assert len(staging.waiting_batches(data / "staging")) == 1
    assert ask(data / "news.duckdb", "SELECT count(*) FROM fetches") == [(1,)]
    assert load(data=str(data)).counts["batches"] == 1
    assert publish(data=str(data)).outcome == "done"
    assert ask(data / "news.duckdb", "SELECT count(*) FROM fetches") == [(3,)]


@pytest.mark.parametrize("kept", [False, True], ids=["lost", "an older copy"])
def test_a_warehouse_that_was_lost_is_filled_from_the_archive(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kept: bool
) -> None:
    data, warehouse, backup = str(tmp_path), tmp_path / "warehouse.duckdb", tmp_path / "backup"
    ingest(paths=[str(PAGE)], data=data)
    shutil.copy(warehouse, backup)
    ingest(paths=[str(PAGES / "talbote")], data=data)
    before = content(warehouse)
    if kept:
        backup.replace(warehouse)
    else:
        warehouse.unlink()
    (finding,) = findings(CheckedPlace(Paths(tmp_path), None))
    assert "`copydesk run parse`" in finding
    ingest(paths=[str(PAGE)], data=data)
    assert "went with the warehouse" in capsys.readouterr().err
    assert content(warehouse) == content(tmp_path / "news.duckdb") == before
    assert list(findings(CheckedPlace(Paths(tmp_path), None))) == []


def test_what_was_loaded_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = str(tmp_path)
    ingest(paths=[str(PAGE)], data=data)
    with writer(tmp_path / "warehouse.duckdb") as connection:
        connection.execute("INSERT INTO articles SELECT * FROM articles")
    assert ingest(paths=[str(PAGE)], data=data).messages == ()  # nothing was loaded
    capsys.readouterr()
    record = ingest(paths=[str(PAGES / "talbote")], data=data)
    assert any(message.startswith("doubled: ") for message in record.messages)
    assert "doubled: " in capsys.readouterr().err


def test_a_damaged_batch_is_set_aside_and_the_others_are_loaded(tmp_path: Path) -> None:
    data = str(tmp_path)
    import_pages([str(PAGE)], data=data)
    parse(data=data)
    damaged = tmp_path / "staging" / "00000000T000000-damaged.parquet"
    damaged.write_bytes(b"PAR1 this is none")
    record = load(data=data)
    assert (record.outcome, record.counts["batches"]) == ("failed", 1)
    assert "damaged" in record.messages[0]
    assert not damaged.exists() and damaged.with_suffix(".damaged").exists()
    assert load(data=data).outcome == "done"


def test_a_batch_that_another_load_took_meanwhile_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = str(tmp_path)
    import_pages([str(PAGE)], data=data)
    parse(data=data)
    (batch,) = staging.waiting_batches(tmp_path / "staging")
    assert load(data=data).counts["batches"] == 1
    monkeypatch.setattr(staging, "waiting_batches", lambda directory: [batch])
    record = load(data=data)
    assert (record.outcome, record.counts, record.messages) == ("done", {}, ())


def test_reparse_reads_anew_what_other_rules_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, config = str(tmp_path / "data"), tmp_path / "config"
    ingest(paths=[str(PAGE)], data=data)
    (config / "rules").mkdir(parents=True)
    (config / "rules" / "tracking.toml").write_text("[macros]\nnone = 'nothing'\n")
    assert parse(data=data, config=str(config)).counts == {}, "parse leaves to reparse what was parsed before"
    capsys.readouterr()
    with pytest.raises(UsageError, match="There is no outlet 'nobody'"):
        reparse(data=data, config=str(config), sources=["nobody"])
    assert reparse(data=data, config=str(config)).counts["articles"] == 1
    assert reparse(data=data, config=str(config)).counts == {}
    counts = load(data=data).counts
    assert (counts["new_articles"], counts["new_revisions"]) == (0, 0)
    assert ask(Paths(tmp_path / "data").warehouse, "SELECT count(*), min(rules_version) <> '' FROM revisions") == [
        (1, True)
    ]


def test_a_path_that_is_not_there_stops_nothing(tmp_path: Path) -> None:
    record = import_pages([str(tmp_path / "missing"), str(PAGE)], data=str(tmp_path / "data"))
    assert (record.outcome, record.counts["new"]) == ("failed", 1)
    assert "missing does not exist" in record.messages[0]


def test_what_ran_is_written_down(sample_data: Path) -> None:
    records = read_run_records(sample_data / "runs")
    first = next(r for r in records if r.parent is None)
    assert (first.flow, first.run_id.split("-")[1]) == ("import", "import")
    steps = [r.flow for r in records if r.parent == first.run_id]
    assert steps == ["import", "parse", "load", "publish"]
    assert first.counts["import_new"] >= 8 and first.parameters["paths"] == [str(PAGES)]


def test_a_line_that_recurs_on_an_outlets_pages_is_known_at_the_next_parse(tmp_path: Path) -> None:
    """Nothing in one page says that "The Lamplighter, since 1904" is no part of the story; seven pages do."""
    story = "The council met again on Monday and agreed on plan number {n}, which the mayor had long asked for. " * 4
    page = (
        "<html><body><article><h1>Plan {n} agreed</h1><p>{story}</p><p>The Lamplighter, since 1904</p>"
        "<p>{story} So be it.</p>"
    )
    pages, data = tmp_path / "pages", str(tmp_path / "data")
    pages.mkdir()
    for number in range(8):
        body = page.format(n=number, story=story.format(n=number))
        (pages / f"{number}.html").write_text(body)
        (pages / f"{number}.html.url").write_text(f"https://www.lamplighter.example/story/{number}")
        if number == 6:
            ingest(paths=[str(pages)], data=data)
    news = tmp_path / "data" / "news.duckdb"
    ingest(paths=[str(pages)], data=data)
    kept = "SELECT count(*), bool_or(headline = 'Plan 7 agreed') FROM blocks JOIN revisions USING (revision_id)"
    assert ask(news, f"{kept} WHERE text LIKE 'The Lamplighter%'") == [(7, False)]
