"""Decides whether and when a request is tried again, and what an answer means for further requests to its host.

Takes the answer to a request; gives seconds, or reports to the host's gate (the class that spaces requests).  Waits for
nothing.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from flows.acquire.http.politeness import HostGate
from flows.acquire.memory.hosts import Refused
from flows.acquire.moments import in_utc
from flows.archive.captures import Capture
from flows.config.settings import Fetching

#: Statuses that count as refusals by the host.
_REFUSALS: Final = frozenset({401, 403, 429})
#: Statuses after which a request is tried again; 520 to 524 are Cloudflare's, for a site that it cannot reach.
_TEMPORARY: Final = frozenset({408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
#: Outcomes of a host that cannot be asked, and those after which a request is tried again.
NO_ANSWER: Final = frozenset({"unreachable", "timeout", "no_such_host", "tls_error"})
_TRIED_AGAIN: Final = frozenset({"unreachable", "timeout", "truncated", "unreadable"})
#: Most digits of a Retry-After that is read as seconds: 30 years.
_MOST_DIGITS: Final = 9
#: A pause before a retry is made longer by up to this factor at random, so that clients do not retry in step.
_BACKOFF_JITTER: Final = 1.5


def wait_before_retry(answer: Capture, attempt: int, settings: Fetching) -> float | None:
    """Seconds to wait before the request is tried again; None when it is not to be tried again.

    `attempt`: retries made so far, 0 after the first try.  If the host asks for a wait of more than `longest_wait`
    seconds, that wait is returned: the caller then leaves the host alone.
    """
    if answer.outcome not in _TRIED_AGAIN and answer.status not in _TEMPORARY:
        return None
    asked = retry_after(answer.header("Retry-After"))
    if asked is not None and asked > settings.longest_wait:
        return asked
    if attempt >= settings.retries:
        return None
    return max(asked or 0.0, settings.delay * float(2**attempt) * random.uniform(1, _BACKOFF_JITTER))


def count_result(gate: HostGate, answer: Capture, *, page: bool) -> None:
    """Tell a host's gate, which counts refusals in a row, whether an answer is a refusal or a good answer.

    An error 5xx is neither.  `page`: whether a page was asked for; False for robots.txt, a feed or a sitemap.
    """
    if answer.outcome == "blocked" or answer.status in _REFUSALS:
        gate.refused(kind_of_refusal(page=page))
    elif answer.status is not None and answer.status < 500:
        gate.succeeded(page=page)


def kind_of_refusal(*, page: bool) -> Refused:
    """Return "page" or "other": what a host refused, as the notes on the host call it.

    `page`: whether a page was asked for.
    """
    return "page" if page else "other"


def retry_after(header: str | None) -> float | None:
    """Seconds that a Retry-After header asks to wait; None without such a header.

    RFC 9110, section 10.2.3: its value is a number or a date.
    """
    value = (header or "").strip()
    if value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS:
        return float(value)
    try:
        return max(0.0, (in_utc(parsedate_to_datetime(value)) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
