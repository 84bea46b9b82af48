"""Single questions that flows ask the warehouse; each is one query in warehouse/queries."""

from __future__ import annotations

from duckdb import DuckDBPyConnection

from warehouse.scripts import script


def body_of_article(connection: DuckDBPyConnection, article_id: int) -> tuple[str, str | None] | None:
    """(sha256 of the raw body, canonical URL) of an article's current revision; None when there is no such article."""
    row = connection.execute(script("queries", "body_of_article"), [article_id]).fetchone()
    return (str(row[0]), row[1]) if row else None
