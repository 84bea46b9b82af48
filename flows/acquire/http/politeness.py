"""Limits the requests to one host: few at a time, with pauses, and none after too many refusals.

One HostGate for each host and run; what outlasts the run stands in the host's notes (flows.acquire.memory.hosts).  A
request has its turn, is sent ("leaves"), and is answered; the pause is the time between the moments at which two
requests leave.  A host "rests" while it is left alone after refusals; afterwards it is "on trial": a single refusal
then makes it rest again.  Makes no requests: the client waits for its turn and reports each result.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from typing import Final

from flows.acquire.memory.hosts import HostNotes, Refused

#: Seconds that are added to each pause, at most this share of it: a request that takes longer to its server than the
#: next one would shorten the pause that the server sees.  Measured: 4 ms on a busy machine; networks take longer.
_LATER: Final = 0.02
_LATER_SHARE: Final = 0.05


class HostGate:
    """Lets at most `slots` requests to a host run at a time, `delay` seconds apart at least.

    `refusals`: after how many in a row no more requests go to this host.  `first_wait`: seconds before the first
    request.  `notes`: what earlier runs and other processes know of this host: its pause, and until when it is left
    alone.  `heed_rest`: False: send requests even to a host that is still to be left alone.
    """

    def __init__(
        self,
        *,
        delay: float,
        slots: int,
        refusals: int,
        notes: HostNotes,
        first_wait: float = 0.0,
        heed_rest: bool = True,
    ) -> None:
        self._delay = delay
        self._slots = asyncio.Semaphore(slots)
        self._turn = asyncio.Lock()
        #: When the last request left, and before when no further one may, in seconds of the event loop's clock.
        self._left = -math.inf
        self._not_before = self._now() + first_wait
        self._refusals = refusals
        self._refusals_left = 1 if notes.is_on_trial else refusals
        self._notes = notes
        #: Why no more requests go to the host; None while they do.
        self.resting: str | None = notes.resting(heed=heed_rest)

    def turn(self, connections: asyncio.Semaphore) -> _Turn:
        """A block (`async with`) in which one request is made; waits first for this host's turn, and for a connection.

        First come, first served.  `connections`: those of all hosts together.  Turn and connection are held as long as
        the block lasts.  The block gets a function to call when the request leaves: the pause before the next one
        counts from then, or from the end of the block when it is never called.
        """
        return _Turn(self, connections)

    async def enter(self) -> None:
        """Take one of the host's slots, then wait until this request is the next to leave.

        `leave` gives the slot back; `sent` lets the next request take its place in the queue.
        """
        await self._slots.acquire()
        try:
            await self._turn.acquire()
        except BaseException:
            self._slots.release()
            raise

    def leave(self) -> None:
        """Give back the slot that `enter` took."""
        self._slots.release()

    def sent(self, *, is_next: bool) -> None:
        """Begin the pause before the next request now, as a request has just left.

        `is_next`: whether to let the next request have its turn.  It is False when `sent` was called for this request
        before: then only the start of the pause moves.
        """
        self._left = self._now() + min(_LATER, _LATER_SHARE * self._delay)
        if self._delay and self.resting is None:
            self._notes.left()
        if is_next:
            self._turn.release()

    async def connect(self, connections: asyncio.Semaphore) -> bool:
        """Wait until the pause is over and a connection is free, and take that connection.

        `connections`: those of all hosts together.  Returns True when this host needs no pauses, so that the next
        request need not wait for this one to leave.
        """
        while True:
            # During the sleep another answer may ask for a longer pause.
            while (wait := self._wait()) > 0:
                await asyncio.sleep(wait)
            await connections.acquire()
            try:
                # While it waited for a connection, another answer may have asked for a longer pause, and another
                # process may have sent a request.
                its_time = self._wait() <= 0 and self._is_ours()
            except BaseException:
                connections.release()
                raise
            if its_time:
                return not self._delay
            connections.release()

    def _wait(self) -> float:
        """Seconds until a request may leave; 0 for a host that is left alone.

        Nothing is sent to a host that is left alone, so that a request to it need not wait.
        """
        if self.resting is not None:
            return 0.0
        own = max(self._not_before, self._left + self._delay) - self._now()
        return own if own > 0 or not self._delay else self._notes.seconds_left(self._delay)

    def _is_ours(self) -> bool:
        """Claim the right to send the next request now; return False when another process claimed it first.

        Nothing is claimed for a host without pauses, or for one that is left alone: the result is then True.
        """
        return self.resting is not None or not self._delay or self._notes.reserve(self._delay)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    def slow_down(self, delay: float) -> None:
        """Keep at least `delay` seconds between requests from now on."""
        self._delay = max(self._delay, delay)

    def heed_crawl_delay(self, delay: float) -> None:
        """Keep at least the pause of `delay` seconds that robots.txt asks for, and note it for later runs.

        Later runs keep it from the first request on.
        """
        self.slow_down(delay)
        self._notes.ask_for_delay(delay)

    def postpone(self, seconds: float) -> None:
        """Let no request through for `seconds` from now."""
        self._not_before = max(self._not_before, self._now() + seconds)

    def rest(self, why: str, kind: Refused, *, seconds: float | None = None) -> None:
        """Send no more requests to the host, in this run and for a while after it.

        `why`: the first half of a sentence, for messages.  `kind`: what the host refused.  `seconds`: for how long,
        where the host says so.
        """
        if self.resting is None:
            self.resting = self._notes.rest(why, kind, seconds=seconds)

    def refused(self, kind: Refused) -> None:
        """Count a refusal, or a request without an answer; after too many in a row no more requests go to the host."""
        self._refusals_left -= 1
        if self._refusals_left <= 0:
            often = "again" if self._notes.is_on_trial else f"{self._refusals} requests in a row"
            self.rest(f"The host refused or failed {often}", kind)

    def succeeded(self, *, page: bool) -> None:
        """Note a good answer: refusals are counted from zero again.

        `page`: whether the answer was a page.  Where the host refuses pages, other answers prove nothing, and the count
        goes on.
        """
        if self._notes.succeeded(page=page):
            self._refusals_left = self._refusals


class _Turn:
    """One request's turn at its host, as a block (`async with`).

    Entering it waits until the request may leave; the block gets the function to call when the request has left.  A
    class of its own: as a function with `asynccontextmanager` it would take twice the time.
    """

    def __init__(self, gate: HostGate, connections: asyncio.Semaphore) -> None:
        self._gate, self._connections = gate, connections
        #: Whether the next request still waits for this one to leave.
        self._is_next = True

    async def __aenter__(self) -> Callable[[], None]:
        await self._gate.enter()
        try:
            if await self._gate.connect(self._connections):
                self._left()
        except BaseException:
            self._end()
            raise
        return self._left

    async def __aexit__(self, *_: object) -> None:
        self._connections.release()
        self._end()

    def _left(self) -> None:
        is_next, self._is_next = self._is_next, False
        self._gate.sent(is_next=is_next)

    def _end(self) -> None:
        """Give back the slot; if the block did not say that the request has left, the pause counts from now."""
        try:
            if self._is_next:
                self._left()
        finally:
            self._gate.leave()
