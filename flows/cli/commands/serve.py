"""copydesk serve: keeps a Prefect server running and starts the scheduled flows."""

from __future__ import annotations

import click

from flows.cli.commands.session import Session, Verb, with_session
from flows.config.check_configuration import configured
from flows.config.paths import data_paths
from flows.config.settings import load_settings
from flows.running.job import log_as_set
from flows.serving.leftover_processes import mark_children
from flows.serving.serve import serve


@click.command("serve", cls=Verb)
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Where the server listens; 0: any that is free.  [4200 if it is free]"
)
@with_session
def command(session: Session, port: int | None) -> None:
    """Run a Prefect server and the scheduled flows.

    Starts a Prefect server on this machine with its database in the data directory (or uses the one that
    PREFECT_API_URL names), and starts flows as [schedules] in copydesk.toml says, until it is stopped.  While it runs,
    the flows of other copydesk commands appear in its dashboard, too.  Without Prefect, use cron:

    \b
        */30 * * * *  copydesk --data /srv/news --config /srv/news/config ingest
    """
    directories = configured(session.config)
    paths = data_paths(session.data).make()
    mark_children(paths)
    config = directories[-1] if len(directories) > 1 else None  # passed to each run: its environment may differ
    settings = load_settings(*directories)
    log_as_set(paths, settings.log)
    serve(paths, settings, port=port, config=config)
