"""Reads large text columns of Arrow files piece by piece, some dozen rows at a time.

Takes a path, its schema and the wanted columns; gives the rows, with an error in those that cannot be read.  Reads
piece by piece only where that is needed (a column of a record batch has many bytes) and possible (no wanted column is
nested).  A column has two or three buffers in each record batch (a set of rows): which rows have a value (validity),
where each text ends (offsets), the values.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
import pyarrow as pa

from flows.acquire.files.arrow_map import BatchMap, batch_maps
from flows.acquire.files.arrow_values import values_of
from flows.acquire.files.table import Row
from flows.acquire.opening import opened
from flows.acquire.unpackers import CannotUnpack, Unpacker, lz4_frame, zstd_frame
from flows.errors import error_words

#: Rows that are held as Python values at a time.
_ROWS: Final = 32
#: Bytes of a column of text in one record batch from which on it is read in pieces.
LARGE: Final = 16_000_000
#: Most rows of such a record batch: the offsets of all are held.
_MOST_ROWS: Final = 20_000_000
#: Bytes read, and bytes unpacked, at a time.
_CHUNK: Final = 1 << 16
_STEP: Final = 1 << 20
#: Bytes before a packed buffer that say how long it is unpacked; -1: it is not packed.
_LENGTH: Final = 8


@dataclass(frozen=True, slots=True)
class _Column:
    """A wanted column, of a type that can be read in pieces."""

    name: str
    type: Any
    #: Number of its first buffer in the record batch.
    first: int

    @property
    def is_text(self) -> bool:
        return bool(_is_text(self.type))

    @property
    def is_large(self) -> bool:
        """Whether the offsets of its texts take eight bytes each instead of four (Arrow's large types)."""
        return bool(pa.types.is_large_string(self.type) or pa.types.is_large_binary(self.type))


def in_pieces(path: Path, schema: Any, wanted: Sequence[str]) -> list[BatchMap] | None:
    """Find where a file's record batches stand, if its columns are so large that they must be read in pieces.

    Return None when the columns are not so large, or cannot be read in pieces: then pyarrow is to read them whole.
    `schema`: pyarrow's.  `wanted`: names of columns.
    """
    columns = _columns(schema, wanted)
    if columns is None or not any(column.is_text for column in columns):
        return None
    try:
        with opened(path) as file:
            maps = batch_maps(file)
            large = any(_is_large(file, one, column) for one in maps for column in columns if column.is_text)
    except (ValueError, KeyError, IndexError, struct.error):  # pyarrow says what is wrong
        return None
    return maps if large and all(one.rows <= _MOST_ROWS for one in maps) else None


def read_arrow_pieces(path: Path, schema: Any, wanted: Sequence[str], maps: Sequence[BatchMap]) -> Iterator[Row]:
    """Yield the rows of these record batches, in order.

    `schema`: pyarrow's.  `wanted`: names of columns.  `maps`: where the batches stand, from `in_pieces`.  Raises
    OSError or NoFile when the file cannot be opened.
    """
    columns = _columns(schema, wanted) or []
    number = 1
    with opened(path) as file:
        for one in maps:
            given = 0
            try:
                for values in _batch(file, one, columns):
                    yield Row(number + given, values)
                    given += 1
            except (CannotUnpack, EOFError, OSError, ValueError, pa.ArrowException) as error:
                fault = ("damaged", f"and what follows in its record batch cannot be read ({error_words(error)})")
                yield Row(number + given, fault=fault, count=max(1, one.rows - given))
            number += one.rows


def _columns(schema: Any, wanted: Sequence[str]) -> list[_Column] | None:
    """Return the wanted columns with the numbers of their buffers; None when one cannot be read in pieces."""
    found, buffers = [], 0
    for field in schema:
        if field.name in wanted:
            if not (_is_text(field.type) or pa.types.is_primitive(field.type)):
                return None
            found.append(_Column(field.name, field.type, buffers))
        count = _buffers_of(field.type)
        if count is None:
            return None
        buffers += count
    return found if len(found) == len(set(wanted)) else None


def _is_text(kind: Any) -> bool:
    types = pa.types
    return bool(
        types.is_string(kind) or types.is_binary(kind) or types.is_large_string(kind) or types.is_large_binary(kind)
    )


def _buffers_of(kind: Any) -> int | None:
    """Return how many buffers a column of this type (`kind`) has; None for a type not known here (views, unions ...).

    A file numbers the buffers of all columns one after the other; so these counts are needed to find a later column's.
    """
    types = pa.types
    if types.is_null(kind):
        return 0
    if _is_text(kind):
        return 3
    if (
        types.is_primitive(kind)
        or types.is_decimal(kind)
        or types.is_fixed_size_binary(kind)
        or types.is_dictionary(kind)
    ):
        return 2
    own = 1 if types.is_struct(kind) or types.is_fixed_size_list(kind) else 2
    if not (own == 1 or types.is_list(kind) or types.is_large_list(kind) or types.is_map(kind)):
        return None
    children = [_buffers_of(kind.field(place).type) for place in range(kind.num_fields)]
    return None if None in children else own + sum(count for count in children if count)


def _is_large(file: BinaryIO, batch: BatchMap, column: _Column) -> bool:
    """Whether the text of a column in one record batch has so many bytes that it is read in pieces."""
    offset, length = batch.buffers[column.first + 2]
    if batch.codec is not None and length >= _LENGTH:
        file.seek(offset)
        (unpacked,) = struct.unpack("<q", file.read(_LENGTH))
        length = max(length, unpacked)
    return length >= LARGE


def _batch(file: BinaryIO, batch: BatchMap, columns: Sequence[_Column]) -> Iterator[dict[str, Any]]:
    """Yield the rows of one record batch, as column -> value."""
    readers = [(_Text if column.is_text else _Plain)(file, batch, column) for column in columns]
    for start in range(0, batch.rows, _ROWS):
        stop = min(start + _ROWS, batch.rows)
        values = [reader.values(start, stop) for reader in readers]
        for row in zip(*values, strict=True):
            yield {column.name: value for column, value in zip(columns, row, strict=True)}


class _Plain:
    """A column whose values all have the same length: it is held in memory as a whole."""

    def __init__(self, file: BinaryIO, batch: BatchMap, column: _Column) -> None:
        buffers = [_Buffer(file, batch, column.first + place) for place in (0, 1)]
        width = (batch.rows * column.type.bit_width + 7) // 8
        validity, data = _validity(buffers[0], batch.rows), buffers[1].take(width)
        held = [pa.py_buffer(validity) if validity else None, pa.py_buffer(data)]
        self._values = pa.Array.from_buffers(column.type, batch.rows, held)

    def values(self, start: int, stop: int) -> list[Any]:
        """Return the values of the rows from `start` up to, but without, `stop`."""
        return values_of(self._values.slice(start, stop - start))


class _Text:
    """A column of text or bytes: where each text ends is held in memory, the texts themselves are read forwards."""

    def __init__(self, file: BinaryIO, batch: BatchMap, column: _Column) -> None:
        validity, offsets, self._data = (_Buffer(file, batch, column.first + place) for place in range(3))
        kind = np.dtype("<i8" if column.is_large else "<i4")
        held = offsets.take((batch.rows + 1) * kind.itemsize) if batch.rows else bytes(kind.itemsize)
        self._offsets = np.frombuffer(held, kind)
        if self._offsets[0] < 0 or bool((np.diff(self._offsets) < 0).any()):
            raise ValueError("its offsets are no offsets")
        self._validity = _validity(validity, batch.rows)
        self._is_bytes = pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type)
        self._data.take(int(self._offsets[0]))

    def values(self, start: int, stop: int) -> list[Any]:
        """Return the values of the rows from `start` up to, but without, `stop`.

        Each call must go on where the call before it ended.
        """
        offsets = self._offsets[start : stop + 1].tolist()
        data = self._data.take(offsets[-1] - offsets[0])
        parts = (data[begin - offsets[0] : end - offsets[0]] for begin, end in pairwise(offsets))
        return [self._value(row, part) for row, part in enumerate(parts, start)]

    def _value(self, row: int, data: bytes) -> bytes | str | None:
        """Return the value of one row, from its bytes; None for a row without a value."""
        if self._validity and not self._validity[row >> 3] >> (row & 7) & 1:
            return None
        return data if self._is_bytes else data.decode("utf-8", "surrogateescape")


