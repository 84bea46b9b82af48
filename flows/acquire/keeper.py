"""Archives captures for the tasks of an event loop, in one thread that stores many captures at a time.

A capture is a fetched page, or the failure to fetch one.  Each task waits until its own capture is stored; meanwhile
other tasks hand in theirs.  A call of the thread for each single capture would take longer than storing it.
"""

from __future__ import annotations

import asyncio
from typing import Final

from flows.acquire.keep import keep_all
from flows.archive.archive import Archive, Stored
from flows.archive.captures import Capture

#: Most captures that are stored together; those who wait for them are told when all of them are.
_MOST: Final = 64
#: With so many captures, or so many bytes of them, that wait or are being stored, no more are to be fetched.
_FULL, _FULL_BYTES = 256, 128_000_000


class Keeper:
    """Stores captures in one archive, for all tasks of one event loop."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._waiting: list[tuple[Capture, asyncio.Future[tuple[Capture, Stored]]]] = []
        #: Stores what waits; None while nothing does.
        self._work: asyncio.Task[None] | None = None
        #: How many wait or are being stored, and their bytes; and set while these are not too many.
        self._held = self._bytes = 0
        self._has_room = asyncio.Event()
        self._has_room.set()

    async def room(self) -> None:
        """Wait while too many captures are waiting to be stored.

        Call it before fetching more, so that memory does not fill up.
        """
        await self._has_room.wait()

    async def keep(self, capture: Capture) -> tuple[Capture, Stored]:
        """Archive one capture; return and raise what flows.acquire.keep.keep does."""
        told: asyncio.Future[tuple[Capture, Stored]] = asyncio.get_running_loop().create_future()
        self._waiting.append((capture, told))
        self._count(1, len(capture.body or b""))
        if self._work is None:
            self._work = asyncio.create_task(self._store_all())
        return await told

    async def _store_all(self) -> None:
        """Store the captures that wait, many at a time, until none is left."""
        some: list[tuple[Capture, asyncio.Future[tuple[Capture, Stored]]]] = []
        try:
            while self._waiting:
                some, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
                found = await asyncio.to_thread(keep_all, self._archive, [capture for capture, _ in some])
                self._count(-len(some), -sum(len(capture.body or b"") for capture, _ in some))
                for (_, told), result in zip(some, found, strict=True):
                    if told.done():  # the task was cancelled that waited for it
                        continue
                    if isinstance(result, Exception):
                        told.set_exception(result)
                    else:
                        told.set_result(result)
        finally:
            # Some are left only when the run is being ended; a future that has its result ignores this.
            for _, told in (*some, *self._waiting):
                told.cancel()
            self._work, self._waiting = None, []

    def _count(self, captures: int, size: int) -> None:
        """Add to the counts of waiting captures and their bytes (negative to subtract); above a limit, `room` waits."""
        self._held += captures
        self._bytes += size
        if self._held < _FULL and self._bytes < _FULL_BYTES:
            self._has_room.set()
        else:
            self._has_room.clear()
