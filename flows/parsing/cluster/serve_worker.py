"""Runs the worker of this machine until it is stopped: connects to a scheduler, and again when that comes back.

The Dask worker has two threads and one pool of processes (`Station`).  It has no nanny, Dask's process that restarts a
worker: whatever starts this command starts it again.
"""

from __future__ import annotations

import asyncio
import errno
import secrets
import socket
from collections.abc import Callable
from typing import Any, Final

from flows.errors import CopydeskError, error_words
from flows.parsing.cluster.common_versions import version_here
from flows.parsing.cluster.library import distributed
from flows.parsing.cluster.station import THREADS, Station
from flows.running import stopping

#: Seconds in which a scheduler must answer, and seconds before it is asked again.
_ANSWERS: Final = 10
_AGAIN: Final = 1.0
#: Seconds for a batch to break off when the worker ends.
_CLOSE: Final = 2.0
#: Bytes in a worker's name that tell it from others on its machine, and from itself before it was started again.
_RANDOM: Final = 2
#: What the system says of a host or port that a process may not have.
_UNUSABLE: Final = (errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES)


def serve_worker(address: str, *, processes: int, host: str | None, port: int, say: Callable[[str], None]) -> None:
    """Parse batches of the runs that use the scheduler at this address, until a signal raises Stopped.

    `processes`: how many parse; 0: one for each CPU.  `host`: address at which the scheduler reaches this machine;
    None: the one by which this machine reaches the scheduler.  `port`: 0: any free one.  `say`: called with a line when
    the scheduler is found or lost.  Raises NoDask, RulesError, and CopydeskError when host or port cannot be used.
    """
    dask, version = distributed(), version_here()
    from dask import config

    # Dask's profiler would look at all threads a hundred times a second.
    config.set({"distributed.worker.profile.enabled": False})
    stopping.run_async(lambda: _serve(dask, version, address, processes, {"host": host, "port": port}, say))


def _plugin(dask: Any, processes: int) -> Station:
    """Make a Station that Dask accepts as a plugin of its worker."""

    class Plugin(Station, dask.WorkerPlugin):  # type: ignore[misc]
        """Station, as a subclass of Dask's class for plugins; Dask is only imported when a worker runs."""

    return Plugin(processes)


async def _serve(
    dask: Any, version: str, address: str, processes: int, place: dict[str, Any], say: Callable[[str], None]
) -> None:
    """Run a Dask worker, and a new one whenever the scheduler has gone; ends only when it is cancelled."""
    silent = False
    while True:
        worker = dask.Worker(
            address,
            nthreads=THREADS,
            name=f"{socket.gethostname()}-{secrets.token_hex(_RANDOM)}",
            resources={version: THREADS},
            plugins=(_plugin(dask, processes),),
            memory_limit=0,
            death_timeout=_ANSWERS,
            **place,
        )
        try:
            await worker
            say(f"at {address} with {version}")
            silent = False
            await worker.finished()
            say(f"the scheduler at {address} has gone; waiting for it")
            silent = True
        except (TimeoutError, OSError, RuntimeError) as error:
            _raise_if_own(error.__cause__ or error)
            if not silent:
                say(f"no scheduler answers at {address} ({error_words(error.__cause__ or error)}); waiting for it")
            silent = True
        finally:
            await worker.close(timeout=_CLOSE)
        await asyncio.sleep(_AGAIN)


def _raise_if_own(error: BaseException) -> None:
    """Raise CopydeskError for an error that waiting will not mend: this machine's address or port cannot be used."""
    if isinstance(error, OSError) and (error.errno in _UNUSABLE or isinstance(error, socket.gaierror)):
        raise CopydeskError(
            f"The worker cannot listen ({error_words(error)}); choose another --host or --port."
        ) from error
