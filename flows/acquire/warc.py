"""Read news pages out of WARC files: Common Crawl, Heritrix, wget, Browsertrix, copydesk's own.

Takes HTML and text that was answered with success; looks at a record's headers before it unpacks the rest.  Content
encodings and chunks are undone.  A record that cannot be read becomes a Capture that says so, with its offset; the
others go on.  Parses no page.
"""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader, ChunkedDataException
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from flows.acquire.kinds import is_page_type, looks_binary
from flows.acquire.wanted import Passed, WarcFilter
from flows.captures import Capture, content_type
from flows.warc_walk import CUT, DAMAGED, HUGE, PASSED, Stretch, record_length, walk_gzip, walk_plain

_PAGE_RECORDS: Final = frozenset({"response", "resource", "conversion"})
#: A file that is one gzip member from end to end is unpacked aside, up to this many bytes.
_UNPACK_LIMIT: Final = 1 << 34
_PLAIN_ENCODINGS: Final = frozenset({"", "identity", "none"})


def read_warc(path: Path, *, page_bytes: int, wanted: WarcFilter | None = None) -> Iterator[Capture | Passed]:
    """The pages of one WARC file in its order, gzip or not.

    page_bytes: limit for one page, unpacked.  Records that cannot be read come as captures without a body.
    """
    reader = _Reader(path.absolute().as_uri(), page_bytes, wanted or WarcFilter())
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
        walk = walk_gzip if packed else walk_plain
        for stretch in walk(file, 0, reader.keep):
            declared = record_length(stretch.data)
            if packed and declared is not None and stretch.unpacked > declared + 4:
                with _unpack(file, stretch) as several:
                    for inner in walk_plain(several, 0, reader.keep):
                        yield from reader.read(inner)
            else:
                yield from reader.read(stretch)


def _unpack(file: BinaryIO, stretch: Stretch) -> BinaryIO:
    """A gzip member with several records, unpacked into a temporary file."""
    aside = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115  (the caller closes it)
    unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
    file.seek(stretch.offset)
    while not unpacker.eof and aside.tell() < _UNPACK_LIMIT:
        packed = unpacker.unconsumed_tail or file.read(1 << 17)
        if not packed:
            break
        aside.write(unpacker.decompress(packed, 1 << 20))
    return aside


@dataclass(frozen=True, slots=True)
class _Head:
    """What the first bytes of a record say."""

    kind: str
    url: str
    fetched_at: datetime | None
    status: int | None
    media_type: str | None


