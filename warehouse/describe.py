"""Reads the data dictionary from the database itself: every table, view and column with its comment.

Gives it as values, as Markdown for the documentation, or as a Mermaid diagram of how tables refer to each other.
"""

from __future__ import annotations

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from warehouse.sql_files import script

#: Column -> the table whose row it names.
_PARENTS = {
    "article_id": "articles",
    "fetch_id": "fetches",
    "raw_page_id": "raw_pages",
    "revision_id": "revisions",
    "run_id": "runs",
    "source_id": "sources",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table or view: name, type, and its comment from the data dictionary."""

    name: str
    #: As DuckDB writes it ("VARCHAR", "TIMESTAMP WITH TIME ZONE").
    type: str
    nullable: bool
    comment: str


@dataclass(frozen=True, slots=True)
class Relation:
    """One table or view, with its comment and its columns."""

    name: str
    #: table or view.
    kind: str
    comment: str
    columns: tuple[Column, ...]


def describe(connection: DuckDBPyConnection) -> list[Relation]:
    """Describe all tables and views with their comments and columns: first the views by name, then the tables by name.

    People start with the views.
    """
    relations: dict[tuple[str, str, str], list[Column]] = {}
    for name, kind, comment, *column in connection.execute(script("queries", "describe")).fetchall():
        relations.setdefault((name, kind, comment), []).append(Column(*column))
    return [Relation(*key, tuple(columns)) for key, columns in relations.items()]


def dictionary_markdown(relations: list[Relation]) -> str:
    """Write the data dictionary as Markdown."""
    parts = [
        "# The schema of the warehouse",
        "Made from the database by `copydesk schema --markdown`. Views come first: start with `current_articles`.",
        "Times are points in time: a client shows them, and casts them to a day, in its own time zone. Say "
        "`SET TimeZone = 'UTC'` first, as `copydesk sql` does, to get the days of UTC.",
        "```mermaid\n" + mermaid(relations) + "\n```",
    ]
    for relation in relations:
        lines = [f"| {c.name} | {_type(c.type)} | {c.comment.replace('|', '/')} |" for c in relation.columns]
        table = "\n".join(["| column | type | meaning |", "|---|---|---|", *lines])
        parts.append(f"## {relation.name} ({relation.kind})\n\n{relation.comment}.\n\n{table}")
    return "\n\n".join(parts) + "\n"


def mermaid(relations: list[Relation]) -> str:
    """Write the tables as a Mermaid entity diagram.

    It has a line between two tables for each column of one that names a row of the other.
    """
    tables = [r for r in relations if r.kind == "table"]
    lines = ["erDiagram"]
    for table in tables:
        names = {column.name for column in table.columns}
        owned = [(c, p) for c, p in _PARENTS.items() if c in names and p != table.name]
        lines += [f"    {parent} ||--o{{ {table.name} : {column}" for column, parent in owned]
    for table in tables:
        lines.append(f"    {table.name} {{")
        lines += [f"        {_plain(c.type)} {c.name}" for c in table.columns]
        lines.append("    }")
    return "\n".join(lines)


def _type(name: str) -> str:
    return name.replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ").replace("|", "/")


def _plain(name: str) -> str:
    """Write a column's type as one word, since Mermaid takes nothing else.

    "DECIMAL(18,3)" gives "DECIMAL", "VARCHAR[]" gives "VARCHAR_list".
    """
    return _type(name).replace("[]", "_list").split("(")[0].replace(" ", "_")
