"""The error of an address that could not be fetched, and the capture that reports it.

Raised by everything that reads from a web server; knows nothing of how that is done.
"""

from __future__ import annotations

from datetime import UTC, datetime

from flows.acquire.opening import printable
from flows.archive.captures import Capture


class NotFetched(Exception):
    """An address, or the rest of a file, could not be fetched."""

    def __init__(self, outcome: str, detail: str, *, status: int | None = None, wait: float | None = None) -> None:
        super().__init__(detail)
        #: A code of flows.archive.captures.OUTCOMES, and one sentence.
        self.outcome = outcome
        self.detail = printable(detail)
        #: HTTP status; None without an answer.
        self.status = status
        #: Seconds that the server asks to wait; None when it does not say.
        self.wait = wait

    def capture(self, url: str) -> Capture:
        """Make the capture that reports this failure for an address."""
        return Capture(url, outcome=self.outcome, detail=self.detail, status=self.status, fetched_at=datetime.now(UTC))
