"""Reads pages from WARC files: Common Crawl, Heritrix, wget, Browsertrix, copydesk's own.

Takes records of HTML and text for which the server answered with success; reads a record's headers before it unpacks
the rest.  Each Piece of the file (a record, or bytes that are not a record) gives one thing: a page, a Capture without
a body that says what is wrong, or a Passed for what is skipped on purpose.  A `head` has the parsed headers of a record
(warc_head.py).  A damaged record, and any error while reading it, affects that record alone.  Parses no page.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, Final

from flows.acquire.files.declared_address import declared_address
from flows.acquire.files.file_address import file_address
from flows.acquire.files.wanted import Passed, Sighting, WarcFilter
from flows.acquire.files.warc_head import Head, read_head
from flows.acquire.files.warc_segments import Segments
from flows.acquire.http_message import Unusable, read_body
from flows.acquire.kinds import looks_binary
from flows.acquire.opening import opened, printable
from flows.acquire.warc_pieces import CUT, DAMAGED, HUGE, JUNK, MISCOUNTED, PASSED, SEPARATOR_BYTES, Piece
from flows.archive.captures import Capture
from flows.archive.warc_walk import Keep
from flows.archive.whole_record import whole_record
from flows.errors import error_words

__all__ = ["Passed", "WarcFilter", "read_warc"]

#: State of a piece -> outcome and the end of a sentence that begins "The record", where Piece.said is empty.
_TROUBLE: Final = {
    CUT: ("truncated", "is cut off"),
    DAMAGED: ("damaged", "is damaged"),
    MISCOUNTED: ("damaged", "is not as long as it says"),
    JUNK: ("damaged", "is no WARC record"),
    HUGE: ("too_large", "is larger than any page"),
}
_DIGEST: Final = re.compile(rb"^WARC-Block-Digest[ \t]*:[ \t]*(sha1|sha256|md5):(\S+)", re.IGNORECASE | re.MULTILINE)


def read_warc(
    path: Path, *, page_bytes: int, wanted: WarcFilter | None = None, open_file: Callable[[Path], BinaryIO] = opened
) -> Iterator[Capture | Passed]:
    """Yield the pages of one WARC file, packed or plain, in the order of the file.

    `page_bytes`: limit for one page in bytes, unpacked.  `wanted`: which records to take; None: all.  `open_file`:
    opens it.  A record that cannot be read gives a Capture without a body; a record that is not a page gives a Passed.
    Raises NoFile or OSError when the file cannot be opened or read.
    """
    wanted = wanted or WarcFilter()
    return read_records(path, Segments().walk, page_bytes=page_bytes, wanted=wanted, open_file=open_file)


def read_records(
    path: Path,
    walk: Callable[[BinaryIO, Keep], Iterator[Piece]],
    *,
    page_bytes: int,
    wanted: WarcFilter,
    open_file: Callable[[Path], BinaryIO] = opened,
) -> Iterator[Capture | Passed]:
    """Yield the pages in the records of one file, for WARC and ARC files.

    `walk`: gets the open file and a function, and splits the file into Pieces (a record each, or bytes that are not a
    record); the function gets the first bytes of a record and returns whether the rest is wanted.  The other
    parameters, and what is given and raised, are as for `read_warc`.
    """
    reader = _Reader(file_address(path), printable(path.name), page_bytes, wanted)
    with open_file(path) as file:
        yield from map(reader.read, walk(file, reader.keep))


@dataclass(frozen=True, slots=True)
class _Record:
    """One whole record: its headers, parsed, and its bytes."""

    head: Head
    data: bytes

    @property
    def body(self) -> bytes:
        """The bytes after the record's and the answer's headers, as stored."""
        return self.data[self.head.body :]

    @property
    def unix(self) -> bool:
        """Whether its header lines end with LF alone: the file was once copied in text mode, and CRLF became LF.

        Its declared lengths are then too large.
        """
        return b"\r" not in self.data[: self.head.block]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns the records of one file into captures; `keep` sees each record first, then `read` gets it."""

    file_uri: str
    #: The file's name, safe to print.
    name: str
    page_bytes: int
    wanted: WarcFilter
    #: The headers of the last record that `keep` saw, as bytes and parsed: `read` gets the same record next.
    seen: list[tuple[bytes, Head]] = field(default_factory=list)

    def keep(self, data: bytes) -> bool:
        """Whether the rest of the record that begins with these bytes is worth unpacking: it may hold a wanted page."""
        self.seen.clear()
        try:
            head = read_head(data)
            if head is not None and head.body < len(data) - SEPARATOR_BYTES:  # the headers end before the record does
                self.seen.append((data[: head.body], head))
            return head is None or self._objection(head) is None
        except Exception:  # read() meets the same error and reports it
            return True

    def _objection(self, head: Head) -> str | None:
        # A page without an address may declare one in its body: it is filtered when that is known.
        return head.objection() or (self.wanted.objection(head.url, head.fetched_at) if head.url else None)

    def read(self, piece: Piece) -> Capture | Passed:
        """Return the Capture or Passed for one piece of the file; never raises."""
        head = None
        try:
            head = next((head for data, head in self.seen if piece.data.startswith(data)), None)
            head = head or read_head(piece.data)
            return self._read(piece, head)
        except Exception as error:  # whatever reading it raises is reported for this record; the others go on
            return self._problem(piece, head, "damaged", f"cannot be read ({error_words(error)})")

    def _read(self, piece: Piece, head: Head | None) -> Capture | Passed:
        """Return the Capture or Passed for one piece.  `head`: its headers; None when they cannot be read."""
        if piece.state in (PASSED, MISCOUNTED, HUGE) and head is not None and (why := self._objection(head)):
            return self._passed(piece, head, why)
        if piece.state in _TROUBLE:
            outcome, said = _TROUBLE[piece.state]
            return self._problem(piece, head, outcome, f"{piece.said or said} ({piece.length:,} bytes)")
        if head is None or not head.type or piece.state == PASSED:
            return self._problem(piece, head, "damaged", "does not say of what type it is")
        return self._page(piece, _Record(head, piece.data))

    def _passed(self, piece: Piece, head: Head, why: str) -> Passed:
        """Return the Passed for a record that is skipped; a Sighting if the record says that a page had not changed.

        `why`: a key of wanted.KINDS.
        """
        name = self._name(piece, head)
        if head.url is None or head.fetched_at is None or not head.is_sighting:
            return Passed(name, why)
        if objection := self.wanted.objection(head.url, head.fetched_at):
            return Passed(name, objection)
        return Sighting(name, why, head.url, head.fetched_at, head.same_time)

    def _name(self, piece: Piece, head: Head | None) -> str:
        """Return the address of a page; for a record without an address, its place in the file."""
        return head.url if head is not None and head.url and head.is_page else f"{self.file_uri}#{piece.place}"

    def _problem(self, piece: Piece, head: Head | None, outcome: str, said: str) -> Capture:
        """Make a capture that says what is wrong with a piece of the file.

        `said`: the end of a sentence that begins "The record".
        """
        within = f" ({piece.inside:,} bytes into what is packed there)" if piece.inside else ""
        detail = f"The record at offset {piece.offset:,}{within} of {self.name} {said}."
        moment = head.fetched_at if head is not None else None
        return Capture(self._name(piece, head), channel="warc", outcome=outcome, detail=detail, fetched_at=moment)

    def _page(self, piece: Piece, record: _Record) -> Capture | Passed:
        """Return the capture of the page in a whole record, or of what is wrong with it."""
        head = record.head
        try:
            if piece.doubtful:
                _check(record)
            if head.truncated:
                raise Unusable("truncated", "was cut off when it was fetched")
            if head.segmented:
                raise Unusable("truncated", "holds only the first part of a page; the others do not stand behind it")
            body = _payload(record, self.page_bytes)
            self._check_body(body)
        except Unusable as problem:
            return self._problem(piece, head, problem.outcome, problem.said)
        url = head.url or declared_address(body, head.media_type, head.charset)
        why = self.wanted.objection(url, head.fetched_at)
        if why:
            return Passed(url or self._name(piece, head), why)
        found = self._capture(piece, head, url, body)
        if not piece.packed or head.url is None:
            return found
        whole = whole_record(piece.packed, record.data, found, block=head.block, body=head.body)
        return replace(found, whole=whole) if whole is not None else found

    def _check_body(self, body: bytes) -> None:
        """Raise Unusable for a body that is too large, empty or neither HTML nor text."""
        if len(body) > self.page_bytes:
            raise Unusable("too_large", f"is larger than the limit of {self.page_bytes:,} bytes")
        if not body or body.isspace():
            raise Unusable("empty", "holds nothing")
        if looks_binary(body):
            raise Unusable("not_text", "is neither HTML nor text")

    def _capture(self, piece: Piece, head: Head, url: str | None, body: bytes) -> Capture:
        """Make the capture of a page.

        `url`: the address of the record, or else the one that the page declares; None when there is neither.
        """
        # Only a page that was fetched over HTTP has a status: the archive stores none for a file.
        message = head.message if url and url.startswith("http") else None
        return Capture(
            url or f"{self.file_uri}#{piece.place}",
            body,
            channel="warc",
            fetched_at=head.fetched_at,
            status=message.status if message is not None else None,
            headers=message.headers if message is not None else (),
            media_type=head.media_type,
            charset=head.charset,
            url_declared=url is not None and head.url is None,
        )


def _payload(record: _Record, limit: int) -> bytes:
    """Return a record's page, chunks and content encoding undone, of at most `limit` + 1 bytes.  Raises Unusable."""
    return read_body(record.head.message, record.body, limit, unix=record.unix)


def _check(record: _Record) -> None:
    """Raise Unusable for a record whose content does not match the digest that the record gives.

    A record without a digest passes.  Called where the gzip checksum is wrong, to tell whether the content is sound all
    the same.
    """
    found = _DIGEST.search(record.data[: record.head.block])
    if found is None:
        return
    block = hashlib.new(found[1].decode().lower(), record.data[record.head.block :], usedforsecurity=False)
    said = found[2].decode("latin-1").lower()
    if said not in (block.hexdigest(), base64.b32encode(block.digest()).decode().lower()):
        raise Unusable("damaged", "is damaged (it does not match its digest)")
