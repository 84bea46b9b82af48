"""A query on an imported table can read that file only, no other file, network or extension, and write nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.errors import UsageError
from tests.acquire.tables import WRITERS, read, shown

ROWS = [{"url": "https://herald.example/1", "html": "<p>a</p>"}]
#: What must not be possible on any file; {secret} is a file that holds a secret, {own} the file itself.
WAYS_OUT = [
    "SELECT content FROM read_text('{secret}')",
    "SELECT * FROM '{secret}'",
    "SELECT file AS html FROM glob('{folder}/*')",
    "SELECT * FROM query('FROM read_text(''{secret}'')')",
    "COPY (SELECT 1) TO '{own}'",
    "COPY (SELECT 1) TO '{folder}/out.csv'",
    "ATTACH '{secret}' AS other",
    "ATTACH DATABASE '{folder}/new.db' AS other",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SELECT load_extension('{secret}')",
    "SELECT writefile('{folder}/out', 'x')",
    "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')",
    "SET enable_external_access = true",
    "PRAGMA database_list",
    "PRAGMA writable_schema = ON",
    "CREATE TABLE t AS SELECT 1",
    "DROP TABLE pages",
    "VACUUM INTO '{folder}/copy.db'",
    "SELECT 1 AS html; SELECT 2 AS html",
    "SELECT getenv('HOME') AS html",
    "SELEC",
    "",
]


@pytest.mark.parametrize("name", ["pages.jsonl", "pages.parquet", "pages.sqlite", "pages.duckdb"])
def test_the_way_out_is_shut(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    WRITERS[name](path, ROWS)
    (tmp_path / "secret.txt").write_text("swordfish")
    before, content = sorted(tmp_path.iterdir()), path.read_bytes()
    for way in WAYS_OUT:
        query = way.format(secret=tmp_path / "secret.txt", folder=tmp_path, own=path)
        with pytest.raises(UsageError) as error:
            read(path, query=query)
        assert name in str(error.value) and "the query cannot be run" in str(error.value)
        assert "swordfish" not in str(error.value)
    assert (sorted(tmp_path.iterdir()), path.read_bytes()) == (before, content)


def test_a_query_reads_the_folder_of_its_file_neither(tmp_path: Path) -> None:
    for name in ("a.parquet", "b.parquet"):
        WRITERS["pages.parquet"](tmp_path / name, ROWS)
    assert shown(read(tmp_path / "a.parquet", query="SELECT * FROM pages")) == [("1", "<p>a</p>")]
    for other in ("b.parquet", "*.parquet"):
        with pytest.raises(UsageError):
            read(tmp_path / "a.parquet", query=f"SELECT * FROM read_parquet('{tmp_path}/{other}')")


def test_what_fails_while_rows_are_read_is_a_row(tmp_path: Path) -> None:
    WRITERS["pages.jsonl"](tmp_path / "x", [{**ROWS[0], "n": str(n)} for n in (*range(5000), "none")])
    found = read(
        tmp_path / "x", query="SELECT url, html, CAST(n AS INT) AS number FROM pages", columns={"status": "number"}
    )
    assert found[-1].outcome == "damaged" and "what follows it cannot be read: DuckDB says" in found[-1].detail
