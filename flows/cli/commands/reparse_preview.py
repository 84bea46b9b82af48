"""`copydesk run reparse --dry-run`: shows what would change, as text, JSON or a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from flows.cli.commands.session import DONE, FAILED, Session, put_json, say
from flows.config.check_configuration import configured
from flows.errors import UsageError

#: An option of the command line alone: Prefect's runs show their counts.
HTML = click.Option(
    ["--html", "target"],
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="With --dry-run, write what would change into this file as a page.",
)


def show_changes(session: Session, given: dict[str, Any], target: Path | None) -> int:
    """Show what a reparse with these parameters would change; gives the exit code.  Raises what the flow raises.

    `given`: parameters of the flow.  `target`: file to write an HTML page to; None: print text, or JSON with --json.
    """
    # Imported here: other flows need neither parsers nor tables.
    from flows.cli.output_changes import changes_to_json, show_output_changes
    from flows.reparse import preview_changes

    if target is not None and session.json:
        raise UsageError("--json prints the changes, --html makes a page of them; say one of them.")
    configured(session.config)
    wished = {name: value for name, value in given.items() if name != "dry_run"}
    data, config = (str(path) if path else None for path in (session.data, session.config))
    found = preview_changes(data, config, **wished)
    if session.json:
        put_json(changes_to_json(found))
    elif target is not None:
        # Imported here: the template engine is needed for nothing else.
        from flows.reporting.write_changes import write_changes

        say(f"wrote {write_changes(found, target)}")
    else:
        show_output_changes(found)
        if found.read:
            say("`copydesk run reparse --apply`, with the same choice of pages, makes it so and publishes it.")
    return DONE if found.read or not found.pages else FAILED
