"""A pool without processes, for tests of what is done with the results of a pool."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.parsing.parse_batch import parse_item
from flows.parsing.worklist import Item
from flows.running.job import Job


class Here:
    """Takes the place of a WorkerPool and parses in this process, since starting workers takes seconds."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def map(self, items: Sequence[Item]) -> Iterator[tuple[Item, object]]:
        for item in items:
            yield item, parse_item(item, directory=self.job.paths.archive, config=self.job.config)
