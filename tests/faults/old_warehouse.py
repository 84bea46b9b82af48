"""A warehouse as it was before migration 0006: its schema, and rows with the keys of that time."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from duckdb import DuckDBPyConnection

from warehouse.migrate import migrate


class OldWarehouse:
    """Writes rows as the version before migration 0006 did.  connection: to an empty file."""

    def __init__(self, connection: DuckDBPyConnection) -> None:
        connection.execute("SET TimeZone = 'UTC'")
        migrate(connection, up_to=5)
        self._connection = connection
        self._fetches = self._articles = 0

    def story(self, key: str, canonical: str, pages: Sequence[tuple[str, str, datetime]], source: int = 1) -> None:
        """Write a story with this key; each of its pages (address, text, time) is one version."""
        self._articles += 1
        times = [moment for _, _, moment in pages]
        first = self._fetches + 1
        for version, (url, text, moment) in enumerate(pages, 1):
            number = self._fetch(url, text, moment, source, "article", self._articles, self._fetches + 1)
            self._connection.execute(
                "INSERT INTO revisions (revision_id, article_id, version, fetch_id, raw_page_id, run_id,"
                " first_captured_at, last_captured_at,"
                " headline, word_count, content_hash, parser_version, rules_version)"
                " VALUES (?, ?, ?, ?, ?, 'run-1', ?, ?, 'Ferry returns', 9, ?, '1', 'r1')",
                [number, self._articles, version, number, number, moment, moment, text],
            )
            self._connection.execute(
                "INSERT INTO blocks VALUES (?, 1, 'paragraph', NULL, ?, NULL, NULL, NULL)", [number, text]
            )
        self._connection.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                self._articles,
                source,
                key,
                canonical,
                min(times),
                max(times),
                first + times.index(max(times)),
                len(pages),
            ],
        )

    def failures(self, key: str, pages: Sequence[tuple[str, datetime]], source: int = 1) -> None:
        """Write an entry in quarantine with this key, for rejected pages (address, time)."""
        for url, moment in pages:
            number = self._fetch(url, "", moment, source, "rejected", None, None)
        self._connection.execute(
            "INSERT INTO quarantine VALUES (?, ?, ?, ?, ?, ?, 'run-1', 'parse', 'listing', 'A list.', ?, ?, ?,"
            " '1', 'r1', false, NULL, NULL)",
            [number, key, source, url, number, number, len(pages), min(t for _, t in pages), moment],
        )  # fmt: skip

    def source(self, number: int, name: str) -> None:
        """Write an outlet whose name is a host."""
        self._connection.execute("INSERT INTO sources VALUES (?, ?, ?, NULL, NULL, NULL, false)", [number, name, name])

    def _fetch(
        self,
        url: str,
        text: str,
        moment: datetime,
        source: int,
        outcome: str,
        article: int | None,
        revision: int | None,
    ) -> int:
        self._fetches += 1
        number = self._fetches
        body = hashlib.sha256(f"{url} {text} {number}".encode()).hexdigest()
        reason = "listing" if outcome == "rejected" else None
        self._connection.execute(
            "INSERT INTO raw_pages VALUES (?, ?, 9, NULL, NULL, NULL, 'one.warc.gz', 0, 9, ?)", [number, body, moment]
        )
        self._connection.execute(
            "INSERT INTO fetches VALUES (?, 'run-1', ?, 'http', ?, ?, 200, NULL, NULL, ?, ?, ?, ?, ?, ?)",
            [number, source, url, url, moment, number, outcome, reason, article, revision],
        )
        return number
