"""Walks all records of a WARC file in whatever shape and state it is; a damaged record costs no other.

Packed one record a gzip member, several or all in one member, one record over many, not packed, or files of all these
shapes put together: what a piece of the file is, its own bytes say.  Gives Pieces in the order of the file.  What a
record means is not looked at, but for the caller's `keep`, which sees the first bytes and can pass over the rest.
"""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, Final, cast

from flows.acquire.files.warc_plain import find_record, read_plain, skip_blanks
from flows.acquire.warc_pieces import (
    CUT,
    DAMAGED,
    GZIP,
    HEAD,
    HUGE,
    JUNK,
    PASSED,
    RECORD_LIMIT,
    START_REACH,
    WHOLE,
    Piece,
    begins_packed_record,
    declared_lengths,
    ends_record,
    filling_length,
    header_length,
)
from flows.archive.warc_walk import Keep

_CHUNK: Final = 1 << 17
#: Bytes read at a time: few, so that little before a damaged place is lost.
_SIP: Final = 1 << 12
#: What is unpacked aside is held in memory up to this size, then on disk.
_IN_MEMORY: Final = 1 << 24
#: A file that unpacks to more than so many times its size is an attack; text reaches a factor of 20.
_MOST_BLOWN_UP: Final = 200
_UNPACKED_MOST: Final = 1 << 34
#: Layers of gzip that are undone; some archives pack a packed file again, none is known to do so more often.
_DEEPEST: Final = 3


def walk_records(file: BinaryIO, keep: Keep = bool) -> Iterator[Piece]:
    """Every piece of a file.

    keep is given the first bytes of each record and says whether the rest of it is wanted.
    """
    return _walk(file, keep, to_the_end=False, depth=0)


def _walk(file: BinaryIO, keep: Keep, *, to_the_end: bool, depth: int) -> Iterator[Piece]:
    size = file.seek(0, 2)
    offset = 3 if _begins_with_mark(file) else 0
    while (offset := skip_blanks(file, offset, size)) < size:
        file.seek(offset)
        if file.read(len(GZIP)) == GZIP:
            packed = _Packed(file, offset, size, keep, depth)
            yield from packed.pieces()
            offset = packed.end
        else:
            piece = read_plain(file, offset, size, keep, to_the_end=to_the_end)
            yield piece
            offset += piece.length
        to_the_end = False


def _begins_with_mark(file: BinaryIO) -> bool:
    """Whether the file begins with a byte order mark, which some editors add."""
    file.seek(0)
    return file.read(3) == b"\xef\xbb\xbf"


@dataclass(slots=True)
class _Packed:
    """One gzip member, or several that only together hold whole records."""

    file: BinaryIO
    offset: int
    size: int
    keep: Keep
    depth: int
    #: Where it ends in the file; known when pieces() is done.
    end: int = 0

    def pieces(self) -> Iterator[Piece]:
        """The records in it."""
        alone = self._alone()
        if alone is not None:
            self.end = alone.offset + alone.length
            yield alone
        elif self.depth >= _DEEPEST:
            self.end = find_record(self.file, self.offset + 1, self.size)
            yield self._piece(DAMAGED, b"", f"is packed more than {_DEEPEST} times")
        else:
            with cast(BinaryIO, tempfile.SpooledTemporaryFile(_IN_MEMORY)) as aside:
                state = self._unpack(aside)
                yield from self._among_others(aside, state)

    def _alone(self) -> Piece | None:
        """The record that has the member to itself; None when it is anything else, or damaged."""
        unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
        parts: list[bytes] = []
        total, read, state, most = 0, 0, WHOLE, 0
        self.file.seek(self.offset)
        while not unpacker.eof:
            packed = unpacker.unconsumed_tail or self.file.read(_CHUNK)
            read += 0 if unpacker.unconsumed_tail else len(packed)
            try:
                part = unpacker.decompress(packed, 1 << 20 if total else HEAD) if packed else b""
            except zlib.error:
                return None
            if not part and not packed:
                return None
            if not total:
                most = _longest(part)
                state = WHOLE if self.keep(part[:most]) else PASSED
            total += len(part)
            if total > most:
                return None
            if state == WHOLE and total > RECORD_LIMIT:
                state, parts = HUGE, parts[:1]
            if state == WHOLE or not parts:
                parts.append(part)
        data = b"".join(parts)
        length = filling_length(data, total)
        if length is None:
            return None
        return Piece(self.offset, read - len(unpacker.unused_data), state, data[:length])

    def _unpack(self, aside: BinaryIO) -> str:
        """Unpack the member, and those behind it that begin in the middle of a record; how that ended."""
        self.end = self.offset
        limit = min(_UNPACKED_MOST, _IN_MEMORY + _MOST_BLOWN_UP * (self.size - self.offset))
        while True:
            begin = self.end
            state = self._unpack_one(aside, limit)
            if state != WHOLE:
                self.end = find_record(self.file, begin + 1, self.size, any_member=True)
                return state
            if _ends_record(aside) or not self._goes_on():
                return WHOLE

    def _goes_on(self) -> bool:
        """Whether the next member continues this record instead of beginning one."""
        self.file.seek(self.end)
        following = self.file.read(START_REACH)
        return following.startswith(GZIP) and not begins_packed_record(following)

    def _unpack_one(self, aside: BinaryIO, limit: int) -> str:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
        self.file.seek(self.end)
        while not unpacker.eof:
            packed = unpacker.unconsumed_tail or self.file.read(_SIP)
            self.end += 0 if unpacker.unconsumed_tail else len(packed)
            if not packed:
                return CUT
            before = unpacker.copy()
            try:
                aside.write(unpacker.decompress(packed, 1 << 20))
            except zlib.error:
                aside.write(_up_to_the_break(before, packed))
                return DAMAGED
            if aside.tell() > limit:
                return HUGE
        self.end -= len(unpacker.unused_data)
        return WHOLE

    def _among_others(self, aside: BinaryIO, state: str) -> Iterator[Piece]:
        """The records of what was unpacked; where it broke off, the last of them bears it."""
        last, alone = None, True
        for piece in _walk(aside, self.keep, to_the_end=state == WHOLE, depth=self.depth + 1):
            if last is not None:
                alone = False
                yield last
            last = replace(piece, offset=self.offset, inside=piece.offset + piece.inside, doubtful=state == DAMAGED)
        if state == WHOLE:
            yield from () if last is None else (last,)
        elif last is None:
            yield self._piece(state, b"")
        elif alone or last.state in (CUT, JUNK):
            yield self._piece(state, last.data, inside=last.inside)
        else:
            yield last
            yield self._piece(state, b"")

    def _piece(self, state: str, data: bytes, said: str = "", *, inside: int = 0) -> Piece:
        return Piece(self.offset, self.end - self.offset, state, data, inside, said)


def _longest(head: bytes) -> int:
    """How many bytes a member that begins so may have, when it is to hold this record alone."""
    header = header_length(head)
    return max((header + length + 4 for length in declared_lengths(head[:header])), default=0) if header else 0


def _ends_record(aside: BinaryIO) -> bool:
    """Whether what was unpacked ends where a record does."""
    size = aside.tell()
    aside.seek(max(0, size - len(b"\r\n\r\n")))
    return ends_record(aside.read())


def _up_to_the_break(unpacker: Any, packed: bytes) -> bytes:
    """What these bytes give before they break off."""
    given = bytearray()
    with suppress(zlib.error):
        for at in range(len(packed)):
            given += unpacker.decompress(packed[at : at + 1])
    return bytes(given)
