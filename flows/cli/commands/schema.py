"""copydesk schema: prints the data dictionary, made from the comments in the database."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click
import duckdb

from flows.cli.commands.session import Session, Verb, put, put_json, with_session
from flows.config.paths import data_paths
from flows.errors import UsageError
from warehouse.connect import reader
from warehouse.describe import Relation, describe, dictionary_markdown, mermaid
from warehouse.migrate import migrate


@click.command("schema", cls=Verb)
@click.argument("names", nargs=-1, metavar="[TABLE|VIEW...]")
@click.option("--markdown", "form", flag_value="markdown", help="Print the dictionary as Markdown.")
@click.option(
    "--mermaid", "form", flag_value="mermaid", help="Print the tables and their references as a Mermaid diagram."
)
@with_session
def command(session: Session, names: tuple[str, ...], form: str | None) -> None:
    """Describe every table, view and column.

    Describes the published file; before anything is published, the file as this version would make it.
    """
    relations = _relations(data_paths(session.data).news)
    chosen = [relation for relation in relations if not names or relation.name in names]
    if not chosen:
        raise UsageError(f"There is no table or view {', '.join(names)}; `copydesk schema` lists them all.")
    if form == "markdown":
        put(dictionary_markdown(chosen), end="")
    elif form == "mermaid":
        put(mermaid(chosen))
    elif session.json:
        put_json([asdict(relation) for relation in chosen])
    else:
        _print(chosen, columns=bool(names))


def _relations(published: Path) -> list[Relation]:
    """Describe the tables and views of the published file, or of an empty new one when nothing is published."""
    if published.exists():
        with reader(published) as connection:
            return describe(connection)
    with duckdb.connect() as empty:
        migrate(empty)
        return describe(empty)


def _print(relations: list[Relation], *, columns: bool) -> None:
    names = [relation.name for relation in relations]
    if columns:
        names += [column.name for relation in relations for column in relation.columns]
    width = max(map(len, names))
    for relation in relations:
        put(f"{relation.kind:<6}{relation.name:<{width}}  {relation.comment}")
        for column in relation.columns if columns else ():
            put(f"      {column.name:<{width}}  {column.type:<24} {column.comment}")
