"""The verbs that look at a data directory: sql, status, report, sources, and what they say when there is none."""

import io
import json
from pathlib import Path

import pytest

from flows.cli.cli import main
from flows.running.run_records import recorded_run
from tests.flows.desk import PAGES


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def one_sentence(err: str) -> bool:
    return err.startswith("copydesk: ") and len(err.splitlines()) == 1


HEADLINES = "SELECT headline FROM current_articles WHERE headline LIKE 'Dam talks%'"


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("csv", "headline\nDam talks resume as river runs low\n"),
        ("jsonl", '{"headline": "Dam talks resume as river runs low"}\n'),
        ("json", '[\n{"headline": "Dam talks resume as river runs low"}\n]\n'),
    ],
)
def test_sql_forms(sample_data: Path, form: str, expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--data", sample_data, "sql", HEADLINES, "--format", form) == (0, expected, "")


def test_sql_table_is_as_wide_as_it_must_be(sample_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "sql", "--data", sample_data, "SELECT 1 AS one, repeat('word ', 60) AS long")
    head, rule, row = out.splitlines()
    assert head.split() == ["one", "long"]
    assert set(rule) == {"─"}
    assert row.count("word") == 60


def test_sql_from_standard_input(
    sample_data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("SELECT count(*) > 5 AS many FROM articles"))
    assert run(capsys, "--data", sample_data, "sql", "--json") == (0, '[\n{"many": true}\n]\n', "")
    monkeypatch.setattr("sys.stdin", io.StringIO("  \n"))
    code, _, err = run(capsys, "--data", sample_data, "sql")
    assert code == 2 and one_sentence(err)


def test_sql_values_in_json(sample_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = "SELECT TIMESTAMPTZ '2026-03-01 10:00:00+00' AS t, 1.50::DECIMAL(4, 2) AS d, NULL AS n, [1, 2] AS l"
    _, out, _ = run(capsys, "--data", sample_data, "--json", "sql", query)
    assert json.loads(out) == [{"t": "2026-03-01T10:00:00+00:00", "d": 1.5, "n": None, "l": [1, 2]}]


@pytest.mark.parametrize(
    ("query", "said", "marked"),
    [
        ("SELEC 1", "syntax error", ["LINE 1: SELEC 1", "        ^^^^^"]),
        (
            "SELECT *\nFROM current_article",
            'Did you mean "current_articles"',
            ["LINE 2: FROM current_article", "             ^^^^^^^^^^^^^^^"],
        ),
        ("DELETE FROM articles", "read-only", []),
    ],
)
def test_an_error_in_sql_is_one_sentence_and_a_mark(
    sample_data: Path, query: str, said: str, marked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "--data", sample_data, "sql", query)
    sentence, *below = err.splitlines()
    assert (code, out) == (1, "")
    assert one_sentence(sentence) and said in sentence
    assert below == marked


def test_several_statements_in_sql(sample_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = "SET threads = 1; SELECT 1 AS one; SELECT 2 AS two"
    assert run(capsys, "--data", sample_data, "sql", query) == (0, "one\n───\n  1\n\ntwo\n───\n  2\n", "")
    code, out, err = run(capsys, "--data", sample_data, "--json", "sql", query)
    assert (code, out) == (2, "") and one_sentence(err) and "one at a time" in err
    assert run(capsys, "--data", sample_data, "--json", "sql", "SET threads = 1; SELECT 1 AS one")[0] == 0


def test_usage_errors_say_what_was_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "exprot")[2].splitlines() == [
        "copydesk: No such command 'exprot'. Did you mean 'export'? `copydesk --help` shows what there is."
    ]
    assert run(capsys, "sql", "--fromat", "csv")[2].splitlines() == [
        "copydesk: No such option '--fromat'. Did you mean '--format'? `copydesk sql --help` shows what there is."
    ]
    assert run(capsys, "run", "--again")[2].splitlines() == [
        "copydesk: Option '--again' requires an argument. `copydesk run --help` shows what there is."
    ]


@pytest.mark.parametrize("query", ["", "  ", ";", "/* nothing */"])
def test_a_query_without_a_statement(sample_data: Path, query: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "--data", sample_data, "sql", query)
    assert (code, out) == (2, "")
    assert one_sentence(err) and "no statement" in err


@pytest.mark.parametrize("words", [["sql", "SELECT 1"], ["report"]])
def test_before_anything_was_published(tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    place = f"--data {tmp_path / 'none'}"
    code, out, err = run(capsys, *place.split(), *words)
    assert (code, out) == (1, "")
    assert one_sentence(err) and f"run `copydesk {place} ingest` or `copydesk {place} import` first" in err
    assert not (tmp_path / "none").exists()


def test_status_of_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "--data", tmp_path / "none", "status")
    assert (code, err) == (0, "")
    assert "nothing yet" in out
    assert not (tmp_path / "none").exists()


def test_status(sample_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--data", sample_data, "status")
    assert code == 0 and "state 1" in out and "nothing waits" in out
    _, out, _ = run(capsys, "--data", sample_data, "status", "--json")
    found = json.loads(out)
    assert found["published"]["articles"] >= 8
    assert found["warehouse_held_by"] is None and found["batches_waiting"] == 0
    assert found["latest_runs"][-1]["flow"] == "import"


def test_status_tells_a_run_from_its_step_of_the_same_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runs = tmp_path / "runs"
    with recorded_run(runs, "import", {}) as whole, recorded_run(runs, "import", {}, parent=whole.id):
        _, out, _ = run(capsys, "--data", tmp_path, "status")
    told = [line.split()[1:-4] for line in out.splitlines() if line.startswith("running")]
    assert sorted(told) == [["import"], ["step", "import"]]


def test_report(sample_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--data", sample_data, "report", "--json")
    found = json.loads(out)
    assert code == 0 and set(found) == {"outlets", "rejected", "alarms", "blocked"}
    assert sum(o["rejected"] for o in found["outlets"]) == sum(r["pages"] for r in found["rejected"]) > 0
    assert run(capsys, "--data", sample_data, "report")[1].startswith("Outlets, last 7 days:\n")


def test_sources(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "None yet" in run(capsys, "--data", tmp_path, "sources")[1]
    (tmp_path / "sources.toml").write_text('[[source]]\nname = "herald"\nfeeds = ["https://herald.example/rss"]\n')
    assert json.loads(run(capsys, "--config", tmp_path, "sources", "--json")[1])[0]["name"] == "herald"
    assert "herald" in run(capsys, "--config", tmp_path, "sources")[1]
    dry = run(capsys, "--config", tmp_path, "ingest", "--dry-run")
    assert dry == (0, "herald: https://herald.example/rss\n", "")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["run", "pasre"], 2, "known are: scrape, import, parse, load, publish, reparse, retry, ingest"),
        (["run", "load", "--source", "x"], 2, "takes no --source"),
        (["run", "import"], 2, "needs a PATH"),
        (["import"], 2, "Missing argument"),
        (["ingest", "--source", "nobody"], 2, "There is no source 'nobody'"),
    ],
)
def test_runs_that_cannot_be(
    words: list[str], code: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found, out, err = run(capsys, "--data", tmp_path / "none", *words)
    assert (found, out) == (code, "")
    assert one_sentence(err) and said in err
    assert not (tmp_path / "none").exists()


def test_a_broken_settings_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "copydesk.toml").write_text("[work]\nbatch_page = 3\n")
    code, _, err = run(capsys, "--data", tmp_path / "d", "--config", tmp_path, "run", "parse")
    assert code == 2 and one_sentence(err)
    assert "copydesk.toml:2:" in err and "did you mean 'batch_pages'" in err
    assert not (tmp_path / "d").exists()


def test_import_prints_its_record_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = PAGES / "northlight/dam-talks/page.html"
    code, out, _ = run(capsys, "--data", tmp_path, "--json", "import", page)
    record = json.loads(out)
    assert code == 0
    assert (record["flow"], record["outcome"], record["counts"]["load_new_articles"]) == ("import", "done", 1)


def test_a_page_that_is_no_article_gives_exit_code_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.html").write_bytes(b"")
    assert run(capsys, "--data", tmp_path / "d", "import", tmp_path / "empty.html")[0] == 3
    assert run(capsys, "--data", tmp_path / "d", "import", tmp_path / "empty.html")[0] == 0, "nothing new, no news"
    code, _, err = run(capsys, "--data", tmp_path / "d", "import", tmp_path / "missing.html")
    assert code == 1 and "missing.html does not exist" in err


def test_a_dry_run_takes_in_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--data", tmp_path / "d", "import", "--dry-run", PAGES / "northlight")
    assert code == 0 and out.splitlines()[-1].startswith("Would import: pages 1")
    assert not (tmp_path / "d").exists()


def test_search(sample_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--data", sample_data, "search", "Dam", "river", "--json")
    assert code == 0 and json.loads(out)[0]["headline"] == "Dam talks resume as river runs low"
    assert "No story" in run(capsys, "--data", sample_data, "search", "zzyzx")[1]
    assert run(capsys, "--data", sample_data, "search")[0] == 2


def test_schema_needs_no_data(sample_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    without = run(capsys, "--data", tmp_path / "none", "schema")
    assert without == run(capsys, "--data", sample_data, "schema")
    assert "current_articles" in without[1]
    assert "occurrences" in run(capsys, "schema", "current_captions")[1]
    assert "```mermaid" in run(capsys, "schema", "--markdown")[1]
    code, _, err = run(capsys, "schema", "nothing")
    assert code == 2 and one_sentence(err)


def test_export_and_compact(sample_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "articles.jsonl"
    code, out, err = run(capsys, "--data", sample_data, "export", "--format", "jsonl", target)
    assert (code, out) == (0, "") and "rows written" in err
    assert len(target.read_text().splitlines()) == int(err.split()[0])
    query = "SELECT headline FROM current_articles WHERE headline LIKE 'Dam%'"
    assert run(capsys, "--data", sample_data, "export", "--format", "csv", "--query", query, tmp_path / "d.csv")[0] == 0
    assert (tmp_path / "d.csv").read_text() == "headline\nDam talks resume as river runs low\n"
    assert " MB now; before" in run(capsys, "--data", sample_data, "compact")[1]
