"""Converts a capture to one WARC record, and back.

A new body becomes a `response` record with its HTTP headers, or a `resource` record for a file; what a browser made of
a page becomes a `conversion` record, which refers to the `response` that the browser was given.  A body that the
archive holds, or that the server calls unchanged, becomes a `revisit`; a capture without a body a `metadata` record.
So the index can be built from the WARC files alone.  Each record is one gzip member (WARC 1.1, annex D), read by offset
and length.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser
from warcio.warcwriter import BufferWARCWriter

from flows.archive.captures import BESIDE, Capture, content_type, utc_text

#: Measured on news pages: level 6 takes two thirds of the time of level 9 and gives 1 % more bytes.
_GZIP_LEVEL: Final = 6
#: zlib's window size for a gzip stream.
_GZIP: Final = zlib.MAX_WBITS + 16
#: Characters of a library's message that an error shows.
_SHOWN: Final = 200
_PROFILE: Final = "http://netpreserve.org/warc/1.1/revisit/"
#: Kinds of records whose block is the body alone.
_BODY_ALONE: Final = ("resource", "conversion")
_HOLDS_BODY: Final = ("response", *_BODY_ALONE)
#: HTTP headers that describe the transfer, not the stored body.
_TRANSFER_HEADERS: Final = frozenset({"content-encoding", "transfer-encoding", "content-length"})


class DamagedRecord(Exception):
    """Bytes that are not a complete WARC record; the message says what is wrong, for a sentence."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The capture with which a body was stored, to which a revisit record refers."""

    #: Address, and time in UTC as `utc_text` writes it.

    url: str
    fetched_at: str


@dataclass(frozen=True, slots=True)
class Record:
    """One record, read: the capture, with its body unless it is a revisit."""

    capture: Capture
    #: Hash of the body, also of a revisit; None for a capture without one.
    sha256: str | None
    #: Whether it is the page as a browser was given it, which is kept for people and not read.
    beside: bool = False


def to_member(capture: Capture, *, sha256: str | None, origin: Origin | None, raw_id: str | None = None) -> bytes:
    """The capture as one WARC record in one gzip member.

    sha256: hash of the body; None without one.  origin: the capture with which the archive stored the same body; None
    for a new body.  raw_id: WARC-Record-ID of what a browser was given; None without.  Raises ValueError for a capture
    without a time.
    """
    return _member(capture, sha256, origin, {"WARC-Refers-To": raw_id} if raw_id and origin is None else {})


def raw_member(raw: Capture, *, raw_id: str) -> bytes:
    """A page as a browser was given it, as one WARC record with this WARC-Record-ID in one gzip member."""
    sha256 = hashlib.sha256(raw.body or b"").hexdigest()
    return _member(raw, sha256, None, {"WARC-Record-ID": raw_id, BESIDE: "rendering"})


def _member(capture: Capture, sha256: str | None, origin: Origin | None, more: Mapping[str, str]) -> bytes:
    if capture.fetched_at is None:
        raise ValueError("a capture is archived with the time of its fetch")
    kind = _kind(capture, sha256, origin)
    http = _http_headers(capture) if capture.status is not None and kind not in _BODY_ALONE else None
    writer = BufferWARCWriter(gzip=False, warc_version="WARC/1.1")
    record = writer.create_warc_record(
        capture.url,
        kind,
        payload=BytesIO(capture.body or b"") if kind in _HOLDS_BODY else BytesIO(),
        length=len(capture.body or b"") if kind in _HOLDS_BODY else 0,
        warc_content_type=_record_type(capture, kind),
        warc_headers_dict={**_warc_headers(capture, sha256, origin), **more},
        http_headers=http,
    )
    writer.write_record(record)
    packer = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _GZIP)
    return packer.compress(writer.get_contents()) + packer.flush()


def _kind(capture: Capture, sha256: str | None, origin: Origin | None) -> str:
    if sha256 is None:
        return "metadata"
    if origin is not None:
        return "revisit"
    if capture.rendered_by:
        return "conversion"
    return "resource" if capture.status is None else "response"


def _record_type(capture: Capture, kind: str) -> str:
    if kind not in _BODY_ALONE:
        return "application/http; msgtype=response" if capture.status is not None else "application/warc-fields"
    charset = f"; charset={capture.charset}" if capture.charset else ""
    return (capture.media_type or "application/octet-stream") + charset


def _http_headers(capture: Capture) -> Any:
    kept = [(k, _line(v)) for k, v in capture.headers if k.lower() not in _TRANSFER_HEADERS]
    if capture.body is not None:
        kept.append(("Content-Length", str(len(capture.body))))
    return StatusAndHeaders(f"{capture.status} ", kept, protocol="HTTP/1.1")


