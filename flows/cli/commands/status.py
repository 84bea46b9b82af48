"""copydesk status: shows what the data directory holds, what runs, waits and ran last; once, or again and again."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime

import click

from flows.cli.commands.session import Session, Verb, put_json, tell, with_session
from flows.cli.data_status import state
from flows.cli.status_lines import status_lines
from flows.config.paths import Paths, data_paths
from flows.errors import UsageError
from flows.printing.hints import as_typed

#: Seconds between two looks without a number behind --watch.
_EVERY = 2.0
#: Columns for the head of a line.
_HEAD = 12


@click.command("status", cls=Verb)
@click.option(
    "--watch",
    type=click.FloatRange(0.2, 3600),
    is_flag=False,
    flag_value=_EVERY,
    metavar="[SECONDS]",
    help="Show it anew every 2 seconds, or SECONDS, until Ctrl-C.",
)
@with_session
def command(session: Session, watch: float | None) -> None:
    """Show what the data directory holds, what waits, and the last runs.

    Of a running flow it says how far it is, of a killed one how far it came and which command continues its work.
    Reads copydesk's own records; does not wait for a run or disturb it.  When a part cannot be read, its line says why.
    """
    paths = data_paths(session.data)
    if session.json:
        put_json(state(paths))
    elif watch is not None:
        _watch(paths, watch)
    else:
        for head, text in status_lines(state(paths), datetime.now(UTC)):
            tell(f"{head:<{_HEAD}} {text}")


def _watch(paths: Paths, seconds: float) -> None:
    """Show the status again and again until Ctrl-C, which is its usual end and no error.

    Raises UsageError without a terminal.
    """
    if not sys.stdout.isatty():
        raise UsageError("--watch needs a terminal; leave it out, or ask for --json as often as you like.")
    from rich.live import Live
    from rich.table import Table

    from flows.printing.rich_console import console, data

    screen = console()

    def shown() -> Table:
        now = datetime.now(UTC)
        table = Table.grid(padding=(0, 1))
        table.add_column(width=_HEAD, no_wrap=True)
        table.add_column(overflow="fold")
        table.add_row("", f"{now:%Y-%m-%d %H:%M:%S} UTC; Ctrl-C ends this")
        for head, text in status_lines(state(paths), now):
            table.add_row(data(screen, head, "bold"), data(screen, as_typed(text)))
        return table

    try:
        with Live(shown(), console=screen, auto_refresh=False, screen=True) as live:
            while True:
                time.sleep(seconds)
                live.update(shown(), refresh=True)
    except KeyboardInterrupt:
        return
