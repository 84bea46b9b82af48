"""copydesk explain: one page, each line with the label it got and why."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from flows.cli.commands.session import DONE, REJECTED, Session, Verb, put_json, say, with_session
from flows.cli.explain.account import account
from flows.cli.explain.find import find
from flows.config.check_configuration import configured
from flows.config.learned_lines import informed_rules, learn
from flows.config.load_rules import blame_rules
from flows.config.paths import data_paths
from flows.printing.terminal_text import ESCAPE
from parsers import Rejection


@click.command("explain", cls=Verb)
@click.argument("page", metavar="URL|PATH|ARTICLE")
@click.option("--all", "everything", is_flag=True, help="Also show what lies outside the article (menus, footers).")
@click.option("--html", "html_file", type=click.Path(path_type=Path), metavar="FILE", help="Write one HTML page.")
@with_session
def command(session: Session, page: str, *, everything: bool, html_file: Path | None) -> int:
    """Why each line of a page is where it is.

    PAGE is a file, an address that the archive holds, or the number of an article in the published file.  Shows the
    fields with how they were found, and each line with its label; what was cut with the reason and the rule.

    Exit code 0: an article; 3: the page is rejected.
    """
    config, paths = configured(session.config), data_paths(session.data)
    name, raw = find(page, paths)
    told = account(raw, name=name, rules=informed_rules(config, learn(paths)))
    blame_rules(told.result, config)
    if html_file is not None:
        from flows.cli.explain.html_output import render

        html_file.write_text(render(told), "utf-8", errors=ESCAPE)
        say(f"Wrote {html_file}.")
    elif session.json:
        put_json(told.to_dict())
    else:
        from flows.cli.explain.text_output import print_account
        from flows.printing.rich_console import console

        # Off a terminal (a file, a pipe) Rich would fold at 80 columns.
        print_account(told, console(width=None if sys.stdout.isatty() else 200), outside=everything)
    return REJECTED if isinstance(told.result, Rejection) else DONE
