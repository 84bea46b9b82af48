"""The data dictionary is made from the database, and docs/schema.md is what it prints."""

from __future__ import annotations

from pathlib import Path

from duckdb import DuckDBPyConnection

from warehouse.describe import describe, dictionary_markdown, mermaid


def test_every_relation_with_its_columns(connection: DuckDBPyConnection) -> None:
    relations = {relation.name: relation for relation in describe(connection)}
    assert relations["current_articles"].kind == "view"
    headline = next(c for c in relations["revisions"].columns if c.name == "headline")
    assert (headline.type, headline.nullable, headline.comment) == ("VARCHAR", True, "Title of the story")
    kinds = [relation.kind for relation in describe(connection)]
    assert kinds == sorted(kinds, reverse=True)


def test_the_picture_shows_what_belongs_to_what(connection: DuckDBPyConnection) -> None:
    picture = mermaid(describe(connection))
    assert "    articles ||--o{ revisions : article_id" in picture
    assert "        TIMESTAMPTZ published_at" in picture
    assert "current_articles" not in picture


def test_the_documentation_is_up_to_date(connection: DuckDBPyConnection) -> None:
    printed = (Path(__file__).parents[2] / "docs" / "schema.md").read_text("utf-8")
    assert printed == dictionary_markdown(describe(connection)), "run: make derived"
