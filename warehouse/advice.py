"""Says what to do about errors that the operating system reports on a file: full disk, read-only, gone, no permission.

Takes an error number (errno), or a library's message that contains the system's words for one; gives the rest of a
sentence that begins with the file's name.  Nothing here touches a file.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_ROOM: Final = "make room and run again, nothing is lost"
_GONE: Final = "the disk or network share that it lies on is gone; mount it again and run again, nothing is lost"
_PERMISSION: Final = (
    "cannot be used for lack of permission; change its permission or that of its folder, or run as a user who may"
)

#: Error number -> what is said after the name of the file.
ADVICE: Final[dict[int, str]] = {
    errno.ENOENT: "does not exist; check the path",
    errno.EACCES: _PERMISSION,
    errno.EPERM: _PERMISSION,
    errno.ENOSPC: f"cannot be written, the disk is full; {_ROOM}",
    errno.EDQUOT: f"cannot be written, the disk quota of this user is used up; {_ROOM}",
    errno.EFBIG: "cannot be written, it would be larger than a file may be here (ulimit -f); raise that limit and run"
    " again, nothing is lost",
    errno.EROFS: "cannot be written, the disk is read-only; make it writable, or choose another place with --data",
    errno.EEXIST: "is a file where a directory is needed, or a link to a place that is not there; move it away, or"
    " bring back what it leads to",
    errno.ENOTDIR: "is not inside a directory; check the path",
    errno.EISDIR: "is a directory where a file is needed; move it away, or name a file",
    errno.ENOTEMPTY: "is a directory where something else is needed; move it away",
    errno.EMFILE: "cannot be opened, this program has too many files open; raise the limit (ulimit -n) and run again",
    errno.ENFILE: "cannot be opened, the whole system has too many files open; close programs and run again",
    errno.EIO: "cannot be read or written, the disk reports an error; see the system's log, and restore the file from"
    " a copy if it stays so",
    errno.ETXTBSY: "cannot be written while a program runs from it; end that program and run again",
    errno.EBUSY: "is in use by the system; free it and run again",
    errno.ENAMETOOLONG: "has a longer name than its disk allows; choose a shorter one",
    errno.ELOOP: "is a symbolic link that leads back to itself; remove it, or point it to a file",
    errno.ENODEV: f"cannot be used, {_GONE}",
    errno.ENXIO: f"cannot be used, {_GONE}",
    errno.ESTALE: f"cannot be used, {_GONE}",
    errno.ENOTCONN: f"cannot be used, {_GONE}",
    errno.ENOLCK: "cannot be locked, its disk knows no locks; choose another place with --data",
    errno.ENOMEM: "cannot be used, the machine is out of memory; end other programs and run again, nothing is lost",
}

#: Errors of a rename that are about its target, not about the file that is renamed.
_OF_THE_TARGET: Final = (errno.EISDIR, errno.ENOTEMPTY, errno.ENOTDIR, errno.EEXIST)


def advice(number: int | None, said: str) -> str:
    """Write the end of a message that begins with a file's name: what is wrong and what to do.

    For a full disk it is "cannot be written, the disk is full; ...".  `number`: the errno.  `said`: the system's words,
    shown when the number is not in the table.
    """
    return ADVICE.get(number or 0, f"cannot be used ({said})") + "."


def number_in(text: str) -> int | None:
    """Find the errno whose words stand in a library's message: "...: No space left on device" gives ENOSPC.

    None when the message holds the words of no errno.
    """
    found = [number for number in ADVICE if os.strerror(number) in text]
    return max(found, key=lambda number: len(os.strerror(number)), default=None)


def file_of(error: OSError) -> str | None:
    """Find the name of the file that an error is about; None when the error names no file."""
    name = error.filename2 if error.filename2 and error.errno in _OF_THE_TARGET else error.filename
    return os.fsdecode(name) if isinstance(name, str | bytes | os.PathLike) else None


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """A block (`with`) in which an OSError without a file's name gets `path` as its file.

    `write` and `fsync` raise such errors.
    """
    try:
        yield
    except OSError as error:
        if file_of(error) is not None:
            raise
        number = error.errno or number_in(str(error))
        if number is None:
            raise
        raise OSError(number, os.strerror(number), str(path)) from error
