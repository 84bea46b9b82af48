"""Parses batches one after the other in worker processes of this machine: the usual executor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import TracebackType

from flows.parsing.batches import Batch, BatchCounts
from flows.parsing.parse_batch import Destination, Pool, destination_of, parse_and_stage
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
        """As of Executor; the batches are done in their order."""
        for batch in batches:
            yield batch, parse_batch(self._pool, batch, self._into, advance)


@task("parse a batch")
def parse_batch(pool: Pool, batch: Batch, into: Destination, advance: Bar) -> BatchCounts:
    """Parse and stage one batch; see `parse_and_stage`."""
    return parse_and_stage(pool, batch, into, advance)
