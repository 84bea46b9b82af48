"""Reads an HTTP answer stored in a WARC file: status, headers, and the body with chunks and content encoding undone.

Some programs store the headers as the server sent them, but a body that they have already unpacked.  So where the bytes
contradict the headers, the bytes decide.  A record's block is what follows the record's own headers: the HTTP headers
and body of the answer, or a body alone.  `raw` is a body as it is stored, `limit` the most bytes of an unpacked body: a
larger body is cut one byte later, by which the caller sees that it is too large.  Takes bytes, gives bytes; a body that
is incomplete or cannot be unpacked raises Unusable.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Final

from warcio.statusandheaders import StatusAndHeadersParser

from flows.acquire.kinds import is_plain_text, looks_like_html
from flows.acquire.packing import ZSTD, unpacked
from flows.acquire.unpackers import CannotUnpack

_STATUS: Final = re.compile(r"(?:HTTP|ICY)\S*\s+(\d{3})(?!\d)", re.IGNORECASE | re.ASCII)
_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)
_FIRST_LINE: Final = re.compile(rb"(?:HTTP|ICY)\b", re.IGNORECASE)
#: A status line with the page directly after it.
_STATUS_LINE_ALONE: Final = re.compile(rb"[^\n]{0,200}\n(?=[ \t]*<)")
#: A status line and headers with the page directly after them, as the blank line is missing.
_HEAD_ALONE: Final = re.compile(rb"(?:(?!\r?\n)[^\n]{0,8000}\n){1,200}?(?=<)")
#: Headers that show that a block begins with headers although it has no valid status line.
_COMMON_HEADER: Final = re.compile(rb"^(?:content-type|content-length|server|date|last-modified)[ \t]*:", re.I | re.M)
#: Bytes in which the headers must end; web servers limit headers to 8 to 64 KiB.
_HEAD: Final = 1 << 16
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_CHUNK: Final = re.compile(rb"([0-9a-f]{1,8})[ \t]*(?:;[^\r\n]{0,4096})?\r?\n", re.IGNORECASE)
_LINE_END: Final = re.compile(rb"\r?\n")
_RANGE: Final = re.compile(r"bytes\s+(\d{1,18})-(\d{1,18})/(\d{1,18})", re.IGNORECASE | re.ASCII)
_LENGTH: Final = re.compile(r"\d{1,18}", re.ASCII)
_GZIP: Final = b"\x1f\x8b\x08"
#: Layers of chunks, or of gzip that no header declares, that are undone; more than two have not been seen.
_LAYERS: Final = 3
#: Most interim answers (100, 103) before the final one; in use are one or two.
_INTERIM: Final = 10
#: Most gzip members of one body; servers send one, seldom a few.
_MEMBERS: Final = 100
#: Bytes at the beginning of a body in which its first tag is looked for.
_SEEN: Final = 4_096
#: Unpacked text counts when it is at least 1 / _SHORTER as long as the packed bytes: bytes that are not packed in this
#: way may unpack by chance, but to much less.
_SHORTER: Final = 2
#: Characters of an unknown content encoding that an error message shows.
_SHOWN: Final = 40


class Unusable(Exception):
    """A body that is incomplete or cannot be unpacked.

    `outcome`: a code of flows.archive.captures.OUTCOMES.  `said`: what is wrong, as the end of a sentence that begins
    "The record" or "The body".
    """

    def __init__(self, outcome: str, said: str) -> None:
        super().__init__(said)
        #: A code of flows.archive.captures.OUTCOMES.
        self.outcome = outcome
        #: What is wrong: the end of a sentence that begins "The record".
        self.said = said


@dataclass(frozen=True, slots=True)
class HttpMessage:
    """The status and headers of an HTTP answer."""

    #: Three digits from 100 on (some sites refuse with 999); None when it is missing or smaller.
    status: int | None
    #: In order, without those whose name HTTP does not allow.
    headers: tuple[tuple[str, str], ...]
    #: Bytes up to the body.
    length: int

    def header(self, name: str) -> str:
        """Return the value of the first header of this name, "" when there is none.  `name`: in lower case."""
        return next((value for key, value in self.headers if key.lower() == name), "")


def read_message(block: bytes, *, claimed: bool) -> HttpMessage | None:
    """Read the status and headers at the start of a record's block; return None when the block is a body alone.

    `claimed`: whether the record says that it holds an HTTP message.  Interim answers (100, 103) and a proxy's
    "connection established" are skipped.
    """
    begin, found = 0, None
    for _ in range(_INTERIM):
        found = _read_head(block[begin:] if begin else block, claimed=claimed)
        if found is None:
            return None
        begin += found.length
        interim = (found.status is not None and found.status < 200) or not found.headers
        if not (interim and _FIRST_LINE.match(block, begin)):
            break
    return HttpMessage(found.status, found.headers, begin) if found else None


def _read_head(block: bytes, *, claimed: bool) -> HttpMessage | None:
    """Read the status and headers of one answer; None when `block` does not start with one.

    `claimed`: see read_message.
    """
    lead = b""
    if not _FIRST_LINE.match(block):
        end = _HEAD_END.search(block[:_HEAD])
        is_page = block.lstrip().startswith(b"<")
        if not claimed or end is None or is_page or not _COMMON_HEADER.search(block[: end.start()]):
            return None
        # The parser takes the first line for the status line, whatever it is.
        lead = b"HTTP/1.0\r\n" if _COMMON_HEADER.match(block) else b""
    elif alone := _STATUS_LINE_ALONE.match(block):
        return HttpMessage(_status(alone[0].decode("latin-1")), (), alone.end())
    endless = None if lead else _HEAD_ALONE.match(block, 0, _HEAD)
    stream = BytesIO(endless[0] if endless else lead + block if lead else block)
    parsed = StatusAndHeadersParser([], verify=False).parse(stream)
    headers = tuple((str(name), str(value)) for name, value in parsed.headers if is_header_name(str(name)))
    return HttpMessage(_status(f"{parsed.protocol} {parsed.statusline}"), headers, stream.tell() - len(lead))


@lru_cache(1024)
def is_header_name(name: str) -> bool:
    """Whether HTTP allows this header name (RFC 9110: a token); a header with any other name cannot be archived."""
    return _NAME.fullmatch(name) is not None


def _status(line: str) -> int | None:
    found = _STATUS.match(line)
    return int(found[1]) if found and int(found[1]) >= 100 else None


def read_body(message: HttpMessage | None, raw: bytes, limit: int, *, unix: bool = False) -> bytes:
    """Return the body of a stored answer, with chunks and content encoding undone.

    `message`: status and headers; None for a body stored alone.  `raw`: the bytes after the headers.  `limit`: in
    bytes, unpacked; a larger body is cut one byte later.  `unix`: whether CRLF was turned into LF in this file, so that
    each declared length is too large by one byte a line.  Raises Unusable.
    """
    if message is None:
        return _undeclared_undone(raw, limit)
    _refuse_part(message, raw, unix=unix)
    body = _joined(message, raw, limit)
    for encoding in reversed(_encodings(message)):
        body = _undo(encoding, body, limit)
    return _undeclared_undone(body, limit)[: limit + 1]


def _encodings(message: HttpMessage) -> list[str]:
    """Return the encodings of a body in the order in which they were done; those of its transfer come last."""
    headers = [(name.lower(), value.lower()) for name, value in message.headers]
    content, transfer = (
        [one.strip() for name, value in headers if name == wanted for one in value.split(",")]
        for wanted in ("content-encoding", "transfer-encoding")
    )
    return content + [one for one in transfer if one in ("gzip", "x-gzip", "deflate")]


def _refuse_part(message: HttpMessage, raw: bytes, *, unix: bool) -> None:
    """Raise Unusable for a body that the answer calls partial, or that is shorter than its Content-Length.

    The Content-Length counts only where no encoding can have changed the length.  `unix`: see read_body.
    """
    if message.status == 206 and (part := _RANGE.match(message.header("content-range"))):
        first, last, total = map(int, part.groups())
        if first > 0 or last + 1 < total:
            raise Unusable("truncated", "holds only a part of the page")
    if message.header("content-encoding") or message.header("transfer-encoding"):
        return
    announced = message.header("content-length").strip()
    held = len(raw) + (raw.count(b"\n") if unix else 0)
    if _LENGTH.fullmatch(announced) and held < int(announced):
        raise Unusable("truncated", f"was cut off when it was fetched ({len(raw):,} of {int(announced):,} bytes)")


def _joined(message: HttpMessage, raw: bytes, limit: int) -> bytes:
    """Return the body with its chunks joined, also where no header declares chunks (Transfer-Encoding: chunked).

    A body without chunks is returned unchanged.
    """
    declared = "chunked" in message.header("transfer-encoding").lower()
    for _ in range(_LAYERS):
        try:
            found = _without_chunks(raw, limit)
        except Unusable:
            if declared:
                raise
            return raw
        if found is None:
            return raw
        raw, declared = found, False
    return raw


def _without_chunks(raw: bytes, limit: int) -> bytes | None:
    """Join the chunks of a body; return None for a body without chunks.

    Raises Unusable for chunks that do not fit together.
    """
    parts: list[bytes] = []
    at = total = 0
    while total <= limit:
        size = _CHUNK.match(raw, at)
        if size is None:
            if not parts:
                return None
            lost = at >= len(raw.rstrip(b"\r\n"))
            raise Unusable(*(_CUT_CHUNKS if lost else _BROKEN_CHUNKS))
        length = int(size[1], 16)
        if not length:
            # A text may begin with "0"; only when nothing follows is it the last chunk of an empty body.
            return b"".join(parts) if parts or not raw[size.end() :].strip() else None
        parts.append(raw[size.end() : size.end() + length])
        total += len(parts[-1])
        end = _LINE_END.match(raw, size.end() + length)
        if end is None:
            raise Unusable(*(_CUT_CHUNKS if size.end() + length >= len(raw) else _BROKEN_CHUNKS))
        at = end.end()
    return b"".join(parts)


_CUT_CHUNKS: Final = ("truncated", "was cut off when it was fetched (its last chunk is missing)")
_BROKEN_CHUNKS: Final = ("damaged", "is broken (its chunks do not fit together)")


def _undo(encoding: str, body: bytes, limit: int) -> bytes:
    """Return the body with one content encoding undone, or as it is when it is already plain text."""
    if encoding in ("gzip", "x-gzip") and body.startswith(_GZIP):
        return _gunzip(body, limit)
    if encoding == ZSTD.name and body.startswith(ZSTD.magic):
        return _unzstd(body, limit)
    if encoding in ("", "identity", "none") or body.startswith((_GZIP, ZSTD.magic)) or _is_page(body):
        return body
    return _undo_unmarked(encoding, body, limit)


def _undo_unmarked(encoding: str, body: bytes, limit: int) -> bytes:
    """Undo an encoding whose packed bytes have no mark of their own: deflate or Brotli.

    Try the encoding that the header declares (`encoding`) first, then any that gives text.  Raises Unusable when none
    unpacks the body.
    """
    undo, cut = {"deflate": _inflate, "br": _unbrotli}.get(encoding), None
    try:
        found = undo(body, limit) if undo is not None else None
    except Unusable as error:
        found, cut = None, error
    if found is None:
        found = _packed_otherwise(body, limit)
    if found is not None:
        return found
    if cut is not None:
        raise cut
    if encoding in ("gzip", "x-gzip", "deflate", "br", ZSTD.name):
        raise Unusable("damaged", f"is not packed as it says ({encoding})")
    raise Unusable("damaged", f"has the content encoding '{encoding[:_SHOWN]}', which is not supported")


def _is_page(body: bytes) -> bool:
    """Whether a body is text or HTML as it stands; it is then not unpacked, whatever Content-Encoding says."""
    return is_plain_text(body) or looks_like_html(body[:_SEEN])


def _undeclared_undone(body: bytes, limit: int) -> bytes:
    """Return the body, unpacked when it is gzip or zstd although no header says so."""
    for _ in range(_LAYERS):
        if body.startswith(_GZIP):
            body = _gunzip(body, limit)
        elif body.startswith(ZSTD.magic):
            body = _unzstd(body, limit)
        else:
            break
    return body


def _packed_otherwise(body: bytes, limit: int) -> bytes | None:
    """Unpack a body as deflate or Brotli although its Content-Encoding is another; None when it is neither.

    Both formats have no first bytes to know them by.  So the result counts only when it is plain text, at least half as
    long as what was packed.
    """
    for undo in (_inflate, _unbrotli):
        try:
            found = undo(body, limit)
        except Unusable:
            continue
        if found and len(found) * _SHORTER > len(body) and is_plain_text(found):
            return found
    return None


def _gunzip(body: bytes, limit: int) -> bytes:
    """Unpack all gzip members of a body; give at most `limit` + 1 bytes."""
    given = b""
    for _ in range(_MEMBERS):
        if not body.startswith(_GZIP) or len(given) > limit:
            break
        unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
        try:
            given += unpacker.decompress(body, limit + 1 - len(given))
        except zlib.error as error:
            raise Unusable("damaged", f"cannot be unpacked ({error})") from error
        if len(given) <= limit and not unpacker.eof:
            raise Unusable("truncated", "is cut off (the end of its packed bytes is missing)")
        body = unpacker.unused_data
    return given


def _unzstd(body: bytes, limit: int) -> bytes:
    """Unpack all zstd frames of a body; give at most `limit` + 1 bytes."""
    given = b""
    try:
        stream = unpacked(BytesIO(body))
        while len(given) <= limit and (part := stream.read1(limit + 1 - len(given))):  # type: ignore[attr-defined]
            given += part
    except EOFError as error:
        raise Unusable("truncated", "is cut off (the end of its packed bytes is missing)") from error
    except CannotUnpack as error:
        raise Unusable("damaged", f"cannot be unpacked ({error})") from error
    return given


def _unbrotli(body: bytes, limit: int) -> bytes | None:
    """Unpack a body with Brotli (RFC 7932), to at most `limit` + 1 bytes; None for a body in another format."""
    # Imported here: few bodies need it.
    import brotli

    unpacker, given, part = brotli.Decompressor(), b"", body
    try:
        while len(given) <= limit and not unpacker.is_finished():
            step = unpacker.process(part, output_buffer_limit=limit + 1 - len(given))
            if not step and not part:
                raise Unusable("truncated", "is cut off (the end of its packed bytes is missing)")
            given, part = given + step, b""
    except brotli.error:
        return None
    return given


def _inflate(body: bytes, limit: int) -> bytes | None:
    """Unpack a body with deflate; None for a body in another format.

    Servers send deflate with the zlib header and without it; both are tried.
    """
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        unpacker = zlib.decompressobj(window)
        try:
            given = unpacker.decompress(body, limit + 1)
        except zlib.error:
            continue
        if len(given) <= limit and not unpacker.eof:
            raise Unusable("truncated", "is cut off (the end of its packed bytes is missing)")
        return given
    return None
