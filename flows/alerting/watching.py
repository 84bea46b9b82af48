"""Finds what is wrong in a data directory: runs, outlets, hosts that refuse requests, locks, disk.

A look is one such check: a function that gives the alarms of one kind.  When a look itself fails, that is an alarm of
its own, and the others are made all the same.  Changes nothing and waits for nothing.  Alarms about schedules are found
in flows.serving.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final

from flows.alerting.alarm import Alarm
from flows.alerting.outlets import bad_outlets, blocked_hosts, silent_outlets
from flows.config.alert_settings import Alerts
from flows.config.paths import Paths
from flows.errors import sentence
from flows.running.free_space import space
from flows.running.run_records import RunRecord, read_run_records
from flows.running.unfinished_work import ahead, unfinished
from warehouse.connect import is_there, opening_error, reader
from warehouse.errors import WarehouseLocked

#: Outcomes of an ingest or scrape that looked for new pages.
_LOOKED: Final = ("done", "rejected", "waiting")
#: Seconds for which a look must fail before that is told as an alarm: a file may be gone for a moment.
_GLITCH: Final = 600.0
#: An alarm about a full disk ends only when free space exceeds the need by this factor, so that it does not flutter.
_ROOM: Final = 1.1


@dataclass(frozen=True)
class WatchedPlace:
    """The data directory to check for alarms, with the settings, the time and the alarms that were open before."""

    paths: Paths
    settings: Alerts
    #: Aware, UTC.
    now: datetime
    #: Keys of the alarms that were open before this check.
    open: Collection[str] = ()

    @cached_property
    def records(self) -> list[RunRecord]:
        """The records of all runs, the oldest first; read once for all checks.  Raises OSError."""
        return read_run_records(self.paths.runs)


#: A look: gives the alarms of one kind.
Look = Callable[[WatchedPlace], Iterable[Alarm]]


@dataclass(slots=True)
class FoundAlarms:
    """The alarms that were found, by key, and the kinds of alarms for which the check itself failed."""

    alarms: dict[str, Alarm] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)


def look(place: WatchedPlace, more: Sequence[tuple[str, Look]] = ()) -> FoundAlarms:
    """Make all checks for alarms; one that fails becomes an alarm itself, and raises nothing.

    `more`: checks to make besides `LOOKS`: (kind of its alarms, the check).
    """
    found = FoundAlarms()
    for kind, one in (*LOOKS, *more):
        try:
            alarms = list(one(place))
        except Exception as error:  # told as an alarm; the other looks are made
            found.unknown.add(kind)
            alarms = [Alarm("unknown", kind, sentence(error), "copydesk doctor", patience=_GLITCH)]
        found.alarms.update({alarm.key: alarm for alarm in alarms})
    return found


def _runs(place: WatchedPlace) -> Iterator[Alarm]:
    """Yield an alarm for each run that failed or was killed and whose work no later run has done.

    Runs that are still going on do not count.
    """
    records = [one for one in place.records if one.outcome != "running"]
    for run in unfinished(records, place.now):
        yield Alarm("run", f"{run.record.flow}{_digest(run.record)}", run.sentence(), "copydesk doctor")


def _digest(record: RunRecord) -> str:
    """Make a short hash of a run's parameters, so that alarms about runs of one flow differ; "" without parameters."""
    asked = {name: value for name, value in record.parameters.items() if value}  # what is false is not asked for
    if not asked:
        return ""
    text = json.dumps(asked, sort_keys=True, default=str)
    return f"/{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:8]}"


def _outlets(place: WatchedPlace) -> Iterator[Alarm]:
    """Yield an alarm for each outlet whose pages got worse, or that has been silent for too long."""
    if not is_there(place.paths.news):
        return
    latest = _latest_look(place)
    with reader(place.paths.news) as connection:
        bad = list(bad_outlets(connection))
        yield from bad
        known = {alarm.key for alarm in bad}
        if latest is not None:
            yield from (alarm for alarm in silent_outlets(connection, latest) if alarm.key not in known)


def _latest_look(place: WatchedPlace) -> datetime | None:
    """The time when outlets were last looked at for new pages; None when they never were.

    It is the time at which the latest `scrape` began, of those that have ended.
    """
    looked = [r.started_at for r in place.records if r.flow == "scrape" and r.outcome in _LOOKED]
    return datetime.fromisoformat(looked[-1]) if looked else None


def _blocked(place: WatchedPlace) -> Iterator[Alarm]:
    if is_there(place.paths.news):
        with reader(place.paths.news) as connection:
            yield from blocked_hosts(connection)


def _locks(place: WatchedPlace) -> Iterator[Alarm]:
    """Yield an alarm when another program holds the warehouse's lock."""
    if not is_there(place.paths.warehouse):
        return
    wrong = opening_error(place.paths.warehouse)
    if isinstance(wrong, WarehouseLocked):
        told = (
            f"{place.paths.warehouse} has been held by {wrong.holder} for more than {place.settings.locked / 60:.0f}"
            " minutes; close it there: loads wait, and people read the published file instead."
        )
        yield Alarm("lock", wrong.holder, told, "copydesk status", patience=place.settings.locked)
    elif wrong is not None:
        raise wrong


def _disk(place: WatchedPlace) -> Iterator[Alarm]:
    """Yield an alarm when the disk has too little room."""
    found = space(place.paths, least=place.settings.free_bytes)
    if "disk:data" in place.open:
        found = replace(found, needed=int(found.needed * _ROOM))
    if found.low:
        yield Alarm("disk", "data", found.low, "copydesk status")


def _overdue(place: WatchedPlace) -> Iterator[Alarm]:
    """Yield an alarm when no ingest has ended well within the time that the settings allow.

    This happens when cron does not start it any more.
    """
    within = timedelta(seconds=place.settings.ingest_within)
    if not within:
        return
    ended = [
        record.finished_at
        for record in place.records
        if record.flow == "ingest" and record.outcome in _LOOKED and not ahead(record, place.now)
    ]
    latest = max(filter(None, ended), default=None)
    if latest is None or place.now - datetime.fromisoformat(latest) > within:
        since = f"since {latest[:16].replace('T', ' ')} UTC" if latest else "yet"
        told = f"No ingest has ended well {since}; look whether the schedule that starts it still runs."
        yield Alarm("schedule", "ingest_within", told, "copydesk ingest")


#: The looks, each with the kind of its alarms.
LOOKS: Final[tuple[tuple[str, Look], ...]] = (
    ("run", _runs),
    ("outlet", _outlets),
    ("blocked", _blocked),
    ("lock", _locks),
    ("disk", _disk),
    ("schedule", _overdue),
)
