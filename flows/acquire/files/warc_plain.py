"""Splits unpacked bytes into WARC records: a plain WARC file, or the unpacked content of a gzipped one.

The Content-Length of a record is trusted when the next record or the end of the file follows there.  Where it does not,
the next record is searched for after the header, so that a wrong length affects one record alone.  Does not interpret
records; a Piece is a record, or bytes that are not a record.  `offset`: in bytes from the start of the file.  `size`:
of the whole file in bytes.  `keep`: gets the first bytes of a record, returns whether its rest is wanted.  `head`: the
first bytes of a record.  CUT, MISCOUNTED and the like are states of a Piece (warc_pieces.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO, Final

from flows.acquire.packing import PACKINGS, Packing
from flows.acquire.warc_pieces import (
    BLANK,
    CUT,
    HEAD,
    HUGE,
    JUNK,
    MISCOUNTED,
    MOST_HEADER,
    PASSED,
    RECORD_LIMIT,
    RECORD_START,
    START_REACH,
    WHOLE,
    Piece,
    begins_packed_record,
    declared_lengths,
    header_length,
    next_record,
    without_separator,
)
from flows.archive.warc_walk import Keep

#: Bytes read at a time when searching.
_CHUNK: Final = 1 << 17
_NO_HEADER_END: Final = "has a header without an end"
#: Bytes by which a Content-Length may be too large at the end of a file; a record that lacks more was cut.  An
#: estimate: writers that miscount do so by a line end or a short header line.
_TOLERANCE: Final = 64
#: Bytes read first when skipping what stands between records; mostly that is four bytes.
_BLANKS: Final = 64


def skip_blanks(file: BinaryIO, offset: int, size: int) -> int:
    """Return the offset of the next byte that is no white space or zero; `size` when there is no such byte.

    `offset`, `size`: in bytes from the start of the file.
    """
    step = _BLANKS
    while offset < size:
        chunk = _at(file, offset, step)
        rest = chunk.lstrip(BLANK)
        if rest:
            return offset + len(chunk) - len(rest)
        offset += step
        step = _CHUNK
    return size


def read_plain(file: BinaryIO, offset: int, size: int, keep: Keep, *, to_the_end: bool = False) -> Piece:
    """Return the record at an offset; when no record begins there, a Piece of the bytes up to the next record.

    `size`: length of the file in bytes.  `keep`: gets the first bytes of the record, returns whether to read the rest.
    `to_the_end`: whether the bytes are known to be complete: a last record then reaches to their end, whatever its
    Content-Length says.
    """
    head = _head(file, offset)
    if not RECORD_START.match(head):
        after = find_record(file, offset + 1, size)
        state = CUT if after == size and _is_cut_start(head) else JUNK
        return Piece(offset, after - offset, state, head)
    header = header_length(head)
    if header is None:
        after = find_record(file, offset + 5, size)
        state = CUT if after == size and len(head) < MOST_HEADER else MISCOUNTED
        return Piece(offset, after - offset, state, head, said=_NO_HEADER_END)
    lengths = declared_lengths(head[:header])
    for length in lengths:
        end = offset + header + length
        if end <= size and _is_end(file, end, size, b"\n\n" if _is_unix(head[:header]) else b"\r\n\r\n"):
            return _piece(file, offset, header + length, keep, head)
    return _miscounted(file, offset, size, keep, head, to_the_end=to_the_end)


def _piece(file: BinaryIO, offset: int, length: int, keep: Keep, head: bytes) -> Piece:
    """Make the Piece of a record of this length; its state is WHOLE, PASSED (its rest is not wanted) or HUGE."""
    if not keep(head[:length]):
        return Piece(offset, length, PASSED, head[:length])
    if length > RECORD_LIMIT:
        return Piece(offset, length, HUGE, head)
    return Piece(offset, length, WHOLE, _at(file, offset, length))


def _miscounted(file: BinaryIO, offset: int, size: int, keep: Keep, head: bytes, *, to_the_end: bool) -> Piece:
    """Make the Piece of a record whose Content-Length is wrong: it ends where the next record begins.

    The record counts as whole when its length is wrong only because line ends were changed, or when it is the last
    record of bytes that are known to be complete.  Else its state is CUT or MISCOUNTED.  `to_the_end`: whether the
    bytes are known to be complete.
    """
    header = header_length(head) or 0
    lengths = declared_lengths(head[:header])
    after = find_record(file, offset + header, size)
    held = after - offset - header
    if header + held <= RECORD_LIMIT:
        block, ended = without_separator(_at(file, offset + header, held))
        # Where CRLF was turned into LF each line is a byte shorter, and no text is missing.
        if _is_unix(head[:header]) and any(
            len(block) <= length <= len(block) + block.count(b"\n") for length in lengths
        ):
            return _piece(file, offset, header + len(block), keep, head)
        few = held + (_TOLERANCE if ended else 0)
        if to_the_end and after == size and not any(length > few for length in lengths):
            return _piece(file, offset, header + len(block), keep, head)
        held = len(block)
    if after == size and lengths and all(offset + header + length > size for length in lengths):
        return Piece(offset, after - offset, CUT, head)
    return Piece(offset, after - offset, MISCOUNTED, head, said=_count(lengths, held))


def _count(lengths: list[int], held: int) -> str:
    """Say which length a record declares, and which length it has, as the end of a sentence.

    `lengths`: the values of its Content-Length.  `held`: how many bytes it has.
    """
    if not lengths:
        return f"does not say how long it is, and holds {held:,} bytes"
    said = " and ".join(f"{length:,}" for length in lengths)
    return f"says that it holds {said} bytes, and holds {held:,}"


def _is_cut_start(rest: bytes) -> bool:
    """Whether the last bytes of a file may be the beginning of a record that was cut off, and not rubbish."""
    return (
        rest.startswith(b"WARC/")
        or b"WARC/".startswith(rest)
        or any(packing.magic.startswith(rest) for packing in PACKINGS)
    )


def _is_unix(header: bytes) -> bool:
    """Whether the lines of a header end with LF alone, so that CRLF may have been turned into LF in the file."""
    return b"\r" not in header


def _is_end(file: BinaryIO, end: int, size: int, separator: bytes) -> bool:
    """Whether a record can end at `end`: the file ends there, or another record or `separator` follows.

    `separator`: the line ends that follow this record.
    """
    after = _at(file, end, START_REACH)
    rest = after.lstrip(BLANK)
    if not rest:
        end = skip_blanks(file, end, size)
        after = rest = _at(file, end, START_REACH)
    return not rest or _begins(rest) or after.startswith(separator)


def _begins(data: bytes) -> bool:
    return RECORD_START.match(data) is not None or begins_packed_record(data)


def find_record(
    file: BinaryIO, offset: int, size: int, *, any_member: bool = False, packings: Sequence[Packing] = PACKINGS
) -> int:
    """Return the offset of the next record, packed or not; `size` when no record follows.

    `any_member`: also accept a packed member that does not begin with a record.  `packings`: the formats in which
    members may be packed.
    """
    while offset < size:
        # From the byte before, which shows whether a line begins here.
        chunk = _at(file, offset - 1, 1 + _CHUNK + START_REACH)
        found = next_record(chunk, 1, any_member=any_member, packings=packings)
        if found <= _CHUNK or offset - 1 + len(chunk) >= size:
            return offset - 1 + found
        offset += _CHUNK
    return size


def _head(file: BinaryIO, offset: int) -> bytes:
    """Return the first bytes of a record, with its whole header unless that is longer than MOST_HEADER."""
    head = _at(file, offset, HEAD)
    if len(head) == HEAD and RECORD_START.match(head) and header_length(head) is None:
        head = _at(file, offset, MOST_HEADER)
    return head


def _at(file: BinaryIO, offset: int, length: int) -> bytes:
    file.seek(offset)
    return file.read(length)
