"""copydesk alerts check: looks at the data directory and tells what was not told yet."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from flows.alerting.check_round import check_and_tell
from flows.cli.commands.alerts import complain_of, facts
from flows.cli.commands.session import DONE, FAILED, Session, Verb, put, put_json, with_session
from flows.config.check_configuration import configured
from flows.config.paths import data_paths
from flows.config.settings import load_settings, users
from flows.errors import UsageError
from flows.printing.progress import number
from flows.serving.alert_checks import LOOKS


@click.command("check", cls=Verb)
@with_session
def command(session: Session) -> int:
    """Look now, and tell what was not told yet.

    For cron, where `copydesk serve` does not run.  Each alarm is told once, then again after growing pauses, and once
    more when it is over.  Prints nothing when there is nothing to tell.

    Exit code 0: all that was to be told was sent; 1: a way failed, and the next check tries it again.
    """
    directories = configured(session.config)
    settings = load_settings(*directories).alerts
    if not settings.ways:
        raise UsageError("No way is set by which anybody could be told; set one under [alerts] in copydesk.toml.")
    found = check_and_tell(data_paths(session.data), settings, LOOKS, datetime.now(UTC), users(directories))
    if session.json:
        put_json(facts(found, settings))
    else:
        for told in found.told:
            if told.sent and told.count:
                put(f"{told.way}: told {number(told.count, 'alarm')}")
        complain_of(found)
    return DONE if all(told.sent for told in found.told) else FAILED
