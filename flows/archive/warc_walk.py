"""Walk the gzip members of a WARC file one by one, each of them one record, as copydesk's own files are written.

Gives the bytes of each record with its offset; says which stretches are cut or damaged and goes on behind them, which
the usual readers do not (they hand back a cut tail without an error, and stop at damage).  What a record means is
not looked at here, but for the caller's `keep`, which sees the first bytes and can pass over the rest unread.
Files of others come in more shapes: flows.acquire.files.warc_records walks those.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

#: Stretch.state
WHOLE, PASSED, CUT, DAMAGED, HUGE = "whole", "passed", "cut", "damaged", "huge"

#: No record that is kept may unpack to more.
RECORD_LIMIT: Final = 1 << 28
_CHUNK: Final = 1 << 17
_HEAD: Final = 1 << 16
_GZIP_MAGIC: Final = b"\x1f\x8b\x08"

Keep = Callable[[bytes], bool]


@dataclass(frozen=True, slots=True)
class Stretch:
    """One record, or a stretch of the file that is none."""

    offset: int
    length: int
    #: WHOLE (data is the record), PASSED (not kept), CUT (the file ends in it), DAMAGED, HUGE (over RECORD_LIMIT).
    state: str
    #: The record unpacked when it is WHOLE; else as much of its first bytes as could be read.
    data: bytes
    #: Bytes of it when unpacked, as far as could be read.
    unpacked: int = 0


def walk_gzip(file: BinaryIO, start: int = 0, keep: Keep = bool) -> Iterator[Stretch]:
    """The gzip members of a file from an offset, each of them one record as WARC 1.1, annex D, wants it."""
    size = file.seek(0, 2)
    offset = start
    while offset < size:
        stretch = _member(file, offset, keep)
        if stretch.state == DAMAGED:
            after = _find(file, _GZIP_MAGIC, offset + 1, size)
            stretch = Stretch(offset, after - offset, DAMAGED, stretch.data)
        yield stretch
        offset += stretch.length


def _member(file: BinaryIO, offset: int, keep: Keep) -> Stretch:
    """Unpack one member; a member that is not kept is run through to find its end, without keeping anything."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
    parts: list[bytes] = []
    total, read, state = 0, 0, WHOLE
    file.seek(offset)
    while not unpacker.eof:
        packed = unpacker.unconsumed_tail or file.read(_CHUNK)
        read += 0 if unpacker.unconsumed_tail else len(packed)
        if not packed:
            return Stretch(offset, read, CUT, b"".join(parts)[:_HEAD])
        try:
            part = unpacker.decompress(packed, _HEAD if not parts else 1 << 20)
        except zlib.error:
            return Stretch(offset, read, DAMAGED, b"".join(parts)[:_HEAD])
        if not total and part and not keep(part):
            state = PASSED
        total += len(part)
        if state == WHOLE and total > RECORD_LIMIT:
            state, parts = HUGE, parts[:1]
        if state == WHOLE or not parts:
            parts.append(part)
    return Stretch(offset, read - len(unpacker.unused_data), state, b"".join(parts), total)


def _find(file: BinaryIO, magic: bytes, offset: int, size: int) -> int:
    """Offset of the next bytes that can begin a record; the end of the file when there are none."""
    while offset < size:
        file.seek(offset)
        chunk = file.read(_CHUNK)
        found = chunk.find(magic)
        if found >= 0:
            return offset + found
        offset += max(1, len(chunk) - len(magic) + 1)
    return size