def _validity(buffer: _Buffer, rows: int) -> bytes:
    """Return the bits that say which rows have a value, as bytes; b"" when all rows have one."""
    return buffer.take((rows + 7) // 8) if buffer.length else b""


class _Buffer:
    """One buffer of a column, read forwards and unpacked."""

    def __init__(self, file: BinaryIO, batch: BatchMap, number: int) -> None:
        self._file = file
        self._at, self.length = batch.buffers[number]
        self._left = self.length
        self._held = bytearray()
        self._unpacker: Unpacker | None = None
        if batch.codec is not None and self.length >= _LENGTH:
            (unpacked,) = struct.unpack("<q", self._packed(_LENGTH))
            if unpacked != -1:
                self._unpacker = lz4_frame() if batch.codec == "lz4" else zstd_frame()

    def take(self, count: int) -> bytes:
        """Return the next `count` bytes.

        Raises EOFError when there are fewer, CannotUnpack when they are damaged.
        """
        while len(self._held) < count:
            self._held += self._more(count - len(self._held))
        given = bytes(self._held[:count])
        del self._held[:count]
        return given

    def _more(self, count: int) -> bytes:
        """Return some more bytes, unpacked, about `count` of them."""
        if self._unpacker is None:
            return self._packed(min(max(count, _CHUNK), _STEP))
        if self._unpacker.eof:
            raise EOFError("its end is missing")
        return self._unpacker.unpack(self._packed(_CHUNK) if self._unpacker.hungry else b"", _STEP)

    def _packed(self, count: int) -> bytes:
        """Return the next bytes of the buffer as they stand in the file, at most `count`."""
        self._file.seek(self._at)
        given = self._file.read(min(count, self._left))
        if not given:
            raise EOFError("its end is missing")
        self._at += len(given)
        self._left -= len(given)
        return given
