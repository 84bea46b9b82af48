"""copydesk alerts: lists what is wrong just now; below it are the commands that tell people."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from flows.alerting.alarm import KINDS
from flows.alerting.alarm_memory import KnownAlarm
from flows.alerting.check_round import Round, Told, open_alarms
from flows.alerting.message import lasted, shortened
from flows.cli.commands.lazy_group import Commands, VerbGroup
from flows.cli.commands.session import Session, put, put_json, say, tell, with_session
from flows.config.alert_settings import Alerts
from flows.config.check_configuration import configured
from flows.config.paths import data_paths
from flows.config.settings import load_settings
from flows.printing import hints
from flows.serving.alert_checks import LOOKS

#: Commands below this verb -> module in flows.cli.commands, and the first line of its help; a test compares the two.
VERBS: Commands = {
    "check": ("alerts_check", "Look now, and tell what was not told yet."),
    "test": ("alerts_test", "Send a test message by each way that is set."),
}
#: Characters of a sentence in the list.
_SENTENCE = 1_000


@click.command("alerts", cls=VerbGroup, verbs=VERBS)
@click.pass_context
@with_session
def command(session: Session, context: click.Context) -> None:
    """List what is wrong just now, and tell people.

    Looks at runs, outlets, hosts that refuse requests, locks, disk and schedules.  Without a command it only lists;
    `check` sends messages by the ways that [alerts] in copydesk.toml sets, as `copydesk serve` does by itself.
    """
    if context.invoked_subcommand is not None:
        return
    settings = load_settings(*configured(session.config)).alerts
    now = datetime.now(UTC)
    found = open_alarms(data_paths(session.data), settings, LOOKS, now)
    if session.json:
        put_json(facts(found, settings))
        return
    show_alarms(found, now)
    if not settings.ways:
        say("No way is set, so nobody is told; see [alerts] in copydesk.toml.")


def show_alarms(found: Round, now: datetime) -> None:
    """Print the open alarms: for each a sentence and the command to run."""
    for entry in found.open:
        heading = KINDS.get(entry.alarm.kind, entry.alarm.kind)
        tell(f"{heading} ({lasted(now - entry.since)}, {_told(entry)}): {shortened(entry.alarm.sentence, _SENTENCE)}")
        if entry.alarm.command:
            put(f"    {shortened(hints.command_to_copy(entry.alarm.command), _SENTENCE)}")
    if not found.open:
        put("Nothing is wrong.")
    complain_of(found)


def complain_of(found: Round) -> None:
    """Print on standard error which ways of sending fail, and whether the memory of alarms was damaged."""
    for note in found.notes:
        say(note)
    for told in found.told:
        if told.why:
            say(sentence_of(told))


def sentence_of(told: Told) -> str:
    """Write one sentence about a way of sending (mail, webhook ...): why it fails, or whom a mail server refused."""
    return f"{told.way}: {'sent, but ' if told.sent else 'not sent: '}{shortened(told.why, _SENTENCE).rstrip('.')}."


def _told(entry: KnownAlarm) -> str:
    return f"told by {', '.join(entry.heard)}" if entry.heard else "not told"


def facts(found: Round, settings: Alerts) -> dict[str, Any]:
    """Give what `copydesk alerts --json` prints of a round: the open alarms, and what was sent."""
    return {
        "ways": [*settings.ways],
        "open": [
            {
                "key": entry.alarm.key,
                "kind": entry.alarm.kind,
                "about": entry.alarm.about,
                "since": entry.since,
                "sentence": entry.alarm.sentence,
                "command": hints.command_to_copy(entry.alarm.command),
                "told": {way: {"times": one.times, "last": one.at} for way, one in entry.heard.items()},
            }
            for entry in found.open
        ],
        "sent": [{"way": one.way, "alarms": one.count, "sent": one.sent, "why": one.why} for one in found.told],
        "notes": [*found.notes],
    }
