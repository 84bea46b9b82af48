"""Keeps the warehouse open to write for steps that follow at once: opening and closing it cost a quarter of a load.

Each step gets the connection of the step before, for a few seconds at most: then the file is closed and opened again,
so that other processes get their turn.  After an error the file is closed at once.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final

from duckdb import DuckDBPyConnection

from warehouse.connect import writer

#: Seconds after which the file is closed before the next step; whoever waits for it waits for 30 s as a rule.
_MOMENT: Final = 2.0


class HeldWriter:
    """A context manager that lends one read/write connection to several steps in turn and closes it at its end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open = ExitStack()
        self._connection: DuckDBPyConnection | None = None
        self._until = 0.0

    def __enter__(self) -> HeldWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection = None
        self._open.__exit__(kind, error, trace)

    def close(self) -> None:
        """Close the file, if it is open, so that others can use it.  May raise a WarehouseError for its last writes."""
        self._connection = None
        self._open.close()

    @contextmanager
    def step(self, *, timeout: float) -> Iterator[DuckDBPyConnection]:
        """A block (`with`) in which one step has the read/write connection; the file is opened first if it is closed.

        `timeout`: seconds to wait for a file that somebody else has open.  Raises as `writer` does.  After an error in
        the block the file is closed.
        """
        if self._connection is not None and time.monotonic() > self._until:
            self.close()
        if self._connection is None:
            self._connection = self._open.enter_context(writer(self._path, timeout=timeout))
            self._until = time.monotonic() + _MOMENT
        try:
            yield self._connection
        except BaseException:
            self._connection = None
            with self._open.pop_all():  # which closes the file, and says what DuckDB's errors mean
                raise
