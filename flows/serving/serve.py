"""Runs `copydesk serve`: a Prefect server and the schedules of copydesk.toml.

Prefect keeps schedules and runs; serve starts each due run in a process of its own.  Our own run records tell whether a
flow is running and which runs were missed, so that killed runs, a dead server and a machine that was off are noticed at
the next start.  All processes that serve starts end with it.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from flows.config.paths import Paths
from flows.config.settings import Settings
from flows.errors import CopydeskError
from flows.printing.progress import line
from flows.serving import serve_state
from flows.serving.watched_server import server_for


def serve(paths: Paths, settings: Settings, *, port: int | None, config: Path | None) -> None:
    """Run a server and start due runs until the process is stopped.

    `port`: of the server; None: 4200, or any free one when that is taken; 0: any free one.  `config`: the user's config
    directory; None: none.  Raises CopydeskError when no schedule is set, another serve runs for this data directory, or
    the server cannot be started.
    """
    wanted = {name: cron for name, cron in asdict(settings.schedules).items() if cron}
    if not wanted:
        raise CopydeskError("No schedule is set; write cron expressions under [schedules] in copydesk.toml.")
    with serve_state.locked(paths), server_for(paths, port, wanted) as server:
        from flows.serving.alert_checks import AlertChecks
        from flows.serving.schedule_loop import Loop

        line("serve", f"Prefect server at {server.page}; Ctrl-C ends it")
        checks = AlertChecks(paths, settings.alerts, config=config)
        with Loop(paths, wanted, server=server, config=config, checks=checks) as loop:
            loop.run()
