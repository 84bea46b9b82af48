"""copydesk import of tables: what --dry-run says, whose pages they are, and how mistakes are told."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from flows.acquire.files.owner import Owner
from flows.archive.archive import Archive
from flows.archive.captures import Capture
from flows.cli.cli import main
from flows.errors import UsageError
from flows.import_pages import import_pages
from tests.acquire.tables import WRITERS, json_lines

ROWS = [{"link": f"https://herald.example/{n}", "raw": f"<p>{n}</p>", "body": "b"} for n in range(5)]
Capsys = pytest.CaptureFixture[str]


def run(capsys: Capsys, *words: object) -> tuple[int, str, str]:
    code = main([*map(str, words)])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_dry_run_says_what_was_recognised_and_writes_nothing(tmp_path: Path, capsys: Capsys) -> None:
    path, data = tmp_path / "x.txt", tmp_path / "data"
    WRITERS["pages.csv"](path, ROWS)
    path.write_text(path.read_text() + "broken\n")
    code, out, _ = run(capsys, "--data", data, "import", "--dry-run", "--column", "html=raw", path)
    assert (code, data.exists()) == (0, False)
    assert out.splitlines() == [
        f"{path}: a table in CSV",
        f"{path}: columns link, raw, body; the page from raw, url from link; body could be pages, too, and is not read",
        *(f"    https://herald.example/{n}" for n in range(3)),
        "    Row 6 (line 7) of x.txt has 1 cell, and there are 3 columns.",
        f"{path}: 6 rows",
        "Would import: pages 5, damaged 1.",
    ]


def test_a_dry_run_of_a_table_without_pages(tmp_path: Path, capsys: Capsys) -> None:
    json_lines(tmp_path / "x", [{"a": 1}])
    code, out, _ = run(capsys, "--data", tmp_path / "data", "import", "--dry-run", tmp_path / "x")
    assert code == 0
    assert out.splitlines()[1:] == [
        f"{tmp_path}/x: it has no column of pages (html, content, text); it has a; say which it is with "
        "--column html=NAME, or make one with --query",
        "Would import: unreadable 1.",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--column", "raw"], "--column raw is not understood; say html=NAME"),
        (["--column", "picture=raw"], "--column picture=raw is not understood"),
        (["--column", "html=raw", "--column", "html=body"], "--column names two columns for html"),
        (["--source", "nobody"], "There is no source 'nobody'"),
        (["--url", "herald.example/1"], "--url herald.example/1 is no address of a page"),
        (["--url", "https://herald.example/1"], "--url is the address of a single page"),
        (["--query", "SELECT nothing FROM pages"], "the query cannot be run on it: DuckDB says: Binder Error"),
    ],
)
@pytest.mark.parametrize("dry", [["--dry-run"], []])
def test_bad_usage(tmp_path: Path, capsys: Capsys, words: list[str], said: str, dry: list[str]) -> None:
    json_lines(tmp_path / "x", ROWS)
    code, _, err = run(capsys, "--data", tmp_path / "data", "--no-prefect", "import", *words, *dry, tmp_path / "x")
    assert said in err
    assert code in (1, 2)


def test_whose_pages_they_are(tmp_path: Path) -> None:
    config, data = tmp_path / "config", tmp_path / "data"
    config.mkdir()
    (config / "sources.toml").write_text('[[source]]\nname = "herald"\nactive = false\n')
    json_lines(tmp_path / "x", ROWS)
    (tmp_path / "page.html").write_text("<p>page</p>")
    place = {"data": str(data), "config": str(config), "source": "herald"}
    import_pages([str(tmp_path / "x")], columns={"html": "raw"}, query="SELECT * FROM pages LIMIT 1", **place)
    import_pages([str(tmp_path / "page.html")], url="https://herald.example/page", **place)
    with Archive(data / "archive") as archive:
        assert sorted((row.url, row.source) for row in archive.captures()) == [
            ("https://herald.example/0", "herald"),
            ("https://herald.example/page", "herald"),
        ]


def test_an_address_for_several_pages_is_refused_before_any_of_them() -> None:
    found = iter([Capture("file:///a", outcome="empty"), Capture("file:///b", b"b"), Capture("file:///c", b"c")])
    named = Owner(url="https://herald.example/1").of_all(found)
    assert next(named).url == "file:///a"
    with pytest.raises(UsageError):
        next(named)


def test_tables_in_an_archive_are_told_by_their_names(tmp_path: Path, capsys: Capsys) -> None:
    path = tmp_path / "x.zip"
    json_lines(tmp_path / "pages.jsonl", [{"url": "https://herald.example/1", "html": "<p>a</p>"}])
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(tmp_path / "pages.jsonl", "in/pages.jsonl")
    _, out, _ = run(capsys, "--data", tmp_path / "data", "import", "--dry-run", path)
    assert out.splitlines()[:2] == [f"{path}: a zip archive", f"{path}/in/pages.jsonl: JSON Lines"]
    assert out.splitlines()[-1] == "Would import: pages 1."
