"""The end of a process that only read and printed: at once, when all has been called that asked to be called then.

Python would go on and delete every module and object one by one, a twentieth of `copydesk extract PAGE`; the system
frees them together.  Threads, worker processes and libraries end as ever, since they are called before.
"""

from __future__ import annotations

import atexit
import os
import sys
from typing import Final


class _Ending:
    """What is known of the end of this process."""

    def __init__(self) -> None:
        #: Whether the command has nothing open that is closed by being deleted.
        self.at_once = False
        #: The exit code; None for a process that ends in another way than by the end of its work.
        self.code: int | None = None


_ending: Final = _Ending()


def begin() -> None:
    """Ask to be called last of all; call it before any library is imported that asks, too."""
    atexit.register(_end)  # what was registered first is called last


def nothing_is_open() -> None:
    """Say that the command has closed what it opened, so that its process may end at once."""
    _ending.at_once = True


def work_done(code: int) -> None:
    """The work is done, and the process is about to end with this exit code."""
    _ending.code = code


def _end() -> None:
    if not _ending.at_once or _ending.code is None:
        return
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return  # Python's own end tells it
    os._exit(_ending.code)
