"""Ends a process at once, without Python's clean-up, when it has only read and printed.

Python would delete every module and object one by one, a twentieth of the time of `copydesk extract PAGE`; the system
frees them together.  Handlers of atexit, threads and worker processes end as ever, since they are called before.
"""

from __future__ import annotations

import atexit
import os
import sys
from typing import Final


class _Ending:
    """Whether this process may end at once, and with which exit code."""

    def __init__(self) -> None:
        #: Whether the command has closed all files, so that nothing depends on Python's clean-up.
        self.at_once = False
        #: The exit code; None while the work is not done, as when an error ends the process.
        self.code: int | None = None


_ending: Final = _Ending()


def begin() -> None:
    """Register the quick end with atexit.

    Python calls such functions in reverse order.  So call this before any library is imported that registers functions,
    too: then the quick end comes last.
    """
    atexit.register(_end)  # what was registered first is called last


def nothing_is_open() -> None:
    """Allow the quick end: the command has closed all that it opened."""
    _ending.at_once = True


def work_done(code: int) -> None:
    """Note the exit code with which the process is about to end, now that the work is done."""
    _ending.code = code


def _end() -> None:
    """End the process at once, if that is allowed; called by atexit."""
    if not _ending.at_once or _ending.code is None:
        return
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return  # Python's own end tells it
    os._exit(_ending.code)
