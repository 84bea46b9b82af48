"""What every verb of the command line shares: the global options and the session they make.

Global options may stand before the verb or after it.  A verb asks for them with `@with_session`.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import click

P = ParamSpec("P")
R = TypeVar("R")

DONE, FAILED, BAD_USAGE, REJECTED = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Session:
    """What the global options say."""

    #: The data directory as named; None: COPYDESK_DATA or ./data.
    data: Path | None = None
    #: A config directory laid over the one that the project ships.
    config: Path | None = None
    debug: bool = False
    #: One JSON document instead of text for people.
    json: bool = False
    #: --prefect or --no-prefect; None: under Prefect when a server is there.
    prefect: bool | None = None


def global_options(*, hidden: bool) -> list[click.Parameter]:
    """The options that every verb understands; hidden from the help of single verbs, which would drown in them."""
    folder = click.Path(file_okay=False, path_type=Path)
    return [
        _option("--data", type=folder, metavar="DIR", hidden=hidden, help="Data directory.  [COPYDESK_DATA; ./data]"),
        _option(
            "--config",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            metavar="DIR",
            hidden=hidden,
            help="Config laid over the shipped one, file by file.  [COPYDESK_CONFIG]",
        ),
        _option("--json", is_flag=True, hidden=hidden, help="Print one JSON document."),
        _option("--prefect/--no-prefect", hidden=hidden, help="Run flows under Prefect, or not.  [if a server is up]"),
        _option("--debug", is_flag=True, hidden=hidden, help="Show tracebacks and log everything."),
    ]


def _option(*names: str, **attributes: Any) -> click.Option:
    return click.Option(names, expose_value=False, callback=_remember, default=None, **attributes)


def _remember(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    if value is not None and parameter.name:
        context.find_root().ensure_object(dict)[parameter.name] = value


class Verb(click.Command):
    """A command that understands the global options, too."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        taken = {name for parameter in self.params for name in parameter.opts}
        self.params += [p for p in global_options(hidden=True) if taken.isdisjoint(p.opts)]


def session() -> Session:
    """The session of the running command."""
    return Session(**click.get_current_context().find_root().ensure_object(dict))


def with_session(command: Callable[Concatenate[Session, P], R]) -> Callable[P, R]:
    """Give a verb's function the session as its first argument."""

    @functools.wraps(command)
    def call(*args: P.args, **options: P.kwargs) -> R:
        return command(session(), *args, **options)

    return call


def put(text: str = "", *, end: str = "\n") -> None:
    """A result, on standard output, as it is (click's own echo would take colours out of data)."""
    print(text, end=end, flush=True)


def put_json(value: Any) -> None:
    """A result as one JSON document."""
    from flows.printing.json_text import document

    put(document(value))


def say(text: str) -> None:
    """Print a line for the person at the terminal, on standard error: standard output is for results."""
    print(text, file=sys.stderr, flush=True)


def complain(text: str) -> None:
    """One sentence about something that went wrong."""
    say(f"copydesk: {text}")
