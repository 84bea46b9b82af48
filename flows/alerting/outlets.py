"""Finds alarms about outlets in the published file: pages got worse, no new stories, a host refuses requests.

Takes a connection to the published file.  Names of outlets and answers of servers come from outside and stand in
sentences as they are; message.py escapes them.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from duckdb import DuckDBPyConnection

from flows.alerting.alarm import Alarm
from warehouse.ask import ask

#: Measure of the view source_health -> what it counts.
_MEASURES: Final = {
    "articles": "new stories",
    "words": "words of a story",
    "captions": "captions of a story",
    "no_headline": "stories without headline",
    "no_standfirst": "stories without standfirst",
    "no_byline": "stories without byline",
    "no_published_at": "stories without a time of publication",
    "no_body": "stories without text",
    "rejected": "pages rejected",
}
#: Measures that are counts; all others are shares.
_COUNTS: Final = ("articles", "words", "captions")
#: Days after its last refusal for which a host is still reported.
_REFUSED_DAYS: Final = 7
#: Characters of a server's answer that an alarm shows.
_SAID: Final = 200


def bad_outlets(connection: DuckDBPyConnection) -> Iterator[Alarm]:
    """Yield an alarm for each outlet and each of its figures that got worse and has not recovered.

    Such figures are stories a day or words of a story.
    """
    for row in ask(connection, "alerts_outlets").dicts():
        yield _worse(row)


def _worse(row: dict[str, Any]) -> Alarm:
    """Make the alarm for one outlet and one of its figures, from a row of the query alerts_outlets."""
    outlet, measure = row["outlet"], row["measure"]
    what = _MEASURES.get(measure, measure)
    if measure == "articles" and not row["value"]:
        told = (
            f"{outlet} has been silent since {row['day']}: no new story, {row['usual']:.0f} a day are usual; look"
            " whether its feeds and sitemaps still lead to stories."
        )
        return Alarm("outlet", f"{outlet}/{measure}", told, "copydesk sources")
    shape = "{:.0f}" if measure in _COUNTS else "{:.0%}"
    told = (
        f"{outlet} has changed since {row['day']}: {what}: {shape.format(row['usual'])} before,"
        f" {shape.format(row['value'])} now ({row['pages']} pages); look at one of them, for a changed layout shows"
        " like this."
    )
    return Alarm("outlet", f"{outlet}/{measure}", told, f"copydesk explain {shlex.quote(row['example'] or 'URL')}")


def silent_outlets(connection: DuckDBPyConnection, looked: datetime) -> Iterator[Alarm]:
    """Yield an alarm for each followed outlet that has been silent for much longer than ever in the month before.

    Silent means without a new story.  `looked`: when new pages were last looked for; silence is counted up to then.
    """
    for row in ask(connection, "alerts_silent", {"looked": looked}).dicts():
        told = (
            f"{row['outlet']} has been silent since {row['latest']:%Y-%m-%d}, longer than ever in the month before;"
            " look whether its feeds and sitemaps still lead to stories."
        )
        yield Alarm("outlet", f"{row['outlet']}/articles", told, "copydesk sources")


def blocked_hosts(connection: DuckDBPyConnection) -> Iterator[Alarm]:
    """Yield an alarm for each host that refuses every request."""
    for row in ask(connection, "report_blocked", [_REFUSED_DAYS]).dicts():
        said = " ".join(str(row["said"] or "").split())[:_SAID]
        told = (
            f"{row['host']} ({row['outlet']}) has refused every request since {row['since']:%Y-%m-%d}, {row['refused']}"
            f" so far{f': {said}' if said else ''} Ask its operator, or take its stories from a public crawl."
        )
        yield Alarm("blocked", row["host"], told, row["bring"] or "copydesk report")
