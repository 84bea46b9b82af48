"""Finds where the columns of an Arrow file or stream lie in it, so that a column can be read piece by piece.

pyarrow reads a record batch (a set of rows) as a whole, and pandas and Polars write all rows into one.  Takes an open
file; gives the offset of each buffer.  A column has a few buffers ("Arrow Columnar Format", section Serialization and
Interprocess Communication).  The metadata are FlatBuffers; only the few fields of them that are needed are read here.
Reads no column.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

_MAGIC: Final = b"ARROW1"
#: What a message begins with since version 0.15, and the bytes of that and of its length.
_CONTINUATION: Final = 0xFFFFFFFF
_PREFIX: Final = 8
#: Codes of Message.header_type, and of BodyCompression.codec.
_RECORD_BATCH: Final = 3
_CODECS: Final = {0: "lz4", 1: "zstd"}
#: Most bytes of the metadata of one message or of the footer, and most messages: real ones have some 1,000 bytes.
_MOST_METADATA: Final = 1 << 26
_MOST_MESSAGES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class BatchMap:
    """Where one record batch and its buffers stand in the file."""

    rows: int
    #: Offset in the file and length in bytes of each buffer, in the order of the columns.
    buffers: tuple[tuple[int, int], ...]
    #: How each buffer is packed: "lz4", "zstd"; None: not at all.
    codec: str | None


def batch_maps(file: BinaryIO) -> list[BatchMap]:
    """Find where each record batch of an Arrow file or stream stands, in order.

    Raises ValueError, struct.error or IndexError where the metadata are damaged or of a form that is not known here.
    """
    file.seek(0)
    is_file = file.read(len(_MAGIC)) == _MAGIC
    places = _footer_places(file) if is_file else _stream_places(file)
    maps = (_batch_map(_metadata(file, place)[0], place, file) for place in places)
    return [one for one in maps if one is not None]


def _footer_places(file: BinaryIO) -> Iterator[int]:
    """Yield the offsets of the messages of record batches, from the footer of an Arrow file."""
    end = file.seek(-len(_MAGIC) - 4, 2)
    (length,) = struct.unpack("<i", file.read(4))
    if not 0 < length <= min(end, _MOST_METADATA):
        raise ValueError("the footer has no possible length")
    file.seek(end - length)
    footer = _Table.root(file.read(length))
    at, count = footer.vector(3)
    for number in range(count):  # a Block: offset, length of the metadata, four bytes, length of the body
        yield int(struct.unpack_from("<q", footer.data, at + 24 * number)[0])


def _stream_places(file: BinaryIO) -> Iterator[int]:
    """Yield the offsets of the messages in an Arrow stream, one after the other."""
    place = 0
    for _ in range(_MOST_MESSAGES):
        metadata, begin = _metadata(file, place)
        if not metadata:
            return
        yield place
        place = begin + _Table.root(metadata).number(3, "q")


def _metadata(file: BinaryIO, place: int) -> tuple[bytes, int]:
    """Read the metadata of the message at an offset (`place`); return them and the offset of the message's body.

    At the end of a stream the metadata are b"".
    """
    file.seek(place)
    prefix = file.read(_PREFIX)
    if len(prefix) < _PREFIX:
        return b"", place
    mark, length = struct.unpack("<II", prefix)
    if mark != _CONTINUATION or length > _MOST_METADATA:
        raise ValueError("no message begins here")
    return file.read(length), place + _PREFIX + length


def _batch_map(metadata: bytes, place: int, file: BinaryIO) -> BatchMap | None:
    """Find where the record batch in an Arrow message stands; None for a message of another kind.

    `metadata`: of the message.  `place`: its offset in the file.
    """
    message = _Table.root(metadata)
    if message.number(1, "B") != _RECORD_BATCH:
        return None
    batch = message.table(2)
    at, count = batch.vector(2)
    body = place + _PREFIX + len(metadata)
    found = [struct.unpack_from("<qq", batch.data, at + 16 * number) for number in range(count)]
    size = file.seek(0, 2)
    if any(offset < 0 or length < 0 or body + offset + length > size for offset, length in found):
        raise ValueError("a buffer stands behind the end of the file")
    packed = batch.table_or_none(3)
    codec = _CODECS[packed.number(0, "b")] if packed is not None else None
    return BatchMap(batch.number(0, "q"), tuple((body + offset, length) for offset, length in found), codec)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table in the FlatBuffers format (https://flatbuffers.dev/internals): a struct whose fields have numbers.

    Arrow's schema files Message.fbs and File.fbs say which number is which field.  `data`: the bytes of the message.
    `at`: the index in them where the table begins.
    """

    data: bytes
    at: int

    @staticmethod
    def root(data: bytes) -> _Table:
        """Return the outermost table of a FlatBuffers message."""
        return _Table(data, _read(data, "I", 0))

    def _place(self, field: int) -> int | None:
        """Return the index of a field's value in the data; None when the field is missing."""
        fields = self.at - _read(self.data, "i", self.at)
        slot = 4 + 2 * field
        offset = _read(self.data, "H", fields + slot) if slot < _read(self.data, "H", fields) else 0
        return self.at + offset if offset else None

    def number(self, field: int, kind: str) -> int:
        """Return the number in a field; 0 when the field is missing.  `kind`: its type, as `struct` writes it."""
        place = self._place(field)
        return _read(self.data, kind, place) if place is not None else 0

    def table_or_none(self, field: int) -> _Table | None:
        """Return the table in a field; None when the field is missing."""
        place = self._place(field)
        return _Table(self.data, place + _read(self.data, "I", place)) if place is not None else None

    def table(self, field: int) -> _Table:
        """Return the table in a field; raises ValueError when the field is missing."""
        found = self.table_or_none(field)
        if found is None:
            raise ValueError(f"field {field} is missing")
        return found

    def vector(self, field: int) -> tuple[int, int]:
        """Return the index in the data where a list begins, and its number of elements; (0, 0) for a missing field."""
        place = self._place(field)
        if place is None:
            return 0, 0
        begin = place + _read(self.data, "I", place)
        return begin + 4, _read(self.data, "I", begin)


def _read(data: bytes, kind: str, at: int) -> int:
    """Return the number at index `at` of the data.  `kind`: its type, as `struct` writes it."""
    if at < 0:
        raise ValueError("an offset points before the beginning")
    return int(struct.unpack_from(f"<{kind}", data, at)[0])
