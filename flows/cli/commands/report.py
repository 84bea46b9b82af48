"""copydesk report: counts pages, articles and rejected pages of the last days, outlet by outlet."""

from __future__ import annotations

import click

from flows.cli.commands.session import Session, Verb, put, put_json, with_session
from flows.cli.output_rows import write_rows
from flows.config.paths import data_paths
from warehouse.ask import Answer, ask
from warehouse.connect import reader


@click.command("report", cls=Verb)
@click.option("--days", type=click.IntRange(1), default=7, show_default=True, help="How far to look back.")
@with_session
def command(session: Session, days: int) -> None:
    """Report on the last days, outlet by outlet.

    Shows pages, articles and rejected pages of each outlet, the reasons for rejections, and an alarm for each outlet
    whose pages got worse than in its last 30 days (a changed layout shows on its first day).
    """
    with reader(data_paths(session.data).news) as connection:
        parts = {
            "outlets": ask(connection, "report_outlets", [days, days]),
            "rejected": ask(connection, "report_reasons", [days]),
            "alarms": ask(connection, "report_alarms", [days]),
        }
    if session.json:
        put_json({k: v.dicts() for k, v in parts.items()})
        return
    _show(f"Outlets, last {days} days", parts["outlets"], "no pages")
    _show("Rejected", parts["rejected"], "no pages")
    _show("Alarms", parts["alarms"], "none")


def _show(title: str, answer: Answer, nothing: str) -> None:
    put(f"{title}: {'' if answer.rows else nothing}".rstrip())
    if answer.rows:
        write_rows(answer.columns, answer.rows, "table")
    put()
