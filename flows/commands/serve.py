"""copydesk serve: keep a Prefect server and the schedules running."""

from __future__ import annotations

import click

from flows.commands.common import Session, Verb, with_session
from flows.configuration import configured
from flows.paths import data_paths
from flows.progress import line
from flows.serving import kept_server, serve_schedules
from flows.settings import load_settings


@click.command("serve", cls=Verb)
@click.option("--port", type=click.IntRange(0, 65535), default=4200, show_default=True, help="0: any that is free.")
@with_session
def command(session: Session, port: int) -> None:
    """Keep a Prefect server and the schedules running.

    Starts a Prefect server on this machine with its database in the data directory (or uses the one that
    PREFECT_API_URL names) and runs the flows that [schedules] in copydesk.toml says, until it is stopped.  While it
    runs, other copydesk commands show up in its dashboard.  Without Prefect, cron does as well:

    \b
        */30 * * * *  copydesk --data /srv/news --config /srv/news/config ingest
    """
    schedules = load_settings(*configured(session.config, parsing=True)).schedules
    paths = data_paths(session.data).make()
    with kept_server(paths, port=port) as url:
        line("serve", f"Prefect server at {url.removesuffix('/api')}; Ctrl-C ends it")
        serve_schedules(paths, schedules, url=url, config=session.config)
