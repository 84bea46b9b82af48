"""The unpacked bytes of an ARC file as a stream, read forwards, which knows where in the file each byte stands.

Takes an open file, plain or packed; packed files have members (such as gzip members), one after the other.  Holds some
of it in memory.  A damaged member raises BrokenArc, and reading goes on with the next one.  DAMAGED (broken bytes) and
CUT (the end is missing) are states of warc_pieces.py.  Does not read records: it only recognises where one begins.
"""

from __future__ import annotations

import re
from collections import deque
from typing import BinaryIO, Final

from flows.acquire.packing import SKIPPABLE_HEAD, packing_of
from flows.acquire.unpackers import CannotUnpack, Unpacker
from flows.acquire.warc_pieces import CUT, DAMAGED

#: Bytes read at a time, and most bytes that one step unpacks.
_CHUNK: Final = 1 << 16
_STEP: Final = 1 << 18
#: Bytes by which a member is recognised when the next whole one is searched for.
_REACH: Final = 1 << 10
_PEEK: Final = 64
_BEGINS: Final = re.compile(rb"\s*[a-z][a-z0-9+.-]{1,20}:", re.IGNORECASE)


class BrokenArc(Exception):
    """The stream cannot be read further here: a member is damaged, or its end is missing."""

    def __init__(self, state: str, data: bytes = b"") -> None:
        super().__init__(state)
        #: DAMAGED or CUT.
        self.state = state
        #: The first bytes of the record that is lost, where they are known.
        self.data = data


class ArcStream:
    """The unpacked bytes of one ARC file, read forwards."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._size = file.seek(0, 2)
        file.seek(0)
        self._packing = packing_of(file.read(SKIPPABLE_HEAD))
        self._unpacker: Unpacker | None = None
        #: Offset in the file of the bytes that are read next, and of the member that is being unpacked; how many bytes
        #: were unpacked of that.
        self._next = self._begin = self._given = 0
        self._held = bytearray()
        #: Where the held bytes lie: for each stretch the offset of its member, the bytes before it in that, its length.
        self._places: deque[list[int]] = deque()
        #: DAMAGED or CUT when nothing can be read after what is held; None while all is well.
        self._broken: str | None = None

    @property
    def broken(self) -> str | None:
        """What stopped reading in the member that holds the last byte read so far: DAMAGED or CUT; None if nothing did.

        The bytes read so far are those that `peek` can give.  Damage in a later member, of which no byte could be read,
        does not count.
        """
        return self._broken if self._places and self._places[-1][0] == self._begin else None

    @property
    def place(self) -> tuple[int, int]:
        """The offset in the file of the member that holds the next byte, and that byte's offset in the unpacked member.

        In a plain file: the offset of the next byte, and 0.
        """
        begin, given = self._places[0][:2] if self._places else (self._begin, self._given)
        return (begin, given) if self._packing else (given, 0)

    def peek(self, most: int) -> bytes:
        """Return the next `most` bytes without consuming them, fewer only at the end of the file or before damage.

        Raises BrokenArc when the very next byte is damaged.
        """
        while len(self._held) < most and self._fill():
            pass
        if not self._held and self._broken is not None:
            raise BrokenArc(self._broken)
        return bytes(self._held[:most])

    def skip(self, length: int) -> int:
        """Skip `length` bytes; return how many there were.  Raises BrokenArc where damage comes first."""
        gone = 0
        while gone < length and (self._held or self._fill()):
            step = min(length - gone, self._places[0][2])
            del self._held[:step]
            self._places[0][1] += step
            self._places[0][2] -= step
            if not self._places[0][2]:
                self._places.popleft()
            gone += step
        if gone < length and self._broken is not None:
            raise BrokenArc(self._broken)
        return gone

    def go_on(self, begin: int) -> int:
        """Go on at the next member after a damaged one; return how many bytes lie between `begin` and that member."""
        self._held.clear()
        self._places.clear()
        self._unpacker, self._broken = None, None
        self._begin = self._next = self._next_member(self._begin + 1)
        self._given = 0
        return self._next - begin

    def _fill(self) -> bool:
        """Read and unpack some more bytes; return False at the end of the file, or at damage."""
        if self._broken is not None:
            return False
        try:
            part = self._unpack() if self._packing else self._read()
        except BrokenArc as broken:
            self._broken = broken.state
            return False
        if part:
            self._held += part
            self._places.append([self._begin, self._given, len(part)])
            self._given += len(part)
        return bool(part)

    def _read(self) -> bytes:
        """Return the next bytes as they stand in the file."""
        self._file.seek(self._next)
        part = self._file.read(_CHUNK)
        self._next += len(part)
        return part

    def _unpack(self) -> bytes:
        """Return some more unpacked bytes; b"" at the end of the file.  Raises BrokenArc."""
        part = b""
        while not part:
            if self._unpacker is None and not self._begin_member():
                return b""
            assert self._unpacker is not None
            hungry = self._unpacker.hungry
            packed = self._read() if hungry else b""
            if hungry and not packed:
                raise BrokenArc(CUT)
            try:
                part = self._unpacker.unpack(packed, _STEP)
            except CannotUnpack as error:
                raise BrokenArc(DAMAGED) from error
            if self._unpacker.eof:
                self._next -= len(self._unpacker.unused)
                self._unpacker = None
        return part

    def _begin_member(self) -> bool:
        """Begin the next member; return False at the end of the file, also when only zeros are left in it.

        Raises BrokenArc for bytes that begin no member.
        """
        assert self._packing is not None
        self._file.seek(self._next)
        head = self._file.read(_REACH)
        self._begin, self._given = self._next, 0
        if not head.strip(b"\0\r\n"):
            return False
        if not head.startswith(self._packing.magic):
            raise BrokenArc(DAMAGED)
        self._unpacker = self._packing.unpacker()
        return True

    def _next_member(self, offset: int) -> int:
        """Return the offset, at least `offset`, of the next member that begins with a record; else the file's size."""
        assert self._packing is not None
        while offset < self._size:
            self._file.seek(offset)
            chunk = self._file.read(_CHUNK + _REACH)
            at = chunk.find(self._packing.magic)
            while 0 <= at <= _CHUNK:
                start = self._packing.start_of(chunk[at : at + _REACH], _PEEK)
                if start and _BEGINS.match(start):
                    return offset + at
                at = chunk.find(self._packing.magic, at + 1)
            offset += _CHUNK
        return self._size
