"""What the tests of flows and of the command line have in common: sample pages and questions to a data directory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "tests" / "pages"

#: Everything that a reader of the data would notice, without ids, times of the run and bookkeeping.
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
    """Rows of a query on a DuckDB file."""
    connection = duckdb.connect(str(database), read_only=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def content(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What two data directories must have in common to be equal."""
    return {name: ask(database, sql) for name, sql in CONTENT.items()}


def copydesk(data: Path, *words: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    command = [sys.executable, "-m", "flows.cli", "--data", str(data), *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, **options)
