"""The log file of `[log]`: JSON Lines, begun anew when it is full, shared by all processes of a data directory.

Python's RotatingFileHandler does the rotation; a lock keeps two processes from doing it at once, and a process whose
file another one has rotated opens the new one.
"""

from __future__ import annotations

import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from filelock import FileLock

from flows.printing import log

#: Seconds to wait for a process that is writing: far longer than a rotation takes.
_LOCK_SECONDS: Final = 5.0


def log_to_file(path: Path, *, size: int, kept: int) -> None:
    """Write all messages of this process to a file, too, from now on; a second call for the same file changes nothing.

    `size`: bytes after which the file is begun anew.  `kept`: how many earlier files stay, as NAME.1, NAME.2 and so on.
    Nothing is opened before the first message.
    """
    shared = _Shared(path, maxBytes=size, backupCount=kept, encoding="utf-8", errors="backslashreplace", delay=True)
    log.add_file(str(path), shared.write_line)


class _Shared(RotatingFileHandler):
    """A rotating log file to which several processes write; every failure is raised as OSError."""

    def write_line(self, text: str) -> None:
        """Add one line; raises OSError."""
        path = Path(self.baseFilename)
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{path}.lock", timeout=_LOCK_SECONDS):
            self._open_the_new_one(path)
            self.emit(logging.makeLogRecord({"msg": text}))

    def _open_the_new_one(self, path: Path) -> None:
        """Reopen the log if `path` is now another file: another process has rotated it, or somebody removed it."""
        if self.stream is None:
            return
        try:
            same = os.path.samestat(path.stat(), os.fstat(self.stream.fileno()))
        except FileNotFoundError:
            same = False
        if not same:
            self.stream.close()
            self.stream = None

    def handleError(self, record: logging.LogRecord) -> None:
        """Raise the error instead of printing a traceback."""
        raise
