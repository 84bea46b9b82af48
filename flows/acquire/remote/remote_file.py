"""A file on a web server as a Python file object: read forwards as a stream, a little backwards, and from any offset.

Holds a part of its bytes in memory, the window.  When a connection breaks off, it asks for the rest by a Range request,
if the server still has the same version; a server without ranges sends all of it again, and the part already read is
skipped.
"""

from __future__ import annotations

import io
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Final

from flows.acquire.remote.not_fetched import NotFetched
from flows.acquire.remote.stream import BrokenConnection, Stream
from flows.acquire.remote.version import Version, part_begins, version_of

if TYPE_CHECKING:
    from flows.acquire.remote.web import Web

#: First bytes, which are kept as long as the file is open: formats are told by them.
_HEAD: Final = 1 << 16
#: Bytes that are kept before the place of reading; readers go back to the start of a record, mostly some 100 KB.
_BEHIND: Final = 1 << 22
#: Bytes up to which a reader that goes forward reads through; from there on a new request, with the pause before it,
#: takes less time on most lines.
_THROUGH: Final = 1 << 22
#: Most connections for one file, and most times that a server without ranges sends it anew since a reader goes back.
_MOST_BREAKS: Final = 100
_MOST_RESTARTS: Final = 10

_CHANGED: Final = "The file changed on the server while it was read; import it again to read the new one."
_NO_RANGES: Final = "The server sends no parts of it, and it has to be read from several places; download it first."
_OTHER_PARTS: Final = "The server sends other parts of it than it is asked for; download it first."


class RemoteFile(io.RawIOBase):
    """One file on a web server, open for reading.  Reading raises NotFetched when the rest of it cannot be fetched.

    `web`: makes its requests.  `stream`: the body of the first answer.  `version`: that of the file being read.  `shut`
    ends the connection; `close` does nothing, so that several readers can share the file.
    """

    def __init__(self, web: Web, url: str, stream: Stream, version: Version) -> None:
        self.version = version
        self._web = web
        self._url = url
        self._stream = stream
        self._retries = web.retries
        #: The window, and the offset of its first byte.
        self._window = bytearray()
        self._start = 0
        self._at = 0
        self._head = b""
        self._size = version.size
        #: The chunk that is on its way.
        self._ahead: Future[bytes] | None = None
        #: False once the server has sent the whole file when it was asked for a part.
        self._ranges = True
        self._breaks = self._all_breaks = self._restarts = 0

    @property
    def size(self) -> int | None:
        """The size of the whole file in bytes; None while it is not known from a header, or from reading to the end."""
        return self._size

    def readable(self) -> bool:
        """Always true."""
        return True

    def seekable(self) -> bool:
        """Always true."""
        return True

    def close(self) -> None:
        """Do nothing: the next reader goes on with the same connection."""

    def shut(self) -> None:
        """End the connection."""
        if self._ahead is not None:
            self._ahead.cancel()
            self._ahead = None
        self._web.call(self._stream.close)

    def tell(self) -> int:
        """The current offset, in bytes."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Set the offset of the next read.

        Raises OSError for an offset from the end when the size is not known.
        """
        if whence == io.SEEK_END and self._size is None:
            raise io.UnsupportedOperation("the server does not say how long the file is")
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size or 0}[whence]
        self._at = max(0, base + offset)
        return self._at

    def go_to(self, offset: int) -> None:
        """Set the offset, and request the file from there unless those bytes are on their way already."""
        self._at = offset
        if offset > self._start + len(self._window):
            self._jump()

    def readinto(self, buffer: Any) -> int:
        """Read as many bytes as the buffer takes, fewer only at the end."""
        part = self.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)

    def read(self, size: int = -1) -> bytes:
        """Return the next `size` bytes, fewer only at the end of the file; all that is left for -1."""
        if self._size is not None:
            left = max(0, self._size - self._at)
            size = left if size < 0 else min(size, left)
        end = self._at + size if size >= 0 else None
        if end is not None and end <= len(self._head):
            part = self._head[self._at : end]
        else:
            self._hold(end)
            begin = self._at - self._start
            part = bytes(self._window[begin : None if end is None else end - self._start])
        self._at += len(part)
        return part

    def _hold(self, end: int | None) -> None:
        """Fetch bytes until those from the current offset to `end` are in memory; None: to the end of the file."""
        held = self._start + len(self._window)
        if self._at < self._start or (self._at > held + _THROUGH and self._ranges):
            self._jump()
        while end is None or self._start + len(self._window) < end:
            part = self._next()
            if not part:
                break
            self._window += part
            if len(self._head) < _HEAD and self._start == 0:
                self._head = bytes(self._window[:_HEAD])
            gone = min(self._at - _BEHIND - self._start, len(self._window))
            if gone > _BEHIND:
                del self._window[:gone]
                self._start += gone

    def _jump(self) -> None:
        """End the connection, and request the file from the current offset on.

        Raises NotFetched when a server that always sends the whole file would have to send it too often.
        """
        if not self._ranges:
            self._restarts += 1
            if self._restarts > _MOST_RESTARTS:
                raise NotFetched("unreadable", _NO_RANGES)
        self.shut()
        self._window.clear()
        self._start = self._at
        self._begin(self._at)

    def _next(self) -> bytes:
        """Return the bytes that follow the window; b"" at the end of the file."""
        while True:
            held = self._start + len(self._window)
            if self._size is not None and held >= self._size:
                return b""
            try:
                part = (self._ahead or self._web.submit(self._stream.more())).result()
            except BrokenConnection as broken:
                self._go_on(held, str(broken), broken.outcome)
                continue
            self._ahead = None
            if part:
                self._breaks = 0
                self._ahead = self._web.submit(self._stream.more())
                return part
            if self._size is None:
                self._size = held
                return b""
            self._go_on(held, "the answer ended early")

    def _go_on(self, offset: int, said: str, outcome: str = "truncated") -> None:
        """Connect again at this offset after a break.

        `said`, `outcome`: how the connection broke off.  Raises NotFetched after too many breaks.
        """
        self._breaks += 1
        self._all_breaks += 1
        if self._breaks > self._retries or self._all_breaks > _MOST_BREAKS:
            whole = f" of {self._size:,}" if self._size is not None else ""
            told = f"The connection broke off at byte {offset:,}{whole}, again and again ({said}); import it once more."
            raise NotFetched(outcome, told)
        self.shut()
        self._begin(offset, first=self._breaks)

    def _begin(self, offset: int, *, first: int = 0) -> None:
        """Request the file from an offset on.  `first`: tries made before.

        Raises NotFetched when the server has another version now, or sends another part.
        """
        headers = {"Range": f"bytes={offset}-"} if offset else {}
        if offset and self.version.condition:
            headers["If-Range"] = self.version.condition
        answer = self._web.submit(self._web.asker.ask(self._url, headers, first=first)).result()
        whole = answer.status == 200
        begins = 0 if whole else part_begins(answer.headers)
        self._stream = Stream(answer, self._web.count, skip=offset if whole else 0)
        if whole and offset:
            self._ranges = False
        if answer.status not in (200, 206) or not self.version.is_same_as(version_of(answer.headers)):
            self.shut()
            raise NotFetched("unreadable", _CHANGED)
        if not whole and begins != offset:
            self.shut()
            raise NotFetched("unreadable", _OTHER_PARTS)
