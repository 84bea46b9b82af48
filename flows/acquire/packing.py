"""Tells how a file is packed (gzip, zstd, lz4, bzip2, xz), and gives what is packed in it as one stream.

A packed file has one or more members: gzip members, frames of zstd or lz4, streams of bzip2 or xz.  A Packing is one of
these formats; an Unpacker (flows.acquire.unpackers) unpacks one member.  Takes the first bytes of a file, or an open
file; gives its Packing, or a stream.  Each read unpacks only about as many bytes as were asked for, so that a small
file which unpacks to gigabytes does no harm.  Does not interpret what it unpacks.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, cast

from flows.acquire.unpackers import (
    CannotUnpack,
    RescuingUnpacker,
    Unpacker,
    bzip2_stream,
    gzip_member,
    lz4_frame,
    rescued_gzip_member,
    xz_stream,
    zstd_frame,
)

#: Bytes read at a time.
_CHUNK: Final = 1 << 16
#: Layers that are unpacked.  Some archives pack a packed file again; more than that has not been seen.
LAYERS: Final = 3
_ZSTD_MAGIC: Final = b"\x28\xb5\x2f\xfd"
#: Of a skippable frame of zstd and lz4 (RFC 8878, section 3.1.2), which begins with four bytes that tell it: the last
#: three of these; the values of the first; the four when it holds a dictionary; and the bytes of its whole header.
_SKIPPABLE: Final = b"\x2a\x4d\x18"
_FIRST_OF_SKIPPABLE: Final = range(0x50, 0x60)
_DICTIONARY: Final = b"\x5d\x2a\x4d\x18"
SKIPPABLE_HEAD: Final = 8
#: Most bytes of a dictionary; in use are some 100 KB to 1 MB.
_MOST_DICTIONARY: Final = 1 << 25
#: How a gzip file begins, also a damaged one whose third byte names no compression method.
_ALMOST_GZIP: Final = b"\x1f\x8b"


class RubbishBehind(CannotUnpack):
    """The bytes after the last whole member are packed in no known format; all members before them are whole."""


@dataclass(frozen=True, slots=True)
class Packing:
    """One format of packed files: its name, its first bytes (`magic`), and a function that makes an Unpacker."""

    #: For a sentence: "packed with zstd".
    name: str
    #: The first bytes of each member, enough of them to be searched for.
    magic: bytes
    #: Begins one member.
    unpacker: Callable[[], Unpacker]
    #: Begins one member that may be damaged: slower, and has a rescuer, which gives the bytes before the damage.  None:
    #: `unpacker` is used, since the library cannot copy its state.
    rescuing: Callable[[], RescuingUnpacker] | None = None

    def start_of(self, data: bytes, most: int) -> bytes | None:
        """Return the first `most` unpacked bytes of a member, or as many as `data` holds; None for another format."""
        if not data.startswith(self.magic):
            return None
        try:
            return self.unpacker().unpack(data, most)
        except CannotUnpack:
            return None


def zstd(dictionary: bytes | None = None) -> Packing:
    """The Packing of zstd.  `dictionary`: what all frames were packed with; None for frames without a dictionary."""
    return Packing("zstd", _ZSTD_MAGIC, functools.partial(zstd_frame, _shared(dictionary) if dictionary else None))


def _shared(dictionary: bytes) -> Any:
    """Return a dictionary in the form that zstandard unpacks with."""
    import zstandard

    return zstandard.ZstdCompressionDict(dictionary)


GZIP: Final = Packing("gzip", b"\x1f\x8b\x08", gzip_member, rescued_gzip_member)
ZSTD: Final = zstd()
#: All ways to pack, the most frequent first.
PACKINGS: Final = (
    GZIP,
    ZSTD,
    Packing("lz4", b"\x04\x22\x4d\x18", lz4_frame),
    Packing("bzip2", b"BZh", bzip2_stream),
    Packing("xz", b"\xfd7zXZ\0", xz_stream),
)


def packing_of(head: bytes) -> Packing | None:
    """Tell by the first bytes of a file how it is packed; None when it is not packed."""
    if head.startswith(_ALMOST_GZIP):
        return GZIP
    return next((one for one in PACKINGS if head.startswith(one.magic)), None)


def skippable_length(head: bytes) -> int | None:
    """Return the length in bytes, header included, of the skippable zstd frame that begins here; None for other bytes.

    A skippable frame holds no packed data; WARC files packed with zstd have their dictionary in one.
    """
    if len(head) < SKIPPABLE_HEAD or head[1:4] != _SKIPPABLE or head[0] not in _FIRST_OF_SKIPPABLE:
        return None
    return SKIPPABLE_HEAD + int.from_bytes(head[4:8], "little")


def packings_of(file: BinaryIO) -> tuple[Packing, ...]:
    """Return the Packings that members of this file may have: all known formats.

    If the file begins with a dictionary for zstd, the Packing for zstd in the result unpacks with that dictionary.
    "Zstandard compression in WARC" (IIPC, draft 0.1) defines it: a skippable frame with the magic number 0x184D2A5D
    before all other frames, plain or itself packed with zstd.  Raises CannotUnpack for a dictionary that cannot be
    unpacked.
    """
    file.seek(0)
    head = file.read(SKIPPABLE_HEAD)
    if not head.startswith(_DICTIONARY) or skippable_length(head) is None:
        return PACKINGS
    dictionary = file.read(min(int.from_bytes(head[4:8], "little"), _MOST_DICTIONARY))
    if dictionary.startswith(_ZSTD_MAGIC):
        dictionary = unpacked(io.BytesIO(dictionary)).read(_MOST_DICTIONARY)
    return tuple(zstd(dictionary) if one is ZSTD else one for one in PACKINGS)


class _Unpacked(io.RawIOBase):
    """A packed file as a stream of unpacked bytes, all its members one after the other."""

    def __init__(self, file: io.BufferedReader[Any], packing: Packing) -> None:
        #: Read by read1: where layers lie in one another, read would lose what the inner one gives before its damage.
        self._file = file
        self._packing = packing
        self._unpacker: Unpacker | None = None
        #: Packed bytes that no unpacker has yet, and unpacked bytes that nobody asked for yet.
        self._packed = self._unpacked = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._unpacked and (self._unpacker is not None or self._begin()):
            self._step(max(len(buffer), 1))
        part = self._unpacked[: len(buffer)]
        self._unpacked = self._unpacked[len(part) :]
        buffer[: len(part)] = part
        return len(part)

    def _begin(self) -> bool:
        """Begin to unpack the next member; return False at the end of the file.

        Raises CannotUnpack for bytes that begin no member.
        """
        while True:
            while len(self._packed) < SKIPPABLE_HEAD and (more := self._file.read1(_CHUNK)):
                self._packed += more
            length = skippable_length(self._packed)
            if length is None:
                break
            self._skip(length)
        if packing_of(self._packed) is self._packing or self._packed.startswith(self._packing.magic):
            self._unpacker = self._packing.unpacker()
            return True
        while self._packed and not self._packed.strip(b"\0"):
            self._packed = self._file.read1(_CHUNK)
        if self._packed:
            raise RubbishBehind(f"behind the end of what is packed with {self._packing.name} stands something else")
        return False

    def _skip(self, length: int) -> None:
        """Skip `length` packed bytes; raises EOFError when there are fewer."""
        while length > len(self._packed):
            length -= len(self._packed)
            self._packed = self._file.read1(_CHUNK)
            if not self._packed:
                raise EOFError
        self._packed = self._packed[length:]

    def _step(self, most: int) -> None:
        """Unpack some more bytes, about `most`, which `readinto` then gives."""
        assert self._unpacker is not None
        if self._unpacker.hungry and not self._packed:
            self._packed = self._file.read1(_CHUNK)
            if not self._packed:
                raise EOFError
        given, self._packed = self._packed, b""
        self._unpacked = self._unpacker.unpack(given, most)
        if self._unpacker.eof:
            self._packed, self._unpacker = self._unpacker.unused, None


def unpacked(file: BinaryIO) -> BinaryIO:
    """Return the content of a file, all layers of packing undone, as a stream that is read forwards.

    `file`: is read from its start.  Reading raises EOFError where the end of something packed is missing, and
    CannotUnpack where it is damaged.
    """
    begins_with_dictionary = file.read(SKIPPABLE_HEAD).startswith(_DICTIONARY)
    dictionary = packings_of(file) if begins_with_dictionary else PACKINGS
    file.seek(0)
    stream = io.BufferedReader(cast(io.RawIOBase, file), _CHUNK)
    for layer in range(LAYERS):
        head = stream.peek(SKIPPABLE_HEAD)
        packing = ZSTD if skippable_length(head[:SKIPPABLE_HEAD]) is not None else packing_of(head)
        if packing is None:
            break
        if packing is ZSTD and not layer:
            packing = dictionary[PACKINGS.index(ZSTD)]
        stream = io.BufferedReader(_Unpacked(stream, packing), _CHUNK)
    return cast(BinaryIO, stream)


@contextmanager
def whole_members(file: BinaryIO) -> Iterator[BinaryIO]:
    """A block (`with`) that gives the stream of `unpacked`, ended where rubbish follows the last whole member.

    The end of the block raises RubbishBehind if there was rubbish and the stream was read to its end.
    """
    whole = _Whole(cast(io.BufferedReader, unpacked(file)))
    yield cast(BinaryIO, io.BufferedReader(whole, _CHUNK))
    if whole.rubbish is not None:
        raise whole.rubbish


class _Whole(io.RawIOBase):
    """A stream that ends where rubbish begins, and remembers that there was rubbish."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self.rubbish: RubbishBehind | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self.rubbish is not None:
            return 0
        try:
            part = self._stream.read1(len(buffer))
        except RubbishBehind as error:
            self.rubbish = error
            return 0
        buffer[: len(part)] = part
        return len(part)


def unpacked_head(file: BinaryIO, most: int) -> bytes:
    """Return at most `most` first bytes of what a file holds, all layers of packing undone.

    Gives what comes before damage or a missing end.  Raises CannotUnpack when not even the first bytes can be unpacked.
    """
    stream, head = unpacked(file), b""
    try:
        while len(head) < most and (part := stream.read1(most - len(head))):  # type: ignore[attr-defined]
            head += part
    except EOFError:
        pass
    except CannotUnpack:
        if not head:
            raise
    return head
