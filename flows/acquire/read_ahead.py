"""Reads values in a second thread, only a few ahead, while the caller works on those that were read before.

Takes any iterator; gives the same values in the same order, and raises its error at the same place.  The iterator runs
in that thread alone, from its beginning to its end.  Knows nothing of what is read.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from typing import Final, Generic, TypeVar

T = TypeVar("T")

#: Most values, and most bytes of them, that wait; one value may exceed the bytes.
_MOST: Final = 64
_MOST_BYTES: Final = 8_000_000
#: Seconds that a stopped run waits for the thread, which may be inside a read that never ends, as of a terminal.
_PATIENCE: Final = 0.5


def read_ahead(values: Iterator[T], weigh: Callable[[T], int]) -> Generator[T, None, None]:
    """Yield the values of an iterator that runs in a thread of its own.

    `weigh`: gets a value, returns the bytes that it holds in memory.  When the caller stops early, so does the thread,
    and the iterator is closed.
    """
    ahead = _Ahead(values, weigh)
    threading.Thread(target=ahead.run, name="reading", daemon=True).start()
    try:
        yield from ahead.taken()
    finally:
        ahead.stop()


class _Ahead(Generic[T]):
    """The queue between the reading thread and the thread that takes the values; bounded in values and bytes."""

    def __init__(self, values: Iterator[T], weigh: Callable[[T], int]) -> None:
        self._values = values
        self._weigh = weigh
        self._changed = threading.Condition()
        self._waiting: deque[tuple[T, int]] = deque()
        self._bytes = 0
        self._stopped = self._ended = False
        self._error: BaseException | None = None

    def run(self) -> None:
        """Read all values into the queue, until the end, an error or a call of `stop`; runs in the reading thread."""
        error: BaseException | None = None
        try:
            for value in self._values:
                if not self._put(value, self._weigh(value)):
                    break
        except BaseException as raised:  # raised again where the values are taken
            error = raised
        finally:
            error = self._closing_error() or error
            with self._changed:
                self._error, self._ended = error, True
                self._changed.notify_all()

    def _put(self, value: T, weight: int) -> bool:
        """Add a value to the queue as soon as there is room; return False when `stop` was called.

        `weight`: its bytes.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or (len(self._waiting) < _MOST and self._bytes < _MOST_BYTES))
            self._waiting.append((value, weight))
            self._bytes += weight
            self._changed.notify_all()
            return not self._stopped

    def _closing_error(self) -> BaseException | None:
        """Close the iterator; return the error that closing it raises, or None.

        Runs in the reading thread, since some files must be closed by the thread that opened them.
        """
        close = getattr(self._values, "close", None)
        try:
            if close is not None:
                close()
        except BaseException as raised:
            return raised
        return None

    def taken(self) -> Iterator[T]:
        """Yield the values in order, in the thread that takes them; at the end raise the error of reading, if any."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._ended)
                if not self._waiting:
                    break
                value, weight = self._waiting.popleft()
                self._bytes -= weight
                self._changed.notify_all()
            yield value
        if self._error is not None:
            raise self._error

    def stop(self) -> None:
        """Tell the reading thread to end, and wait a moment until it has ended."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._ended, timeout=_PATIENCE)
