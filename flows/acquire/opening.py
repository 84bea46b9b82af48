"""Opens files of unknown origin safely: never waits for one, never reads a device, and gives printable names.

Takes paths, gives open files and text; what a file holds is the callers' to find out.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO


class NoFile(Exception):
    """It is a folder, a pipe, a socket or a device; the message is half a sentence that begins with "it is"."""


def opened(path: Path) -> BinaryIO:
    """A regular file, open for reading.  Raises NoFile and OSError.

    The opened file itself is looked at, so that nothing can take its place between the look and the opening.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            raise NoFile("it is a folder" if stat.S_ISDIR(mode) else "it is no regular file")
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def printable(path: Path | str) -> str:
    """A path as it can be printed: bytes that are no characters, and codes that would move the cursor, are escaped."""
    text = str(path)
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    if "\udc80" <= char <= "\udcff":
        return f"\\x{ord(char) - 0xDC00:02x}"
    return char.encode("unicode_escape").decode("ascii")
