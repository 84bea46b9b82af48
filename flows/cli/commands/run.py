"""copydesk run: runs one flow, and checks that it takes the given options."""

from __future__ import annotations

from typing import Any

import click

from flows.cli.commands.completing import files, flow_names
from flows.cli.commands.moments import check_period, moment
from flows.cli.commands.session import Session, Verb, with_session
from flows.cli.commands.start import start_flow
from flows.errors import UsageError
from flows.running.registry import FLOWS

#: Flow -> the options of this command that it takes.
_TAKES = {
    "scrape": {"source", "now"},
    "import": {"paths", "host", "path", "since", "until"},
    "reparse": {"source", "since", "until"},
    "ingest": {"source", "now", "paths", "host", "path", "since", "until"},
}


@click.command("run", cls=Verb)
@click.argument("flow", metavar="FLOW", shell_complete=flow_names)
@click.argument("paths", nargs=-1, metavar="[PATH...]", shell_complete=files)
@click.option("--source", multiple=True, metavar="NAME", help="scrape, ingest, reparse: only this source.")
@click.option("--now", is_flag=True, help="scrape, ingest: all lists and what failed, whenever they are due.")
@click.option("--host", multiple=True, metavar="HOST", help="import: of crawls, only pages of this host.")
@click.option("--path", multiple=True, metavar="PREFIX", help="import: of crawls, only pages whose path begins so.")
@click.option("--since", type=moment, metavar="TIME", help="import, reparse: only pages fetched at or after this time.")
@click.option("--until", type=moment, metavar="TIME", help="import, reparse: only pages fetched before this time.")
@with_session
def command(session: Session, /, flow: str, **options: Any) -> int:
    """Run one flow.

    FLOW is scrape, import, parse, load, publish, reparse, retry or ingest; import takes PATHs.  Each can be run at any
    time, and repeated: a flow that finds everything done says "nothing to do".

    Exit code 0: done; 3: done, some pages were rejected; 1: failed.
    """
    return start_flow(session, flow, **_parameters(flow, options))


def _parameters(flow: str, options: dict[str, Any]) -> dict[str, Any]:
    """The flow's parameters; raises UsageError for an option that it does not take."""
    if flow not in FLOWS:
        raise UsageError(f"There is no flow '{flow}'; known are: {', '.join(FLOWS)}.")
    given = {name: value for name, value in options.items() if value}
    for name in sorted(given.keys() - _TAKES.get(flow, set())):
        shown = "a PATH" if name == "paths" else f"--{name}"
        raise UsageError(f"The flow {flow} takes no {shown}; `copydesk run --help` shows what each flow takes.")
    if flow == "import" and "paths" not in given:
        raise UsageError("The flow import needs a PATH; name the files or folders to import.")
    check_period(given.get("since"), given.get("until"))
    if "now" in given:
        given["at_once"] = given.pop("now")
    if "path" in given:
        given["page_paths"] = given.pop("path")
    if "host" in given:
        given["hosts"] = given.pop("host")
    if "source" in given:
        _name_sources(flow, given)
    return given


def _name_sources(flow: str, given: dict[str, Any]) -> None:
    names = given.pop("source")
    if flow != "reparse":
        given["sources"] = names
    elif len(names) == 1:
        given["source"] = names[0]
    else:
        raise UsageError("The flow reparse takes one --source at a time.")
