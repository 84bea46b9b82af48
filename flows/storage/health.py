"""How long a server that does not answer is waited for: once with patience, then in short tries, until it answers.

Shared by all stores on one server in a process: a run that asks for archive and batches, page by page, would else wait
for the same server again and again.
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
    """Whether a server answered when it was asked last."""

    #: Until when it is not asked, by the clock `time.monotonic`.
    until: float = 0.0
    #: Why it did not answer; "" when it did.
    why: str = ""

    def check(self, store: str) -> None:
        """Raise StoreAway while the server is not to be asked.  store: the address for the message."""
        if time.monotonic() < self.until:
            raise StoreAway(store, self.why)

    def patience(self, address: StoreAddress) -> float:
        """For how many seconds it is asked again."""
        return 0.0 if self.why else address.patience

    def timeout(self, address: StoreAddress) -> float:
        """The most seconds for a small request."""
        return min(address.timeout, _SHORT) if self.why else address.timeout

    def answered(self) -> None:
        """Note that it answered, whatever it said."""
        self.until, self.why = 0.0, ""

    def failed(self, error: StoreAway) -> None:
        """Note that it did not answer for as long as it was asked."""
        self.until, self.why = time.monotonic() + LEFT_ALONE, error.why


def health_of(address: StoreAddress) -> StoreHealth:
    """The health of the server that has a store, for this process."""
    return _health(address.provider, address.endpoint, urlsplit(address.url).netloc, os.getpid())


@lru_cache(maxsize=64)
def _health(provider: str, endpoint: str, bucket: str, process: int) -> StoreHealth:
    return StoreHealth()
