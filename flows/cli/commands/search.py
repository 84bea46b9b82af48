"""copydesk search: finds published stories that contain all given words."""

from __future__ import annotations

from dataclasses import asdict

import click

from flows.cli.commands.session import Session, Verb, put, put_json, with_session
from flows.cli.output_hits import print_hits
from flows.config.paths import data_paths
from flows.errors import UsageError
from flows.printing.progress import line
from warehouse.connect import reader
from warehouse.search import build_index, search, unused_index


@click.command("search", cls=Verb)
@click.argument("words", nargs=-1, metavar="WORD...")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Most stories to list.")
@click.option(
    "--build-index", "index", is_flag=True, help="First make a full-text index; slow, and lost at the next publish."
)
@with_session
def command(session: Session, words: tuple[str, ...], limit: int, *, index: bool) -> None:
    """Find stories that contain all of these words, the best first.

    Searches headline, standfirst, body and captions of the published stories; case does not matter.  Shows the passage
    of each story in which the words stand, in bold on a terminal; --json gives it with the place of each word.
    """
    if not words and not index:
        raise UsageError("Name at least one word to look for.")
    news = data_paths(session.data).news
    if index:
        build_index(news)
        line("search", "the index is built")
    if not words:
        return
    with reader(news) as connection:
        if unused_index(connection):
            line("search", "DuckDB's fts extension is not installed here: the index is not used, every story is read")
        hits = search(connection, words, limit=limit)
    if session.json:
        put_json([asdict(hit) for hit in hits])
    elif hits:
        print_hits(hits, words)
    else:
        put("No story contains all of these words.")
