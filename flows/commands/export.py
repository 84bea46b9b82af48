"""copydesk export: articles, or the answer of a query, into files for other programs."""

from __future__ import annotations

import os
import sys
from os.path import samestat
from pathlib import Path
from stat import S_ISDIR, S_ISREG

import click

from flows.commands.common import Session, Verb, say, with_session
from flows.errors import UsageError
from flows.paths import data_paths
from flows.progress import number
from warehouse.connect import reader
from warehouse.export import FORMATS, export, export_into


@click.command("export", cls=Verb)
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="parquet", show_default=True, help="What to write."
)
@click.option("--query", metavar="SQL", help="Only what this query gives; for ninjs it must give article_id.")
@click.option("--article", type=int, metavar="ID", help="Only this article.")
@with_session
def command(session: Session, target: Path, form: str, query: str | None, article: int | None) -> None:
    """Write articles into files for other programs.

    Every current article with its parts, unless --query or --article says which.  parquet makes a folder, divided by
    outlet and month; jsonl and csv one file; ninjs IPTC ninjs 3, one item a line; tables a folder with every table.
    TARGET - is standard output.
    """
    if article is not None and query is not None:
        raise UsageError("Give --query or --article, not both.")
    if article is not None:
        query = f"FROM article_documents WHERE article_id = {article}"
    with reader(data_paths(session.data).news) as connection:
        if _is_stdout(target):
            written = export_into(connection, sys.stdout.buffer, format=form, query=query)
            sys.stdout.flush()
        else:
            written = export(connection, target, format=form, query=query)
    say(f"{number(written, 'row')} written to {target}")


def _is_stdout(target: Path) -> bool:
    """Whether it is standard output by any of its names: -, /dev/stdout, /dev/fd/1, the terminal's own."""
    if str(target) == "-":
        return True
    try:
        known = target.stat()
        return not (S_ISREG(known.st_mode) or S_ISDIR(known.st_mode)) and samestat(known, os.fstat(1))
    except OSError:
        return False
