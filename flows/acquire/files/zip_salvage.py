"""Finds the members of a zip archive whose directory, at its end, is missing or damaged: mostly a cut download.

Each member has a header of its own (APPNOTE.TXT, section 4.3.7) before its content, which suffices to read it.  Takes
an open file, gives the members found; one that is cut or damaged raises when it is read.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import BinaryIO, Final, Self

from flows.acquire.unpackers import CannotUnpack

_SIGNATURE: Final = b"PK\x03\x04"
_HEADER: Final = struct.Struct("<4s5H3L2H")
_CHUNK: Final = 1 << 17
#: Bits of the flags: encrypted; sizes and checksum follow the content; the name is UTF-8.
_ENCRYPTED, _SIZES_BEHIND, _UTF8 = 1, 8, 0x800
_STORED, _DEFLATED = 0, 8


@dataclass(frozen=True, slots=True)
class SalvagedMember:
    """One member of a zip archive, found by its own header."""

    file: BinaryIO
    name: str
    #: Where its content begins, and how many bytes it has when the header says so.
    start: int
    size: int | None
    #: How it is packed; None when it is encrypted.
    method: int | None
    checksum: int | None

    def open(self) -> SalvagedContent:
        """Open its content; reading raises EOFError when its end is missing, and CannotUnpack for damage."""
        if self.method == _DEFLATED or (self.method == _STORED and self.size is not None):
            return SalvagedContent(self)
        raise CannotUnpack("its content is encrypted, or has no end that can be found")


class SalvagedContent:
    """The content of one member, unpacked, as a stream that is read forwards."""

    def __init__(self, member: SalvagedMember) -> None:
        self._member = member
        self._at = member.start
        self._left = member.size or 0
        self._unpacker = zlib.decompressobj(-zlib.MAX_WBITS) if member.method == _DEFLATED else None
        self._checksum = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Do nothing: there is nothing to close."""

    def read(self, most: int) -> bytes:
        """Return the next unpacked bytes, at most `most`; b"" at the end."""
        data = self._inflate(most) if self._unpacker is not None else self._stored(most)
        self._checksum = zlib.crc32(data, self._checksum)
        if not data and self._member.checksum not in (None, self._checksum):
            raise CannotUnpack("its checksum is wrong")
        return data

    def _stored(self, most: int) -> bytes:
        """Return the next bytes of content that is not packed."""
        data = self._packed(min(most, self._left))
        if self._left and not data:
            raise EOFError
        self._left -= len(data)
        return data

    def _inflate(self, most: int) -> bytes:
        """Return the next bytes of content that is packed with deflate, unpacked."""
        unpacker = self._unpacker
        assert unpacker is not None
        data = b""
        while not data and not unpacker.eof:
            packed = unpacker.unconsumed_tail or self._packed(_CHUNK)
            if not packed:
                raise EOFError
            try:
                data = unpacker.decompress(packed, most)
            except zlib.error as error:
                raise CannotUnpack(str(error)) from error
        return data

    def _packed(self, most: int) -> bytes:
        """Return the next bytes of the content as they stand in the file."""
        self._member.file.seek(self._at)
        data = self._member.file.read(most)
        self._at += len(data)
        return data


def salvaged(file: BinaryIO) -> Iterator[SalvagedMember]:
    """Yield the members of an archive in the order of the file, folders left out."""
    offset = 0
    while (found := _find(file, offset)) is not None:
        file.seek(found)
        header = file.read(_HEADER.size)
        if len(header) < _HEADER.size:
            return
        _, _, flags, method, _, _, checksum, size, _, name_bytes, extra_bytes = _HEADER.unpack(header)
        name = file.read(name_bytes).decode("utf-8" if flags & _UTF8 else "cp437", "replace")
        start = found + _HEADER.size + name_bytes + extra_bytes
        known = not flags & _SIZES_BEHIND
        if name and not name.endswith("/"):
            way = method if not flags & _ENCRYPTED else None
            yield SalvagedMember(file, name, start, size if known else None, way, checksum if known else None)
        offset = start + size if known and begins_zip_member(file, start + size) else start


def begins_zip_member(file: BinaryIO, offset: int) -> bool:
    """Whether the header of a member stands at this offset; if not, the directory that names the offset is damaged."""
    if offset < 0:
        return False
    file.seek(offset)
    return file.read(len(_SIGNATURE)) == _SIGNATURE


def _find(file: BinaryIO, offset: int) -> int | None:
    """Return the offset of the next header of a member, from `offset` on; None when no header follows."""
    while True:
        file.seek(offset)
        chunk = file.read(_CHUNK)
        found = chunk.find(_SIGNATURE)
        if found >= 0:
            return offset + found
        if len(chunk) < len(_SIGNATURE):
            return None
        offset += len(chunk) - len(_SIGNATURE) + 1
