"""The verbs that hand data on: schema, export, search, and compact."""

import io
import json
from pathlib import Path

import pytest

from flows.cli.cli import main
from flows.cli.output_hits import print_hits
from warehouse.search import Hit


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_schema_names_relations_and_columns(sample_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--data", sample_data, "schema")
    assert code == 0 and "current_articles" in out and "One row a story" in out
    assert "The caption without its credit" in run(capsys, "--data", sample_data, "schema", "captions")[1]
    code, _, err = run(capsys, "--data", sample_data, "schema", "nothing")
    assert code == 2 and "no table or view nothing" in err


def test_schema_as_documentation_picture_and_json(sample_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--data", sample_data, "schema", "--markdown")[1].startswith("# The schema")
    assert run(capsys, "--data", sample_data, "schema", "--mermaid")[1].startswith("erDiagram")
    (one,) = json.loads(run(capsys, "--data", sample_data, "--json", "schema", "tags")[1])
    assert [column["name"] for column in one["columns"]] == ["revision_id", "ordinal", "tag"]


@pytest.mark.parametrize("form", ["jsonl", "csv", "ninjs"])
def test_export_holds_the_articles(
    sample_data: Path, tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "--data", sample_data, "export", tmp_path / "all", "--format", form)
    assert (code, out) == (0, "") and "rows written to" in err
    assert "Dam talks resume" in (tmp_path / "all").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "begins"),
    [("a.csv", b"article_id,"), ("b.JSONL", b"{"), ("c.ndjson", b"{"), ("d.parquet", b"PAR1"), ("-", b"{")],
)
def test_the_name_of_the_target_decides_the_format(
    sample_data: Path, tmp_path: Path, name: str, begins: bytes, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    target = tmp_path / name if name != "-" else name
    assert main(["--data", str(sample_data), "export", str(target)]) == 0
    printed = capfdbinary.readouterr().out
    assert (target.read_bytes() if isinstance(target, Path) else printed).startswith(begins)


def test_a_target_whose_name_says_no_format(
    sample_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "--data", sample_data, "export", tmp_path / "articles.xlsx")
    assert code == 2 and "ends in .xlsx" in err and "--format" in err
    assert run(capsys, "--data", sample_data, "export", tmp_path / "folder")[0] == 0
    assert list((tmp_path / "folder").rglob("*.parquet"))


@pytest.mark.parametrize("name", ["no/such/a.csv", "no/such/folder", "no/a.jsonl", "no/a.parquet"])
def test_an_export_invents_no_folder(
    sample_data: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "--data", sample_data, "export", tmp_path / name)
    assert code == 1 and f"no folder {(tmp_path / name).parent}; make it" in err and err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_failed_export_leaves_nothing(sample_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    query = "SELECT CASE WHEN article_id < 5 THEN 1 ELSE error('no more') END FROM current_articles"
    for form in ("csv", "jsonl", "parquet"):
        code, _, err = run(capsys, "--data", sample_data, "export", tmp_path / "a", "--format", form, "--query", query)
        assert code == 1 and "no more" in err
    assert list(tmp_path.iterdir()) == []


def test_export_of_one_article_and_of_a_query(
    sample_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    query = ["--format", "csv", "--query", "SELECT caption, credit FROM current_captions"]
    assert run(capsys, "--data", sample_data, "export", tmp_path / "c.csv", *query)[0] == 0
    assert (tmp_path / "c.csv").read_text("utf-8").startswith("caption,credit\n")
    one = run(capsys, "--data", sample_data, "export", tmp_path / "one", "--format", "ninjs", "--article", 1)
    assert one[0] == 0 and json.loads((tmp_path / "one").read_text("utf-8"))["type"] == "text"
    both = run(capsys, "--data", sample_data, "export", tmp_path / "x", "--article", 1, "--query", "SELECT 1")
    assert both[0] == 2 and "not both" in both[2]


def test_search_finds_or_says_that_it_does_not(sample_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Dam talks resume" in run(capsys, "--data", sample_data, "search", "dam", "river")[1]
    hits = json.loads(run(capsys, "--data", sample_data, "--json", "search", "DAM", "--limit", 1)[1])
    assert len(hits) == 1 and hits[0]["score"] > 0
    assert "No story" in run(capsys, "--data", sample_data, "search", "zzzzzz")[1]


def test_search_shows_where_the_words_stand(
    sample_data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = run(capsys, "--data", sample_data, "search", "tarsa", "DAM")
    head, passage = out.splitlines()
    assert code == 0 and head.endswith("2025-11-04  northlight.example  Dam talks resume as river runs low")
    assert passage.startswith("    ") and "Tarsa dam" in passage and "\x1b" not in out
    (hit,) = json.loads(run(capsys, "--data", sample_data, "--json", "search", "tarsa", "DAM")[1])
    marked = [hit["snippet"][start:end].lower() for start, end in hit["marks"]]
    assert set(marked) == {"tarsa", "dam"} and hit["snippet"] == passage.strip()
    terminal = Terminal()
    monkeypatch.setenv("TERM", "xterm-256color")
    print_hits([Hit(1, None, None, "Dam", None, 1.0, "A dam\x1b[2J dam", ((2, 5), (10, 13)))], ["dam"], terminal)
    shown = terminal.getvalue()
    assert "\x1b[1mDam\x1b[0m" in shown and "A \x1b[1mdam\x1b[0m\\x1b[2J \x1b[1mdam\x1b[0m" in shown


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_compact_needs_a_warehouse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "--data", tmp_path, "compact")
    assert code == 1 and "does not exist yet" in err
