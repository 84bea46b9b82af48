"""Holds what all commands share: the global options, the Session with their values, exit codes, and ways to print.

Global options may stand before or after the name of the command.  A command gets them with `@with_session`.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import click

from flows.printing import hints, log

P = ParamSpec("P")
R = TypeVar("R")

#: Exit codes.
DONE, FAILED, BAD_USAGE, REJECTED = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Session:
    """The values of the global options (--data, --config, --json and so on) of the running command."""

    #: The data directory; None: COPYDESK_DATA, or ./data.
    data: Path | None = None
    #: The user's config directory, read after the shipped one; None: COPYDESK_CONFIG, or none.
    config: Path | None = None
    debug: bool = False
    #: Print one JSON document instead of text.
    json: bool = False
    #: --log-format, which is in force already (flows.printing.log).
    log_format: str | None = None
    #: --prefect or --no-prefect; None: under Prefect when a server answers.
    prefect: bool | None = None


def global_options(*, hidden: bool) -> list[click.Parameter]:
    """Make the options that every command takes.

    `hidden`: leave them out of --help, as in the help of single commands.
    """
    folder = click.Path(file_okay=False, path_type=Path)
    return [
        _option("--data", type=folder, metavar="DIR", hidden=hidden, help="Data directory.  [COPYDESK_DATA; ./data]"),
        _option(
            "--config",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            metavar="DIR",
            hidden=hidden,
            help="Config directory: adds rules, replaces other shipped files.  [COPYDESK_CONFIG]",
        ),
        _option("--json", is_flag=True, hidden=hidden, help="Print one JSON document."),
        _option("--prefect/--no-prefect", hidden=hidden, help="Run flows under Prefect, or not.  [if a server is up]"),
        _option(
            log.OPTION,
            type=click.Choice(log.FORMATS),
            hidden=hidden,
            help="Messages as text, or one JSON object a line.  [COPYDESK_LOG_FORMAT; text]",
        ),
        _option("--debug", is_flag=True, hidden=hidden, help="Show tracebacks and log everything."),
    ]


def _option(*names: str, **attributes: Any) -> click.Option:
    return click.Option(names, expose_value=False, callback=_remember, default=None, **attributes)


def _remember(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Keep the value of a global option for `session`, wherever on the command line it stood; click calls it."""
    if value is not None and parameter.name:
        context.find_root().ensure_object(dict)[parameter.name] = value
        if parameter.name in ("data", "config"):
            hints.note_directory(parameter.opts[0], str(value))


class Verb(click.Command):
    """A click command that also takes the global options, so that they may stand after its name."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        taken = {name for parameter in self.params for name in parameter.opts}
        self.params += [p for p in global_options(hidden=True) if taken.isdisjoint(p.opts)]


def session() -> Session:
    """Make the Session of the running command, from click's context."""
    return Session(**click.get_current_context().find_root().ensure_object(dict))


def with_session(command: Callable[Concatenate[Session, P], R]) -> Callable[P, R]:
    """Decorator: pass the session to a command's function as its first argument."""

    @functools.wraps(command)
    def call(*args: P.args, **options: P.kwargs) -> R:
        return command(session(), *args, **options)

    return call


def put(text: str = "", *, end: str = "\n") -> None:
    """Print a result on standard output, unchanged (click.echo would remove colour codes from data)."""
    print(text, end=end, flush=True)


def tell(text: str) -> None:
    """Print a sentence as a result.

    Commands in it (`copydesk ...`) get the user's --data and --config, so that they can be copied.
    """
    put(hints.as_typed(text))


def put_json(value: Any) -> None:
    """Print a result as one JSON document."""
    from flows.printing.json_text import document

    put(document(value))


def say(text: str) -> None:
    """Print a line on standard error, which is for messages; results go to standard output."""
    told = hints.as_typed(text)
    if not log.write("copydesk", told):
        print(told, file=sys.stderr, flush=True)


def complain(text: str, **facts: Any) -> None:
    """Print one sentence about an error on standard error.

    `facts`: further keys of the message where the log is JSON.
    """
    told = hints.as_typed(text)
    if not log.write("copydesk", told, level="error", **facts):
        print(f"copydesk: {told}", file=sys.stderr, flush=True)
