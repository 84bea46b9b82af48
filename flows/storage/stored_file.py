"""Reads a file of a store (bucket or folder) like an open file, with seek and read; reads ahead more and more.

The first read asks for no more than it needs.  A caller that reads on gets pieces that double up to a limit.  So a
whole file costs few requests, and a single page costs one small one.
"""

from __future__ import annotations

import io
from typing import Final

from flows.storage.store import Store

#: Bytes of the first piece that is read ahead, and of the largest.
_FIRST: Final = 1 << 18
_LARGEST: Final = 1 << 23
#: Bytes that may be left out between two reads that still count as reading on.
_HOP: Final = 1 << 16


class StoredFile(io.RawIOBase):
    """A file of a store, open for reading by one thread.  Reading raises StoreError and FileNotFoundError.

    `largest`: most bytes to read ahead.
    """

    def __init__(self, store: Store, name: str, *, largest: int = _LARGEST) -> None:
        super().__init__()
        self._store, self._name, self._largest = store, name, largest
        self._at, self._ahead, self._size = 0, 0, -1
        #: The last piece, and where it begins.
        self._piece, self._begin = b"", 0

    def readable(self) -> bool:
        """True; part of the interface of io."""
        return True

    def seekable(self) -> bool:
        """True; part of the interface of io."""
        return True

    def tell(self) -> int:
        """The offset at which the next read begins."""
        return self._at

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Set the offset of the next read and return it.

        With `whence` 2, from the end, it asks the store for the file's size.
        """
        if whence == io.SEEK_END:
            offset += self._length()
        elif whence == io.SEEK_CUR:
            offset += self._at
        self._at = offset
        return offset

    def read(self, size: int = -1, /) -> bytes:
        """Read `size` bytes, or all that are left (-1); fewer only at the end of the file."""
        wanted = self._length() - self._at if size is None or size < 0 else size
        parts = []
        while wanted > 0 and (part := self._part(wanted)):
            parts.append(part)
            self._at += len(part)
            wanted -= len(part)
        return b"".join(parts)

    def _part(self, wanted: int) -> bytes:
        """Return the next bytes, at most `wanted` and perhaps fewer; b"" at the end of the file."""
        within = self._at - self._begin
        if not 0 <= within < len(self._piece):
            end = self._begin + len(self._piece)
            reads_on = bool(self._piece) and 0 <= self._at - end <= _HOP
            self._ahead = min(self._largest, max(_FIRST, 2 * self._ahead)) if reads_on else 0
            self._piece = self._asked(max(wanted, self._ahead))
            self._begin, within = self._at, 0
        return self._piece[within : within + wanted]

    def _asked(self, length: int) -> bytes:
        """Ask the store for up to `length` bytes, from the offset of the next read on."""
        if 0 <= self._size <= self._at:
            return b""
        piece = self._store.read(self._name, self._at, length)
        if len(piece) < length:
            self._size = self._at + len(piece)
        return piece

    def _length(self) -> int:
        """The size of the file; asks the store once."""
        if self._size < 0:
            seen = self._store.look(self._name)
            if seen is None:
                raise FileNotFoundError(2, "No such file", f"{self._store.url}/{self._name}")
            self._size = seen.size
        return self._size
