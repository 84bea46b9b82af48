"""Makes the command `copydesk run FLOW` of each flow, with options made from the parameters of the flow's function.

A parameter whose type is in _TYPES becomes an option; one of another type, such as a mapping, does not: other commands
(`copydesk import`) set it.  Takes a flow; gives a click command that calls a function with the options that were given.
Runs no flow.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches
from inspect import Parameter as Signature
from typing import Any, Final, get_args

import click

from flows.cli.commands.completing import files
from flows.cli.commands.moment_option import check_period, moment
from flows.cli.commands.session import Verb
from flows.errors import UsageError
from flows.running.engine import Flow
from flows.running.parameters import Parameter, parameters, summary

#: The parameter that is given as an argument, without an option.
_PATHS: Final = "paths"
#: Words of options that are not the parameter's name (of a list: in the singular).
_WORDS: Final = {"page_paths": "path", "at_once": "now"}
#: What stands for a value in the help; else the option's word.
_VALUES: Final = {
    "sources": "NAME", "source": "NAME", "since": "TIME", "until": "TIME", "only": "URL|ARTICLE",
    "page_paths": "PREFIX", "limit": "N", "articles": "N", "sample": "N", "query": "SELECT...",
}  # fmt: skip
#: The same for flows that fetch pages, whose `only` takes addresses alone.
_VALUES_OF_FETCHES: Final = {**_VALUES, "only": "URL"}
_FETCHING: Final = ("scrape", "ingest")
#: Types of options: their click type; a list of them is an option that may be given several times.
_TYPES: Final[Mapping[type, Any]] = {str: str, int: click.IntRange(min=1), datetime: moment}


class FlowCommand(Verb):
    """The click command `copydesk run FLOW`; for an unknown option its error names a similar one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the command line; raises UsageError for an unknown option."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            known = [word for parameter in self.params for word in parameter.opts if word.startswith("--")]
            meant = get_close_matches(error.option_name, known, 1)
            hint = f"; did you mean {meant[0]}?" if meant else "."
            raise UsageError(
                f"The flow {self.name} takes no {error.option_name}{hint} `copydesk run {self.name} --help` shows what"
                " it takes."
            ) from None


def flow_command(flow: Flow[..., Any], run: Callable[[dict[str, Any]], int]) -> click.Command:
    """Make the command of a flow.  `run`: called with the parameters that were given; gives the exit code."""
    found = parameters(flow.fn)

    def command(**options: Any) -> int:
        given = {name: value for name, value in options.items() if value not in (None, (), False)}
        _check(flow.name, found, given)
        return run(given)

    return FlowCommand(flow.name, callback=command, params=_options(flow.name, found), help=_help(flow))


def options_of(flow: Flow[..., Any], names: Collection[str]) -> list[click.Parameter]:
    """Make the click options for some parameters of a flow, for another command that takes only these."""
    return _options(flow.name, [one for one in parameters(flow.fn) if one.name in names])


def _options(flow: str, found: Sequence[Parameter]) -> list[click.Parameter]:
    values = _VALUES_OF_FETCHES if flow in _FETCHING else _VALUES
    return [made for one in found if (made := _option(one, values))]


def _help(flow: Flow[..., Any]) -> str:
    return f"{summary(flow.fn)}\n\nExit code 0: done; 3: done, some pages were rejected; 1: failed."


def _check(flow: str, found: Sequence[Parameter], given: Mapping[str, Any]) -> None:
    """Raise UsageError for wrong arguments of a flow.

    That is when a PATH is missing, when one is given to a flow that takes no paths, or when a period ends before it
    begins.
    """
    needed = any(one.name == _PATHS and one.default is Signature.empty for one in found)
    if needed and _PATHS not in given:
        raise UsageError(f"The flow {flow} needs a PATH; name the files or folders to import.")
    if _PATHS in given and not any(one.name == _PATHS for one in found):
        word = given[_PATHS][0]
        raise UsageError(f"The flow {flow} takes no PATH ('{word}'); `copydesk run {flow} --help` shows what it takes.")
    check_period(given.get("since"), given.get("until"))


def _option(parameter: Parameter, values: Mapping[str, str]) -> click.Parameter | None:
    """Make the click option for a parameter, or the argument PATH...; None for a type that cannot be an option.

    `values`: parameter -> the word that stands for its value in the help, such as URL.
    """
    kind, listed = _kind(parameter.kind)
    if parameter.name == _PATHS:
        return click.Argument([_PATHS], nargs=-1, metavar="PATH...", shell_complete=files)
    word = _WORDS.get(parameter.name) or parameter.name.removesuffix("s" if listed else "").replace("_", "-")
    several = "; may be given several times" if listed else ""
    said = parameter.told[:1].upper() + parameter.told[1:] + several + "." if parameter.told else None
    if kind is bool:
        return click.Option([f"--{word}", parameter.name], is_flag=True, help=said)
    if kind not in _TYPES:
        return None
    shown = values.get(parameter.name, word.upper())
    return click.Option([f"--{word}", parameter.name], type=_TYPES[kind], multiple=listed, metavar=shown, help=said)


def _kind(annotation: Any) -> tuple[Any, bool]:
    """Find the type of a single value, and whether several are taken.

    Sequence[str] gives (str, True), datetime | None gives (datetime, False).
    """
    inner = [one for one in get_args(annotation) if one is not type(None)]
    if not inner or len(inner) > 1:
        return annotation, False
    listed = getattr(annotation, "__origin__", None) is Sequence
    return inner[0], listed
