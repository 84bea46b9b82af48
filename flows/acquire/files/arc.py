"""Reads ARC files, the form in which the Internet Archive stored crawls before WARC, plain or packed.

"ARC File Format" (Internet Archive, 1996): each record begins with a line "URL IP-address Archive-date Content-type
Archive-length", which in version 2 has further fields before the length.  After the line come as many bytes as it says,
mostly an HTTP answer.  Each record is turned into a WARC record, so that the reader of WARC files decides what is a
page.  A Piece is one record, or bytes that are not a record, with what is wrong with them.  `stream` gives the unpacked
bytes of the file.  Damage costs the record that has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from flows.acquire.files.arc_stream import ArcStream, BrokenArc
from flows.acquire.files.formats import Found, Wishes
from flows.acquire.files.warc import read_records
from flows.acquire.warc_pieces import BLANK, CUT, HEAD, HUGE, JUNK, MISCOUNTED, PASSED, RECORD_LIMIT, WHOLE, Piece
from flows.archive.warc_walk import Keep

_BEGIN: Final = re.compile(rb"[a-z][a-z0-9+.-]{1,20}:", re.IGNORECASE)
_LATER: Final = re.compile(rb"(?<=\n)" + _BEGIN.pattern, re.IGNORECASE)
_IP: Final = re.compile(rb"(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f:]{2,45}|-", re.IGNORECASE)
#: 14 digits, in the oldest files 8 or 12.
_DATE: Final = re.compile(rb"\d{8,17}")
_LENGTH: Final = re.compile(rb"\d{1,18}")
#: Bytes in which the line before a record ends.
_LINE_BYTES: Final = 1 << 14
_SEARCHED: Final = 1 << 17
#: Most bytes of a record that is not wanted in which the next one is looked for: 16 MiB, more than nearly all have.
_LOOKED_AT: Final = 1 << 24
_HTTP: Final = re.compile(rb"(?:HTTP|ICY)\b", re.IGNORECASE)
_WEB: Final = (b"http:", b"https:")
#: Digits of a date that say date and time of day.
_DIGITS: Final = 14


@dataclass(frozen=True, slots=True)
class _Line:
    """The parts of the line before a record: address, time, media type, length."""

    address: bytes
    date: bytes
    media_type: bytes
    #: Bytes of the record after the line, as the line says.
    length: int
    #: Bytes of the line itself, its end included.
    size: int


def _line(data: bytes, at: int = 0) -> _Line | None:
    """Read the record line that begins at index `at`; None when no such line begins there.

    Its address may hold blanks, and its media type be missing.
    """
    end = data.find(b"\n", at, at + _LINE_BYTES)
    if end < 0 or not _BEGIN.match(data, at):
        return None
    fields = data[at:end].split()
    for place in range(1, len(fields) - 2):
        if _DATE.fullmatch(fields[place + 1]) and _IP.fullmatch(fields[place]) and _LENGTH.fullmatch(fields[-1]):
            address, media_type = b" ".join(fields[:place]), b" ".join(fields[place + 2 : -1][:1])
            return _Line(address, fields[place + 1], media_type, int(fields[-1]), end + 1 - at)
    return None


def _later(data: bytes, start: int = 0) -> int | None:
    """Return the index of the next record line in these bytes, from `start` on; None when no record line follows."""
    return next((found.start() for found in _LATER.finditer(data, start) if _line(data, found.start())), None)


def is_arc(head: bytes) -> bool:
    """Whether a file begins with an ARC record; mostly the first record is about the file itself."""
    return _line(head.lstrip(BLANK)) is not None


def read_arc(path: Path, wishes: Wishes) -> Iterator[Found]:
    """Yield the pages of one ARC file in its order, as `read_warc` does; raises what that raises."""
    return read_records(path, walk_arc, page_bytes=wishes.page_bytes, wanted=wishes.wanted, open_file=wishes.opened)


def walk_arc(file: BinaryIO, keep: Keep = bool) -> Iterator[Piece]:
    """Yield the records of an ARC file in order, each as a Piece with a WARC record in it.

    Bytes that cannot be read are a Piece, too.  `keep`: gets the first bytes of a record, returns whether the whole
    record is wanted.  Raises OSError.
    """
    stream = ArcStream(file)
    while True:
        try:
            piece = _next(stream, keep)
        except BrokenArc as broken:
            offset, inside = stream.place
            piece = Piece(offset, stream.go_on(offset), broken.state, broken.data, inside)
        if piece is None:
            return
        yield piece


def _next(stream: ArcStream, keep: Keep) -> Piece | None:
    """Return the next record as a Piece; None at the end of the file.  Raises BrokenArc."""
    while (blanks := stream.peek(_LINE_BYTES)) and len(rest := blanks.lstrip(BLANK)) < len(blanks):
        stream.skip(len(blanks) - len(rest))
    if not blanks:
        return None
    line = _line(blanks)
    offset, inside = stream.place
    if line is None:
        return Piece(offset, _to_the_next(stream), JUNK, b"", inside, "is no ARC record")
    begin, length = line.size, line.length
    head = _as_warc(line, stream.peek(begin + min(length, HEAD))[begin:])
    kept = keep(head)
    if not kept or length > RECORD_LIMIT:
        # A wrong length of what is not wanted must not take the records behind it with it, either.
        window = stream.peek(begin + min(length, _LOOKED_AT) + _LINE_BYTES)
        if not _ends_at(window, line) and (piece := _miscounted(stream, line, window, head)):
            return piece
        gone = stream.skip(begin + length)
        state = CUT if gone < begin + length else HUGE if kept else PASSED
        return Piece(offset, gone, state, head, inside)
    window = stream.peek(begin + length + _LINE_BYTES)
    if stream.broken and not window[begin + length :].strip(BLANK):
        # Also when only the checksum behind the record is wrong or missing: any of its bytes may be damaged.
        raise BrokenArc(stream.broken, head)
    if not _ends_at(window, line) and (piece := _miscounted(stream, line, window, head)):
        return piece
    gone = stream.skip(begin + length)
    state = WHOLE if gone == begin + length else CUT
    return Piece(offset, gone, state, _as_warc(line, window[begin:gone]), inside)


def _ends_at(window: bytes, line: _Line) -> bool:
    """Whether a record has the length that its line says.

    It has that length when, at that distance, the file ends or another record begins; also when a line end stands
    there, and no record begins inside of this one.  `window`: the bytes of the file from the record's line on, to some
    way after the record.
    """
    end = line.size + line.length
    rest = window[end:].lstrip(BLANK)
    if end <= len(window) and (not rest or _line(rest) is not None):
        return True
    return window.startswith((b"\n", b"\r\n"), end) and _later(window[:end], line.size) is None


def _miscounted(stream: ArcStream, line: _Line, window: bytes, head: bytes) -> Piece | None:
    """Return a record whose length is wrong, as a Piece that ends where the next record really begins.

    None when the file ends before the declared length and no other record begins: then the record's length is right and
    its end is missing.  `window`: see `_ends_at`.  `head`: the first bytes of the record, as a WARC record.  Skips the
    record in the stream.
    """
    offset, inside = stream.place
    later = _later(window, line.size)
    if later is not None:
        held = stream.skip(later)
    elif len(window) >= line.size + line.length:
        held = stream.skip(line.size + line.length) + _to_the_next(stream)
    else:
        return None
    said = f"says that it holds {line.length:,} bytes, and holds {held - line.size:,}"
    return Piece(offset, held, MISCOUNTED, head, inside, said)


def _to_the_next(stream: ArcStream) -> int:
    """Skip everything up to the next record; return the number of bytes skipped.  Raises BrokenArc."""
    gone = stream.skip(1)
    while window := stream.peek(_SEARCHED):
        later = _later(window)
        if later is not None:
            return gone + stream.skip(later)
        gone += stream.skip(max(len(window) - _LINE_BYTES, 1) if len(window) == _SEARCHED else len(window))
    return gone


def _as_warc(line: _Line, block: bytes) -> bytes:
    """Return an ARC record written as a WARC record, with the same address, time and content.

    `line`: the line before the record.  `block`: the bytes after that line.
    """
    scheme = line.address.lower().partition(b":")[0] + b":"
    is_http = scheme in _WEB or _HTTP.match(block)
    kind = b"warcinfo" if scheme == b"filedesc:" else b"response" if is_http else b"resource"
    declared = b"application/http; msgtype=response" if is_http else line.media_type
    headers = {
        b"WARC-Type": kind,
        b"WARC-Target-URI": line.address,
        b"WARC-Date": line.date[:_DIGITS].ljust(_DIGITS, b"0"),
        b"Content-Type": declared,
        b"Content-Length": str(len(block)).encode(),
    }
    return b"WARC/1.0\r\n" + b"".join(b"%s: %s\r\n" % pair for pair in headers.items()) + b"\r\n" + block
