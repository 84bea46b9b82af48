"""A process pool for pages, in which a page that hangs, fails or kills its process affects no other page.

A parser that hangs in C code cannot be interrupted from Python, so each worker sets a timer of the kernel, which ends
the process when one item takes too long.  The items of a broken pool are then processed one at a time, and an item that
breaks the pool again gives a Lost.  Results come in the order of the items.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import BaseContext
from pathlib import Path
from types import TracebackType
from typing import Final, Generic, TypeVar

from flows.errors import CopydeskError
from flows.parsing import worker_process
from flows.parsing.worker_process import Lost

__all__ = ["CHUNK", "Lost", "NoWorkers", "WorkerPool", "chunks_of"]

T = TypeVar("T")
R = TypeVar("R")

#: Items sent to a worker together: few enough to share work evenly, enough to make the cost of sending small.
CHUNK = 16
#: Chunks per worker that are sent and not done: each worker has the next one waiting.
_AHEAD: Final = 2
#: Attempts to start processes before giving up.
_TRIES: Final = 3
#: Errors that mean that processes ended or cannot be started (no memory, no descriptors, no fork server).
_BROKEN: Final = (BrokenProcessPool, OSError, EOFError)


class NoWorkers(CopydeskError):
    """Worker processes cannot be started, or end before they get an item."""


@dataclass(frozen=True, slots=True)
class _Sent(Generic[T, R]):
    """A chunk of items that was sent to the workers, and the future of its results."""

    chunk: Sequence[T]
    pool: ProcessPoolExecutor
    future: Future[list[R | Lost]]


class WorkerPool(Generic[T, R]):
    """Worker processes that apply one function to items; a context manager.

    `work`: a module-level function; items and results must be picklable.  `workers`: number of processes; None: one for
    each CPU.  `seconds`: longest time for one item.  `preload`: modules that workers have loaded when they start.
    `check`: called without arguments in a new pool before any item, to see whether the work can be done at all; what it
    raises, `map` raises.
    """

    def __init__(
        self,
        work: Callable[[T], R],
        *,
        workers: int | None = None,
        seconds: float = 20.0,
        preload: Sequence[str] = (),
        check: Callable[[], None] = worker_process.nothing,
    ) -> None:
        self._work, self._check = work, check
        self._workers = workers or os.cpu_count() or 1
        self._seconds = seconds
        self._context = _context(preload)
        self._executor: ProcessPoolExecutor | None = None
        self._stopped = False

    def __enter__(self) -> WorkerPool[T, R]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self._drop(self._executor)

    def close(self) -> None:
        """Wait for the workers to end."""
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
            self._executor = None

    def use(self, work: Callable[[T], R], *, seconds: float) -> None:
        """Set another function and time limit; call it only between two calls of `map`."""
        self._work, self._seconds = work, seconds

    def stop(self) -> None:
        """End the workers at once; may be called in another thread than `map`, which then raises NoWorkers."""
        self._stopped = True
        self._drop(self._executor)

    def map(self, items: Sequence[T]) -> Iterator[tuple[T, R | Lost]]:
        """Yield (item, result) for each item, in order; the result is a Lost for an item that failed.

        Raises NoWorkers when workers cannot be started, and what the check of a new pool raises.
        """
        return (one for one in self.stream(chunks_of(items)) if one is not None)

    def stream(self, chunks: Iterable[Sequence[T] | None]) -> Iterator[tuple[T, R | Lost] | None]:
        """Take items in chunks; yield (item, result) in their order.

        Later chunks are sent while earlier ones are worked on.  `chunks`: a None among them means that the next chunk
        is not ready yet; then results of earlier chunks are given, or a None when there are no results.  Raises as
        `map` does.
        """
        sent: deque[_Sent[T, R]] = deque()
        for chunk in chunks:
            if chunk is not None:
                sent.append(self._send(chunk))
                # Few chunks at a time: when a worker dies, all chunks that were sent must be repeated.
                if len(sent) < _AHEAD * self._workers:
                    continue
            if not sent:
                yield None
                continue
            yield from self._oldest(sent)
        while sent:
            yield from self._oldest(sent)

    def _oldest(self, sent: deque[_Sent[T, R]]) -> Iterator[tuple[T, R | Lost]]:
        one = sent.popleft()
        return zip(one.chunk, self._collect(one), strict=True)

    def _send(self, chunk: Sequence[T]) -> _Sent[T, R]:
        """Send a chunk to the workers; starts new ones when they have ended meanwhile.  Raises NoWorkers."""
        for _ in range(_TRIES):
            pool = self._pool()
            try:
                return _Sent(chunk, pool, pool.submit(worker_process.work_through, self._work, chunk, self._seconds))
            except _BROKEN:  # its processes ended while they were idle
                self._drop(pool)
        raise NoWorkers(_NO_WORKERS)

    def _collect(self, sent: _Sent[T, R]) -> list[R | Lost]:
        """Wait for the results of a chunk; when the chunk failed as a whole, its items are sent again one by one."""
        try:
            return sent.future.result()
        except BrokenProcessPool:
            self._drop(sent.pool)
        except Exception as error:
            # An item or result cannot be pickled: each item is repeated alone, to find out which.
            if len(sent.chunk) == 1:
                return [worker_process.failed(error)]
        return [self._one(item) for item in sent.chunk]

    def _one(self, item: T) -> R | Lost:
        """Send one item alone; gives its result, a Lost when it breaks its process."""
        sent, began = self._send([item]), time.monotonic()
        try:
            return sent.future.result()[0]
        except BrokenProcessPool:
            self._drop(sent.pool)
            return self._lost(time.monotonic() - began)
        except Exception as error:
            return worker_process.failed(error)

    def _pool(self) -> ProcessPoolExecutor:
        """Give the pool of workers; a new one is tested first, so that a failing start is not blamed on a page."""
        for attempt in range(_TRIES):
            if self._stopped:
                break
            if self._executor is not None:
                return self._executor
            time.sleep(attempt / 2)
            try:
                _start_helpers(self._context)
                pool = ProcessPoolExecutor(
                    self._workers, mp_context=self._context, initializer=worker_process.set_up_worker
                )
                self._executor = pool
                pool.submit(self._check).result()
                return pool
            except _BROKEN:
                self._drop(self._executor)
        raise NoWorkers(_NO_WORKERS)

    def _drop(self, pool: ProcessPoolExecutor | None) -> None:
        """Kill the workers of this pool, one of which may hang; does nothing when the pool was replaced already."""
        if pool is None or pool is not self._executor:
            return
        self._executor = None
        for child in multiprocessing.active_children():
            child.kill()
        pool.shutdown(wait=False, cancel_futures=True)

    def _lost(self, took: float) -> Lost:
        """Make the result for an item that broke its process.

        `took`: seconds that the item was worked on, which tell a time-out from a crash.
        """
        if took >= self._seconds:
            return Lost("time_budget", f"It took longer than {self._seconds:g} s; its process was ended.")
        return Lost("internal_error", "Its process died (out of memory, or a fault in a library).")


def chunks_of(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Divide items into pieces of CHUNK, the size in which they are sent to workers."""
    return (items[at : at + CHUNK] for at in range(0, len(items), CHUNK))


