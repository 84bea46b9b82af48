"""One piece of a WARC file, a record or unreadable bytes, and the tests for where a record begins and ends.

A record has headers ("WARC/1.0", Content-Length ...), a blank line, a content (the block), and then a separator of
two line ends.  Where the file is packed, a member (a gzip member, a zstd frame) mostly holds one record.  Shared by the
readers of packed and of plain WARC files.  Takes and gives bytes and offsets; opens nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from flows.acquire.packing import PACKINGS, Packing

#: Piece.state
WHOLE, PASSED, CUT, DAMAGED, MISCOUNTED, JUNK, HUGE = (
    "whole", "passed", "cut", "damaged", "miscounted", "junk", "huge",
)  # fmt: skip

#: Most bytes of a record that is read, unpacked: 256 MiB, far more than the limit for a page (limits.page_bytes).
RECORD_LIMIT: Final = 1 << 28
#: First bytes of a record that are read to find its headers; longer headers are read up to MOST_HEADER.
HEAD: Final = 1 << 16
#: Most bytes of a record's headers; real ones have some 1,000.
MOST_HEADER: Final = 1 << 20
#: Bytes that may stand between two records: line ends, blanks, and zeros of disk space that was never written.
BLANK: Final = b"\r\n\t \0"
#: The separator after a record, and most bytes of what stands in its place.
SEPARATOR: Final = b"\r\n\r\n"
SEPARATOR_BYTES: Final = len(SEPARATOR)
#: Bytes unpacked to see whether a member begins with a record: blanks and "WARC/".
_PEEK: Final = 64

_VERSION = rb"WARC/\d{1,2}(?:\.\d{1,3}){1,2}[ \t]*\r?\n"
#: The beginning of a record: a version line and the name of the first header.
RECORD_START: Final = re.compile(_VERSION + rb"[!-9;-~]{1,200}[ \t]*:")
#: The beginning of a record inside other bytes: on a line of its own, or followed by a header that only records have.
_NEXT_RECORD: Final = re.compile(
    rb"(?<=\n)" + RECORD_START.pattern + rb"|" + _VERSION + rb"(?i:WARC|Content)-[!-9;-~]{1,200}[ \t]*:"
)
#: Bytes in which the beginning of a record can be recognised, packed or not.
START_REACH: Final = 1 << 10
_BLANK_LINE: Final = re.compile(rb"\r?\n\r?\n")
#: The beginning of another record inside headers, which means that the rest of this record is missing.
_ANOTHER: Final = re.compile(rb"(?<=\n)" + RECORD_START.pattern + rb"|" + _VERSION + rb"(?i:WARC-Type)[ \t]*:")
#: The value may stand on a line of its own that begins with blanks.
_LENGTH: Final = re.compile(
    rb"^Content-Length[ \t]*:[ \t]*(?:\r?\n[ \t]+)?(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE
)
_SEPARATOR: Final = re.compile(rb"(?:\r?\n){1,2}\Z")


@dataclass(frozen=True, slots=True)
class Piece:
    """One record of a WARC file, or bytes that are not a record."""

    #: Where it begins: bytes from the start of the file.
    offset: int
    #: Its bytes in the file; for a record that shares its gzip member with others, its unpacked bytes.
    length: int
    #: WHOLE: data is the record.  PASSED: the caller did not want it.  CUT: its end is missing.  DAMAGED: its packed
    #: bytes are broken.  MISCOUNTED: its length is wrong.  JUNK: no record begins here.  HUGE: over RECORD_LIMIT.
    state: str
    #: The unpacked record when it is WHOLE; else as many of its first bytes as could be read.
    data: bytes
    #: Where it begins in the unpacked gzip member at `offset`, in bytes.
    inside: int = 0
    #: What is wrong with it, where the state alone does not say so: the end of a sentence that begins "The record".
    said: str = ""
    #: Whether its gzip member has a wrong checksum; the damage may be in this record or in another of the member.
    doubtful: bool = False
    #: Its gzip member as it stands in the file, when that holds the record, its separator and nothing else; else empty.
    packed: bytes = b""

    @property
    def place(self) -> str:
        """The piece's place for messages: "1234" in the file; "1234+56" for unpacked byte 56 of the member at 1234."""
        return f"{self.offset}+{self.inside}" if self.inside else str(self.offset)


