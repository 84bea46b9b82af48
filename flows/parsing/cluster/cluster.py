"""Sends the batches of a run to a Dask cluster and collects their outcomes; an Executor (flows.parsing.batches).

Each machine has two batches at a time: one is parsed while the one before it is staged.  A batch whose machine dies is
parsed by another one; that is harmless, since a staged batch is named by its content.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace
from itertools import count
from types import TracebackType
from typing import Any, Final

from flows.parsing.batches import Batch, BatchCounts, Take, batches_of
from flows.parsing.cluster.connection import Connection
from flows.parsing.cluster.errors import WorkerLeaves, WorkersDie
from flows.parsing.cluster.library import distributed
from flows.parsing.cluster.parcel import pack, put_mark, remove_mark
from flows.parsing.cluster.station import THREADS, as_it_is, parse_there
from flows.parsing.parse_batch import ReadBatch, check_reading, destination_of, reading_of, row_of, stage_batch
from flows.parsing.worker_pool import Lost
from flows.printing.progress import Bar, number
from flows.running.job import Job
from flows.running.stores import archive_place

#: Into how many parts a batch is divided whose workers died; the part with the harmful page kills some more of them.
_PARTS: Final = 8
#: When workers died of so many single pages in a row, and no batch succeeded in between, the pages are not to blame.
_BLAMED: Final = 3
_KILLS: Final = Lost("internal_error", "The workers that read it died one after the other (out of memory?).")
#: Seconds between two looks at the cluster while no batch is done.
_STEP: Final = 1.0
#: Seconds to wait for a finished batch while the next one to send is not ready yet.
_GLANCE: Final = 0.1
#: Seconds after which the mark in the staging folder is renewed.
_MARKS: Final = 3600.0
#: Seconds to fetch the result of a finished batch.  If its worker died meanwhile, the batch counts as not done.
_FETCHED: Final = 10.0


class Cluster:
    """Executor that uses the machines of the Dask cluster whose scheduler [work] in copydesk.toml names.

    Raises NoDask, and ConfigError for a wrong rule or model.
    """

    def __init__(self, job: Job) -> None:
        self._dask, self._job = distributed(), job
        check_reading(job.config)
        self._address = job.settings.work.scheduler
        self._name = f"{job.run.id}.tmp"
        # Elsewhere, the folder of this machine is another one, or none.
        self._into = replace(destination_of(job), otherwise=None)
        #: When the mark was put into the staging folder, by time.monotonic.
        self._marked = 0.0
        self._reading = replace(reading_of(job), directory=archive_place(job.paths, job.settings.storage))
        self._open = ExitStack()
        self._numbers = count()
        self._sent: dict[Any, Batch] = {}
        #: Pages of which workers died since a batch came back; before the first one does, no page is blamed.
        self._blamed = _BLAMED

    def __enter__(self) -> Cluster:
        """Connect to the scheduler and wait for a worker of this version.

        Raises NoScheduler, NoWorkersThere and OSError.
        """
        with ExitStack() as opened:
            self._mark()
            opened.callback(remove_mark, self._into, self._name)
            self._there = Connection(self._dask, self._address, say=self._job.say, tell=self._job.tell)
            opened.callback(self._there.close)
            self._there.wait_for_workers()
            seconds = self._job.settings.limits.page_seconds
            parcel = pack(self._reading, self._into, seconds=seconds, mark=self._name)
            self._parcel = self._there.submit(self._key(), as_it_is, parcel)
            self._open = opened.pop_all()
        self._job.say(f"on {number(self._there.workers, 'machine')} of {self._address}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sent.clear()
        self._open.close()

    def _mark(self) -> None:
        """Put a file into the staging folder, by which workers recognise the folder.

        This is repeated now and then: a file that is not new would be swept away.
        """
        put_mark(self._into, self._name)
        self._marked = time.monotonic()

    def run(self, batches: Iterable[Batch | None], advance: Bar, take: Take) -> None:
        """Parse and stage these batches on the cluster; see Executor.run.

        Errors of workers are raised as ClusterError.
        """
        for batch in batches:
            if batch is not None:
                while self._is_full():
                    self._take_some(self._done(), advance, take)
                self._send(batch)
            elif self._sent:
                self._take_some(self._there.done(list(self._sent), seconds=_GLANCE), advance, take)
        while self._sent:
            self._there.look()
            self._take_some(self._done(), advance, take)

    def _is_full(self) -> bool:
        """Whether every worker has two batches, as many as it may have, so that no further one is sent."""
        self._there.look()
        return len(self._sent) >= THREADS * max(self._there.workers, 1)

    def _take_some(self, done: Iterable[Any], advance: Bar, take: Take) -> None:
        """Hand the outcomes of finished futures to `take`; see Executor.run.

        Raises ClusterError, and what `take` raises.
        """
        for future in done:
            batch = self._sent.pop(future)
            counts = self._counts_of(future, batch)
            if counts is not None:
                advance(len(batch.items))
                take(batch, counts)

    def _send(self, batch: Batch) -> None:
        if time.monotonic() - self._marked > _MARKS:
            self._mark()
        future = self._there.submit_step(self._key(), parse_there, self._parcel, batch)
        self._sent[future] = batch

    def _key(self) -> str:
        return f"copydesk-{self._job.run.id}-{next(self._numbers)}"

    def _done(self) -> list[Any]:
        """Give the finished futures; waits until there is one.  Raises NoScheduler and NoWorkersThere."""
        while not (done := self._there.done(list(self._sent), seconds=_STEP)):
            self._there.look()
        return done

    def _counts_of(self, future: Any, batch: Batch) -> BatchCounts | None:
        """Fetch the outcome of a batch; None when it is not known yet and comes later.

        That is so when fetching it took too long, and when the batch, or its parts, had to be sent again because the
        worker ended or died.
        """
        try:
            counts: BatchCounts = self._there.result(future, seconds=_FETCHED)
        except WorkerLeaves:
            self._send(batch)
            return None
        except self._dask.TimeoutError:
            self._sent[future] = batch
            return None
        except self._dask.KilledWorker:
            return self._without_what_kills(batch)
        self._blamed = 0
        return counts

    def _without_what_kills(self, batch: Batch) -> BatchCounts | None:
        """Send a batch again in parts, after several workers died of it: one bad page must not hold up the run.

        Gives None in this case.  If the batch has only one page, that page is staged here as a rejected one, and the
        outcome is given.  Raises WorkersDie when many such pages come and no batch succeeds in between: the workers,
        not the pages, are at fault.
        """
        if len(batch.items) == 1:
            self._blamed += 1
            if self._blamed > _BLAMED:
                raise WorkersDie(
                    f"The workers at {self._address} die whatever they are sent; see whether their machines have"
                    " memory, start them with fewer --processes, and run again: nothing is lost."
                )
            read = ReadBatch()
            read.add(0, batch.items[0], row_of(batch.items[0], _KILLS))
            return stage_batch(read, batch, self._into)
        self._job.say(f"several workers died of {number(len(batch.items), 'page')}; sending them in smaller batches")
        for part in batches_of(batch.items, -(-len(batch.items) // _PARTS)):
            self._send(replace(part, read_at=batch.read_at))
        return None
