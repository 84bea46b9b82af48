"""Reads several files at a time, each in a thread of its own, and gives all their pages as one stream.

The pages of one file come in order, those of several files mixed.  Only a few pages wait in memory to be taken.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from flows.acquire.files.formats import Found

#: Things that wait for the reader; each may be a page of some megabytes.
_WAITING: Final = 32
#: Seconds between two looks whether the reader is still there.
_LOOK: Final = 0.5


def interleaved(files: Iterable[Callable[[], Iterator[Found]]], at_a_time: int) -> Iterator[Found]:
    """Yield the pages of all files, those of several files mixed.

    `files`: functions that each read one file.  They report errors of their file themselves; so an exception is about
    all of them, such as a full disk, and is raised here.  `at_a_time`: most files that are read at the same time.
    """
    waiting, lock = iter(files), threading.Lock()
    given: queue.Queue[Found | BaseException | None] = queue.Queue(_WAITING)
    left = threading.Event()

    def put(one: Found | BaseException | None) -> None:
        """Add something to the queue as soon as there is room; do nothing when nobody takes values any more."""
        while not left.is_set():
            try:
                given.put(one, timeout=_LOOK)
                return
            except queue.Full:
                continue

    def work() -> None:
        """Read one file after the other; runs in each thread."""
        try:
            while not left.is_set():
                with lock:
                    read = next(waiting, None)
                if read is None:
                    break
                for one in read():
                    put(one)
                    if left.is_set():
                        return
            put(None)
        except BaseException as error:  # raised to the reader of all files
            put(error)

    workers = [threading.Thread(target=work, name=f"file {n + 1}", daemon=True) for n in range(at_a_time)]
    try:
        for worker in workers:
            worker.start()
        at_work = len(workers)
        while at_work:
            one = given.get()
            if isinstance(one, BaseException):
                raise one
            if one is None:
                at_work -= 1
            else:
                yield one
    finally:
        left.set()
