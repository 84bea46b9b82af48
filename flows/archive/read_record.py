"""Reads one WARC record that the archive holds, of this version or an earlier one, back to a capture.

Takes the unpacked bytes of one record; gives a Record, or raises DamagedRecord.  A capture is the result of one request
or import; a revisit is a record of a capture whose body (content) another record has.  Parts are a record split into
headers and content.  Reads no file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from flows.archive.captures import BESIDE, Capture, content_type
from flows.archive.plain_record import BODY_ALONE, Headers, Parts, first_of_each, plain_parts

#: Characters of a library's message that an error shows.
_SHOWN: Final = 200
#: A header line of records that are no captures: about the file, a request, or what a browser was given to render.
_NO_CAPTURE: Final = re.compile(
    rb"^(?:WARC-Type[ \t]*:[ \t]*(?:warcinfo|request)|%s[ \t]*:[^\r\n]*)[ \t]*\r?$" % BESIDE.encode(),
    re.IGNORECASE | re.MULTILINE,
)
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
#: The payload digest of our own records.
_HASH: Final = re.compile(r"sha256:([0-9a-f]{64})")


class DamagedRecord(Exception):
    """Raised for bytes that are not a complete WARC record; the message says what is wrong, in a few words."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record that was read: its capture, with the body unless it is a revisit."""

    capture: Capture
    #: Hash of the body, also of a revisit; None for a capture without one.
    sha256: str | None
    #: Whether it states the hash of its body, as records do that our archive made.
    ours: bool = True


def is_capture(data: bytes) -> bool:
    """Whether the record that begins with these bytes is a capture.

    False for records about the file or a request, and for what a browser was given to render, which is never read as a
    page.
    """
    end = _HEAD_END.search(data)
    return _NO_CAPTURE.search(data, 0, end.start() + 1 if end else len(data)) is None


def from_member(data: bytes) -> Record:
    """Read one unpacked record; raises DamagedRecord when it is incomplete or its body does not match its hash.

    Of a record of another program, which the archive keeps unchanged, the result holds only what the record itself
    says.  What the archive knows beyond that (source, outcome) stands in our note before it; `as_noted` in
    record_note.py adds it.
    """
    try:
        return _record(plain_parts(data) or _parts(data))
    except DamagedRecord:
        raise
    except Exception as error:  # warcio raises many kinds of errors for damaged bytes
        raise DamagedRecord(f"it is no WARC record ({' '.join(str(error).split())[:_SHOWN]})") from error


def _parts(data: bytes) -> Parts:
    """Split a record into its parts by warcio; raises DamagedRecord, or what warcio raises."""
    # Imported here: it loads what opens files on the web, and hardly a record needs it.
    from warcio.archiveiterator import ArchiveIterator

    records: Iterator[Any] = iter(ArchiveIterator(BytesIO(data)))
    record = next(records, None)
    if record is None:
        raise DamagedRecord("there is no record in it")
    block: bytes = record.raw_stream.read()
    # warcio gives a cut-off record without an error, so the length is compared with what the record says.
    declared = record.payload_length if record.http_headers is not None else record.length
    if declared is None or declared not in (-1, len(block)):
        raise DamagedRecord(f"it declares {declared or 0:,} bytes and holds {len(block):,}")
    named = first_of_each((str(name), str(value)) for name, value in record.rec_headers.headers)
    return Parts(record.rec_type, named, *_http(record, block), block)


def _record(parts: Parts) -> Record:
    """Make the capture in a record from its parts.  Raises DamagedRecord when the body does not match its hash."""
    named, block = parts.named, parts.block
    # For records without a body earlier versions wrote the SHA-1 of an empty payload; other programs write other ones.
    digest = _HASH.fullmatch(named.get("warc-payload-digest", ""))
    sha256, said = digest[1] if digest else None, named.get("copydesk-outcome")
    outcome, ours = said or "fetched", True
    holds_body = parts.kind in ("response", *BODY_ALONE)
    if holds_body:
        ours, held = bool(digest or said), hashlib.sha256(block).hexdigest()
        if ours and held != sha256:
            raise DamagedRecord("its body does not match its hash")
        sha256 = held
    is_error = holds_body and outcome != "fetched"
    media_type, charset = content_type(_declared_type(parts))
    status = _declared_status(named) if parts.status is None else parts.status
    capture = Capture(
        url=named.get("warc-target-uri", ""),
        body=block if holds_body and not is_error else None,
        channel=named.get("copydesk-channel") or "warc",
        fetched_at=datetime.fromisoformat(named.get("warc-date", "")),
        source=named.get("copydesk-source"),
        outcome=outcome,
        detail=named.get("copydesk-detail", ""),
        status=status,
        headers=parts.headers,
        media_type=media_type,
        charset=charset,
        redirects=tuple(named.get("copydesk-redirects", "").split()),
        url_declared=named.get("copydesk-url-declared") == "yes",
        error_body=block if is_error else None,
        rendered_by=named.get("copydesk-rendered-by", ""),
    )
    return Record(capture, None if is_error else sha256, ours)


def _http(record: Any, block: bytes) -> tuple[int | None, Headers]:
    """Read status and headers of the HTTP answer in a record.

    Also in a metadata record, where warcio does not read them.
    """
    from warcio.statusandheaders import StatusAndHeadersParser

    found = record.http_headers
    own_type = record.rec_headers.get_header("Content-Type") or ""
    if found is None and record.rec_type == "metadata" and block and own_type.startswith("application/http"):
        found = StatusAndHeadersParser(["HTTP/1.1"]).parse(BytesIO(block))
    if found is None:
        return None, ()
    return int(found.get_statuscode() or 0), tuple((str(k), str(v)) for k, v in found.headers)


def _declared_status(named: Mapping[str, str]) -> int | None:
    """The HTTP status in our header Copydesk-Status, for an answer stored without its own head; else None."""
    said = named.get("copydesk-status", "")
    return int(said) if said.isdecimal() else None


def _declared_type(parts: Parts) -> str | None:
    """The Content-Type by which to read the body; None when the record states none.

    Our header Copydesk-Type comes first.  Without it, the type is that of the record if the record has no HTTP headers,
    else that of the HTTP answer.
    """
    own = parts.named.get("copydesk-type")
    if own is None and parts.kind in BODY_ALONE:
        own = parts.named.get("content-type")
    return own or next((value for key, value in parts.headers if key.lower() == "content-type"), None)
