"""The driver's side: sends the batches of a run to a Dask cluster, and takes in what came of them.

An Executor (flows.parsing.batches).  Each machine is at two batches at a time: one is parsed, and the one before it
staged.  A batch whose machine dies is parsed by another one; that is harmless, since a staged batch is named by what
is in it.
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

#: Parts of a batch that killed its workers: each costs some more of them, if it has the page that does it.
_PARTS: Final = 8
#: Pages in a row of which workers died, without a batch in between that came back, until it is not blamed on pages.
_BLAMED: Final = 3
_KILLS: Final = Lost("internal_error", "The workers that read it died one after the other (out of memory?).")
#: Seconds between two looks at the cluster while no batch is done.
_STEP: Final = 1.0
#: Seconds for which it is looked whether one is done while the next one to send is not there yet.
_GLANCE: Final = 0.1
#: Seconds after which the mark is put again.
_MARKS: Final = 3600.0
#: Seconds for a result to come here.  It is lost with its worker, and then waited for like one that is not done.
_FETCHED: Final = 10.0


class Cluster:
    """An Executor with the machines of a Dask cluster; the scheduler is that of [work] scheduler.

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
        """Find the scheduler and workers of this version.  Raises NoScheduler, NoWorkersThere and OSError."""
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
        """Put the mark into the staging folder; it looks new then to those that sweep up after dead runs."""
        put_mark(self._into, self._name)
        self._marked = time.monotonic()

    def run(self, batches: Iterable[Batch | None], advance: Bar, take: Take) -> None:
        """Parse and stage these batches on the cluster, as Executor.run says.

        Raises ClusterError instead of what whoever parses raises.
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
        """Whether each worker has what it is to have."""
        self._there.look()
        return len(self._sent) >= THREADS * max(self._there.workers, 1)

    def _take_some(self, done: Iterable[Any], advance: Bar, take: Take) -> None:
        """Take what came of batches whose futures are done.  Raises ClusterError, and what `take` raises."""
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
        """The futures that are done; waits until there is one.  Raises NoScheduler and NoWorkersThere."""
        while not (done := self._there.done(list(self._sent), seconds=_STEP)):
            self._there.look()
        return done

    def _counts_of(self, future: Any, batch: Batch) -> BatchCounts | None:
        """What came of a batch; None when it, or its parts, are parsed again, since workers ended or died meanwhile."""
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
        """After several workers died of a batch, one by one: send its parts, so that one page does not hold up a run.

        A page alone is staged here as a rejected one, if other batches came back; gives what came of that.
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
