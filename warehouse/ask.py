"""Asks the warehouse single questions for flows; each is one query in warehouse/queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duckdb import DuckDBPyConnection

from warehouse.sql_files import script


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a query, with the names of their columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def dicts(self) -> list[dict[str, Any]]:
        """Give the rows as dictionaries: name of the column -> value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def ask(connection: DuckDBPyConnection, question: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Answer:
    """Run the query warehouse/queries/<question>.sql with these parameters; gives its columns and rows."""
    connection.execute(script("queries", question), parameters)
    columns = tuple(column[0] for column in connection.description or ())
    return Answer(columns, tuple(connection.fetchall()))


def body_of_article(connection: DuckDBPyConnection, article_id: int) -> tuple[str, str | None] | None:
    """Give (sha256 of the raw body, address) of an article's current revision; None when there is no such article."""
    rows = ask(connection, "body_of_article", [article_id]).rows
    return (str(rows[0][0]), rows[0][1]) if rows else None
