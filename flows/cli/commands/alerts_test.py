"""copydesk alerts test: sends a test message by each way of sending that is set (mail, webhook ...).

Says of each whether it worked.
"""

from __future__ import annotations

import click

from flows.alerting.check_round import send_trial
from flows.cli.commands.alerts import sentence_of
from flows.cli.commands.session import DONE, FAILED, Session, Verb, put, put_json, with_session
from flows.config.check_configuration import configured
from flows.config.paths import data_paths
from flows.config.settings import load_settings, users
from flows.errors import UsageError


@click.command("test", cls=Verb)
@with_session
def command(session: Session) -> int:
    """Send a test message by each way that is set.

    Says of each way whether it worked.  Exit code 0: all did; 1: one did not.
    """
    directories = configured(session.config)
    settings = load_settings(*directories).alerts
    if not settings.ways:
        raise UsageError("No way is set by which anybody could be told; set one under [alerts] in copydesk.toml.")
    found = send_trial(data_paths(session.data), settings, users(directories))
    if session.json:
        put_json([{"way": told.way, "sent": told.sent, "why": told.why} for told in found])
    else:
        for told in found:
            put(sentence_of(told) if told.why else f"{told.way}: sent.")
    return DONE if all(told.sent for told in found) else FAILED
