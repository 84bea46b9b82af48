"""copydesk run: runs one flow with options of its own, or a recorded run once more."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

import click

from flows.cli.commands.flow_options import flow_command
from flows.cli.commands.lazy_group import VerbGroup
from flows.cli.commands.reparse_preview import HTML, show_changes
from flows.cli.commands.session import Session, session, with_session
from flows.cli.commands.start import start_flow
from flows.cli.run_again import run_again
from flows.config.paths import data_paths
from flows.errors import UsageError
from flows.running.parameters import summary
from flows.running.registry import FLOWS, find_flow
from flows.running.run_records import read_run_records


class Flows(VerbGroup):
    """The group `copydesk run`.

    It makes the command of a flow only when that is asked for, since some flows load an HTTP client.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words up to the flow's name; raises UsageError for an option of a flow that stands before it."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            raise UsageError(
                f"{error.option_name} is no option of `copydesk run`; the options of a flow stand behind its name, and"
                " `copydesk run FLOW --help` shows them."
            ) from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the names of the flows."""
        return list(FLOWS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Make the command of a flow; None when there is no such flow."""
        if cmd_name not in FLOWS:
            return None
        made = flow_command(find_flow(cmd_name), lambda given: _start(session(), cmd_name, given))
        if cmd_name == "reparse":
            made.params.append(HTML)
        return made

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the flow that the first word names; raises UsageError, whose message proposes similar names."""
        if args[0] not in FLOWS:
            meant = get_close_matches(args[0], FLOWS, 1)
            hint = f" (did you mean '{meant[0]}'?)" if meant else ""
            raise UsageError(f"There is no flow '{args[0]}'{hint}; known are: {', '.join(FLOWS)}.")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of flows for --help."""
        with formatter.section("Flows"):
            formatter.write_dl([(name, summary(find_flow(name).fn)) for name in FLOWS])


@click.group("run", cls=Flows, verbs={}, subcommand_metavar="FLOW [OPTION]...")
@click.option("--again", metavar="RUN_ID", help="Run the flow of this recorded run, with the same options.")
@click.pass_context
@with_session
def command(session: Session, context: click.Context, /, again: str | None) -> int | None:
    """Run one flow.

    Each can be run at any time, and repeated: a flow that finds everything done says "nothing to do".  `copydesk run
    FLOW --help` shows the options of a flow; with --dry-run it says what it would do, and does nothing.  The id of a
    run is shown by `copydesk status`, and is the name of its file in the folder runs of the data directory.

    Exit code 0: done; 3: done, some pages were rejected; 1: failed.
    """
    if again is not None and context.invoked_subcommand is not None:
        raise UsageError("--again takes flow and options from the run's record; name no FLOW with it.")
    if again is not None:
        return _start(session, *run_again(read_run_records(data_paths(session.data).runs), again))
    if context.invoked_subcommand is None:
        raise UsageError(f"Name a FLOW to run: {', '.join(FLOWS)}; or --again RUN_ID for a recorded run.")
    return None


def _start(session: Session, flow: str, given: dict[str, Any]) -> int:
    """Start a flow with the options that were given; a reparse with --dry-run shows its changes instead."""
    target = given.pop("target", None)
    if flow == "reparse" and given.get("dry_run"):
        if given.get("apply"):
            raise UsageError("--dry-run shows what would change, --apply makes it so; say one of them.")
        return show_changes(session, given, target)
    if target is not None:
        raise UsageError("--html belongs to --dry-run, which shows what would change.")
    return start_flow(session, flow, **given)
