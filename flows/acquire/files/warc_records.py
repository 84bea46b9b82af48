"""Splits a WARC file into records, however it is packed; a damaged record does not affect the others.

Reads files with one record in each member (of gzip, zstd, lz4, bzip2 or xz), several records in one member, one record
over several members, plain files, also from the text mode of Windows, and any mixture of these.  Gives Pieces (a record
each, or bytes that are not a record) in the order of the file.  `aside` is a temporary file of unpacked bytes.  WHOLE,
CUT, DAMAGED and HUGE are states of a Piece (warc_pieces.py).  Does not interpret records: the caller's `keep` sees the
first bytes of each and decides whether the rest is unpacked.
"""

from __future__ import annotations

import codecs
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Final, cast

from flows.acquire.files.warc_plain import find_record, read_plain, skip_blanks
from flows.acquire.files.warc_text_mode import StoredPlaces, is_in_text_mode, undo_text_mode
from flows.acquire.packing import GZIP, PACKINGS, SKIPPABLE_HEAD, ZSTD, Packing, packings_of, skippable_length
from flows.acquire.unpackers import CannotUnpack
from flows.acquire.warc_pieces import (
    CUT,
    DAMAGED,
    HEAD,
    HUGE,
    JUNK,
    PASSED,
    RECORD_LIMIT,
    SEPARATOR,
    SEPARATOR_BYTES,
    START_REACH,
    WHOLE,
    Piece,
    begins_packed_record,
    declared_lengths,
    ends_record,
    filling_length,
    header_length,
)
from flows.archive.warc_walk import Keep

#: Bytes read at a time from a sound file.
_CHUNK: Final = 1 << 16
#: Most bytes that one step unpacks.
_STEP: Final = 1 << 20
#: Bytes read at a time where damage is likely: few, so that little before a damaged place is lost.
_SMALL_CHUNK: Final = 1 << 12
#: Bytes of unpacked data that are held in memory; more goes to a temporary file.
_IN_MEMORY: Final = 1 << 24
#: Most times its packed size that a file may unpack to; text reaches a factor of 20, so more is an attack.
_MAX_EXPANSION: Final = 200
#: Most bytes that one member may unpack to: 16 GiB, more than the largest WARC file in use (Common Crawl: some 5 GB).
_MAX_UNPACKED: Final = 1 << 34
#: Most bytes of the header of a frame of zstd (RFC 8878, section 3.1.1.1).
_FRAME_HEADER: Final = 18
_LACKING: Final = "is packed with a dictionary of zstd that the file does not hold; get it with its beginning"
#: Layers of gzip that are unpacked.  Some archives pack a packed file again; more than that has not been seen.
_MAX_LAYERS: Final = 3


def walk_records(file: BinaryIO, keep: Keep = bool, start: int = 0) -> Iterator[Piece]:
    """Yield all records of a file in order, and a Piece for each stretch of bytes between them that cannot be read.

    `keep`: gets the first bytes of a record, returns whether to unpack the rest.  `start`: offset of the first record
    to read; 0: all.  Raises OSError when the file cannot be read or the temporary directory is full.
    """
    return _walk(file, keep, to_the_end=False, depth=0, start=start)


def _walk(file: BinaryIO, keep: Keep, *, to_the_end: bool, depth: int, start: int = 0) -> Iterator[Piece]:
    """Do what `walk_records` does.

    `to_the_end`: as in read_plain, for the first record.  `depth`: how many layers of packing the file lies in.
    """
    size = file.seek(0, 2)
    packings = _packings(file)
    offset = start or (len(codecs.BOM_UTF8) if _has_byte_order_mark(file) else 0)
    while (offset := skip_blanks(file, offset, size)) < size:
        file.seek(offset)
        begin = file.read(SKIPPABLE_HEAD)
        packing = next((one for one in packings if begin.startswith(one.magic)), None)
        if packing is not None:
            packed = _Packed(file, packing, packings, offset, size, keep, depth)
            yield from packed.pieces()
            offset = packed.end
        elif (skipped := skippable_length(begin)) is not None and offset + skipped <= size:
            offset += skipped
        elif depth < _MAX_LAYERS and is_in_text_mode(file, offset):
            yield from _in_text_mode(file, offset, keep, to_the_end=to_the_end, depth=depth)
            return
        else:
            piece = read_plain(file, offset, size, keep, to_the_end=to_the_end)
            yield piece
            offset += piece.length
        to_the_end = False


