"""Says in words what is wrong with a file that cannot be read, from the error that reading it raised.

Takes the error, gives an outcome and the end of a sentence.  Reads nothing.
"""

from __future__ import annotations

import errno
import zlib
from typing import Final

from flows.acquire.opening import NoFile
from flows.acquire.packing import RubbishBehind
from flows.acquire.unpackers import CannotUnpack
from flows.errors import error_words

#: Errors of a full disk; they come from the temporary directory, the only place that reading writes to.
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
#: Errors of zipfile and tarfile, by name: importing them takes longer than reading a page.
_OF_CONTAINERS: Final = {
    "BadZipFile": ("damaged", "it cannot be unpacked, its directory or its checksum is wrong; get it again"),
    "ReadError": ("truncated", "its end is missing; get it again"),
}


class TooLarge(Exception):
    """Raised for a file of one page that is larger than any page with its pictures."""


def is_no_room(error: Exception) -> bool:
    """Whether an error says that the disk of the temporary directory is full, which is no fault of the file read."""
    return isinstance(error, OSError) and error.errno in _NO_ROOM


def trouble(error: Exception) -> tuple[str, str]:
    """Return the outcome, and the end of a sentence, for an error that was raised while a file was read.

    FileNotFoundError gives ("unreadable", "there is no such file; check the name").
    """
    if type(error).__name__ in _OF_CONTAINERS:
        return _OF_CONTAINERS[type(error).__name__]
    match error:
        case FileNotFoundError():
            return "unreadable", "there is no such file; check the name"
        case PermissionError():
            return "unreadable", "no permission to read it; change the permission or the user"
        case EOFError():
            return "truncated", "the end of what is packed in it is missing; get it again"
        case RubbishBehind():
            return "damaged", f"{error}; that is left out, and all before it is read"
        case CannotUnpack() | zlib.error():
            return "damaged", f"it cannot be unpacked ({error_words(error)}); get it again"
        case TooLarge():
            return "too_large", "it is larger than any saved page"
        case NoFile():
            return "unreadable", str(error)
        case OSError():
            return "unreadable", f"it cannot be read ({error.strerror or error_words(error)})"
        case _:
            return "unreadable", f"it cannot be read ({error_words(error)})"
