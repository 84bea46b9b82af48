"""A process pool for work on pages, in which a page that hangs or kills its process costs that page and no more.

A parser that is stuck in C cannot be interrupted from Python, so each child arms a watchdog (faulthandler's, which
needs no interpreter) that ends the child when one item takes too long.  The items of a broken pool are then taken one
at a time, and the one that breaks it again comes back as Lost.  Order of the results is that of the items.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

#: Items that go to a child together: few enough to share work evenly, many enough to hide the cost of sending them.
CHUNK = 16


@dataclass(frozen=True, slots=True)
class Lost:
    """What comes back for an item that its process did not survive."""

    #: time_budget or internal_error, codes of parsers.reasons.
    reason: str
    detail: str


class WorkerPool(Generic[T, R]):
    """Child processes that apply one function to items; a context manager.

    work must be a module-level function; items and results must be picklable.  seconds is the time that one item may
    take on the clock.  preload names modules that children find loaded.
    """

    def __init__(
        self, work: Callable[[T], R], *, workers: int | None = None, seconds: float = 20.0, preload: Sequence[str] = ()
    ) -> None:
        self._work = work
        self._workers = workers or os.cpu_count() or 1
        self._seconds = seconds
        # Never plain fork: Prefect's and DuckDB's threads would be copied in the middle of what they hold.
        method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        self._context = multiprocessing.get_context(method)
        if method == "forkserver":
            self._context.set_forkserver_preload(["__main__", *preload])
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> WorkerPool[T, R]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Wait for the children to end."""
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
            self._executor = None

    def map(self, items: Sequence[T]) -> Iterator[tuple[T, R | Lost]]:
        """Each item with its result, in order; exceptions of the work itself are raised here."""
        waiting = deque(items[i : i + CHUNK] for i in range(0, len(items), CHUNK))
        sent: deque[tuple[Sequence[T], Future[list[R]] | None]] = deque()
        while waiting or sent:
            # Few chunks at a time: a child that dies takes everything with it that was sent.
            while waiting and len(sent) < 2 * self._workers:
                sent.append((waiting[0], self._submit(waiting.popleft())))
            chunk, future = sent.popleft()
            yield from zip(chunk, self._collect(chunk, future), strict=True)

    def _collect(self, chunk: Sequence[T], future: Future[list[R]] | None) -> list[R | Lost]:
        if future is not None:
            try:
                return [*future.result()]
            except BrokenProcessPool:
                self._executor = None
        return self._one_by_one(chunk)

    def _submit(self, chunk: Sequence[T]) -> Future[list[R]] | None:
        try:
            return self._pool().submit(_work_through, self._work, chunk, self._seconds)
        except BrokenProcessPool:
            return None

    def _pool(self) -> ProcessPoolExecutor:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(self._workers, mp_context=self._context)
        return self._executor

    def _one_by_one(self, chunk: Sequence[T]) -> list[R | Lost]:
        results: list[R | Lost] = []
        for item in chunk:
            began = time.monotonic()
            try:
                results += self._pool().submit(_work_through, self._work, [item], self._seconds).result()
            except BrokenProcessPool:
                self._executor = None
                results.append(self._lost(time.monotonic() - began))
        return results

    def _lost(self, took: float) -> Lost:
        if took >= self._seconds:
            return Lost("time_budget", f"It took longer than {self._seconds:g} s; its process was ended.")
        return Lost("internal_error", "Its process died (out of memory, or a fault in a library).")


def _work_through(work: Callable[[T], R], chunk: Sequence[T], seconds: float) -> list[R]:
    results = []
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - faulthandler wants a file with a descriptor
        for item in chunk:
            faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
            try:
                results.append(work(item))
            finally:
                faulthandler.cancel_dump_traceback_later()
    return results
