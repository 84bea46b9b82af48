"""copydesk import: imports pages into the archive, then parses, loads and publishes them."""

from __future__ import annotations

from datetime import datetime

import click

from flows.acquire.files.wanted import WarcFilter
from flows.cli.commands.moments import check_period, moment
from flows.cli.commands.session import DONE, Session, Verb, put, with_session
from flows.cli.commands.start import start_flow
from flows.config.check_configuration import configured
from flows.import_pages import preview


@click.command("import", cls=Verb)
@click.argument("paths", nargs=-1, required=True, metavar="PATH|DIR|-...")
@click.option("--host", "hosts", multiple=True, metavar="HOST", help="Of crawls, only pages of this host.")
@click.option(
    "--since",
    type=moment,
    metavar="TIME",
    help="Of crawls, only pages fetched at or after this time (UTC without a zone).",
)
@click.option(
    "--until", type=moment, metavar="TIME", help="Of crawls, only pages fetched before this time (UTC without a zone)."
)
@click.option(
    "--path",
    "page_paths",
    multiple=True,
    metavar="PREFIX",
    help="Of crawls, only pages whose path begins with this: /sport/; with * or ?, a pattern for the whole path.",
)
@click.option("--dry-run", is_flag=True, help="Say what the files hold, and import nothing.")
@with_session
def command(
    session: Session,
    paths: tuple[str, ...],
    hosts: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    page_paths: tuple[str, ...],
    *,
    dry_run: bool,
) -> int:
    """Import pages from files, folders, crawls and archives into the warehouse.

    PATH is a file, a folder, or - for standard input.  What a file is, its content says: a page in HTML or text, a page
    that a browser saved (MHTML, .webarchive, with its folder), a zip or tar archive, a crawl (WARC, ARC, WACZ, HAR), or
    a list of addresses, one a line, which are requested.  All of them may be packed (gzip, zstd, lz4, bzip2, xz).
    Pages that the archive holds already are not imported again, so the same command can be run any number of times.

    Exit code 0: done; 3: done, some pages were rejected (`copydesk quarantine list`); 1: failed.
    """
    check_period(since, until)
    if dry_run:
        put(preview(paths, WarcFilter(hosts, since, until, page_paths), *configured(session.config)))
        return DONE
    window = {"hosts": hosts, "since": since, "until": until, "page_paths": page_paths}
    return start_flow(session, "ingest", paths=paths, **window)
