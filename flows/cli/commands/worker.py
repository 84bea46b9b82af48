"""copydesk worker: parses batches for runs on other machines."""

from __future__ import annotations

import click

from flows.cli.commands.session import Session, Verb, with_session
from flows.config.check_configuration import configured
from flows.config.settings import load_settings, scheduler_address
from flows.errors import UsageError
from flows.printing.progress import line


@click.command("worker", cls=Verb)
@click.argument("scheduler", required=False)
@click.option("--processes", type=click.IntRange(0, 1000), default=0, help="How many parse; 0: one for each CPU.  [0]")
@click.option("--host", help="Address of this machine, as the scheduler reaches it.  [found by itself]")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Where it listens; 0: any free one.  [0]")
@with_session
def command(session: Session, scheduler: str | None, processes: int, host: str | None, port: int) -> None:
    """Parse pages for runs on other machines, until stopped.

    SCHEDULER is the address of a Dask scheduler, such as tcp://desk.example:8786; without it, the one that [work]
    scheduler in copydesk.toml names is used.  Start one worker on each machine: it has a process for each CPU.  Runs
    whose configuration names this scheduler send it their batches, with the rules for parsing them.  The worker must be
    the same version of copydesk as the run, and see the archive and the staging folder of these runs under the same
    paths.  Needs `pip install 'copydesk[dask]'`.
    """
    from flows.parsing.cluster.serve_worker import serve_worker  # only here: most commands parse nothing

    address = scheduler or load_settings(*configured(session.config)).work.scheduler
    if not address:
        raise UsageError("Name a SCHEDULER, such as tcp://desk.example:8786, or set it under [work] in copydesk.toml.")
    if (wrong := scheduler_address(address)) is not None:
        raise UsageError(f"The scheduler {wrong}")
    serve_worker(address, processes=processes, host=host, port=port, say=lambda text: line("worker", text))