def warm_up(preload: Sequence[str]) -> None:
    """Start the process from which workers are forked; it loads the modules `preload` while the caller goes on.

    `preload`: the same modules as for the pool.  An error is ignored: the pool tries again, and reports it.
    """
    context = _context(preload)
    with suppress(*_BROKEN):
        _start_helpers(context)


def _context(preload: Sequence[str]) -> BaseContext:
    """Make the multiprocessing context for workers: forkserver with these modules loaded.

    On systems without forkserver it is spawn.
    """
    _leave_a_folder_that_is_gone()
    # Never plain fork: locks that Prefect's and DuckDB's threads hold would stay locked in the child for ever.
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(["flows.parsing.fork_server", "__main__", *preload])
    return context


def _leave_a_folder_that_is_gone() -> None:
    """Go to / if the working directory was removed, as with a replaced release: no process can be started in it."""
    try:
        Path.cwd()
    except FileNotFoundError:
        os.chdir(os.sep)


def _start_helpers(context: BaseContext) -> None:
    """Start the helper processes of multiprocessing, which ignore Ctrl-C: the parent ends them."""
    _start_tracker()
    if context.get_start_method() == "forkserver":
        with worker_process.terminal_waits():
            forkserver.ensure_running()


def _start_tracker() -> None:
    """Start multiprocessing's resource tracker.

    Called before the terminal's signals are blocked for the other processes, since its start unblocks them again.  Its
    warnings are turned off: after a kill it would print one, with a line of code, for each resource that it cleans up.
    """
    before = os.environ.get("PYTHONWARNINGS")
    os.environ["PYTHONWARNINGS"] = ",".join(filter(None, (before, "ignore:resource_tracker")))
    try:
        resource_tracker.ensure_running()
    finally:
        if before is None:
            del os.environ["PYTHONWARNINGS"]
        else:
            os.environ["PYTHONWARNINGS"] = before


_NO_WORKERS: Final = (
    "Worker processes cannot be started, or end at once (is there memory?); set fewer workers under [work] in"
    " copydesk.toml, or close other programs, and run again: nothing is lost."
)
