"""copydesk report: counts pages, articles and rejected pages of the last days, outlet by outlet; also as a page."""

from __future__ import annotations

from pathlib import Path

import click

from flows.cli.commands.session import Session, Verb, put, put_json, say, with_session
from flows.cli.output_rows import write_rows
from flows.config.check_configuration import configured
from flows.config.load_rules import rules_for
from flows.config.paths import Paths, data_paths
from flows.errors import UsageError
from flows.printing import hints
from flows.reporting.after_run import report_file
from warehouse.ask import Answer, ask
from warehouse.connect import reader

#: Days of the text, and of the page, without --days.
_DAYS, _PAGE_DAYS = 7, 30


@click.command("report", cls=Verb)
@click.option("--days", type=click.IntRange(1, 3650), help=f"How far to look back.  [{_DAYS}; for a page {_PAGE_DAYS}]")
@click.option(
    "--html",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the report as one page with plots into this file.",
)
@click.option("--open", "show", is_flag=True, help="Show the page in a browser; without --html, DATA/report.html.")
@with_session
def command(session: Session, days: int | None, target: Path | None, show: bool) -> None:
    """Report on the last days, outlet by outlet.

    Shows pages, articles and rejected pages of each outlet, the reasons for rejections, an alarm for each outlet whose
    pages got worse than in its last 30 days (a changed layout shows on its first day), and the outlets that refuse
    requests.

    With --html or --open it is one page for a browser, which needs no network: alarms, stories, freshness, fields,
    rejected pages, pictures, correspondents on a map, agencies, copies, corrections, changed headlines, runs and what
    waits.  The last day that it shows is the last one on which a page was fetched.
    """
    paths = data_paths(session.data)
    if target is not None or show:
        if session.json:
            raise UsageError("--json prints the numbers, --html and --open make a page; say one of them.")
        _page(session, paths, target, days or _PAGE_DAYS, show)
        return
    days = days or _DAYS
    with reader(paths.news) as connection:
        parts = {
            "outlets": ask(connection, "report_outlets", [days, days]),
            "rejected": ask(connection, "report_reasons", [days]),
            "alarms": ask(connection, "report_alarms", [days]),
            "blocked": ask(connection, "report_blocked", [days]),
        }
    if session.json:
        put_json({k: v.dicts() for k, v in parts.items()})
        return
    _show(f"Outlets, last {days} days", parts["outlets"], "no pages")
    _show("Rejected", parts["rejected"], "no pages")
    _show("Alarms", parts["alarms"], "none")
    _show_blocked(parts["blocked"])


def _show_blocked(answer: Answer) -> None:
    """Print the hosts that refuse requests, then for each the command that gets their stories from a public crawl."""
    if not answer.rows:
        return
    told = Answer(answer.columns[:-1], tuple(row[:-1] for row in answer.rows))
    _show("Blocked, since their last page", told, "")
    put("Their stories may be in a public crawl:")
    for row in answer.rows:
        put(f"  {hints.command_to_copy(row[-1]) if row[-1] else f'{row[0]}: none has its address'}")


def _page(session: Session, paths: Paths, target: Path | None, days: int, show: bool) -> None:
    # Imported here: the plots' library is needed for nothing else.
    from flows.reporting.write_page import write_report

    rules = rules_for(configured(session.config))
    written = write_report(paths, rules, target or report_file(paths), days=days)
    say(f"wrote {written} ({written.stat().st_size / 1e6:.1f} MB)")
    if show:
        click.launch(written.absolute().as_uri())


def _show(title: str, answer: Answer, nothing: str) -> None:
    put(f"{title}: {'' if answer.rows else nothing}".rstrip())
    if answer.rows:
        write_rows(answer.columns, answer.rows, "table")
    put()
