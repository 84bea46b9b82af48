"""copydesk import: imports pages into the archive, then parses, loads and publishes them."""

from __future__ import annotations

from typing import Any

import click

from flows.acquire.files.owner import Owner
from flows.acquire.files.table import TableWishes
from flows.acquire.files.table_beside import BESIDE, role_beside
from flows.acquire.files.table_columns import column_role
from flows.acquire.files.wanted import WarcFilter
from flows.acquire.remote.whats import check_whats
from flows.cli.commands.completing import files
from flows.cli.commands.moment_option import check_period, moment
from flows.cli.commands.session import DONE, Session, Verb, put, say, with_session
from flows.cli.commands.start import start_flow
from flows.cli.import_preview import preview
from flows.config.check_configuration import configured
from flows.config.paths import data_paths
from flows.config.settings import load_settings
from flows.errors import UsageError
from flows.parsing.parse_workers import begin_workers
from flows.serving.leftover_processes import mark_children


@click.command("import", cls=Verb)
@click.argument("paths", nargs=-1, required=True, metavar="WHAT...", shell_complete=files)
@click.option("--source", metavar="NAME", help="The outlet whose pages they are: its name in sources.toml.")
@click.option("--url", metavar="URL", help="Address of the page, when it is a single one.")
@click.option("--column", "columns", multiple=True, metavar="html=NAME", help="Of tables: the page is in this column.")
@click.option("--query", metavar="SELECT...", help="Of a table, only the rows that this query gives.")
@click.option("--base64", is_flag=True, help="The column of pages holds base64.")
@click.option("--host", "hosts", multiple=True, metavar="HOST", help="Of crawls and tables, only pages of this host.")
@click.option(
    "--since",
    type=moment,
    metavar="TIME",
    help="Of crawls and tables, only pages fetched then or later (UTC without a zone).",
)
@click.option(
    "--until",
    type=moment,
    metavar="TIME",
    help="Of crawls and tables, only pages fetched before it (UTC without a zone).",
)
@click.option(
    "--path",
    "page_paths",
    multiple=True,
    metavar="PREFIX",
    help="Of crawls and tables, only pages whose path begins with this: /sport/; with * or ?, a pattern for all of it.",
)
@click.option("--dry-run", is_flag=True, help="Say what the files hold, and import nothing.")
@with_session
def command(session: Session, /, paths: tuple[str, ...], *, dry_run: bool, **options: Any) -> int:
    """Import pages from files, folders, crawls, tables and the web into the warehouse.

    WHAT is a file, a folder, - for standard input, the address of a page or file on the web, or cc-news; several
    can be named together, mixed as you like.  What a file is, its content says: a page in HTML or text, a page that
    a browser saved (MHTML, .webarchive, with its folder), a mailbox, a zip or tar archive, a crawl (WARC, ARC,
    WACZ, HAR), a list of addresses, one a line, which are requested, or a table of pages (JSON Lines, JSON, CSV,
    TSV, Parquet, Arrow, SQLite, DuckDB).  All may be packed (gzip, zstd, lz4, bzip2, xz).  Pages that the archive
    holds already are not imported again, so the same command can be run any number of times.

    An address is a page, which is fetched as politely as those of followed outlets, or a file like those above:
    crawls and tables of text are read as a stream and not stored; a rerun goes on where the last one ended.  cc-news
    is CC-NEWS, the news crawl of Common Crawl, and needs --host and --since: each of its files that may hold pages of
    the period is read once, some at a time.  --dry-run lists them with their sizes.

    Each row of a table is a page: in the column html, content, body or text; beside it, url or link, fetched_at or
    date, media_type, charset, headers and status_code.  --column html=raw_page names another one; so do --column
    text=NAME for plain text, and url=, fetched_at= and so on.  Beside a text, title, author, published, section and
    tags become fields of the article.  --query is SQL: a file of rows is the table `pages`, a database has its own
    tables.

    Exit code 0: done; 3: done, some pages were rejected (`copydesk quarantine list`); 1: failed.
    """
    window = {name: options[name] for name in ("hosts", "since", "until", "page_paths")}
    check_period(window["since"], window["until"])
    table = TableWishes(columns_said(options["columns"]), options["query"], options["base64"])
    owner = Owner(options["source"], options["url"])
    config = configured(session.config)
    wanted = WarcFilter(*window.values())
    check_whats(paths, wanted)
    if dry_run:
        memory = data_paths(session.data).remote
        for line in preview(paths, wanted, table, owner, *config, memory=memory, say=say):
            put(line)
        return DONE
    owner.checked(*config)
    mark_children(data_paths(session.data))
    begin_workers(load_settings(*config))  # while the flows' own libraries are loaded
    said = {"source": owner.source, "url": owner.url, "columns": dict(table.columns), "query": table.query}
    reading = {name: value for name, value in (said | {"base64": table.base64}).items() if value}
    more = {"reading": reading} if reading else {}
    return start_flow(session, "ingest", called="import", paths=paths, **window, **more)


def columns_said(options: tuple[str, ...]) -> dict[str, str]:
    """Turn options --column into a mapping: "html=raw_page" gives {"html": "raw_page"}.

    Raises UsageError for a malformed one.
    """
    said: dict[str, str] = {}
    for option in options:
        name, equals, column = option.partition("=")
        role = column_role(name) or role_beside(name)
        if not equals or not column or role is None:
            raise UsageError(
                f"--column {option} is not understood; say html=NAME, content=NAME, text=NAME, url=NAME, "
                "fetched_at=NAME, media_type=NAME, charset=NAME, headers=NAME or status=NAME; beside a text also "
                f"{', '.join(f'{one}=NAME' for one in BESIDE)}."
            )
        if role in said:
            raise UsageError(f"--column names two columns for {name}; name one.")
        said[role] = column
    return said
