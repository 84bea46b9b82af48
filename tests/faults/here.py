"""A pool without processes, for tests of what is done with what a pool gives back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.parsing.parse_batch import parse_item
from flows.parsing.worklist import Item
from flows.running.job import Job


class Here:
    """The pool of a run without its processes, which take seconds to start."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def map(self, items: Sequence[Item]) -> Iterator[tuple[Item, object]]:
        for item in items:
            yield item, parse_item(item, directory=self.job.paths.archive, config=self.job.config)
