"""Undoes a content encoding while the bytes arrive, with a limit on the unpacked size.

Takes chunks of a body, gives its bytes.  A small answer can unpack to gigabytes, so each step unpacks no more than is
left of the limit.  A body whose end is missing is an error: half a page must not pass for a whole one.
"""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator
from typing import Final

#: The Accept-Encoding of requests.
ACCEPTED: Final = "gzip, deflate"


class TooLarge(Exception):
    """The body is larger than the limit when unpacked."""

    def __init__(self, beginning: bytes) -> None:
        super().__init__("larger than the limit")
        #: The first bytes, up to the limit.
        self.beginning = beginning


class CannotUnpack(Exception):
    """The body is not packed as declared, or its end is missing; the message goes after "The body"."""


async def unpack(chunks: AsyncIterator[bytes], encoding: str, limit: int) -> bytes:
    """The body with its content encoding undone.

    encoding: the Content-Encoding header.  limit: most bytes, unpacked.  Raises TooLarge or CannotUnpack.
    """
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
    """A body without content encoding."""

    def take(self, chunk: bytes, most: int) -> bytes:
        """The chunk, cut to at most this many bytes."""
        return chunk[:most]

    def whole(self) -> bool:
        """Always true: aiohttp notices an incomplete transfer."""
        return True


class _Zlib(_Plain):
    """A body packed with gzip or deflate; deflate with or without the zlib header, as servers send both."""

    def __init__(self, window: int) -> None:
        self._unpacker = zlib.decompressobj(window)
        self._deflate = window == zlib.MAX_WBITS
        self._begun = False

    def take(self, chunk: bytes, most: int) -> bytes:
        """Unpack a chunk to at most this many bytes; the rest is dropped, since the caller stops at the limit."""
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
        """Whether the packed stream is complete."""
        return self._unpacker.eof


def _unpacker(encoding: str) -> _Plain:
    if encoding in ("", "identity", "none"):
        return _Plain()
    if encoding in ("gzip", "x-gzip"):
        return _Zlib(zlib.MAX_WBITS + 16)
    if encoding == "deflate":
        return _Zlib(zlib.MAX_WBITS)
    raise CannotUnpack(f"has the content encoding '{encoding}', which was not asked for")
