"""Tells for how long an answer may be used again, by its own headers (RFC 9111: Cache-Control, else Expires).

Takes a Capture, gives seconds.  Decides nothing: the caller sets bounds.
"""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from typing import Final

from flows.acquire.moments import in_utc
from flows.archive.captures import Capture

_MAX_AGE: Final = re.compile(r"(?<![\w-])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_NOT_KEPT: Final = re.compile(r"(?<![\w-])no-(?:cache|store)(?![\w-])", re.IGNORECASE)


def stated_lifetime(answer: Capture) -> float | None:
    """Seconds for which an answer may be used again, by its headers; None when they do not say.

    0 when it may not be used again at all, or has expired.
    """
    control = answer.header("Cache-Control") or ""
    if _NOT_KEPT.search(control):
        return 0.0
    said = _MAX_AGE.search(control)
    if said is not None:
        return float(said[1])
    expires = answer.header("Expires")
    if expires is None or answer.fetched_at is None:
        return None
    try:
        good = (in_utc(parsedate_to_datetime(expires)) - in_utc(answer.fetched_at)).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):  # "0", or no date: it has expired (RFC 9111, 5.3)
        return 0.0
    return max(0.0, good)
