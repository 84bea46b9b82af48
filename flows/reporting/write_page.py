"""Writes the report's page: one HTML file that needs no network and no other file.

Takes the data directory and a number of days; gives the page's text, or writes it in one step over an older one.  Reads
the published file only, so a run that loads or publishes does not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from flows.config.paths import Paths
from flows.parsing.staging import damaged_batches, stored_batches, waiting_batches
from flows.reporting import plots
from flows.reporting.drawing import Plot
from flows.reporting.examples import examples
from flows.reporting.numbers import Numbers, blocked, numbers
from flows.reporting.places import City, gazetteer
from flows.running.run_records import read_run_records
from flows.running.unfinished_work import unfinished
from flows.storage.errors import NoStore, StoreError
from parsers import Rules
from parsers.reasons import REJECTIONS
from warehouse.connect import reader
from warehouse.files import write_whole

#: The columns of the heat map, in the order of a page.
FIELDS: Final = (
    "headline", "kicker", "standfirst", "byline", "authors", "dateline", "published_at", "modified_at", "section",
    "tags", "language", "body", "captions", "images", "correspondents",
)  # fmt: skip
#: Seconds for which a store that does not answer is asked.
_PATIENCE: Final = 3.0
#: Most rows of a table in the page; the warehouse has the rest.
_ROWS: Final = 60
#: Minutes; a longer time is told in hours, and from _MOST_HOURS on (minutes, too) in days.  Chosen by hand.
_MOST_MINUTES: Final = 120
_MOST_HOURS: Final = 48 * 60
#: Shares (0 to 1) that are told without a digit behind the point, besides 0 and 1 themselves.
_LEAST_PERCENT, _MOST_PERCENT = 0.01, 0.99
#: Most runs that are named.
_RUNS: Final = 10
#: The templates of the page.
FOLDER: Final = Path(__file__).with_name("page")

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class WaitingWork:
    """How many batches wait to be loaded or are damaged, and which runs left work undone."""

    batches: int
    damaged: int
    #: What was left undone, one sentence each: failed and killed runs whose work no later run has done, and
    #: a store for batches that is away.
    failed: tuple[str, ...]


def report_page(paths: Paths, rules: Rules, *, days: int, now: datetime | None = None) -> str:
    """Write the report as HTML.  `days`: how many days it covers.  `now`: its date; None: the clock's.

    Raises WarehouseError without a published file.
    """
    with reader(paths.news) as connection:
        found = numbers(connection, days)
        refusing = blocked(connection, found.since if found else None, days).dicts()
    return _rendered(paths, rules, found, refusing, (now or datetime.now(UTC)).astimezone(UTC))


def write_report(paths: Paths, rules: Rules, target: Path, *, days: int) -> Path:
    """Write the report's page to a file, whole or not at all; gives its path.

    Raises WarehouseError without a published file, and OSError.
    """
    text = report_page(paths, rules, days=days)
    write_whole(target, text)
    return target


def waiting(paths: Paths) -> WaitingWork:
    """Find what waits or was left undone.

    Reads only names of files and run records, and asks the store for batches.
    """
    told = [one.sentence() for one in unfinished(read_run_records(paths.runs), datetime.now(UTC))]
    try:
        stored = len(stored_batches(paths.staging, patience=_PATIENCE))
    except (StoreError, NoStore) as error:
        stored, told = 0, [*told, f"load waits: {error}"]
    count = len(waiting_batches(paths.staging)) + stored
    return WaitingWork(count, len(damaged_batches(paths.staging)), tuple(told[-_RUNS:]))


def _rendered(paths: Paths, rules: Rules, found: Numbers | None, refusing: Rows, now: datetime) -> str:
    # Imported here: it takes a tenth of a second, and most commands write no page.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    pages = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined)
    pages.filters.update(FILTERS)
    values: dict[str, Any] = {"now": now, "waiting": waiting(paths), "numbers": found, "most_rows": _ROWS}
    values["blocked"] = refusing
    if found is not None:
        values |= _values(paths, rules, found)
    return pages.get_template("report.html").render(values)


def _values(paths: Paths, rules: Rules, found: Numbers) -> dict[str, Any]:
    """Collect what the template needs: rows, plots, examples and figures."""
    rows = {part: answer.dicts() for part, answer in found.parts.items()}
    places, unknown = _on_the_map(rows["places"])
    explained, unread = examples(paths.archive, rows["rejects"], rules)
    return {
        "rows": rows,
        "plots": _plots(found, rows, places),
        "fields": FIELDS,
        "coverage": _coverage(rows["coverage"]),
        "totals": _totals(rows["outlets"]),
        "unknown_places": unknown,
        "meanings": REJECTIONS,
        "explained": {one.reason: one for one in explained},
        "unread": unread,
    }


def _plots(found: Numbers, rows: Mapping[str, Rows], places: Mapping[City, int]) -> dict[str, Plot | None]:
    return {
        "stories": plots.stories_a_day(rows["days"], found.since, found.until),
        "delays": plots.delays(rows["outlets"]),
        "rejects": plots.bars("rejects", rows["rejects"], "reason", "pages", said="Rejected pages by reason."),
        "credits": plots.bars("credits", rows["credits"], "credit", "pictures", said="Pictures by credit."),
        "world": plots.world(places),
        "agencies": plots.agency_shares(rows["agencies"]),
        "flows": plots.bars("flows", rows["flows"], "flow", "total_seconds", said="Seconds by flow."),
    }


def _on_the_map(rows: Rows) -> tuple[dict[City, int], int]:
    """Count the stories of each place, and the place names that the gazetteer does not know."""
    known, unknown = gazetteer(), 0
    found: dict[City, int] = {}
    for row in rows:
        place = known.find(row["place"])
        if place is None:
            unknown += 1
        else:
            found[place] = found.get(place, 0) + int(row["stories"])
    return found, unknown


def _coverage(rows: Rows) -> dict[str, dict[str, float]]:
    """Map each outlet and field to the share of the outlet's stories (0 to 1) that have the field.

    Outlets with most stories come first.
    """
    order = sorted({row["outlet"]: row["stories"] for row in rows}.items(), key=lambda item: (-item[1], item[0]))
    shares: dict[str, dict[str, float]] = {outlet: {} for outlet, _ in order[:_ROWS]}
    for row in rows:
        if row["outlet"] in shares:
            shares[row["outlet"]][row["field"]] = float(row["share"])
    return shares


def _totals(rows: Rows) -> dict[str, Any]:
    """Sum up the figures in the tiles at the top of the page over all outlets.

    `delay` is the median of the outlets' delays from publication to the first fetch, in minutes.
    """
    total = {
        name: sum(int(row[name] or 0) for row in rows) for name in ("stories", "versions", "pages", "rejected", "words")
    }
    timed = sorted(row["minutes_to_fetch"] for row in rows if row["timed_stories"])
    return {**total, "outlets": len(rows), "delay": timed[len(timed) // 2] if timed else None}


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}"


def _share(value: float | None) -> str:
    """Write a share (0 to 1) in percent; with a decimal where it would else be shown as 0 or 100 %."""
    if value is None:
        return ""
    # Not "0 %" for something, nor "100 %" for nearly all.
    return (
        f"{100 * value:.0f} %"
        if value in (0, 1) or _LEAST_PERCENT <= value <= _MOST_PERCENT
        else f"{100 * value:.1f} %"
    )


def _hours(value: float | None) -> str:
    return "" if value is None else f"{value:,.1f} h"


def _minutes(value: float | None) -> str:
    if value is None:
        return ""
    return (
        f"{value:,.0f} min"
        if value < _MOST_MINUTES
        else f"{value / 60:,.1f} h"
        if value < _MOST_HOURS
        else f"{value / (24 * 60):,.1f} days"
    )


def _moment(value: datetime | None) -> str:
    return "" if value is None else f"{value.astimezone(UTC):%Y-%m-%d %H:%M}"


#: How templates print numbers, shares, hours, times and minutes.
FILTERS: Final[dict[str, Callable[[Any], str]]] = {
    "number": _number, "share": _share, "hours": _hours, "moment": _moment, "minutes": _minutes,
}  # fmt: skip
