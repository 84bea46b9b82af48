"""The body of one HTTP answer as chunks of bytes, one after the other.

Takes an open answer.  Raises an error when the connection breaks off; begins no other request.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Final

import aiohttp

from flows.errors import error_words

#: Bytes given at a time: enough that handing them from one thread to another costs little.
_CHUNK: Final = 1 << 19
#: Seconds in which so many are waited for: what a slow server has sent is given as it comes.
_PATIENCE: Final = 0.1


class BrokenConnection(Exception):
    """A connection broke off; the message says how."""

    def __init__(self, error: Exception) -> None:
        super().__init__(error_words(error))
        #: A code of flows.archive.captures.OUTCOMES, when it cannot be begun again.
        self.outcome = "timeout" if isinstance(error, TimeoutError) else "truncated"


class Stream:
    """Reads the body of one answer.

    `arrived`: called with the number of bytes whenever some arrive, in the thread that makes the requests.  `skip`: how
    many bytes at the start of the body to pass over.
    """

    def __init__(self, response: aiohttp.ClientResponse, arrived: Callable[[int], None], skip: int = 0) -> None:
        self._response = response
        self._arrived = arrived
        self._skip = skip

    async def more(self) -> bytes:
        """Return the next bytes; b"" at the end.  Raises BrokenConnection."""
        held = bytearray()
        until = math.inf
        try:
            while len(held) < _CHUNK and time.monotonic() < until:
                part = await self._response.content.readany()
                if not part:
                    break
                self._arrived(len(part))
                gone = min(self._skip, len(part))
                self._skip -= gone
                held += part[gone:]
                until = min(until, time.monotonic() + _PATIENCE) if held else until
        except (aiohttp.ClientError, OSError) as error:
            if not held:
                raise BrokenConnection(error) from error
            # What came before is given; the next call meets the same error.
        return bytes(held)

    def close(self) -> None:
        """End the connection."""
        self._response.close()
