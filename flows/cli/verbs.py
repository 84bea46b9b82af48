"""Holds the commands of the command line, and shows errors.

`call` runs one command; `explain` prints an error.  Each command has a module in flows/cli/commands, which is imported
when it is called, so that --help and `extract` stay fast.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from flows.cli import ending
from flows.cli.commands.lazy_group import LazyGroup
from flows.cli.commands.session import BAD_USAGE, DONE, FAILED, complain, global_options, say
from flows.errors import UsageError, WrongQuery, sentence
from flows.printing import log

_NAME = "copydesk"

#: Command -> module in flows.cli.commands, and the first line of its help; a test compares the two.
VERBS = {
    "extract": ("extract", "Parse pages and print the articles."),
    "import": ("import_pages", "Import pages from files, folders, crawls, tables and the web into the warehouse."),
    "ingest": ("ingest", "Fetch new pages of the followed outlets, then parse, load and publish."),
    "publish": ("publish", "Publish the warehouse, for those who read it here and in a lake."),
    "run": ("run", "Run one flow."),
    "sql": ("sql", "Query the published data in SQL."),
    "search": ("search", "Find stories that contain all of these words, the best first."),
    "schema": ("schema", "Describe every table, view and column."),
    "export": ("export", "Write articles to files for other programs."),
    "status": ("status", "Show what the data directory holds, what waits, and the last runs."),
    "report": ("report", "Report on the last days, outlet by outlet."),
    "alerts": ("alerts", "List what is wrong just now, and tell people."),
    "browse": ("browse", "Show the published stories in a browser, until stopped."),
    "explain": ("explain", "Show how each line of a page was classified, and why."),
    "quarantine": ("quarantine", "List rejected pages, parse them again, or dismiss them."),
    "sources": ("sources", "List the followed outlets, and how they do."),
    "rules": ("rules", "Show which languages the rules cover, and what one lacks."),
    "serve": ("serve", "Run a Prefect server and the scheduled flows."),
    "worker": ("worker", "Parse pages for runs on other machines, until stopped."),
    "archive": ("archive", "Check the archive, export it as WACZ, or show what a site said."),
    "compact": ("compact", "Free disk space that reruns left unused in the warehouse."),
    "completion": ("completion", "Print what makes a shell complete commands and options."),
    "doctor": ("doctor", "Check installation, configuration and data."),
}


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from flows.running.run_records import code_version

        click.echo(f"copydesk {code_version()}")
        context.exit()


@click.command(
    cls=LazyGroup,
    verbs=VERBS,
    params=global_options(hidden=False),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Global options may stand before or after the command. `copydesk COMMAND --help` tells more.",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Show the version."
)
def cli() -> None:
    """Turn news pages into clean, normalised rows in DuckDB."""


def call(words: Sequence[str]) -> int:
    """Run one command; gives the exit code.  `words`: its name and arguments.  Raises the errors of the command."""
    if "_COPYDESK_COMPLETE" in os.environ:
        cli.main(prog_name=_NAME)  # a shell wants completions; click prints them and ends the process
    try:
        # Not cli.main, which handles a stop and a closed pipe in its own way.
        with cli.make_context(_NAME, list(words)) as context:
            code = cli.invoke(context)
    except click.exceptions.Exit as end:  # help or the version was printed
        ending.nothing_is_open()
        return end.exit_code
    return code if isinstance(code, int) else DONE


def explain(error: Exception, words: Sequence[str]) -> int:
    """Print an error as one sentence on standard error, with --debug also its traceback; gives the exit code.

    `words`: the command line, to know its options.
    """
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        return BAD_USAGE
    if isinstance(error, click.NoSuchOption) and error.possibilities:
        del error.possibilities[1:]  # they stand in order, the likeliest first; one is meant
    if isinstance(error, click.ClickException):
        context = error.ctx if isinstance(error, click.UsageError) else None
        verb = next((word for word in words if word in VERBS), None)
        asked = context.command_path if context else f"{_NAME} {verb}" if verb else _NAME
        complain(f"{_full_stop(error.format_message())} `{asked} --help` shows what there is.")
        return BAD_USAGE
    if "--debug" in words:
        import traceback  # here, since it is slow to load

    if "--debug" in words and log.is_json():
        complain(sentence(error), traceback="".join(traceback.format_exception(error)))
    else:
        if "--debug" in words:
            traceback.print_exception(error)
        complain(sentence(error))
    if isinstance(error, WrongQuery) and error.marked:
        say(error.marked)
    return BAD_USAGE if isinstance(error, UsageError) else FAILED


def _full_stop(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
