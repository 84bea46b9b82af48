"""Parses batches one after the other in worker processes of this machine.

This is the usual Executor (flows.parsing.batches).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, islice
from types import TracebackType
from typing import Final

from flows.parsing.batches import Batch, BatchCounts, Take
from flows.parsing.item import Item
from flows.parsing.parse_batch import Pool, ReadBatch, Result, destination_of, gather_batch, stage_batch
from flows.parsing.worker_pool import chunks_of
from flows.printing.progress import Bar
from flows.running.engine import task
from flows.running.job import Job

#: Most batches that wait to be staged when the next one is parsed: on a slow disk more would fill the memory.
_WAITING: Final = 1


class Local:
    """Executor with worker processes of this machine.  `pool`: the processes; closed at the end of the block."""

    def __init__(self, job: Job, pool: Pool) -> None:
        self._into, self._pool = destination_of(job), pool

    def __enter__(self) -> Local:
        self._pool.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.__exit__(kind, error, trace)

    def run(self, batches: Iterable[Batch | None], advance: Bar, take: Take) -> None:
        """Parse and stage these batches in their order; see Executor.run.

        While a batch is staged in a thread, the processes parse the next one.  They begin it as soon as they have room,
        before the last pages of this one are done.
        """
        begun: deque[Batch] = deque()
        staged: deque[tuple[Batch, Future[BatchCounts]]] = deque()

        def take_staged(most: int = _WAITING) -> None:
            while len(staged) > most or (staged and staged[0][1].done()):
                batch, counts = staged.popleft()
                take(batch, counts.result())

        def step(steps: int = 1) -> None:
            advance(steps)
            take_staged()

        with ThreadPoolExecutor(1, "stages a batch") as stages:
            results = self._pool.stream(_chunks(batches, begun))
            for first in results:
                if first is not None:
                    batch = begun.popleft()
                    read = parse_batch(_of_batch(first, results, batch), step)
                    staged.append((batch, stages.submit(stage_batch, read, batch, self._into)))
                take_staged()
            take_staged(0)


def _chunks(batches: Iterable[Batch | None], begun: deque[Batch]) -> Iterator[Sequence[Item] | None]:
    """Yield the items of batches in chunks, the portions in which they are sent to workers; a None is passed on.

    `begun`: each batch is appended to it when its first chunk is given.
    """
    for batch in batches:
        if batch is None:
            yield None
        else:
            begun.append(batch)
            yield from chunks_of(batch.items)


def _of_batch(first: Result, results: Iterator[Result | None], batch: Batch) -> Iterator[Result]:
    """Give the results of one batch: `first`, which was taken already, and one for each further item of the batch."""
    rest = (one for one in results if one is not None)
    return chain([first], islice(rest, len(batch.items) - 1))


@task("parse a batch")
def parse_batch(results: Iterator[Result], advance: Bar) -> ReadBatch:
    """Collect the results of one batch, which the processes are already working on; see `gather_batch`.

    This function is a task, so that Prefect shows each batch.
    """
    return gather_batch(results, advance)
