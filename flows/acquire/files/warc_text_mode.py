"""Undoes what Windows does to a WARC file that was written or copied in text mode: each LF has become CR LF.

So header lines end in CR CR LF, and the pages have become longer than their records say.  Taking one CR away before
each LF gives the bytes back exactly; where it happened twice, that is done twice.  Takes an open file, gives its bytes
as they were, and tells where each of these stands in the file.  Reads no record.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import BinaryIO, Final

#: Bytes read at a time.
_CHUNK: Final = 1 << 17
#: The first line of a record, and most bytes of it.
_FIRST_LINE: Final = re.compile(rb"WARC/\d[\d.]{0,10}[ \t]*\r{2,8}\n")
_LINE_BYTES: Final = 64


def is_in_text_mode(file: BinaryIO, offset: int) -> bool:
    """Whether a record begins at an offset of the file whose first line ends in CR CR LF."""
    file.seek(offset)
    return _FIRST_LINE.match(file.read(_LINE_BYTES)) is not None


def undo_text_mode(file: BinaryIO, offset: int, aside: BinaryIO) -> None:
    """Write the bytes of a file from an offset on into another one, each CR LF as LF."""
    file.seek(offset)
    left = b""
    while part := file.read(_CHUNK):
        part = left + part
        left = part[-1:] if part.endswith(b"\r") else b""  # its LF may be the next byte
        aside.write(part[: len(part) - len(left)].replace(b"\r\n", b"\n"))
    aside.write(left)


@dataclass(slots=True)
class StoredPlaces:
    """Tells where bytes of `aside`, which undo_text_mode has written, stand in the file itself."""

    aside: BinaryIO
    #: Where the bytes begin in the file.
    begin: int
    #: The last place asked for, in `aside` and in the file.
    _at: tuple[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self._at = (0, self.begin)

    def place(self, offset: int) -> int:
        """Return the offset in the file of a byte at an offset of `aside`; never ask for one before the last."""
        at, stored = self._at
        self.aside.seek(at)
        while at < offset:
            part = self.aside.read(min(_CHUNK, offset - at))
            if not part:
                break
            at, stored = at + len(part), stored + len(part) + part.count(b"\n")
        self._at = (at, stored)
        return stored
