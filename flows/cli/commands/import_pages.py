"""copydesk import: imports pages into the archive, then parses, loads and publishes them."""

from __future__ import annotations

from datetime import datetime

import click

from flows.acquire.files.wanted import WarcFilter
from flows.acquire.moments import in_utc
from flows.cli.commands.session import DONE, Session, Verb, put, with_session
from flows.cli.commands.start import start_flow
from flows.config.check_configuration import configured
from flows.import_pages import preview


@click.command("import", cls=Verb)
@click.argument("paths", nargs=-1, required=True, metavar="PATH|DIR|-...")
@click.option("--host", "hosts", multiple=True, metavar="HOST", help="Of WARC files, only pages of this host.")
@click.option("--since", type=click.DateTime(), help="Of WARC files, only pages fetched at or after this time (UTC).")
@click.option("--until", type=click.DateTime(), help="Of WARC files, only pages fetched before this time (UTC).")
@click.option("--dry-run", is_flag=True, help="Say what the files hold, and import nothing.")
@with_session
def command(
    session: Session,
    paths: tuple[str, ...],
    hosts: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    *,
    dry_run: bool,
) -> int:
    """Import pages from files, folders, crawls and archives into the warehouse.

    PATH is a file, a folder, or - for standard input.  What a file is, its content says: a page in HTML or text, a page
    that a browser saved (MHTML, .webarchive, with its folder), a zip or tar archive, a WARC file, or a list of
    addresses, one a line, which are requested.  All of them may be packed (gzip, zstd, lz4, bzip2, xz).  Pages that the
    archive holds already are not imported again, so the same command can be run any number of times.

    Exit code 0: done; 3: done, some pages were rejected (`copydesk quarantine list`); 1: failed.
    """
    window = {"hosts": hosts, "since": since and in_utc(since), "until": until and in_utc(until)}
    if dry_run:
        put(preview(paths, WarcFilter(hosts, since, until), *configured(session.config)))
        return DONE
    return start_flow(session, "ingest", paths=paths, **window)
