"""Archives captures in another thread, those that wait at the same time in one go.

Takes captures one by one, while requests go on, and gives how each was stored.  A hop to a thread for each page costs
as much as to read its answer, and many threads that wait for one archive hold up the requests.
"""

from __future__ import annotations

import asyncio
from typing import Final

from flows.acquire.keep import keep
from flows.archive.archive import Archive, Stored
from flows.archive.captures import Capture

#: Most captures that are archived in one go, so that the first one does not wait long.
_MOST: Final = 16
#: Threads that archive at a time: while one packs, the other may wait for the disk.
_THREADS: Final = 2

_Kept = tuple[Capture, Stored]


class Keeper:
    """Keeps captures in one archive for one event loop."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._waiting: list[tuple[Capture, asyncio.Future[_Kept]]] = []
        self._working: set[asyncio.Task[None]] = set()

    async def keep(self, capture: Capture) -> _Kept:
        """Archive a capture as `flows.acquire.keep.keep` does, whose errors are raised."""
        future: asyncio.Future[_Kept] = asyncio.get_running_loop().create_future()
        self._waiting.append((capture, future))
        if len(self._working) < _THREADS:
            work = asyncio.create_task(self._keep_waiting())
            self._working.add(work)
            work.add_done_callback(self._working.discard)
        return await future

    async def _keep_waiting(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
            await self._keep_batch(batch)

    async def _keep_batch(self, batch: list[tuple[Capture, asyncio.Future[_Kept]]]) -> None:
        try:
            results = await asyncio.to_thread(self._keep_all, [capture for capture, _ in batch])
        except BaseException:  # the run is stopped: nobody is left waiting
            for _, future in batch:
                future.cancel()
            raise
        for (_, future), result in zip(batch, results):
            if future.done():
                continue  # whoever waited for it was stopped
            if isinstance(result, BaseException):
                future.set_exception(result)
            else:
                future.set_result(result)

    def _keep_all(self, captures: list[Capture]) -> list[_Kept | Exception]:
        """Each capture as it was kept, or the error that it met; one never costs another."""
        results: list[_Kept | Exception] = []
        for capture in captures:
            try:
                results.append(keep(self._archive, capture))
            except Exception as error:  # raised where the capture is waited for
                results.append(error)
        return results
