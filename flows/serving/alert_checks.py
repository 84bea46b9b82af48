"""Runs the checks for alarms of `copydesk serve`: decides when one is due, and starts a process for each.

Each check has a process of its own, so that a slow mail server holds up no schedule and a fault costs no run.  `LOOKS`
are further checks, about schedules, which need code of this folder; every caller of flows.alerting.check_round passes
them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from flows.alerting.watching import Look
from flows.config.alert_settings import Alerts
from flows.config.paths import Paths
from flows.errors import sentence
from flows.printing.progress import line, number
from flows.serving import lifeline
from flows.serving.leftover_processes import marked_environment
from flows.serving.missed_schedules import missed_schedules

LOOKS: Final[tuple[tuple[str, Look], ...]] = (("schedule", missed_schedules),)
#: Seconds after which a check that has not ended is killed; each way has a limit of its own, which is far shorter.
_LONGEST: Final = 1800.0
#: Seconds from the start of serve to its first check: it writes its own state first.
_FIRST: Final = 30.0


class AlertChecks:
    """Starts a check for alarms when one is due, never two at a time.

    `config`: the user's config directory; None: none.  `clock`: gives the time in seconds, which only ever rises.
    """

    def __init__(
        self, paths: Paths, alerts: Alerts, *, config: Path | None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._paths, self._alerts, self._config, self._clock = paths, alerts, config, clock
        self._due = clock() + min(_FIRST, alerts.interval)
        self._begun = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    def soon(self) -> None:
        """Make a check due now.  Called when a run has ended."""
        self._due = self._clock()

    def step(self) -> None:
        """Start a check if one is due and none is running; does nothing when the settings name no way of sending."""
        if not self._alerts.ways:
            return
        if self._process is not None:
            if self._process.poll() is None and self._clock() - self._begun < _LONGEST:
                return
            self.close()
        if self._clock() >= self._due:
            self._due = self._clock() + self._alerts.interval
            self._begun = self._clock()
            try:
                self._process = self._start()
            except OSError as error:  # told: the next check is due later
                line("alerts", f"the check for what is wrong cannot be started: {sentence(error)}", level="warning")

    def _start(self) -> subprocess.Popen[bytes]:
        environ = marked_environment({**os.environ, "COPYDESK_CONFIG": str(self._config or "")}, self._paths)
        return lifeline.start_child("flows.serving.alert_checks", str(self._paths.root), environ=environ)

    def close(self) -> None:
        """End the check that is running, if there is one."""
        if self._process is not None:
            lifeline.end(self._process, seconds=0)
            self._process = None


def main(data: str) -> int:
    """Run the process of one check: find alarms, send them, and print a line for each way of sending.

    `data`: the data directory.  Gives the exit code.
    """
    from flows.alerting.check_round import check_and_tell
    from flows.config.settings import config_directories, load_settings, users

    try:
        directories = config_directories()
        found = check_and_tell(Paths(Path(data)), load_settings(*directories).alerts, LOOKS, config=users(directories))
    except Exception as error:  # told: the next check tries again
        line("alerts", sentence(error))
        return 1
    for note in found.notes:
        line("alerts", note)
    for told in found.told:
        if told.count or told.why:
            done = f"told {number(told.count, 'alarm')}" if told.sent else "could not be told"
            line("alerts", f"{told.way}: {done}{f': {told.why}' if told.why else ''}")
    return 0


if __name__ == "__main__":
    lifeline.hold()
    sys.exit(main(sys.argv[1]))
