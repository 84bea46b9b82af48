"""Keep a Prefect server and the schedules of copydesk.toml running: what `copydesk serve` does.

The schedules are Prefect's, and so are the runs; what is due is started here, one process a run.  One run of a flow at
a time, and one for all that were missed: told from our own records, so that a run that was killed, a server that died
and a machine that was off end at the next start.  Processes that are started here end with this one, however it ends.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from flows.config.paths import Paths
from flows.config.settings import Schedules
from flows.errors import CopydeskError
from flows.printing.progress import line
from flows.serving import serve_state
from flows.serving.watched_server import server_for


def serve(paths: Paths, schedules: Schedules, *, port: int | None, config: Path | None) -> None:
    """Run what is due until somebody ends it.  port: where the server listens; None: the usual one, 0: any.

    Raises CopydeskError when there is nothing to do, another serve is at work here, or there can be no server.
    """
    wanted = {name: cron for name, cron in asdict(schedules).items() if cron}
    if not wanted:
        raise CopydeskError("No schedule is set; write cron expressions under [schedules] in copydesk.toml.")
    with serve_state.the_only_one(paths), server_for(paths, port, wanted) as server:
        from flows.serving.schedule_loop import Loop

        line("serve", f"Prefect server at {server.page}; Ctrl-C ends it")
        with Loop(paths, wanted, server=server, config=config) as loop:
            loop.run()
