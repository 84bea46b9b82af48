"""Limits the requests to one host: few at a time, with pauses, and none after too many refusals.

One HostGate for each host and run.  Makes no requests: the client waits for its turn and reports each result.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

#: Seconds by which a request may come to its server later than the next one does, and as a share of the pause at the
#: most: the pause is to be kept there, where it is noted.  Measured: 4 ms on a busy machine; networks take longer.
_LATER: Final = 0.02
_LATER_SHARE: Final = 0.05


class HostGate:
    """Lets at most `slots` requests to a host run at a time, `delay` seconds apart at least.

    refusals: how many in a row end the requests to this host.  first_wait: seconds before the first request.
    """

    def __init__(self, *, delay: float, slots: int, refusals: int, first_wait: float = 0.0) -> None:
        self._delay = delay
        self._slots = asyncio.Semaphore(slots)
        self._turn = asyncio.Lock()
        #: When the last request left, and before when no further one may, in seconds of the event loop's clock.
        self._left = -math.inf
        self._not_before = self._now() + first_wait
        self._refusals_left = self._refusals = refusals
        #: Why no more requests go to the host in this run; None while they do.
        self.resting: str | None = None

    @asynccontextmanager
    async def turn(self, connections: asyncio.Semaphore) -> AsyncIterator[Callable[[], None]]:
        """Wait for the turn of a request, first come, first served, and for one of all hosts' connections.

        Slot and connection are taken as long as the block lasts.  Gives a function to be called when the request
        leaves: the pause before the next one counts from then, or from the end of the block when it never does.
        """
        async with self._slots:
            await self._turn.acquire()
            is_next = True

            def left() -> None:
                nonlocal is_next
                self._left = self._now() + min(_LATER, _LATER_SHARE * self._delay)
                if is_next:
                    is_next = False
                    self._turn.release()

            try:
                async with self._connection(connections):
                    if not self._delay:
                        left()
                    yield left
            finally:
                if is_next:
                    left()

    @asynccontextmanager
    async def _connection(self, connections: asyncio.Semaphore) -> AsyncIterator[None]:
        """Hold a connection as long as the block lasts, from a moment at which the pause is over."""
        while True:
            await self._pause()
            async with connections:
                # While it waited for a connection, another answer may have asked for a longer pause.
                if self._wait() <= 0:
                    yield
                    return

    async def _pause(self) -> None:
        # During the sleep another answer may ask for a longer pause.
        while (wait := self._wait()) > 0:
            await asyncio.sleep(wait)

    def _wait(self) -> float:
        """Seconds until a request may leave; none when the host is left alone, since then none will."""
        if self.resting is not None:
            return 0.0
        return max(self._not_before, self._left + self._delay) - self._now()

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    def slow_down(self, delay: float) -> None:
        """Keep at least this many seconds between requests from now on."""
        self._delay = max(self._delay, delay)

    def postpone(self, seconds: float) -> None:
        """Let no request through for this many seconds."""
        self._not_before = max(self._not_before, self._now() + seconds)

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
