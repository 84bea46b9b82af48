"""A gzip header with a file name, a comment or other optional fields may be cut anywhere between two reads."""

import struct
import zlib

import pytest

from flows.acquire.packing import GZIP

PAGE = b"<p>The harbour reopened on Monday.</p>" * 40


def member(flags: int) -> bytes:
    """A gzip member with the optional fields of its header that these flags name (RFC 1952, section 2.3)."""
    header = b"\x1f\x8b\x08" + bytes([flags]) + b"\0\0\0\0\0\xff"
    header += struct.pack("<H", 7) + b"sl\x03\0abc" if flags & 4 else b""
    header += b"pages.warc\0" if flags & 8 else b""
    header += b"a comment\0" if flags & 16 else b""
    header += struct.pack("<H", zlib.crc32(header) & 0xFFFF) if flags & 2 else b""
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return header + packer.compress(PAGE) + packer.flush() + struct.pack("<II", zlib.crc32(PAGE), len(PAGE))


@pytest.mark.parametrize("step", [1, 2, 7, 1 << 16])
@pytest.mark.parametrize("flags", range(32))
def test_a_header_in_pieces_is_read(flags: int, step: int) -> None:
    packed = member(flags) + b"behind it"
    unpacker, given, at = GZIP.unpacker(), b"", 0
    while not unpacker.eof:
        part = packed[at : at + step] if unpacker.hungry else b""
        at += len(part)
        given += unpacker.unpack(part, 100)
    assert given == PAGE
    assert unpacker.unused + packed[at:] == b"behind it"
