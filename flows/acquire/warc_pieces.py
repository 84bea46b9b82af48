"""One piece of a WARC file: a record, or a stretch of bytes that is none, and how the end of a record is told.

Values and small questions that walking packed and unpacked records have in common.  Works on bytes; opens nothing.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

#: Piece.state
WHOLE, PASSED, CUT, DAMAGED, MISCOUNTED, JUNK, HUGE = (
    "whole", "passed", "cut", "damaged", "miscounted", "junk", "huge",
)  # fmt: skip

#: No record that is kept may be larger.
RECORD_LIMIT: Final = 1 << 28
#: What is looked at to tell what a record is; headers of more bytes are read further, up to MOST_HEADER.
HEAD: Final = 1 << 16
MOST_HEADER: Final = 1 << 20
GZIP: Final = b"\x1f\x8b\x08"
#: What may stand between two records: line ends, and the zero bytes of a disk that was given out before it was used.
BLANK: Final = b"\r\n\t \0"

_VERSION = rb"WARC/\d{1,2}(?:\.\d{1,3}){1,2}[ \t]*\r?\n"
#: A version line and the first header behind it: what begins so is a record.
RECORD_START: Final = re.compile(_VERSION + rb"[!-9;-~]{1,200}[ \t]*:")
#: The same in the middle of something: a line of its own, or else followed by a header that only records have.
_NEXT_RECORD: Final = re.compile(
    rb"(?<=\n)" + RECORD_START.pattern + rb"|" + _VERSION + rb"(?i:WARC|Content)-[!-9;-~]{1,200}[ \t]*:"
)
#: How far a start of a record can reach, packed or not.
START_REACH: Final = 1 << 10
_BLANK_LINE: Final = re.compile(rb"\r?\n\r?\n")
#: Another record in the middle of a header: the rest of this one is lost.
_ANOTHER: Final = re.compile(rb"(?<=\n)" + RECORD_START.pattern + rb"|" + _VERSION + rb"(?i:WARC-Type)[ \t]*:")
_LENGTH: Final = re.compile(rb"^Content-Length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_SEPARATOR: Final = re.compile(rb"(?:\r?\n){1,2}\Z")


@dataclass(frozen=True, slots=True)
class Piece:
    """One record, or a stretch of the file that is none."""

    #: Where it begins in the file.
    offset: int
    #: Bytes of it in the file; for a record that shares its gzip member with others, bytes of it unpacked.
    length: int
    #: WHOLE: data is the record.  PASSED: it was not kept.  CUT: its end is missing.  DAMAGED: its packed bytes are
    #: broken.  MISCOUNTED: it is not as long as it says.  JUNK: no record begins here.  HUGE: over RECORD_LIMIT.
    state: str
    #: The record unpacked when it is WHOLE; else as much of its first bytes as could be read.
    data: bytes
    #: Where it begins in what the gzip member at `offset` holds, when it does not begin with it.
    inside: int = 0
    #: What is wrong with it, where the state alone does not say it; goes on a sentence that begins "The record".
    said: str = ""
    #: Whether the checksum of the gzip member that it lies in is wrong, which may be its fault or another record's.
    doubtful: bool = False

    @property
    def place(self) -> str:
        """Where it lies, a name for it in its file: "1234", or "1234+56" inside of what is packed at 1234."""
        return f"{self.offset}+{self.inside}" if self.inside else str(self.offset)


def header_length(data: bytes) -> int | None:
    """How many bytes the header of a record takes, its blank line included; None when that is not in sight."""
    # Nearly every header ends so, and looking for that alone is quick.
    end = data.find(b"\r\n\r\n") + 4
    if end < 4 or data.find(b"\n\n", 0, end) >= 0:
        found = _BLANK_LINE.search(data)
        end = found.end() if found else len(data) + 1
    if end > len(data) or any(_ANOTHER.match(data, at, end) for at in _places(data, b"WARC/", 1, end)):
        return None
    return end


def declared_lengths(header: bytes) -> list[int]:
    """What a record's header says of the length of its block: one number, none, or several that differ."""
    return list(dict.fromkeys(int(found) for found in _LENGTH.findall(header)))


def filling_length(data: bytes, total: int) -> int | None:
    """Length of the record that takes all of `total` bytes which begin with `data`; None when there is no such one."""
    header = header_length(data) if data.startswith(b"WARC/") else None
    if header is None:
        return None
    fitting = (header + n for n in declared_lengths(data[:header]) if 0 <= total - header - n <= len(b"\r\n\r\n"))
    return next(fitting, None)


def without_separator(block: bytes) -> tuple[bytes, bool]:
    """A block without the blank lines that end a record, and whether it had them both."""
    found = _SEPARATOR.search(block, max(0, len(block) - 4))
    return (block[: found.start()], found[0].count(b"\n") == 2) if found else (block, False)


def next_record(data: bytes, start: int, *, any_member: bool = False) -> int:
    """Where in these bytes the next record begins, packed or not; their length when none does.

    start: at least 1, since the byte before is looked at, too.  any_member: a gzip member will do that begins with
    anything, since records need not begin with members.
    """
    found = len(data)
    for at in _places(data, b"WARC/", start, found):
        if _NEXT_RECORD.match(data, at):
            found = at
            break
    begins = begins_member if any_member else begins_packed_record
    packed = (at for at in _places(data, GZIP, start, found) if begins(data[at : at + START_REACH]))
    return next(packed, found)


def _places(data: bytes, magic: bytes, start: int, end: int) -> Iterator[int]:
    at = data.find(magic, start, end)
    while at >= 0:
        yield at
        at = data.find(magic, at + 1, end)


def begins_packed_record(data: bytes) -> bool:
    """Whether these bytes are the beginning of a gzip member that begins with a record."""
    text = _unpacked_start(data)
    return text is not None and text.lstrip(BLANK).startswith(b"WARC/")


def begins_member(data: bytes) -> bool:
    """Whether these bytes are the beginning of a gzip member, as far as they go."""
    return bool(_unpacked_start(data))


def _unpacked_start(data: bytes) -> bytes | None:
    if not data.startswith(GZIP):
        return None
    try:
        return zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(data[:START_REACH], 64)
    except zlib.error:
        return None


def ends_record(data: bytes) -> bool:
    """Whether bytes end with the blank line behind a record."""
    return data.endswith((b"\r\n\r\n", b"\n\n"))
