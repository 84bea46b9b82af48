"""copydesk browse: shows the published stories and the report in a browser."""

from __future__ import annotations

import click

from flows.cli.commands.session import Session, Verb, put, put_json, say, with_session
from flows.config.check_configuration import configured
from flows.config.load_rules import rules_for
from flows.config.paths import data_paths
from flows.config.settings import load_settings
from flows.errors import CopydeskError
from warehouse.connect import opening_error

#: Days of the report where the configuration asks for no page.
_DAYS = 30


@click.command("browse", cls=Verb)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port on this machine; without it a free one.")
@click.option("--open", "show", is_flag=True, help="Open it in a browser.")
@with_session
def command(session: Session, port: int, show: bool) -> None:
    """Show the published stories in a browser, until stopped.

    Lists and searches stories; shows each with its captions, correspondents, versions side by side, everything that was
    cut with the reason, and each line of its page; and the report.  Reads the published file, so it can run while flows
    do; nothing can be changed.  It answers on this machine only, and only with the token in the address it prints.
    """
    from flows.browsing.serve_pages import browse  # the server's library takes a third of a second

    paths, directories = data_paths(session.data), configured(session.config)
    if (wrong := opening_error(paths.news)) is not None:
        raise wrong
    days = load_settings(*directories).report.days or _DAYS

    def ready(address: str) -> None:
        if session.json:
            put_json({"address": address})
        else:
            put(address)
            say("copydesk browse: open this address; Ctrl-C ends it")
        if show:
            click.launch(address)

    try:
        browse(paths, rules_for(directories), port=port, days=days, ready=ready)
    except OSError as error:
        raise CopydeskError(f"Port {port} cannot be used ({error.strerror}); choose another with --port.") from error
