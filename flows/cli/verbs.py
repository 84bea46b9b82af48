"""The verbs of the command line: names of flows, and of questions one asks about them.

`call` runs one; `explain` tells a person what went wrong.  Each verb lives in flows/cli/commands and is imported when
it is called, so that help and `extract` stay fast.
"""

from __future__ import annotations

import importlib
import os
import traceback
from collections.abc import Sequence

import click

from flows.cli.commands.session import BAD_USAGE, DONE, FAILED, complain, global_options
from flows.errors import UsageError, sentence

_NAME = "copydesk"

#: Verb -> module in flows.cli.commands and the line of the overview; a test holds it against the verb's own help.
VERBS = {
    "extract": ("extract", "Pages to articles on standard output."),
    "import": ("import_pages", "Pages from files, folders and WARC into the warehouse."),
    "ingest": ("ingest", "Scrape the followed outlets, then parse, load and publish."),
    "run": ("run", "Run one flow alone."),
    "sql": ("sql", "Ask the published data in SQL."),
    "search": ("search", "Find stories that hold all of these words, the best first."),
    "schema": ("schema", "Every table, view and column with what it means."),
    "export": ("export", "Write articles into files for other programs."),
    "status": ("status", "What is there, what is waiting, what ran last."),
    "report": ("report", "What the last days brought, by outlet."),
    "explain": ("explain", "Why each line of a page is where it is."),
    "quarantine": ("quarantine", "Pages that could not become articles."),
    "sources": ("sources", "The outlets that are followed."),
    "rules": ("rules", "What the rules know, and what a language lacks."),
    "serve": ("serve", "Keep a Prefect server and the schedules running."),
    "compact": ("compact", "Give back room that reruns left in the warehouse."),
    "doctor": ("doctor", "Check that everything is sound."),
}


class LazyGroup(click.Group):
    """A group that imports a verb's module when the verb is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Verbs in the order of the table."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb's command, from its own module."""
        if cmd_name not in VERBS:
            return None
        command = importlib.import_module(f"flows.cli.commands.{VERBS[cmd_name][0]}").command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The overview, without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(verb, line) for verb, (_, line) in VERBS.items()])


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from flows.running.run_records import code_version

        click.echo(f"copydesk {code_version()}")
        context.exit()


@click.command(
    cls=LazyGroup,
    params=global_options(hidden=False),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Global options may stand before or after the verb. `copydesk VERB --help` tells more.",
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Show it.")
def cli() -> None:
    """News pages in, clean and normalised rows in DuckDB out."""


def call(words: Sequence[str]) -> int:
    """Run one verb with its arguments; the exit code comes back, errors are raised."""
    if "_COPYDESK_COMPLETE" in os.environ:
        cli.main(prog_name=_NAME)  # a shell asks what could come next; click answers and ends the process
    try:
        # Not cli.main: it has ways of its own to treat a stop and a pipe that nobody reads.
        with cli.make_context(_NAME, list(words)) as context:
            code = cli.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    return code if isinstance(code, int) else DONE


def explain(error: Exception, words: Sequence[str]) -> int:
    """Say what went wrong, in one sentence; the exit code comes back."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        return BAD_USAGE
    if isinstance(error, click.ClickException):
        complain(f"{_full_stop(error.format_message())} `copydesk --help` shows what there is.")
        return BAD_USAGE
    if "--debug" in words:
        traceback.print_exception(error)
    complain(sentence(error))
    return BAD_USAGE if isinstance(error, UsageError) else FAILED


def _full_stop(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
