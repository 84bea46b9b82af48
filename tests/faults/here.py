"""A pool without processes, for tests of what is done with the results of a pool."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.config.load_rules import reading_version
from flows.parsing.fallback.hook import fallback_of
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
        job = self.job
        fallback = fallback_of(job.settings, job.paths.fallback, job.run.id)
        version = reading_version(job.config, job.settings)
        for item in items:
            yield (
                item,
                parse_item(item, directory=job.paths.archive, config=job.config, fallback=fallback, version=version),
            )