def header_length(data: bytes) -> int | None:
    """Return the length in bytes of a record's headers, blank line included; None when their end is not in `data`."""
    # Nearly all headers end like this, and it is found faster than a pattern.
    end = data.find(b"\r\n\r\n") + SEPARATOR_BYTES
    if end < SEPARATOR_BYTES or data.find(b"\n\n", 0, end) >= 0:
        found = _BLANK_LINE.search(data)
        end = found.end() if found else len(data) + 1
    if end > len(data) or any(_ANOTHER.match(data, at, end) for at in _places(data, b"WARC/", 1, end)):
        return None
    return end


def declared_lengths(header: bytes) -> list[int]:
    """Return the different values of Content-Length in a record's headers, in bytes: mostly one."""
    return list(dict.fromkeys(int(found) for found in _LENGTH.findall(header)))


def filling_length(data: bytes, total: int) -> int | None:
    """Return the length in bytes of the record that fills a gzip member; None when no record does.

    A record fills a member when its headers, its declared length and at most a separator (two line ends, which are not
    counted) make up all of it.  `data`: the first bytes of the member, with all headers.  `total`: how many bytes the
    whole member unpacks to.
    """
    header = header_length(data) if data.startswith(b"WARC/") else None
    if header is None:
        return None
    fitting = (header + n for n in declared_lengths(data[:header]) if 0 <= total - header - n <= SEPARATOR_BYTES)
    return next(fitting, None)


def without_separator(block: bytes) -> tuple[bytes, bool]:
    """Cut the separator (two line ends) off a record's block; return the rest, and whether both were there."""
    found = _SEPARATOR.search(block, max(0, len(block) - SEPARATOR_BYTES))
    return (block[: found.start()], found[0].count(b"\n") == 2) if found else (block, False)


def next_record(data: bytes, start: int, *, any_member: bool = False, packings: Sequence[Packing] = PACKINGS) -> int:
    """Return the index in `data` of the next record, plain or packed; len(data) when no record follows.

    `start`: at least 1, since the byte before is examined, too.  `any_member`: stop also at a packed member that does
    not begin with a record: a record may begin further on in it.  `packings`: the formats in which members may be
    packed.
    """
    found = len(data)
    for at in _places(data, b"WARC/", start, found):
        if _NEXT_RECORD.match(data, at):
            found = at
            break
    begins = begins_member if any_member else begins_packed_record
    for packing in packings:
        places = _places(data, packing.magic, start, found)
        found = next((at for at in places if begins(data[at : at + START_REACH], (packing,))), found)
    return found


def _places(data: bytes, magic: bytes, start: int, end: int) -> Iterator[int]:
    """Yield each index between `start` and `end` at which `magic` occurs."""
    at = data.find(magic, start, end)
    while at >= 0:
        yield at
        at = data.find(magic, at + 1, end)


def begins_packed_record(data: bytes, packings: Sequence[Packing] = PACKINGS) -> bool:
    """Whether these bytes begin a packed member whose unpacked bytes begin with a WARC record.

    `packings`: the formats in which it may be packed.
    """
    return any(text.lstrip(BLANK).startswith(b"WARC/") for text in _unpacked_starts(data, packings))


def begins_member(data: bytes, packings: Sequence[Packing] = PACKINGS) -> bool:
    """Whether these bytes begin a packed member that can be unpacked.

    `packings`: the formats in which it may be packed.
    """
    return any(_unpacked_starts(data, packings))


def _unpacked_starts(data: bytes, packings: Sequence[Packing]) -> Iterator[bytes]:
    """Unpack the first bytes of `data` with each of the `packings`; yield the result of each that can unpack them."""
    for packing in packings:
        start = packing.start_of(data[:START_REACH], _PEEK)
        if start is not None:
            yield start


def ends_record(data: bytes) -> bool:
    """Whether bytes end with the separator (two line ends) that follows a record, so that the record is complete."""
    return data.endswith((b"\r\n\r\n", b"\n\n"))
