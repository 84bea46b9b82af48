"""copydesk sources: lists the followed outlets."""

from __future__ import annotations

from dataclasses import asdict

import click

from flows.cli.commands.lazy_group import Commands, VerbGroup
from flows.cli.commands.session import Session, put, put_json, with_session
from flows.cli.output_rows import write_rows
from flows.config.check_configuration import configured
from flows.config.sources import Source, load_sources

#: Commands below this verb -> module in flows.cli.commands, and the first line of its help; a test compares the two.
VERBS: Commands = {
    "add": ("sources_add", "Find the feeds and sitemaps of an outlet, and follow it."),
    "check": ("sources_check", "Try outlets end to end, and store nothing."),
}


@click.command("sources", cls=VerbGroup, verbs=VERBS)
@click.pass_context
@with_session
def command(session: Session, context: click.Context) -> None:
    """List the followed outlets.

    They are defined in sources.toml of the config directory; the shipped file shows the format.
    """
    if context.invoked_subcommand is not None:
        return
    sources = load_sources(*configured(session.config))
    if session.json:
        put_json([asdict(source) for source in sources])
    elif sources:
        write_rows(("name", "title", "feeds", "sitemaps", "pages", "state"), [_row(s) for s in sources], "table")
    else:
        put("None yet: copy sources.toml to a config directory of your own, add outlets, and name it with --config.")


def _row(source: Source) -> tuple[object, ...]:
    state = "followed" if source.active else "not followed"
    return source.name, source.title, len(source.feeds), len(source.sitemaps), len(source.pages), state
