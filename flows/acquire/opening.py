"""Opens files of unknown origin safely, and makes their names safe to print.

Opens regular files only: a pipe could block and a device never end.  Does not look at the content.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO


class NoFile(Exception):
    """The path is a folder, pipe, socket or device; the message begins with "it is", for use in a sentence."""


def opened(path: Path) -> BinaryIO:
    """Open a regular file for reading.  Raises NoFile for anything else, OSError when it cannot be opened.

    The type is checked after opening, so that the file cannot be replaced between check and opening.
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
    """Return a path or other text safe to print: control codes, and bytes that are not characters, are escaped."""
    text = str(path)
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    if "\udc80" <= char <= "\udcff":
        return f"\\x{ord(char) - 0xDC00:02x}"
    return char.encode("unicode_escape").decode("ascii")
