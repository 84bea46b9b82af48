"""Joins the records in which one page is stored in segments (WARC 1.1, section 7, "Record segmentation").

The first record has the WARC-Segment-Number 1.  Its block goes on in records of the type `continuation`, which give
the id of the first record, their number, and, in the last one, the length of the whole block.  Takes and gives the
Pieces of one file (a record each, or bytes that are not a record), in their order; segments in other files are not
found.  Interprets nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Final

from flows.acquire.files.warc_records import walk_records
from flows.acquire.warc_pieces import PASSED, RECORD_LIMIT, WHOLE, Piece, header_length
from flows.archive.warc_walk import Keep

#: The headers about segments, and the record's id.
_NAMED: Final = re.compile(
    rb"^WARC-(Record-ID|Segment-Number|Segment-Origin-ID|Segment-Total-Length)[ \t]*:[ \t]*(\S+)[^\n]*\n",
    re.IGNORECASE | re.MULTILINE,
)
#: Most records that are waiting for their other segments; writers write the segments of one record after another.
_MOST: Final = 16
#: The line that makes a record a segment.
_LINE: Final = re.compile(rb"^WARC-Segment-Number[ \t]*:[^\n]*\n", re.IGNORECASE | re.MULTILINE)
#: A part of these headers' names that no other header has.
_MARKS: Final = (b"-Segment-", b"-segment-", b"-SEGMENT-")


@dataclass(slots=True)
class _Begun:
    """A page of which the first segments were read."""

    #: The first record.
    first: Piece
    #: The blocks of the segments that followed, and the bytes of all blocks, the first one's included.
    blocks: list[bytes]
    length: int


class Segments:
    """Joins the segmented records of one file."""

    def __init__(self) -> None:
        #: By the id of the first record.
        self._begun: dict[bytes, _Begun] = {}

    def walk(self, file: BinaryIO, keep: Keep) -> Iterator[Piece]:
        """Yield the pieces of a file; in place of a record in segments, one joined record after its last segment.

        A segment that was joined comes as one that is passed over.  A record whose segments are not all there comes at
        the end of the file, as it is.  `keep`: as for walk_records, which see for what is raised.
        """
        for piece in walk_records(file, lambda data: keep(data) or self._continues(data)):
            named = _headers(piece.data) if piece.state == WHOLE else {}
            number, name = named.get(b"segment-number"), named.get(b"record-id")
            begun = self._begun.get(named.get(b"segment-origin-id", b""))
            if number == b"1" and name and begun is None:
                yield from self._forget(name)
                self._begun[name] = _Begun(piece, [], len(piece.data) - (header_length(piece.data) or 0))
                yield from self._fewer()
            elif begun is not None:
                yield replace(piece, state=PASSED)
                yield from self._continued(begun, piece, named)
            else:
                yield piece
        for begun in self._begun.values():
            yield begun.first

    def _continues(self, data: bytes) -> bool:
        """Whether the record that begins with these bytes continues one that has begun, so that all of it is needed."""
        return bool(self._begun) and _headers(data).get(b"segment-origin-id") in self._begun

    def _continued(self, begun: _Begun, piece: Piece, named: dict[bytes, bytes]) -> Iterator[Piece]:
        """Add a further segment; yield the joined record when it was the last, or the first one when it does not fit.

        `named`: the segment's headers.
        """
        block = piece.data[header_length(piece.data) :]
        begun.blocks.append(block)
        begun.length += len(block)
        total = named.get(b"segment-total-length")
        if named.get(b"segment-number") != b"%d" % (len(begun.blocks) + 1):
            yield from self._forget(named[b"segment-origin-id"])
        elif total is not None:
            del self._begun[named[b"segment-origin-id"]]
            yield _whole(begun) if total == b"%d" % begun.length else begun.first
        else:
            yield from self._fewer()

    def _fewer(self) -> Iterator[Piece]:
        """Give up the oldest records that have begun while there are too many of them, or too many bytes."""
        while len(self._begun) > _MOST or sum(begun.length for begun in self._begun.values()) > RECORD_LIMIT:
            yield from self._forget(next(iter(self._begun)))

    def _forget(self, name: bytes) -> Iterator[Piece]:
        """Give up a record that has begun: yield it as it is."""
        if (begun := self._begun.pop(name, None)) is not None:
            yield begun.first


def _whole(begun: _Begun) -> Piece:
    """Make one record of all its segments, without the header that calls it a segment."""
    first = begun.first.data
    end = header_length(first) or 0
    return replace(begun.first, data=b"".join([_LINE.sub(b"", first[:end]), first[end:], *begun.blocks]), packed=b"")


def _headers(data: bytes) -> dict[bytes, bytes]:
    """Read the headers about segments, and the id, of the record that begins with these bytes; names in lower case.

    {} for a record that is no segment.
    """
    end = header_length(data) or 0
    if not any(data.find(mark, 0, end) >= 0 for mark in _MARKS):
        return {}
    return {name.lower(): value for name, value in _NAMED.findall(data[:end])}