@dataclass(frozen=True, slots=True)
class _Reader:
    """What is wanted from one file, and how its records become captures."""

    file_uri: str
    page_bytes: int
    wanted: WarcFilter

    def keep(self, data: bytes) -> bool:
        """Whether a record that begins so is to be unpacked further."""
        head = _head(data)
        return head is None or (head.kind in _PAGE_RECORDS and self._objection(head) is None)

    def _objection(self, head: _Head) -> str | None:
        if head.status is not None and not 200 <= head.status < 300:
            return "status"
        if not is_page_type(head.media_type):
            return "media type"
        return self.wanted.objection(head.url, head.fetched_at)

    def read(self, stretch: Stretch) -> Iterator[Capture | Passed]:
        """The page in one record; nothing for records that hold none."""
        head = _head(stretch.data)
        if stretch.state in (CUT, DAMAGED, HUGE):
            yield self._unreadable(stretch, head)
        elif head is not None and head.kind in _PAGE_RECORDS:
            why = self._objection(head) if stretch.state == PASSED else None
            yield Passed(head.url, why) if why else self._page(stretch, head)

    def _unreadable(self, stretch: Stretch, head: _Head | None) -> Capture:
        outcome = {CUT: "truncated", DAMAGED: "damaged", HUGE: "too_large"}[stretch.state]
        said = {CUT: "is cut off", DAMAGED: "is damaged", HUGE: "is larger than any page"}[stretch.state]
        return self._problem(stretch, head, outcome, f"{said} ({stretch.length:,} bytes)")

    def _problem(self, stretch: Stretch, head: _Head | None, outcome: str, said: str) -> Capture:
        where = f"{self.file_uri}#{stretch.offset}"
        detail = f"The record at offset {stretch.offset:,} of {Path(self.file_uri).name} {said}."
        known = head is not None and head.url and head.kind in _PAGE_RECORDS
        url = head.url if head is not None and known else where
        moment = head.fetched_at if head is not None else None
        return Capture(url, channel="warc", outcome=outcome, detail=detail, fetched_at=moment)

    def _page(self, stretch: Stretch, head: _Head) -> Capture:
        try:
            record = next(iter(ArchiveIterator(BytesIO(stretch.data))))
            body = _payload(record, self.page_bytes)
        except (*_UNREADABLE, zlib.error) as error:
            return self._problem(stretch, head, "damaged", f"cannot be unpacked ({error})")
        problem = self._body_problem(record, body)
        if problem is not None:
            return self._problem(stretch, head, *problem)
        headers = record.http_headers.headers if record.http_headers is not None else []
        return Capture(
            head.url,
            body,
            channel="warc",
            fetched_at=head.fetched_at,
            status=head.status,
            headers=tuple((str(name), str(value)) for name, value in headers),
            media_type=head.media_type,
            charset=content_type(_declared_type(record))[1],
        )

    def _body_problem(self, record: Any, body: bytes) -> tuple[str, str] | None:
        """Outcome and sentence when the body is not one whole page."""
        if len(body) > self.page_bytes:
            return "too_large", f"is larger than the limit of {self.page_bytes:,} bytes"
        if not body.strip():
            return "empty", "holds nothing"
        if record.rec_headers.get_header("WARC-Truncated") or _is_short(record, body):
            return "truncated", "was cut off when it was fetched"
        if looks_binary(body):
            return "not_text", "is neither HTML nor text"
        return None


_UNREADABLE = (
    ArchiveLoadFailed,
    StatusAndHeadersParserException,
    ChunkedDataException,
    ValueError,
    EOFError,
    StopIteration,
    OSError,
)


def _head(data: bytes) -> _Head | None:
    """What the first bytes of a record say; None when they begin no record."""
    try:
        record = next(iter(ArchiveIterator(BytesIO(data))))
    except (*_UNREADABLE, zlib.error):
        return None
    if record.format != "warc" or not record.rec_type:
        return None
    named = record.rec_headers
    status = record.http_headers.get_statuscode() if record.http_headers is not None else ""
    return _Head(
        record.rec_type,
        named.get_header("WARC-Target-URI") or "",
        _moment(named.get_header("WARC-Date")),
        int(status) if status.isdigit() else None,
        content_type(_declared_type(record))[0],
    )


def _declared_type(record: Any) -> str | None:
    held = record.http_headers if record.http_headers is not None else record.rec_headers
    value: str | None = held.get_header("Content-Type")
    return value


def _moment(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _payload(record: Any, limit: int) -> bytes:
    """The body with chunks and content encoding undone; at most one byte more than the limit."""
    encoding = (record.http_headers.get_header("Content-Encoding") or "") if record.http_headers is not None else ""
    stream = record.content_stream()
    parts, total = [], 0
    while total <= limit:
        part = stream.read(1 << 16)
        if not part:
            break
        parts.append(part)
        total += len(part)
    body = b"".join(parts)[: limit + 1]
    known = _PLAIN_ENCODINGS.union(BufferedReader.get_supported_decompressors())
    if encoding.strip().lower() not in known and looks_binary(body):
        raise ValueError(f"the content encoding {encoding!r} is not known here")
    unpacker = getattr(stream, "decompressor", None)
    if unpacker is not None and total <= limit and getattr(unpacker, "eof", True) is False:
        raise ValueError("its compressed body is cut off")
    return body


def _is_short(record: Any, body: bytes) -> bool:
    """Whether fewer bytes came than the server announced; said only where no encoding changed the length."""
    headers = record.http_headers
    if headers is None or headers.get_header("Content-Encoding") or headers.get_header("Transfer-Encoding"):
        return False
    announced = headers.get_header("Content-Length") or ""
    return announced.isdigit() and len(body) < int(announced)
