"""Finds alarms about the schedules of `copydesk serve`: it was killed, or a run that was due has not begun.

Reads the state file of serve and the records of runs; asks no server.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from flows.alerting.alarm import Alarm
from flows.alerting.watching import WatchedPlace
from flows.serving.serve_state import serving

#: Seconds for which a run must be missing: a serve that was just started still has the times of the one before.
_PATIENCE: Final = 120.0


def missed_schedules(place: WatchedPlace) -> Iterator[Alarm]:
    """Yield alarms about missed schedules.

    There are none when no serve was started for this data directory, or when it was stopped.
    """
    found = serving(place.paths)
    if found is None:
        return
    if not found.alive:
        flows = ", ".join(found.schedules)
        told = f"copydesk serve (PID {found.pid}) was killed, so that {flows} by schedule waits; start it again."
        yield Alarm("schedule", "serve", told, "copydesk serve")
        return
    for flow, at in found.next_runs.items():
        due = datetime.fromisoformat(at)
        ours = [record for record in place.records if record.flow == flow]
        begun = any(record.outcome == "running" or record.started_at >= due.isoformat() for record in ours)
        if place.now - due > timedelta(seconds=place.settings.late) and not begun:
            told = (
                f"{flow} was due at {at[:16].replace('T', ' ')} UTC and has not begun, although copydesk serve (PID"
                f" {found.pid}) runs; restart it."
            )
            yield Alarm("schedule", flow, told, "copydesk status", patience=_PATIENCE)
