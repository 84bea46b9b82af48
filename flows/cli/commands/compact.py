"""copydesk compact: give room back to the disk that many reruns left in the warehouse."""

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
    """Give back room that reruns left in the warehouse.

    DuckDB uses such room again, but never gives it back by itself.  Nothing else changes; loads wait meanwhile.
    """
    patience = load_settings(*configured(session.config)).work.lock_seconds
    result = compact(data_paths(session.data).warehouse, timeout=patience)
    put(f"{result.before / 1e6:,.1f} MB are {result.after / 1e6:,.1f} MB now.")
