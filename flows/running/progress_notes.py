"""Notes the progress of a running run in a small file next to its record, written again every few seconds.

`Noted` writes it; `noted` reads it, so that other commands can say what a run is doing, and how far a killed one came.
Unlike a record, the file is not synced to the disk: after a power cut it may be a few seconds old or empty.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

#: Seconds between two notes.
EVERY: Final = 2.0


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a run at the time of its last note."""

    #: The noun for what is counted: "pages", "batches".
    what: str
    done: int
    #: How many there are in all; None when that is not known.
    total: int | None
    #: When counting began, and when this was written: UTC, ISO 8601.
    since: str
    at: str
    #: The counts of the run's record at that time.
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def rate(self) -> float | None:
        """How many things were done per second; None while nothing is done or less than a second has passed."""
        passed = (datetime.fromisoformat(self.at) - datetime.fromisoformat(self.since)).total_seconds()
        return self.done / passed if self.done and passed >= 1 else None

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the end at this rate; None when the total or the rate is not known."""
        if self.rate is None or self.total is None or self.total < self.done:
            return None
        return (self.total - self.done) / self.rate

    def facts(self) -> dict[str, Any]:
        """Convert the note to JSON types, with rate and seconds left."""
        return {**asdict(self), "rate": self.rate, "seconds_left": self.seconds_left}


class Noted:
    """Writes the progress of a run; call `advance` for each thing that is done, from any thread."""

    def __init__(
        self,
        path: Path,
        what: str,
        total: int | None,
        *,
        counts: Callable[[], Mapping[str, int]],
        failed: Callable[[OSError], object],
    ) -> None:
        """Begin to write the progress of a run.

        `path`: of the progress file.  `what`: the noun for what is counted.  `total`: how many there are; None: not
        known.  `counts`: gives the counts of the run's record.  `failed`: called once with the error, when the file
        cannot be written; the work goes on without it.
        """
        self._path, self._what, self._total, self._counts, self._failed = path, what, total, counts, failed
        self._since, self._done, self._lock = _now(), 0, threading.Lock()
        self._written = 0.0
        self._works = True
        self.advance(0)

    def advance(self, steps: int = 1) -> None:
        """Count `steps` more things as done; writes the file at most every few seconds."""
        with self._lock:
            self._done += steps
            moment = time.monotonic()
            if self._works and moment - self._written >= EVERY:
                self._written = moment
                self._write()

    def _write(self) -> None:
        now = Progress(self._what, self._done, self._total, self._since, _now(), dict(self._counts()))
        aside = self._path.with_name(f"{self._path.name}.tmp")
        try:
            aside.write_text(json.dumps(asdict(now)), "utf-8")
            aside.replace(self._path)
        except OSError as error:
            self._works = False
            self._failed(error)


def progress_file(record: Path) -> Path:
    """Make the path of a run's progress file.  `record`: the path of its record."""
    return record.with_suffix(".progress")


def noted(record: Path) -> Progress | None:
    """Read the last noted progress of a run; None without a readable note.  `record`: the path of its record."""
    try:
        said = json.loads(progress_file(record).read_text("utf-8"))
        found = Progress(**said)
        sound = isinstance(found.what, str) and all(isinstance(n, int) for n in (found.done, *found.counts.values()))
        if not sound or not isinstance(found.total, int | None) or found.done < 0:
            return None
        for moment in (found.since, found.at):
            if datetime.fromisoformat(moment).tzinfo is None:
                return None
        return found
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return None  # it is gone, or half of it: only this knowledge is lost


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
