"""Parses batches one after the other in worker processes of this machine: the usual executor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

from flows.parsing.batches import Batch, BatchCounts
from flows.parsing.parse_batch import Pool, ReadBatch, destination_of, read_batch, stage_batch
from flows.printing.progress import Bar
from flows.running.engine import task
from flows.running.job import Job


class Local:
    """An Executor with worker processes of this machine.  pool: the processes, which it closes at the end."""

    def __init__(self, job: Job, pool: Pool) -> None:
        self._into, self._pool = destination_of(job), pool

    def __enter__(self) -> Local:
        self._pool.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.__exit__(kind, error, trace)

    def run(self, batches: Iterable[Batch], advance: Bar) -> Iterator[tuple[Batch, BatchCounts]]:
        """Parse and stage these batches, as Executor.run says; they are done in their order.

        While a batch is staged, in a thread, the processes are at the next one.
        """
        with ThreadPoolExecutor(1, "stages a batch") as stages:
            staged: tuple[Batch, Future[BatchCounts]] | None = None
            for batch in batches:
                read = parse_batch(self._pool, batch, advance)
                if staged is not None:
                    yield staged[0], staged[1].result()
                staged = batch, stages.submit(stage_batch, read, batch, self._into)
            if staged is not None:
                yield staged[0], staged[1].result()


@task("parse a batch")
def parse_batch(pool: Pool, batch: Batch, advance: Bar) -> ReadBatch:
    """Parse one batch; see `read_batch`."""
    return read_batch(pool, batch, advance)
