"""Counts how the requests of each followed outlet went lately: how many, with which outcomes.

Takes the open index of the archive and two times; gives one row for each outlet and outcome (a code of OUTCOMES).
Changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from flows.archive.captures import utc_text
from flows.archive.index import ArchiveIndex

#: No run takes longer than this; its files are named by the time at which it began.
_LONGEST_RUN: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Activity:
    """The requests of one outlet that had the same outcome."""

    source: str
    #: A code of OUTCOMES.
    outcome: str
    #: The time of the last such request; UTC, ISO 8601.
    latest: str
    requests: int
    #: How many of them the outlet's last run made.
    in_last_run: int
    #: How many pages of them are in no batch yet.
    waiting: int


def source_activity(
    index: ArchiveIndex, *, since: datetime, now: datetime, last_runs: Mapping[str, str]
) -> list[Activity]:
    """Count the requests between the times `since` and `now`; gives one Activity for each outlet and outcome.

    `last_runs`: outlet -> when its last run began, ISO 8601 in UTC.  It leaves no request out: `in_last_run` of an
    Activity says how many of its requests were made since then.  Raises IndexUnusable when SQLite fails.
    """
    # A run that was at work then began before.
    floor = f"{since - _LONGEST_RUN:%Y%m%dT%H%M%S}"
    began = json.dumps([[name, utc_text(datetime.fromisoformat(at))] for name, at in last_runs.items()])
    sql = Path(__file__).with_name("source_activity.sql").read_text("utf-8")
    return [Activity(*row) for row in index.answer(sql, (began, floor, utc_text(since), utc_text(now)))]
