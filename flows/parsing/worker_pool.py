"""A process pool for work on pages, in which a page that hangs, fails or kills its process costs that page and no more.

A parser that is stuck in C cannot be interrupted from Python, so each child arms a watchdog (faulthandler's, which
needs no interpreter) that ends the child when one item takes too long.  The items of a broken pool are then taken one
at a time, and the one that breaks it again comes back as Lost.  Order of the results is that of the items.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import forkserver, resource_tracker
from types import TracebackType
from typing import Final, Generic, TypeVar

from flows.errors import CopydeskError
from flows.parsing import worker_process
from flows.parsing.worker_process import Lost

__all__ = ["CHUNK", "Lost", "NoWorkers", "WorkerPool"]

T = TypeVar("T")
R = TypeVar("R")

#: Items that go to a child together: few enough to share work evenly, many enough to hide the cost of sending them.
CHUNK = 16
#: Attempts to start processes before giving up.
_TRIES: Final = 3
#: Errors that mean: processes ended or cannot be started (no memory, no descriptors, the fork server is gone).
_BROKEN: Final = (BrokenProcessPool, OSError, EOFError)


class NoWorkers(CopydeskError):
    """Processes cannot be started, or end before they have anything to do: no item is to blame."""


@dataclass(frozen=True, slots=True)
class _Sent(Generic[T, R]):
    chunk: Sequence[T]
    pool: ProcessPoolExecutor
    future: Future[list[R | Lost]]


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
            self._context.set_forkserver_preload(["flows.parsing.fork_server", "__main__", *preload])
        self._executor: ProcessPoolExecutor | None = None

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
        """Wait for the children to end."""
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
            self._executor = None

    def map(self, items: Sequence[T]) -> Iterator[tuple[T, R | Lost]]:
        """Each item with its result, in order.  Raises NoWorkers when there can be no child processes."""
        waiting = deque(items[i : i + CHUNK] for i in range(0, len(items), CHUNK))
        sent: deque[_Sent[T, R]] = deque()
        while waiting or sent:
            # Few chunks at a time: a child that dies takes everything with it that was sent.
            while waiting and len(sent) < 2 * self._workers:
                sent.append(self._send(waiting.popleft()))
            one = sent.popleft()
            yield from zip(one.chunk, self._collect(one), strict=True)

    def _send(self, chunk: Sequence[T]) -> _Sent[T, R]:
        for _ in range(_TRIES):
            pool = self._pool()
            try:
                return _Sent(chunk, pool, pool.submit(worker_process.work_through, self._work, chunk, self._seconds))
            except _BROKEN:  # its processes ended while idle
                self._drop(pool)
        raise NoWorkers(_NO_WORKERS)

    def _collect(self, sent: _Sent[T, R]) -> list[R | Lost]:
        try:
            return sent.future.result()
        except BrokenProcessPool:
            self._drop(sent.pool)
        except Exception as error:
            # An item or a result that cannot be sent; taken alone below, unless it is alone already.
            if len(sent.chunk) == 1:
                return [worker_process.failed(error)]
        return [self._alone(item) for item in sent.chunk]

    def _alone(self, item: T) -> R | Lost:
        sent, began = self._send([item]), time.monotonic()
        try:
            return sent.future.result()[0]
        except BrokenProcessPool:
            self._drop(sent.pool)
            return self._lost(time.monotonic() - began)
        except Exception as error:
            return worker_process.failed(error)

    def _pool(self) -> ProcessPoolExecutor:
        """The children; new ones are tested first, so that a failing start is not blamed on a page."""
        for attempt in range(_TRIES):
            if self._executor is not None:
                return self._executor
            time.sleep(attempt / 2)
            try:
                self._start_helpers()
                pool = ProcessPoolExecutor(self._workers, mp_context=self._context, initializer=worker_process.begin)
                self._executor = pool
                pool.submit(worker_process.nothing).result()
                return pool
            except _BROKEN:
                self._drop(self._executor)
        raise NoWorkers(_NO_WORKERS)

    def _start_helpers(self) -> None:
        """Start what processes are started with, deaf to the terminal: Ctrl-C is for the parent, which decides."""
        _start_tracker()
        if self._context.get_start_method() == "forkserver":
            with worker_process.terminal_waits():
                forkserver.ensure_running()

    def _drop(self, pool: ProcessPoolExecutor | None) -> None:
        """End the children at once, unless they were replaced already: one of them may be stuck."""
        if pool is None or pool is not self._executor:
            return
        self._executor = None
        for child in multiprocessing.active_children():
            child.kill()
        pool.shutdown(wait=False, cancel_futures=True)

    def _lost(self, took: float) -> Lost:
        if took >= self._seconds:
            return Lost("time_budget", f"It took longer than {self._seconds:g} s; its process was ended.")
        return Lost("internal_error", "Its process died (out of memory, or a fault in a library).")


def _start_tracker() -> None:
    """Start the process that clears up after this one, by itself: that lets the terminal's signals through again.

    It would report what it clears up after a kill, as a warning with a line of code; nobody can do anything about it.
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