def _in_text_mode(file: BinaryIO, begin: int, keep: Keep, *, to_the_end: bool, depth: int) -> Iterator[Piece]:
    """Yield the records from an offset to the end of a file that was written in text mode; see warc_text_mode.py."""
    with cast(BinaryIO, tempfile.SpooledTemporaryFile(_IN_MEMORY)) as aside:
        undo_text_mode(file, begin, aside)
        stored = StoredPlaces(aside, begin)
        for piece in _walk(aside, keep, to_the_end=to_the_end, depth=depth + 1):
            offset = stored.place(piece.offset)
            yield replace(piece, offset=offset, length=stored.place(piece.offset + piece.length) - offset, packed=b"")


def _packings(file: BinaryIO) -> tuple[Packing, ...]:
    """Return the formats to look for at each member of a file: all that are known (gzip, zstd and others).

    If the file begins with a dictionary for zstd, and that is sound, the format for zstd in the result uses it.
    """
    try:
        return packings_of(file)
    except (CannotUnpack, EOFError):  # then each frame that needs the dictionary is reported as damaged
        return PACKINGS


def _has_byte_order_mark(file: BinaryIO) -> bool:
    """Whether the file begins with the byte order mark of UTF-8, which some editors add and which is skipped."""
    file.seek(0)
    return file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8


