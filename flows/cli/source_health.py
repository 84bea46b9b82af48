"""Finds how the followed outlets do: last success, new stories a day, failed requests, alarms, and pages that wait.

Reads archive index, run records and published file; changes nothing and waits for nothing.  What cannot be read is left
out, with a sentence that says why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar

from flows.archive.archive import INDEX
from flows.archive.mend_index import to_read
from flows.archive.source_activity import Activity, source_activity
from flows.config.paths import Paths
from flows.config.sources import Source
from flows.errors import sentence
from flows.running.run_records import RunRecord, read_run_records
from warehouse.ask import ask
from warehouse.connect import is_there, reader

T = TypeVar("T")

#: Days back from now for which figures are given.
DAYS: Final = 7
#: What the published file says before there is one.
_NOTHING: Final[tuple[list[dict[str, Any]], list[dict[str, Any]]]] = ([], [])
#: Outcomes of requests that did not fail.
_ANSWERED: Final = ("fetched", "not_modified")


@dataclass(slots=True)
class SourceHealth:
    """Figures on how one outlet does; None for a figure that is not known."""

    #: When a list or page of it was last answered.
    last_success: datetime | None = None
    #: Stories that were seen first in the last 7 days; and a day, since it is followed.
    new_stories: int | None = None
    new_a_day: float | None = None
    #: Failed requests by outcome: in its last run, and in the last 7 days.
    failed_last_run: Mapping[str, int] = field(default_factory=dict)
    failed: Mapping[str, int] = field(default_factory=dict)
    #: What became worse in the last 7 days: measures of the view source_health.
    alarms: tuple[str, ...] = ()
    #: Pages of the last 7 days that wait to be parsed.
    waiting: int = 0


def health_of_sources(
    sources: Iterable[Source], paths: Paths, *, now: datetime | None = None
) -> tuple[dict[str, SourceHealth], list[str]]:
    """Find the health of each source; gives (name of the source -> its health, sentences).

    There is a sentence for each part that could not be read.  `now`: the present time; None: the clock's.
    """
    moment, problems = now or datetime.now(UTC), list[str]()

    def told(look: Callable[[], T], otherwise: T) -> T:
        try:
            return look()
        except Exception as error:  # told in place of this part; the others are read
            problems.append(sentence(error))
            return otherwise

    found = {source.name: SourceHealth() for source in sources}
    runs = told(lambda: _last_runs(read_run_records(paths.runs), found), dict[str, str]())
    for name, rows in _by_source(told(lambda: _activity(paths, moment, runs), list[Activity]())).items():
        if name in found:
            _requests(found[name], rows)
    states, alarms = told(lambda: _published(paths), _NOTHING)
    for state in states:
        if state["outlet"] in found:
            _stories(found[state["outlet"]], state, moment)
    for alarm in alarms:
        if alarm["outlet"] in found:
            health = found[alarm["outlet"]]
            health.alarms = tuple(dict.fromkeys((*health.alarms, alarm["measure"])))
    return found, problems


def _last_runs(records: Iterable[RunRecord], names: Iterable[str]) -> dict[str, str]:
    """Map each outlet to the time when the last run that followed it began (UTC, ISO 8601).

    `names`: the outlets that a run without a choice of outlets follows.
    """
    began: dict[str, str] = {}
    for record in records:
        if record.flow == "scrape":
            began |= dict.fromkeys(record.parameters.get("sources") or names, record.started_at)
    return began


def _activity(paths: Paths, now: datetime, runs: Mapping[str, str]) -> list[Activity]:
    index = paths.archive / INDEX
    if not index.exists():
        return []
    with closing(to_read(index)) as known:
        return source_activity(known, since=now - timedelta(days=DAYS), now=now, last_runs=runs)


def _by_source(rows: Iterable[Activity]) -> dict[str, list[Activity]]:
    found: dict[str, list[Activity]] = {}
    for row in rows:
        found.setdefault(row.source, []).append(row)
    return found


def _requests(health: SourceHealth, rows: Iterable[Activity]) -> None:
    """Add to an outlet's figures what the archive says: last success, failed requests, pages that wait."""
    failed, in_last_run = Counter[str](), Counter[str]()
    for row in rows:
        health.waiting += row.waiting
        if row.outcome in _ANSWERED:
            health.last_success = _later(health.last_success, datetime.fromisoformat(row.latest))
        else:
            failed[row.outcome] = row.requests
            in_last_run[row.outcome] = row.in_last_run
    health.failed, health.failed_last_run = dict(+failed), dict(+in_last_run)


def _published(paths: Paths) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Read from the published file: rows about each outlet's stories, and rows of alarms.

    Both are empty before anything was published.
    """
    if not is_there(paths.news):
        return _NOTHING
    with reader(paths.news) as connection:
        return ask(connection, "source_states", [DAYS]).dicts(), ask(connection, "report_alarms", [DAYS]).dicts()


def _stories(health: SourceHealth, state: Mapping[str, Any], now: datetime) -> None:
    """Add to an outlet's figures what the published file says: new stories, in all and a day.

    `state`: the outlet's row of the query source_states.
    """
    followed = (now - state["first_fetched"]) / timedelta(days=1) if state["first_fetched"] else 0.0
    health.new_stories = state["new_stories"]
    # Of an outlet that was added yesterday, two days are counted, not seven.
    health.new_a_day = round(state["new_stories"] / max(1.0, min(followed, float(DAYS))), 1)
    health.last_success = _later(health.last_success, state["latest"])


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((moment for moment in (one, other) if moment is not None), default=None)
