"""Limits the requests to one host: few at a time, with pauses, and none after too many refusals.

One HostGate for each host and run.  Makes no requests: the client waits for its turn and reports each result.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class HostGate:
    """Lets at most `slots` requests to a host run at a time, `delay` seconds apart at least.

    refusals: how many in a row end the requests to this host.  first_wait: seconds before the first request.
    """

    def __init__(self, *, delay: float, slots: int, refusals: int, first_wait: float = 0.0) -> None:
        self._delay = delay
        self._slots = asyncio.Semaphore(slots)
        self._turn = asyncio.Lock()
        self._next = asyncio.get_running_loop().time() + first_wait
        self._refusals_left = self._refusals = refusals
        #: Why no more requests go to the host in this run; None while they do.
        self.resting: str | None = None

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for the turn of a request, first come, first served; its slot is taken as long as the block lasts."""
        async with self._slots:
            async with self._turn:
                await self._pause()
            yield

    async def _pause(self) -> None:
        loop = asyncio.get_running_loop()
        # During the sleep another answer may ask for a longer pause.
        while self.resting is None and (wait := self._next - loop.time()) > 0:
            await asyncio.sleep(wait)
        self._next = loop.time() + self._delay

    def slow_down(self, delay: float) -> None:
        """Keep at least this many seconds between requests from now on."""
        self._delay = max(self._delay, delay)

    def postpone(self, seconds: float) -> None:
        """Let no request through for this many seconds."""
        self._next = max(self._next, asyncio.get_running_loop().time() + seconds)

    def rest(self, why: str) -> None:
        """Make no more requests to the host in this run; why: one sentence."""
        self.resting = self.resting or why

    def refused(self) -> None:
        """Count a refusal or failure; after too many in a row no more requests go to the host."""
        self._refusals_left -= 1
        if self._refusals_left <= 0:
            self.rest(f"The host refused or failed {self._refusals} requests in a row; it is left alone in this run.")

    def succeeded(self) -> None:
        """Count refusals from zero again."""
        self._refusals_left = self._refusals
