"""Undo a content encoding while the bytes come in, never holding more than a limit.

A small answer can unpack to gigabytes, so the limit is on the unpacked bytes and each step unpacks no more than is left
of it.  An end that is missing is noticed: half a page must not pass for a whole one.
"""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator
from typing import Final

#: What is asked for in Accept-Encoding.
ACCEPTED: Final = "gzip, deflate"


class TooLarge(Exception):
    """The unpacked bytes go beyond the limit."""

    def __init__(self, beginning: bytes) -> None:
        super().__init__("larger than the limit")
        #: The first bytes, up to the limit.
        self.beginning = beginning


class CannotUnpack(Exception):
    """The bytes are not packed as declared, or their end is missing; the message is half a sentence."""


async def unpack(chunks: AsyncIterator[bytes], encoding: str, limit: int) -> bytes:
    """The bytes with the content encoding undone; raises TooLarge or CannotUnpack."""
    unpacker = _unpacker(encoding.strip().lower())
    parts: list[bytes] = []
    total = 0
    async for chunk in chunks:
        try:
            part = unpacker.take(chunk, limit - total + 1)
        except zlib.error as error:
            raise CannotUnpack(f"is not packed as it says ({error})") from error
        parts.append(part)
        total += len(part)
        if total > limit:
            raise TooLarge(b"".join(parts)[:limit])
    if total and not unpacker.whole():
        raise CannotUnpack("is cut off: the end of its packed bytes is missing")
    return b"".join(parts)


class _Plain:
    """Nothing to undo."""

    def take(self, chunk: bytes, most: int) -> bytes:
        """The chunk, up to so many bytes."""
        return chunk[:most]

    def whole(self) -> bool:
        """Always true: HTTP itself notices an incomplete transfer."""
        return True


class _Zlib(_Plain):
    """gzip or deflate; deflate with or without its header, as servers send both."""

    def __init__(self, window: int) -> None:
        self._unpacker = zlib.decompressobj(window)
        self._deflate = window == zlib.MAX_WBITS
        self._begun = False

    def take(self, chunk: bytes, most: int) -> bytes:
        """Unpack a chunk, up to so many bytes; the rest is dropped, since the caller stops then."""
        try:
            part = self._unpacker.decompress(chunk, most)
        except zlib.error:
            if self._begun or not self._deflate:
                raise
            self._unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
            part = self._unpacker.decompress(chunk, most)
        self._begun = True
        return part

    def whole(self) -> bool:
        """Whether the end of the packed bytes was seen."""
        return self._unpacker.eof


def _unpacker(encoding: str) -> _Plain:
    if encoding in ("", "identity", "none"):
        return _Plain()
    if encoding in ("gzip", "x-gzip"):
        return _Zlib(zlib.MAX_WBITS + 16)
    if encoding == "deflate":
        return _Zlib(zlib.MAX_WBITS)
    raise CannotUnpack(f"has the content encoding '{encoding}', which was not asked for")
