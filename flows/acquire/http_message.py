"""Read an HTTP answer as WARC files keep it: status and headers, and the body with chunks and packing undone.

What programs write there is often not what a server sent: headers of one form stand over a body of another, because
whoever wrote the file had undone it.  So where the bytes contradict the headers, the bytes decide; a body
that lacks its end or cannot be undone is refused with the reason.  Takes bytes, gives bytes.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from warcio.statusandheaders import StatusAndHeadersParser

from flows.acquire.kinds import is_plain_text

_STATUS: Final = re.compile(r"(?:HTTP|ICY)\S*\s+(\d{3})(?!\d)", re.IGNORECASE | re.ASCII)
_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)
_FIRST_LINE: Final = re.compile(rb"(?:HTTP|ICY)\b", re.IGNORECASE)
#: A status line with the page right behind it.
_BARE: Final = re.compile(rb"[^\n]{0,200}\n(?=[ \t]*<)")
#: Headers by which a block is known to begin with some although it has no status line worth the name.
_KNOWN: Final = re.compile(rb"^(?:content-type|content-length|server|date|last-modified)[ \t]*:", re.I | re.M)
_HEAD: Final = 1 << 16
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_CHUNK: Final = re.compile(rb"([0-9a-f]{1,8})[ \t]*(?:;[^\r\n]{0,4096})?\r?\n", re.IGNORECASE)
_LINE_END: Final = re.compile(rb"\r?\n")
_RANGE: Final = re.compile(r"bytes\s+(\d{1,18})-(\d{1,18})/(\d{1,18})", re.IGNORECASE | re.ASCII)
_LENGTH: Final = re.compile(r"\d{1,18}", re.ASCII)
_GZIP: Final = b"\x1f\x8b\x08"
#: Layers of chunks, or of packing that no header speaks of.
_LAYERS: Final = 3
_INTERIM: Final = 10
#: gzip members of one body; servers send one, seldom a few.
_MEMBERS: Final = 100


class Unusable(Exception):
    """A body that is not whole or cannot be undone."""

    def __init__(self, outcome: str, said: str) -> None:
        super().__init__(said)
        #: A code of flows.archive.captures.OUTCOMES.
        self.outcome = outcome
        #: What is wrong, on a sentence that begins "The record".
        self.said = said


@dataclass(frozen=True, slots=True)
class Message:
    """The head of an HTTP answer."""

    #: 100 to 599; None when it has none or another.
    status: int | None
    #: Those with a name that HTTP allows, in order.
    headers: tuple[tuple[str, str], ...]
    #: Where the body begins.
    length: int

    def header(self, name: str) -> str:
        """The first header of this name, any case; empty when there is none."""
        return next((value for key, value in self.headers if key.lower() == name), "")


def read_message(block: bytes, *, claimed: bool) -> Message | None:
    """The head of the answer that a record's block begins with; None when the block is a body alone.

    claimed: the record says that it holds an HTTP message.  Interim answers (100, 103) and a proxy's word that the
    connection stands are passed over.
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
    return Message(found.status, found.headers, begin) if found else None


def _read_head(block: bytes, *, claimed: bool) -> Message | None:
    lead = b""
    if not _FIRST_LINE.match(block):
        end = _HEAD_END.search(block[:_HEAD])
        if not claimed or end is None or block.lstrip().startswith(b"<") or not _KNOWN.search(block[: end.start()]):
            return None
        # A parser takes the first line for the status, whatever it is.
        lead = b"HTTP/1.0\r\n" if _KNOWN.match(block) else b""
    elif bare := _BARE.match(block):
        return Message(_status(bare[0].decode("latin-1")), (), bare.end())
    stream = BytesIO(lead + block if lead else block)
    parsed = StatusAndHeadersParser([], verify=False).parse(stream)
    headers = tuple((str(name), str(value)) for name, value in parsed.headers if is_header_name(str(name)))
    return Message(_status(f"{parsed.protocol} {parsed.statusline}"), headers, stream.tell() - len(lead))


def is_header_name(name: str) -> bool:
    """Whether HTTP allows this name for a header; the archive can keep no other."""
    return _NAME.fullmatch(name) is not None


def _status(line: str) -> int | None:
    found = _STATUS.match(line)
    return int(found[1]) if found and 100 <= int(found[1]) <= 599 else None


def read_body(message: Message | None, raw: bytes, limit: int, *, unix: bool = False) -> bytes:
    """The body behind the head, undone; at most one byte more than the limit.  Raises Unusable.

    unix: the file has lost a byte for every CRLF, so that lengths count more than there is.
    """
    if message is None:
        return _unpacked_by_its_bytes(raw, limit)
    _refuse_part(message, raw, unix=unix)
    body = _joined(message, raw, limit)
    for encoding in reversed([name.strip().lower() for name in message.header("content-encoding").split(",")]):
        body = _undo(encoding, body, limit)
    return _unpacked_by_its_bytes(body, limit)[: limit + 1]


def _refuse_part(message: Message, raw: bytes, *, unix: bool) -> None:
    """Refuse a body that the answer itself calls a part, or of which less came than announced.

    A length is believed only where no encoding can have changed it.
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


def _joined(message: Message, raw: bytes, limit: int) -> bytes:
    """The body without chunks; they are looked for also where no header tells of them."""
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
    """The chunks joined; None when there are none.  Raises Unusable."""
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
            # Text may begin with a nought, but not with the end of all chunks and nothing else.
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
    """One content encoding undone; a body that is text in spite of it is left as it is."""
    if encoding in ("gzip", "x-gzip") and body.startswith(_GZIP):
        return _gunzip(body, limit)
    if encoding in ("", "identity", "none") or body.startswith(_GZIP) or is_plain_text(body):
        return body
    if encoding == "deflate" and (found := _inflate(body, limit)) is not None:
        return found
    if encoding in ("gzip", "x-gzip", "deflate"):
        raise Unusable("damaged", f"is not packed as it says ({encoding})")
    raise Unusable("damaged", f"has the content encoding '{encoding[:40]}', which is not known here")


def _unpacked_by_its_bytes(body: bytes, limit: int) -> bytes:
    """A body that is packed although nothing says so, unpacked."""
    for _ in range(_LAYERS):
        if not body.startswith(_GZIP):
            break
        body = _gunzip(body, limit)
    return body


def _gunzip(body: bytes, limit: int) -> bytes:
    """All gzip members of a body, up to a byte more than the limit."""
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
            raise Unusable("damaged", "cannot be unpacked (its compressed body is cut off)")
        body = unpacker.unused_data
    return given


def _inflate(body: bytes, limit: int) -> bytes | None:
    """A deflated body, with zlib's header or without, as servers send both; None when it is neither."""
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        unpacker = zlib.decompressobj(window)
        try:
            given = unpacker.decompress(body, limit + 1)
        except zlib.error:
            continue
        if len(given) <= limit and not unpacker.eof:
            raise Unusable("damaged", "cannot be unpacked (its compressed body is cut off)")
        return given
    return None
