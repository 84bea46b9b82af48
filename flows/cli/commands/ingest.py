"""copydesk ingest: fetches new pages of the followed outlets, then parses, loads and publishes them."""

from __future__ import annotations

from typing import Any, Final

import click

from flows.cli.commands.flow_options import options_of
from flows.cli.commands.session import DONE, Session, Verb, put, with_session
from flows.cli.commands.start import start_flow
from flows.config.check_configuration import configured
from flows.config.sources import choose, load_sources, narrowed
from flows.running.registry import find_flow

#: What the flow takes when it fetches; the others are parameters of an import.
_TAKEN: Final = ("sources", "at_once", "only", "limit", "dry_run")


@click.command("ingest", cls=Verb, params=options_of(find_flow("ingest"), _TAKEN))
@with_session
def command(session: Session, /, *, dry_run: bool, **given: Any) -> int:
    """Fetch new pages of the followed outlets, then parse, load and publish.

    The outlets are listed in sources.toml of the config directory.  A feed or sitemap is requested as often as it
    brings something new.  A page that was fetched before is requested again while it is young and changes, and when its
    list says that it changed.  What failed is tried again after an hour, a day and a week.  `copydesk sources due`
    shows the times.

    Exit code 0: done; 3: done, some pages were rejected (`copydesk quarantine list`); 1: failed.
    """
    chosen = narrowed(
        choose(load_sources(*configured(session.config)), given["sources"]), given["only"], given["limit"]
    )
    if dry_run:
        for source in chosen:
            put(f"{source.name}: {', '.join((*source.feeds, *source.sitemaps, *source.pages))}")
        return DONE
    return start_flow(session, "ingest", **given)
