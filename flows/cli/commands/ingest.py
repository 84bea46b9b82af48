"""copydesk ingest: fetches new pages of the followed outlets, then parses, loads and publishes them."""

from __future__ import annotations

import click

from flows.cli.commands.session import DONE, Session, Verb, put, with_session
from flows.cli.commands.start import start_flow
from flows.config.check_configuration import configured
from flows.config.sources import choose, load_sources


@click.command("ingest", cls=Verb)
@click.option("--source", "names", multiple=True, metavar="NAME", help="Only this outlet; may be given several times.")
@click.option("--now", "at_once", is_flag=True, help="Request all lists and what failed, whenever they are due.")
@click.option("--dry-run", is_flag=True, help="Say which outlets would be followed, and fetch nothing.")
@with_session
def command(session: Session, names: tuple[str, ...], *, at_once: bool, dry_run: bool) -> int:
    """Fetch new pages of the followed outlets, then parse, load and publish.

    The outlets are listed in sources.toml of the config directory.  A feed or sitemap is requested as often as it
    brings something; a page that was fetched before, while it is young and changes, and when its list says that it
    changed; what failed, an hour, a day, a week later.  `copydesk sources due` shows the times.

    Exit code 0: done; 3: done, some pages were rejected (`copydesk quarantine list`); 1: failed.
    """
    chosen = choose(load_sources(*configured(session.config)), names)
    if dry_run:
        for source in chosen:
            put(f"{source.name}: {', '.join((*source.feeds, *source.sitemaps, *source.pages))}")
        return DONE
    return start_flow(session, "ingest", sources=names, at_once=at_once)
