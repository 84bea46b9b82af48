"""Politeness towards one host: one request after the other, with pauses, and none when it asks to be left alone.

One HostGate for each host and run.  It knows nothing of HTTP; the client tells it what came of each request.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class HostGate:
    """Lets requests to one host through: `slots` at a time, at least `delay` seconds between their beginnings."""

    def __init__(self, *, delay: float, slots: int, refusals: int, first_wait: float = 0.0) -> None:
        self._delay = delay
        self._slots = asyncio.Semaphore(slots)
        self._turn = asyncio.Lock()
        self._next = asyncio.get_running_loop().time() + first_wait
        self._refusals_left = self._refusals = refusals
        #: Why the host is left alone for the rest of the run; None while it is not.
        self.resting: str | None = None

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for one's turn; those who came first go first."""
        async with self._slots:
            async with self._turn:
                await self._pause()
            yield

    async def _pause(self) -> None:
        loop = asyncio.get_running_loop()
        # While somebody sleeps here, an answer may ask for a longer pause.
        while self.resting is None and (wait := self._next - loop.time()) > 0:
            await asyncio.sleep(wait)
        self._next = loop.time() + self._delay

    def slow_down(self, delay: float) -> None:
        """Keep at least this many seconds between requests from now on."""
        self._delay = max(self._delay, delay)

    def postpone(self, seconds: float) -> None:
        """Let no request through for so many seconds."""
        self._next = max(self._next, asyncio.get_running_loop().time() + seconds)

    def rest(self, why: str) -> None:
        """Leave the host alone for the rest of the run."""
        self.resting = self.resting or why

    def refused(self) -> None:
        """Count a refusal or a failure; too many in a row and the host is left alone."""
        self._refusals_left -= 1
        if self._refusals_left <= 0:
            self.rest(f"The host refused or failed {self._refusals} requests in a row; it is left alone in this run.")

    def welcomed(self) -> None:
        """Forget the refusals before."""
        self._refusals_left = self._refusals
