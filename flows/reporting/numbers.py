"""Queries the numbers for the report's page: each part is one query report_page_* in warehouse/queries.

Takes a connection to the published file and a number of days; gives the days that the page is about, and one Answer for
each part.  The days end with the last day on which a page was fetched, so that an archive of old pages has a report,
too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from duckdb import DuckDBPyConnection

from warehouse.ask import Answer, ask

#: The parts of the page that are about its days, each with its query.
PARTS: Final = {
    "days": "report_page_days",
    "outlets": "report_page_outlets",
    "coverage": "report_page_coverage",
    "rejects": "report_page_rejects",
    "credits": "report_page_credits",
    "reuse": "report_page_reuse",
    "places": "report_page_places",
    "people": "report_page_people",
    "agencies": "report_page_agencies",
    "copies": "report_page_copies",
    "headlines": "report_page_headlines",
    "corrections": "report_page_corrections",
    "alarms": "report_page_alarms",
}


@dataclass(frozen=True, slots=True)
class Numbers:
    """The period of a report and its numbers, one Answer a part."""

    #: First and last day, UTC.
    since: date
    until: date
    #: Number of the published state and when it was published, UTC; None for a file that was never published.
    state: int | None
    published_at: datetime | None
    #: Stories in the warehouse, of all days.
    all_stories: int
    #: The answers by part.
    parts: Mapping[str, Answer]


def blocked(connection: DuckDBPyConnection, since: date | None, days: int) -> Answer:
    """Give the hosts that refuse requests, each with the command that gets their stories from a public crawl.

    `since`: hosts that were requested on this day or later; None: within the last `days` days.
    """
    today = datetime.now(UTC).date()
    return ask(connection, "report_blocked", [days if since is None else max(days, (today - since).days + 1)])


def numbers(connection: DuckDBPyConnection, days: int) -> Numbers | None:
    """Give the numbers of the last `days` days up to the last day with a page; None when the file holds no page."""
    (window,) = ask(connection, "report_page_window", {"days": days}).dicts()
    if window["until"] is None:
        return None
    both = {"since": window["since"], "until": window["until"]}
    parts = {part: ask(connection, query, both) for part, query in PARTS.items()}
    parts["flows"] = ask(connection, "report_page_flows", {"since": window["since"]})
    parts["quarantine"] = ask(connection, "report_page_quarantine")
    return Numbers(
        window["since"], window["until"], window["state"], window["published_at"], window["all_stories"], parts
    )
