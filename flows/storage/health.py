"""Remembers for each server whether it answers, so that only the first request waits long for one that does not.

Shared by all stores on one server in a process.  Otherwise a run that asks for archive and batches, page by page, would
wait for the same server again and again.  While a server is away, requests to it fail at once for a minute, then one is
tried with a short limit.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from flows.storage.address import StoreAddress
from flows.storage.errors import StoreAway

#: Seconds for which a server that did not answer is not asked at all.
LEFT_ALONE: Final = 60.0
#: Most seconds for one request of a short try.
_SHORT: Final = 10.0


@dataclass(slots=True)
class StoreHealth:
    """Remembers whether a server answered the last request, and until when it is left alone."""

    #: Until when it is not asked, by the clock `time.monotonic`.
    until: float = 0.0
    #: Why it did not answer; "" when it did.
    why: str = ""

    def check(self, store: str) -> None:
        """Raise StoreAway while the server is left alone after a failure.

        `store`: the address for the message.
        """
        if time.monotonic() < self.until:
            raise StoreAway(store, self.why)

    def patience(self, address: StoreAddress) -> float:
        """For how many seconds to repeat a request to a server that does not answer: 0 after a failure."""
        return 0.0 if self.why else address.patience

    def timeout(self, address: StoreAddress) -> float:
        """The longest time for a small request, in seconds; shorter after the server did not answer."""
        return min(address.timeout, _SHORT) if self.why else address.timeout

    def answered(self) -> None:
        """Note that the server answered, even with an error."""
        self.until, self.why = 0.0, ""

    def failed(self, error: StoreAway) -> None:
        """Note that the server did not answer in time; it is left alone for a while."""
        self.until, self.why = time.monotonic() + LEFT_ALONE, error.why


def health_of(address: StoreAddress) -> StoreHealth:
    """The health of the server at a store's address; the same object for all its stores in this process."""
    return _health(address.provider, address.endpoint, urlsplit(address.url).netloc, os.getpid())


@lru_cache(maxsize=64)
def _health(provider: str, endpoint: str, bucket: str, process: int) -> StoreHealth:
    return StoreHealth()
