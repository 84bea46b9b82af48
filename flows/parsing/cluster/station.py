"""Runs inside a Dask worker: keeps its pool of processes, and parses and stages batches with it.

A page that kills its process costs that page, not the Dask worker.  The pool is kept from batch to batch and closed
when no batch has come for a while.  It ends with the worker: by `teardown`, or since its processes end when their
parent does.
"""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path
from typing import Any, Final

from flows.errors import sentence
from flows.parsing.batches import Batch, BatchCounts
from flows.parsing.cluster.errors import ClusterError, WorkerFailed, WorkerLeaves
from flows.parsing.cluster.parcel import Parcel, check_folders, unpack
from flows.parsing.parse_batch import Pool, gather_batch, pool_for, stage_batch
from flows.running.engine import SETTINGS, task

#: Batches that a worker has at a time: one is read while the one before it is staged.
THREADS: Final = 2
#: Rules and learned lines, of several runs or of one data directory over time, that processes keep in memory.
_RULES: Final = 8
#: Seconds without a batch after which the processes end, which hold a quarter of a gigabyte each.
_IDLE: Final = 60.0


class Station:
    """The plugin of a Dask worker that holds the pool of processes of this machine.

    `processes`: how many parse; 0: one for each CPU.
    """

    name = "copydesk"

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._folder = Path()
        #: Held while the pool is used: one batch is read at a time, while the one before it may be staged.
        self._lock = threading.Lock()
        self._open: Pool | None = None
        #: The rules and learned lines that its processes have read.
        self._known: set[tuple[tuple[Path, ...], Path | None]] = set()
        self._leaving = False
        self._timer: threading.Timer | None = None

    def setup(self, worker: Any) -> None:
        """Prepare the folder and Prefect's settings; called by Dask when the worker begins."""
        self._folder = Path(worker.local_directory)
        # Prefect's, for steps that are tasks of Prefect's: a folder that goes with the worker.
        for name, value in {"PREFECT_HOME": str(self._folder / "prefect"), **SETTINGS}.items():
            os.environ.setdefault(name, value)

    def teardown(self, worker: Any) -> None:
        """End the processes at once, with the batch that they parse; called by Dask when the worker ends."""
        self._leaving = True
        if self._open is not None:
            self._open.stop()

    def parse(self, parcel: Parcel, batch: Batch) -> BatchCounts:
        """Parse and stage one batch.  Two threads may call it: while one batch is staged the processes parse the next.

        Raises WorkerFailed when the batch cannot be parsed or staged, WorkerLeaves when the worker ends meanwhile, and
        what `unpack` and `check_folders` raise.
        """
        try:
            with self._lock:
                read = gather_batch(self._pool(parcel).map(batch.items), lambda steps=1: None)
                self._close_later()
            return stage_batch(read, batch, parcel.into)
        except ClusterError:
            raise
        except Exception as error:
            if self._leaving:
                raise WorkerLeaves("The worker ends.") from error
            raise WorkerFailed(f"{sentence(error)} (On the worker {socket.gethostname()}.)") from error

    def _pool(self, parcel: Parcel) -> Pool:
        """Give the pool of processes, set up for this run.

        Each run adds its rules to the pool.  When these would be too many sets of rules, a new pool is made.
        """
        check_folders(parcel)  # each time: without its disk a worker would soon have been through all pages, in vain
        reading = unpack(parcel, self._folder)
        rules = (reading.config, reading.knowledge)
        if rules not in self._known and len(self._known) >= _RULES:
            self._close()
        if self._open is None:
            self._open = pool_for(reading, workers=self._processes, seconds=parcel.seconds)
        self._open.use(reading.work(), seconds=parcel.seconds)
        self._known.add(rules)
        if self._leaving:
            self._open.stop()
        return self._open

    def _close(self) -> None:
        self._known.clear()
        if self._open is not None:
            self._open.close()
            self._open = None

    def _close_later(self) -> None:
        """Close the pool after a while, unless another batch comes before."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(_IDLE, self._close_idle)
        self._timer.daemon = True
        self._timer.start()

    def _close_idle(self) -> None:
        with self._lock:
            if self._timer is threading.current_thread():  # else there was a batch meanwhile
                self._close()


def parse_on_worker(parcel: Parcel, batch: Batch) -> BatchCounts:
    """Parse and stage a batch on the Dask worker that calls this; see `Station.parse`."""
    from distributed import get_worker

    station: Any = get_worker().plugins[Station.name]
    counts: BatchCounts = station.parse(parcel, batch)
    return counts


#: The same as a step of a flow.  It has a name of its own, since Dask sends a function by its name.
parse_there: Final = task("parse a batch")(parse_on_worker)


def as_it_is(parcel: Parcel) -> Parcel:
    """Give the parcel unchanged.

    Submitted to the cluster, this function makes the parcel a result that workers fetch from each other.
    """
    return parcel
