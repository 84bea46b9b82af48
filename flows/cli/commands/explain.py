"""copydesk explain: shows a page line by line, with the label of each line and the reason."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from flows.cli.commands.completing import files
from flows.cli.commands.session import DONE, REJECTED, Session, Verb, put_json, say, with_session
from flows.cli.explain.find_page import find
from flows.config.check_configuration import configured
from flows.config.informed_rules import informed_rules
from flows.config.learned_lines import learned_lines_file
from flows.config.load_rules import blame_rules
from flows.config.paths import data_paths
from flows.config.settings import load_settings
from flows.explain.account import account, with_replaced_body
from flows.parsing.fallback.hook import fallback_of, with_kept_body
from flows.printing.terminal_text import ESCAPE
from parsers import Article, Rejection

#: Columns of output that goes into a file or pipe, where Rich would fold at 80.
_FILE_WIDTH = 200


@click.command("explain", cls=Verb)
@click.argument("page", metavar="URL|PATH|ARTICLE", shell_complete=files)
@click.option("--all", "everything", is_flag=True, help="Also show what lies outside the article (menus, footers).")
@click.option("--html", "html_file", type=click.Path(path_type=Path), metavar="FILE", help="Write one HTML page.")
@click.option("--url", metavar="URL", help="Of a file: the address of its page; of a crawl, which of its pages.")
@with_session
def command(session: Session, page: str, *, everything: bool, html_file: Path | None, url: str | None) -> int:
    """Show how each line of a page was classified, and why.

    The page is named by a file, an address, or the article_id of an article in the published file.  An address is
    looked up in the archive, and fetched when that does not hold it; nothing is stored.  Shows each field with how it
    was found, each line with its label, and for lines that were cut the reason and the rule.  A body that the program
    under [fallback] gave in a run is shown in place of the parsers' own; the program is not run.  A saved page that
    does not tell its address is read better with --url: an outlet's own rules and dates depend on it.

    Exit code 0: an article; 3: the page is rejected.
    """
    config, paths = configured(session.config), data_paths(session.data)
    name, raw = find(page, paths, url=url, config=config)
    told = account(raw, name=name, rules=informed_rules(config, learned_lines_file(paths)))
    blame_rules(told.result, config)
    fallback = fallback_of(load_settings(*config), paths.fallback, "explain")
    if fallback is not None and isinstance(told.result, Article):
        article = with_kept_body(fallback, raw, told.result)
        told = told if article is told.result else with_replaced_body(told, article)
    if html_file is not None:
        from flows.explain.html_output import render

        html_file.write_text(render(told), "utf-8", errors=ESCAPE)
        say(f"Wrote {html_file}.")
    elif session.json:
        put_json(told.to_dict())
    else:
        from flows.cli.explain.text_output import print_account
        from flows.printing.rich_console import console

        print_account(told, console(width=None if sys.stdout.isatty() else _FILE_WIDTH), outside=everything)
    return REJECTED if isinstance(told.result, Rejection) else DONE