def _warc_headers(capture: Capture, sha256: str | None, origin: Origin | None) -> dict[str, str]:
    assert capture.fetched_at is not None
    named = {
        "WARC-Date": utc_text(capture.fetched_at).replace("+00:00", "Z"),
        "WARC-Payload-Digest": f"sha256:{sha256}" if sha256 else None,
        "WARC-Profile": _profile(capture) if origin else None,
        "WARC-Refers-To-Target-URI": origin.url if origin else None,
        "WARC-Refers-To-Date": origin.fetched_at.replace("+00:00", "Z") if origin else None,
        "Copydesk-Channel": capture.channel,
        "Copydesk-Source": capture.source,
        "Copydesk-Outcome": capture.outcome,
        "Copydesk-Detail": capture.detail,
        "Copydesk-Redirects": " ".join(capture.redirects),
        "Copydesk-Rendered-By": capture.rendered_by,
        "Copydesk-Status": str(capture.status) if capture.rendered_by and capture.status is not None else None,
        "Copydesk-Type": _declared(capture) if sha256 is None or origin else None,
    }
    return {name: _line(value) for name, value in named.items() if value}


def _profile(capture: Capture) -> str:
    return _PROFILE + ("server-not-modified" if capture.outcome == "not_modified" else "identical-payload-digest")


def _declared(capture: Capture) -> str:
    charset = f"; charset={capture.charset}" if capture.charset else ""
    return (capture.media_type or "") + charset


def _line(value: str) -> str:
    return " ".join(value.split())


def from_member(data: bytes) -> Record:
    """Read one uncompressed record; raises DamagedRecord when it is incomplete or was not written by `to_member`."""
    try:
        records: Iterator[Any] = iter(ArchiveIterator(BytesIO(data)))
        record = next(records, None)
        if record is None:
            raise DamagedRecord("there is no record in it")
        block: bytes = record.raw_stream.read()
        # warcio gives a cut-off record without an error, so the length is compared with what the record says.
        declared = record.payload_length if record.http_headers is not None else record.length
        if declared is None or declared not in (-1, len(block)):
            raise DamagedRecord(f"it declares {declared or 0:,} bytes and holds {len(block):,}")
        return _record(record, block)
    except DamagedRecord:
        raise
    except Exception as error:  # warcio raises many kinds of errors for damaged bytes
        raise DamagedRecord(f"it is no WARC record ({' '.join(str(error).split())[:_SHOWN]})") from error


def _record(record: Any, block: bytes) -> Record:
    named = record.rec_headers
    # For records without a body warcio writes the SHA-1 of an empty payload.
    digest = named.get_header("WARC-Payload-Digest") or ""
    sha256 = digest.removeprefix("sha256:") if digest.startswith("sha256:") else None
    holds_body = record.rec_type in _HOLDS_BODY
    if holds_body and hashlib.sha256(block).hexdigest() != sha256:
        raise DamagedRecord("its body does not match its hash")
    status, headers = _http(record, block)
    media_type, charset = content_type(_declared_type(record, headers))
    capture = Capture(
        url=named.get_header("WARC-Target-URI") or "",
        body=block if holds_body else None,
        channel=named.get_header("Copydesk-Channel") or "warc",
        fetched_at=datetime.fromisoformat(named.get_header("WARC-Date") or ""),
        source=named.get_header("Copydesk-Source"),
        outcome=named.get_header("Copydesk-Outcome") or "fetched",
        detail=named.get_header("Copydesk-Detail") or "",
        status=status,
        headers=headers,
        media_type=media_type,
        charset=charset,
        redirects=tuple((named.get_header("Copydesk-Redirects") or "").split()),
        rendered_by=named.get_header("Copydesk-Rendered-By") or "",
    )
    return Record(capture, sha256, beside=named.get_header(BESIDE) is not None)


def _http(record: Any, block: bytes) -> tuple[int | None, tuple[tuple[str, str], ...]]:
    """Status and headers of the response, also from a metadata record, where warcio does not parse them."""
    found = record.http_headers
    if found is None and record.rec_type == "metadata" and block:
        found = StatusAndHeadersParser(["HTTP/1.1"]).parse(BytesIO(block))
    if found is None:
        said = record.rec_headers.get_header("Copydesk-Status") or ""
        return (int(said) if said.isdigit() else None), ()
    return int(found.get_statuscode() or 0), tuple((str(k), str(v)) for k, v in found.headers)


def _declared_type(record: Any, headers: tuple[tuple[str, str], ...]) -> str | None:
    own: str | None = record.rec_headers.get_header("Copydesk-Type")
    if own is None and record.rec_type in _BODY_ALONE:
        own = record.rec_headers.get_header("Content-Type")
    return own or next((value for key, value in headers if key.lower() == "content-type"), None)
