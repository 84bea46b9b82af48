"""A click group that imports the module of a command only when that command is called.

So --help, and a command that needs little, stay fast.  Takes a table of modules; defines no command.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click

from flows.cli.commands.session import global_options

#: Command -> module in flows.cli.commands, and the first line of its help.
Commands = Mapping[str, tuple[str, str]]


class LazyGroup(click.Group):
    """A click group that imports a command's module when the command is called.

    `verbs`: command -> its module and the first line of its help.
    """

    def __init__(self, *args: Any, verbs: Commands, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.verbs = verbs

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands, in the order of their table."""
        return list(self.verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of this name from its module; None when there is no such command."""
        if cmd_name not in self.verbs:
            return None
        command = importlib.import_module(f"flows.cli.commands.{self.verbs[cmd_name][0]}").command
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the first argument names; raises NoSuchCommand, whose message proposes others."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            raise click.NoSuchCommand(error.command_name, possibilities=self.verbs, ctx=ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands for --help, without importing their modules."""
        if self.verbs:
            with formatter.section("Commands"):
                formatter.write_dl([(verb, line) for verb, (_, line) in self.verbs.items()])


class VerbGroup(LazyGroup):
    """A command with subcommands that also does something without one (`copydesk alerts`); takes the global options."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, invoke_without_command=True, **attributes)
        self.params += global_options(hidden=True)
