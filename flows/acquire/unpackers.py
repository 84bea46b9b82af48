"""Unpacks one member of gzip, zstd, lz4, bzip2 or xz piece by piece, with the same interface for each format.

A file in one of these formats has one or more members: gzip members, frames of zstd or lz4, streams of bzip2 or xz.
Takes packed bytes, gives unpacked ones.  Each call gives about as many bytes as were asked for, however many more its
input would unpack to.  Opens no files.
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, Protocol, cast

from isal import igzip_lib

#: Bytes given to zstd at a time: each 4 may unpack to 128 KiB (a block of one byte repeated; RFC 8878, section
#: 3.1.1.2).
_ZSTD_SLICE: Final = 512
#: Place of the byte in a gzip header that says which optional fields follow (RFC 1952, section 2.3).
_FLAGS_AT: Final = 3


class CannotUnpack(Exception):
    """Packed bytes that are damaged; the message says what is wrong, in a few words."""


class Unpacker(Protocol):
    """Unpacks one member: call `unpack` with packed bytes while `hungry` is True, until `eof` is True."""

    @property
    def eof(self) -> bool:
        """Whether the end of the member was reached; it needs no more bytes."""

    @property
    def hungry(self) -> bool:
        """Whether all packed bytes are used up and `unpack` needs more; while False, call `unpack` with b""."""

    @property
    def unused(self) -> bytes:
        """The packed bytes that were given to `unpack` but lie after the end of the member."""

    def unpack(self, packed: bytes, most: int) -> bytes:
        """Take further packed bytes; return unpacked bytes, not many more than `most`.  Raises CannotUnpack."""


class RescuingUnpacker(Unpacker, Protocol):
    """An Unpacker that can give the bytes before damage, although `unpack` raises there."""

    def rescuer(self) -> Callable[[bytes], bytes]:
        """Return a function that unpacks damaged bytes as far as possible.

        Ask for it before each `unpack`; if that raises, call the function with the same packed bytes.
        """


class _Zlib:
    """Unpacks gzip by Python's zlib: half as fast as ISA-L, but its state can be copied, which a rescuer needs."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(zlib.MAX_WBITS + 16)

    @property
    def eof(self) -> bool:
        return bool(self._inner.eof)

    @property
    def hungry(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def unused(self) -> bytes:
        return bytes(self._inner.unused_data)

    def unpack(self, packed: bytes, most: int) -> bytes:
        try:
            return bytes(self._inner.decompress(self._inner.unconsumed_tail + packed, most))
        except zlib.error as error:
            raise CannotUnpack(str(error)) from error

    def rescuer(self) -> Callable[[bytes], bytes]:
        before = self._inner.copy()

        def rescue(packed: bytes) -> bytes:
            given, packed = bytearray(), before.unconsumed_tail + packed
            with suppress(zlib.error):
                for at in range(len(packed)):
                    given += before.decompress(packed[at : at + 1])
            return bytes(given)

        return rescue


class _Bounded:
    """The Unpacker around a decompressor of bz2, lzma, lz4.frame or isal.igzip_lib, which share one interface."""

    def __init__(self, inner: Any, errors: tuple[type[Exception], ...]) -> None:
        self._inner = inner
        self._errors = errors

    @property
    def eof(self) -> bool:
        return bool(self._inner.eof)

    @property
    def hungry(self) -> bool:
        return bool(self._inner.needs_input)

    @property
    def unused(self) -> bytes:
        return bytes(self._inner.unused_data or b"")

    def unpack(self, packed: bytes, most: int) -> bytes:
        try:
            return bytes(self._inner.decompress(packed, most))
        except self._errors as error:
            raise CannotUnpack(str(error)) from error


class _Gzip:
    """Unpacks gzip by ISA-L (Intel's library): twice as fast as zlib.

    ISA-L fails when the optional fields of a header (name, comment ...) come in pieces, so members with such fields are
    left to zlib.
    """

    def __init__(self) -> None:
        self._inner: Unpacker | None = None
        self._begin = b""

    @property
    def eof(self) -> bool:
        return self._inner is not None and self._inner.eof

    @property
    def hungry(self) -> bool:
        return self._inner is None or self._inner.hungry

    @property
    def unused(self) -> bytes:
        return self._inner.unused if self._inner is not None else b""

    def unpack(self, packed: bytes, most: int) -> bytes:
        if self._inner is None:
            self._begin += packed
            if len(self._begin) <= _FLAGS_AT:
                return b""
            self._inner = _Zlib() if self._begin[_FLAGS_AT] else _isal()
            packed = self._begin
        return self._inner.unpack(packed, most)


def _isal() -> Unpacker:
    error = cast(type[Exception], igzip_lib.IsalError)  # its stub calls it an instance
    return _Bounded(igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP), (error, EOFError))


class _Zstd:
    """Unpacks zstd; as the library does not limit its output, it gets the input in small slices."""

    def __init__(self, dictionary: Any) -> None:
        import zstandard

        self._inner: Any = zstandard.ZstdDecompressor(dict_data=dictionary).decompressobj()
        self._error: type[Exception] = zstandard.ZstdError
        self._waiting = b""

    @property
    def eof(self) -> bool:
        return bool(self._inner.eof)

    @property
    def hungry(self) -> bool:
        return not self._waiting

    @property
    def unused(self) -> bytes:
        return bytes(self._inner.unused_data) + self._waiting if self.eof else b""

    def unpack(self, packed: bytes, most: int) -> bytes:
        waiting, at, parts, total = self._waiting + packed, 0, list[bytes](), 0
        try:
            while at < len(waiting) and total < most and not self._inner.eof:
                parts.append(self._inner.decompress(waiting[at : at + _ZSTD_SLICE]))
                at += _ZSTD_SLICE
                total += len(parts[-1])
        except self._error as error:
            raise CannotUnpack(str(error)) from error
        self._waiting = waiting[at:]
        return b"".join(parts)


def gzip_member() -> Unpacker:
    """An Unpacker for one member of gzip."""
    return _Gzip()


def rescued_gzip_member() -> RescuingUnpacker:
    """An Unpacker for one member of gzip that may be damaged; its rescuer gives the bytes before the damage."""
    return _Zlib()


def zstd_frame(dictionary: Any = None) -> Unpacker:
    """An Unpacker for one frame of zstd.  `dictionary`: a ZstdCompressionDict with which it was packed, or None."""
    return _Zstd(dictionary)


def lz4_frame() -> Unpacker:
    """An Unpacker for one frame of lz4."""
    import lz4.frame

    return _Bounded(lz4.frame.LZ4FrameDecompressor(), (RuntimeError, EOFError, ValueError))


def bzip2_stream() -> Unpacker:
    """An Unpacker for one stream of bzip2."""
    return _Bounded(bz2.BZ2Decompressor(), (OSError, ValueError, EOFError))


def xz_stream() -> Unpacker:
    """An Unpacker for one stream of xz."""
    return _Bounded(lzma.LZMADecompressor(), (lzma.LZMAError, EOFError))
