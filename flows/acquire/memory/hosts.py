"""What is remembered of one host between runs: when the last request to it left, its Crawl-delay, and whether it rests.

A host rests when no requests go to it for a while, since it refused some.  A row is a series of refusals or failures
without a good answer between them.  Takes and gives spans in seconds; stores times by the system's clock, which all
processes share.  Requests nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Final, Literal

from flows.acquire.memory.memory import Memory, Row

#: Tells the time in seconds since 1970.
Clock = Callable[[], float]
#: What was refused, or that the host could not be reached.
Refused = Literal["page", "other", "unreached"]
#: How long a host that refuses, or cannot be reached, is left alone: the first, second and every further time.
RESTS: Final = (3_600.0, 86_400.0, 604_800.0)


class HostNotes:
    """What is remembered of one host; each change is written at once, so that it outlasts a run that is killed."""

    def __init__(self, memory: Memory, host: str, *, rests: Sequence[float] = RESTS, clock: Clock = time.time) -> None:
        """`rests`: seconds of rest after the first, second ... row of refusals.  `clock`: tells the time."""
        self._memory, self._host, self._steps, self._clock = memory, host, rests, clock
        memory.do("meet_host", host=host)
        row = self._row
        #: The pause that the host asked for when its robots.txt was read last.
        self.crawl_delay: float = row["crawl_delay"]
        self._rests: int = row["rests"]
        self._page_refused = bool(row["page_refused"])

    @property
    def _row(self) -> Row:
        row = self._memory.row("host", host=self._host)
        assert row is not None
        return row

    def ask_for_delay(self, seconds: float) -> None:
        """Remember the pause in seconds that the host's robots.txt asks for (Crawl-delay)."""
        if seconds != self.crawl_delay:
            self._memory.do("crawl_delay", host=self._host, delay=seconds)
            self.crawl_delay = seconds

    def resting(self, *, heed: bool = True) -> str | None:
        """Why no requests go to the host now, in one sentence; None when requests may go to it.

        `heed`: False when the caller sends requests even to a host that rests: the result is then None.
        """
        row, now = self._row, self._clock()
        # A time further ahead than any rest was written by a clock that was ahead.
        rests = now < (row["rests_until"] or 0.0) <= now + max(self._steps)
        return str(row["why"]) if heed and rests else None

    @property
    def is_on_trial(self) -> bool:
        """Whether the host was left alone and has not answered well since.

        Then one more refusal suffices for leaving it alone again.
        """
        return self._rests > 0

    def seconds_left(self, delay: float) -> float:
        """Seconds until the next request to the host may leave, whichever process sent the last one.

        `delay`: seconds to keep between two requests.
        """
        left, now = self._row["left_at"], self._clock()
        # One in the future was written by a clock that was ahead.
        return 0.0 if left is None or left > now + delay else max(0.0, left + delay - now)

    def reserve(self, delay: float) -> bool:
        """Claim the right to send the next request now; return False when another process was faster.

        `delay`: seconds that must have passed since the last request.
        """
        return self._memory.do("reserve", host=self._host, now=self._clock(), delay=delay) > 0

    def left(self) -> None:
        """Note that a request leaves now."""
        self._memory.do("left", host=self._host, now=self._clock())

    def rest(self, why: str, kind: Refused, *, seconds: float | None = None) -> str:
        """Leave the host alone from now on; return the sentence that says so.

        `why`: the first half of that sentence.  `kind`: what it refused, "page" or "other", or "unreached" when it
        could not be reached.  `seconds`: for how long, where the host says so itself, a week at most.  Otherwise a host
        that refuses is left alone longer each time.  For a host that cannot be reached, the rest is longer the longer
        the outage has lasted: after an outage of some hours the host is not left alone for a day.
        """
        row, now = self._row, self._clock()
        since = since_then(row["failing_since"], now)
        self._rests, self._page_refused = row["rests"] + 1, kind == "page"
        if seconds is not None:
            span = min(seconds, self._steps[-1])
        elif kind == "unreached":
            span = step_by_age(self._steps, now - since)
        else:
            span = step_by_count(self._steps, self._rests)
        told = f"{why}; it is left alone until {moment_words(now + span)}."
        self._keep(self._rests, since, now + span, told)
        return told

    def succeeded(self, *, page: bool) -> bool:
        """Note that the host gave a good answer, which ends its row of refusals; return False when the row goes on.

        `page`: whether it gave a page.  A host that refuses its pages may well give its feeds: then these prove
        nothing, and the row goes on.
        """
        if self._rests and self._page_refused and not page:
            return False
        if self._rests:
            self._rests = 0
            self._keep(0, None, None, None)
        return True

    def _keep(self, rests: int, since: float | None, until: float | None, why: str | None) -> None:
        """Store that the host rests, or that it does not.

        `rests`: how many rests in a row so far.  `since`: the time since which the host fails.  `until`: the time until
        which it rests.  `why`: the sentence for the user.  All but `rests` are None for a host that does not rest.
        """
        page = self._page_refused
        self._memory.do(
            "rest", host=self._host, rests=rests, failing_since=since, until=until, why=why, page_refused=page
        )


def since_then(since: float | None, now: float) -> float:
    """When a row of failures began, in seconds since 1970.

    `since`: the stored time; None when no row has begun.  The row begins `now` when `since` is None or lies in the
    future.
    """
    return now if since is None else min(since, now)


def step_by_count(steps: Sequence[float], count: int) -> float:
    """Seconds to wait after `count` failures in a row: the first step after one, the second after two ...

    The last step is used after all further failures.
    """
    return steps[min(count, len(steps)) - 1]


def step_by_age(steps: Sequence[float], age: float) -> float:
    """Seconds to wait when something has failed for `age` seconds: each step is used until the next one is reached.

    With steps of an hour, a day and a week: hourly on the first day, daily in the first week, then weekly.
    """
    return next((step for step, following in pairwise(steps) if age < following), steps[-1])


def moment_words(seconds: float) -> str:
    """A time as messages print it: 2026-11-29 17:05 UTC.  `seconds`: since 1970."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")
