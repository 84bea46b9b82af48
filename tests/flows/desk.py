"""Helpers for tests of flows and of the command line: sample pages, queries, and the command line as a process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "tests" / "pages"

#: Table -> query for its content, without ids, times of the run and bookkeeping, which differ between equal runs.
CONTENT = {
    "articles": "SELECT url_key, revision_count FROM articles ORDER BY ALL",
    "revisions": "SELECT headline, content_hash, version, word_count FROM revisions ORDER BY ALL",
    "blocks": "SELECT content_hash, ordinal, kind, text FROM blocks JOIN revisions USING (revision_id) ORDER BY ALL",
    "dropped": "SELECT text, reason FROM dropped_segments ORDER BY ALL",
    "fetches": "SELECT requested_url, outcome, reason FROM fetches ORDER BY ALL",
    "quarantine": "SELECT page_key, reason, attempts FROM quarantine ORDER BY ALL",
    "raw_pages": "SELECT body_sha256, byte_length FROM raw_pages ORDER BY ALL",
}


def ask(database: Path, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a query on a DuckDB file, opened read-only."""
    connection = duckdb.connect(str(database), read_only=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def content(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The content of a warehouse by table; equal for two warehouses with the same pages."""
    # One connection for all: opening and closing a file takes as long as the queries.
    with duckdb.connect(str(database), read_only=True) as connection:
        return {name: connection.execute(sql).fetchall() for name, sql in CONTENT.items()}


def copydesk(data: Path, *words: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process; gives its exit code and output.  options: of subprocess.run."""
    command = [sys.executable, "-m", "flows.cli", "--data", str(data), *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, **options)
