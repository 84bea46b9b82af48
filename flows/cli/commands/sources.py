"""copydesk sources: lists the followed outlets, and how they do; below it lie commands that add and try outlets."""

from __future__ import annotations

from dataclasses import asdict

import click

from flows.cli.commands.lazy_group import Commands, VerbGroup
from flows.cli.commands.session import Session, put_json, say, tell, with_session
from flows.cli.output_rows import write_rows
from flows.cli.source_health import SourceHealth, health_of_sources
from flows.config.check_configuration import configured
from flows.config.paths import data_paths
from flows.config.sources import Source, load_sources

#: Commands below this verb -> module in flows.cli.commands, and the first line of its help; a test compares the two.
VERBS: Commands = {
    "add": ("sources_add", "Find the feeds and sitemaps of an outlet, and follow it."),
    "check": ("sources_check", "Try outlets end to end, and store nothing."),
    "due": ("sources_due", "Show which lists and pages are requested next, when, and why then."),
}

_SHOWN = (
    "name", "title", "state", "lists", "last success", "new a day", "failed", "failed 7 days", "alarms", "waiting",
)  # fmt: skip


@click.command("sources", cls=VerbGroup, verbs=VERBS)
@click.pass_context
@with_session
def command(session: Session, context: click.Context) -> None:
    """List the followed outlets, and how they do.

    Shows of each: its lists (feeds, sitemaps, single pages), when one of them or a page was last answered, new stories
    a day, failed requests of the last run and of the last 7 days, what the report's alarms say, and pages that wait to
    be parsed.  Outlets are defined in sources.toml of the config directory; the shipped file shows the format.
    """
    if context.invoked_subcommand is not None:
        return
    sources = load_sources(*configured(session.config))
    health, problems = health_of_sources(sources, data_paths(session.data))
    if session.json:
        put_json([{**asdict(source), "health": asdict(health[source.name])} for source in sources])
    elif sources:
        write_rows(_SHOWN, [_row(source, health[source.name]) for source in sources], "table")
    else:
        tell("None yet: `copydesk sources add URL --config DIR` finds the feeds of an outlet and follows it.")
    for problem in problems:
        say(problem)


def _row(source: Source, health: SourceHealth) -> tuple[object, ...]:
    return (
        source.name,
        source.title,
        "followed" if source.active else "not followed",
        len(source.feeds) + len(source.sitemaps) + len(source.pages),
        f"{health.last_success:%Y-%m-%d %H:%M}" if health.last_success else None,
        health.new_a_day,
        sum(health.failed_last_run.values()),
        _failures(health),
        ", ".join(health.alarms),
        health.waiting,
    )


def _failures(health: SourceHealth) -> str:
    """Write how many requests failed, and the most frequent reason: "3, timeout"."""
    if not health.failed:
        return "0"
    commonest = max(health.failed, key=lambda outcome: health.failed[outcome])
    return f"{sum(health.failed.values())}, {commonest}"