@dataclass(slots=True)
class _Packed:
    """Splits one packed member into its records; members that continue its last record are read with it."""

    file: BinaryIO
    packing: Packing
    #: How the members of the file may be packed.
    packings: tuple[Packing, ...]
    offset: int
    size: int
    keep: Keep
    depth: int
    #: Offset of its end in the file; set by pieces().
    end: int = 0

    def pieces(self) -> Iterator[Piece]:
        """Yield the records of the member, or what is wrong with it; set `end` to its end in the file."""
        single = self._single_record()
        if single is not None:
            self.end = single.offset + single.length
            yield single
        elif self.depth >= _MAX_LAYERS:
            self.end = self._next(self.offset + 1)
            yield self._piece(DAMAGED, b"", f"is packed more than {_MAX_LAYERS} times")
        else:
            with cast(BinaryIO, tempfile.SpooledTemporaryFile(_IN_MEMORY)) as aside:
                state = self._unpack(aside)
                yield from self._several_records(aside, state)

    def _single_record(self) -> Piece | None:
        """Return the record, when the member is whole and holds exactly one record; else None."""
        unpacker = self.packing.unpacker()
        chunks: list[bytes] = []
        parts: list[bytes] = []
        total, state, most = 0, WHOLE, 0
        self.file.seek(self.offset)
        while not unpacker.eof:
            hungry = unpacker.hungry
            packed = self.file.read(_CHUNK) if hungry else b""
            if hungry and not packed:
                return None
            chunks += [packed] if hungry else []
            try:
                # Room for no more than is to come: to make more, and give it back, costs a third of the unpacking.
                part = unpacker.unpack(packed, min(_STEP, most - total + 1) if total else HEAD)
            except CannotUnpack:
                return None
            if not total:
                most = _most_bytes(part)
                state = WHOLE if self.keep(part[:most]) else PASSED
            total += len(part)
            if total > most:
                return None
            if state == WHOLE and total > RECORD_LIMIT:
                state, parts = HUGE, parts[:1]
            if state == WHOLE or not parts:
                parts.append(part)
        length = filling_length(parts[0], total) if parts else None
        if length is None:
            return None
        data, rest = _divided(parts, length)
        held = sum(map(len, chunks)) - len(unpacker.unused)
        is_plain = state == WHOLE and self.packing is GZIP and not self.depth and rest == SEPARATOR
        member = b"".join(chunks)[:held] if is_plain else b""
        return Piece(self.offset, held, state, data, packed=member)

    def _unpack(self, aside: BinaryIO) -> str:
        """Unpack the member into `aside`, with following members that continue its last record.

        Return WHOLE, CUT, DAMAGED, or HUGE when it unpacks to too much.
        """
        self.end = self.offset
        limit = min(_MAX_UNPACKED, _IN_MEMORY + _MAX_EXPANSION * (self.size - self.offset))
        while True:
            begin = self.end
            state = self._unpack_one(aside, limit)
            if state != WHOLE:
                self.end = self._next(begin + 1, any_member=True)
                return state
            if _ends_record(aside) or not self._is_continued():
                return WHOLE

    def _is_continued(self) -> bool:
        """Whether the next member continues the last record.  It does when it does not begin with a record itself."""
        self.file.seek(self.end)
        following = self.file.read(START_REACH)
        return following.startswith(self.packing.magic) and not begins_packed_record(following, (self.packing,))

    def _next(self, offset: int, *, any_member: bool = False) -> int:
        return find_record(self.file, offset, self.size, any_member=any_member, packings=self.packings)

    def _unpack_one(self, aside: BinaryIO, limit: int) -> str:
        """Unpack the member that begins at `end` into `aside`; return its state.  `limit`: most bytes in `aside`."""
        rescuing = self.packing.rescuing() if self.packing.rescuing else None
        unpacker = rescuing or self.packing.unpacker()
        self.file.seek(self.end)
        while not unpacker.eof:
            hungry = unpacker.hungry
            packed = self.file.read(_SMALL_CHUNK) if hungry else b""
            self.end += len(packed)
            if hungry and not packed:
                return CUT
            rescue = rescuing.rescuer() if rescuing else None
            try:
                aside.write(unpacker.unpack(packed, _STEP))
            except CannotUnpack:
                aside.write(rescue(packed) if rescue else b"")
                return DAMAGED
            if aside.tell() > limit:
                return HUGE
        self.end -= len(unpacker.unused)
        return WHOLE

    def _several_records(self, aside: BinaryIO, state: str) -> Iterator[Piece]:
        """Yield the records in the unpacked bytes.

        `state`: of the member.  If it is not WHOLE, the last record has this state, too, as its end is missing or
        damaged.
        """
        last, only_one = None, True
        for piece in _walk(aside, self.keep, to_the_end=state == WHOLE, depth=self.depth + 1):
            if last is not None:
                only_one = False
                yield last
            last = replace(piece, offset=self.offset, inside=piece.offset + piece.inside, doubtful=state == DAMAGED)
        if state == WHOLE:
            yield from () if last is None else (last,)
        elif last is None:
            yield self._piece(state, b"", _LACKING if state == DAMAGED and self._lacks_dictionary() else "")
        elif only_one or last.state in (CUT, JUNK):
            yield self._piece(state, last.data, inside=last.inside)
        else:
            yield last
            yield self._piece(state, b"")

    def _lacks_dictionary(self) -> bool:
        """Whether the member is a frame of zstd that names a dictionary, and the file holds none."""
        if self.packing is not ZSTD:
            return False
        import zstandard  # here, since only damage is looked at so

        self.file.seek(self.offset)
        try:
            return bool(zstandard.get_frame_parameters(self.file.read(_FRAME_HEADER)).dict_id)
        except zstandard.ZstdError:
            return False

    def _piece(self, state: str, data: bytes, said: str = "", *, inside: int = 0) -> Piece:
        return Piece(self.offset, self.end - self.offset, state, data, inside, said)


def _divided(parts: list[bytes], length: int) -> tuple[bytes, bytes]:
    """Join parts; return the first `length` bytes, and the rest.  Copies them once: a page may be large."""
    last, before = parts[-1], sum(map(len, parts[:-1]))
    at = length - before
    if at < 0:
        joined = b"".join(parts)
        return joined[:length], joined[length:]
    return b"".join([*parts[:-1], memoryview(last)[:at]]), last[at:]


def _most_bytes(head: bytes) -> int:
    """Return how many unpacked bytes a member has at most if it holds a single record.

    That follows from the length that the record declares; 0 for a record that declares none.  `head`: the first
    unpacked bytes of the member.
    """
    header = header_length(head)
    return (
        max((header + length + SEPARATOR_BYTES for length in declared_lengths(head[:header])), default=0)
        if header
        else 0
    )


def _ends_record(aside: BinaryIO) -> bool:
    """Whether the unpacked bytes end with the separator after a record; then no further member continues it.

    Headers alone end so, too: some programs pack a record's headers and its block in a member each.
    """
    size = aside.tell()
    aside.seek(max(0, size - SEPARATOR_BYTES))
    ended = ends_record(aside.read())
    if ended and size <= HEAD:
        aside.seek(0)
        head = aside.read()
        ended = header_length(head) != size or not any(declared_lengths(head))
    return ended
