"""copydesk compact: makes the warehouse file smaller after many reruns."""

from __future__ import annotations

import click

from flows.cli.commands.session import Session, Verb, put, with_session
from flows.config.check_configuration import configured
from flows.config.paths import data_paths
from flows.config.settings import load_settings
from warehouse.compact import compact


@click.command("compact", cls=Verb)
@with_session
def command(session: Session) -> None:
    """Free disk space that reruns left unused in the warehouse.

    DuckDB uses such space again, but never returns it to the disk by itself.  Nothing else changes; loads wait
    meanwhile.
    """
    seconds = load_settings(*configured(session.config)).work.lock_seconds
    result = compact(data_paths(session.data).warehouse, timeout=seconds)
    put(f"The warehouse has {result.after / 1e6:,.1f} MB now; before, it had {result.before / 1e6:,.1f} MB.")
