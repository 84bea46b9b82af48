"""copydesk sources: lists the followed outlets."""

from __future__ import annotations

from dataclasses import asdict

import click

from flows.cli.commands.session import Session, Verb, put, put_json, with_session
from flows.cli.output_rows import write_rows
from flows.config.check_configuration import configured
from flows.config.sources import Source, load_sources


@click.command("sources", cls=Verb)
@with_session
def command(session: Session) -> None:
    """List the followed outlets.

    They are defined in sources.toml of the config directory; the shipped file shows the format.
    """
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
