"""Reads a WARC file that copydesk wrote, gzip member by gzip member, each of them one record.

A gzip member is a complete gzip stream; a file may hold several.  Gives the bytes of each record with its offset,
reports cut and damaged parts, and continues after them; warcio gives a cut-off record without an error and stops at
damage.  Does not interpret records: the caller's function `keep` gets the first bytes of each and returns whether to
keep the rest.  Files of other programs have more forms: flows.acquire.files.warc_records reads those.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

#: Stretch.state
WHOLE, PASSED, CUT, DAMAGED, HUGE = "whole", "passed", "cut", "damaged", "huge"

#: Most bytes of a record that is read, unpacked: 256 MiB, more than the largest page that settings allow.
RECORD_LIMIT: Final = 1 << 28
#: Bytes read at a time.
_CHUNK: Final = 1 << 17
#: Bytes unpacked in the first step, which `keep` sees, and in each later one.
_HEAD: Final = 1 << 16
_STEP: Final = 1 << 20
_GZIP_MAGIC: Final = b"\x1f\x8b\x08"

Keep = Callable[[bytes], bool]


@dataclass(frozen=True, slots=True)
class Stretch:
    """One record of a WARC file, or a part of the file that is not a complete record; sizes in bytes."""

    offset: int
    length: int
    #: WHOLE (data is the record), PASSED (not kept), CUT (the file ends in it), DAMAGED, HUGE (over RECORD_LIMIT).
    state: str
    #: The unpacked record when it is WHOLE; else as many of its first bytes as could be read.
    data: bytes
    #: Its unpacked size; 0 when it is CUT or DAMAGED.
    unpacked: int = 0


def walk_gzip(file: BinaryIO, start: int = 0, keep: Keep = bool) -> Iterator[Stretch]:
    """Yield the gzip members of a file from the offset `start` on, each of them one record (WARC 1.1, annex D).

    `keep`: called with the first bytes of each record, returns whether to keep the rest.  Raises OSError.
    """
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
    """Unpack the member at `offset`.

    If `keep` refuses it, it is read only to find where it ends, and its bytes are dropped.
    """
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
            part = unpacker.decompress(packed, _HEAD if not parts else _STEP)
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
    """Offset of the next occurrence of `magic`, the bytes with which a member begins; `size` when there is none."""
    while offset < size:
        file.seek(offset)
        chunk = file.read(_CHUNK)
        found = chunk.find(magic)
        if found >= 0:
            return offset + found
        offset += max(1, len(chunk) - len(magic) + 1)
    return size
