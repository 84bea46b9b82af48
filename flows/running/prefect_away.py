"""Remembers whether Prefect's server answers; while it does not, a run goes on without Prefect.

Here "away" means that the server does not answer, or answers with errors.  Prefect only shows what a run does, so a
server that hangs, has died or fails costs no work.  `note_failure` reports once that the server is away; `is_away` asks
it again now and then, so that not each step waits for it.
"""

from __future__ import annotations

import os
import threading
import time
from http.client import HTTPException
from typing import Final
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

from flows.errors import error_words
from flows.printing.progress import line

#: Seconds between two looks at a server that was away, and to wait for its answer.
_PAUSE: Final = 15.0
_SECONDS: Final = 2.0
#: The first code of HTTP by which a server says that it fails; it answers others, such as "not allowed", by itself.
_FAILS: Final = 500
#: Names of this machine, to which no proxy leads.
_HERE: Final = ("127.0.0.1", "localhost", "::1")


class _Away:
    """The time when the server was last found not to answer, by the monotonic clock; None while it answers."""

    def __init__(self) -> None:
        self.since: float | None = None
        self.lock = threading.Lock()


_away: Final = _Away()


def note_failure(name: str, what: str, error: BaseException) -> None:
    """Note that a request to Prefect's server failed; prints a warning unless the server was known to be away.

    `name`: of the flow or step.  `what`: what could not be done, to print after the name and a colon.
    """
    with _away.lock:
        known, _away.since = _away.since is not None, time.monotonic()
    if not known:
        line("prefect", f"{name}: {what} ({error_words(error)}); the run goes on without Prefect", level="warning")


def is_away() -> bool:
    """Whether the server does not answer, so that flows and steps are run without Prefect.

    Asks again whether it is back, but at most every _PAUSE seconds.
    """
    with _away.lock:
        if _away.since is None:
            return False
        if time.monotonic() - _away.since < _PAUSE:
            return True
        _away.since = None if _answers(os.environ.get("PREFECT_API_URL", "")) else time.monotonic()
        return _away.since is not None


def _answers(url: str) -> bool:
    """Whether a server answers at this address of its API, so that it can be used again.

    Also True when it only asks for credentials.
    """
    here = urlsplit(url).hostname in _HERE
    opener = build_opener(ProxyHandler({})) if here else build_opener()
    try:
        with opener.open(f"{url}/ready", timeout=_SECONDS):  # not /health, which a server answers without its database
            return True
    except HTTPError as answer:
        return answer.code < _FAILS
    except (OSError, ValueError, HTTPException):
        return False
