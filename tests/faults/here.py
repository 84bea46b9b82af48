"""A replacement for the pool of worker processes, for tests of what is done with its results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from flows.config.learned_lines import learned_lines_file
from flows.config.load_rules import reading_version
from flows.parsing.fallback.hook import fallback_of
from flows.parsing.item import Item
from flows.parsing.parse_item import parse_item
from flows.running.job import Job


class Here:
    """Parses in this process in place of a WorkerPool, since starting worker processes takes seconds."""

    def __init__(self, job: Job, *, ask_program: bool = True) -> None:
        self.job = job
        self.ask_program = ask_program
        self.knowledge = learned_lines_file(job.paths, job.tell)

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def stream(self, chunks: Iterable[Sequence[Item] | None]) -> Iterator[tuple[Item, object] | None]:
        for chunk in chunks:
            if chunk is None:
                yield None
            else:
                yield from self.map(chunk)

    def map(self, items: Sequence[Item]) -> Iterator[tuple[Item, object]]:
        job = self.job
        fallback = fallback_of(job.settings, job.paths.fallback, job.run.id)
        if fallback is not None and not self.ask_program:
            fallback = replace(fallback, asked=False)
        version = reading_version(job.config, job.settings)
        parse = partial(
            parse_item,
            directory=job.paths.archive,
            config=job.config,
            knowledge=self.knowledge,
            fallback=fallback,
            version=version,
        )
        for item in items:
            yield item, parse(item)
