"""Converts a capture to WARC records (WARC 1.1), each to be packed as one gzip member (annex D).

A new body becomes a `response` record with its HTTP headers, or a `resource` record for a file; a page as a browser
rendered it becomes a `conversion`, followed by the `response` that the browser was given.  A body that the archive
holds, or that the server calls unchanged, becomes a `revisit`; an error answer a `response` with its first bytes; a
request without an answer a `metadata` record.  The request that was sent becomes a `request`.  A record of another
program that is kept unchanged gets a `metadata` record before it, the note.  So the index can be built from the WARC
files alone.  `kind` is always a WARC-Type, `name` a WARC-Record-ID, `origin` the capture with which the archive stored
the same body.  Packs and writes nothing.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from flows.archive.captures import BESIDE, Capture, content_type, utc_text
from flows.archive.plain_record import BODY_ALONE
from flows.archive.storing import ERROR_BYTES

_VERSION: Final = b"WARC/1.1\r\n"
_STANDARD: Final = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_PROFILE: Final = "http://netpreserve.org/warc/1.1/revisit/"
_HTTP: Final = "application/http; msgtype="
FIELDS: Final = "application/warc-fields"
#: Headers of the note before a record that is kept as it came: what it is, and the hash of the body (SHA-256).
AS_IT_CAME: Final = "as it came"
BODY_HASH: Final = "Copydesk-Body-Sha256"
#: HTTP headers that describe the transfer.  The stored body has its chunks joined and its content encoding undone, so
#: that a value which is not true of it stands under another name, as web archives do it.
_TRANSFER_HEADERS: Final = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_ORIGINAL: Final = "X-Archive-Orig-"

Header = tuple[str, str | None]
#: The pieces of one record, in order.  They are joined only to be packed: while a record waits, the copy of its page
#: would be in memory that is new each time, and to get that from the system takes nearly as long as to hash the page.
Pieces = tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """The capture with which a body was stored, to which a revisit record refers."""

    #: Address, and time in UTC as `utc_text` writes it.
    url: str
    fetched_at: str


def to_records(
    capture: Capture, *, sha256: str | None, origin: Origin | None, error_bytes: int = ERROR_BYTES
) -> tuple[Pieces, ...]:
    """Make the records of a capture: its own and, where the request is known, that of the request.

    For a rendered page, the records of what the browser was given follow.  `sha256`: hash of the body; None without
    one.  `origin`: None for a new body.  `error_bytes`: most bytes of an error answer to keep.  Raises ValueError for a
    capture without a time.
    """
    raw = capture.raw
    if raw is None:
        return _of_one(capture, record_id(), sha256, origin, error_bytes)
    name = record_id()
    # A revisit refers to the capture that brought its body, and to nothing else.
    refers: list[Header] = [("WARC-Refers-To", name)] if origin is None else []
    given = hashlib.sha256(raw.body or b"").hexdigest()
    return (
        *_of_one(capture, record_id(), sha256, origin, error_bytes, refers),
        *_of_one(raw, name, given, None, error_bytes, [(BESIDE, "rendering")]),
    )


def _of_one(
    capture: Capture,
    name: str,
    sha256: str | None,
    origin: Origin | None,
    error_bytes: int,
    more: Iterable[Header] = (),
) -> tuple[Pieces, ...]:
    """Make a capture's own record and that of its request.

    `name`: WARC-Record-ID of the first.  `more`: further headers of it.
    """
    if capture.fetched_at is None:
        raise ValueError("a capture is archived with the time of its fetch")
    kind, payload, cut = _content(capture, sha256, origin, error_bytes)
    alone = kind in BODY_ALONE
    head = _http_head(capture, payload) if capture.status is not None and not alone else b""
    digest = sha256 or (hashlib.sha256(payload).hexdigest() if payload is not None else None)
    moment = _warc_date(utc_text(capture.fetched_at))
    headers: list[Header] = [
        *_named(kind, name, moment, capture.url),
        ("WARC-Payload-Digest", f"sha256:{digest}" if digest else None),
        ("WARC-Truncated", "length" if cut else None),
        *(_revisit(capture, origin) if origin else ()),
        *_copydesk_headers(capture, typed=not alone and (kind != "response" or _retyped(capture))),
        ("Copydesk-Status", str(capture.status) if alone and capture.status is not None else None),
        *more,
    ]
    block = (head, payload or b"") if capture.status is not None or alone else (_metadata_lines(kind, capture),)
    record = _record(headers, _content_type(capture, kind), *block)
    if capture.request is None or capture.status is None:
        return (record,)
    sent = [*_named("request", record_id(), moment, capture.url), ("WARC-Concurrent-To", name)]
    return record, _record(sent, f"{_HTTP}request", capture.request)


def to_note(capture: Capture, name: str, sha256: str) -> Pieces:
    """Make the note to put before a record that is kept unchanged: what the archive knows of the capture in it.

    `name`: WARC-Record-ID of that record.  `sha256`: hash of the body in it.  Raises ValueError for a capture without a
    time.
    """
    if capture.fetched_at is None:
        raise ValueError("a capture is archived with the time of its fetch")
    headers: list[Header] = [
        *_named("metadata", record_id(), _warc_date(utc_text(capture.fetched_at)), capture.url),
        ("WARC-Refers-To", name),
        (BESIDE, AS_IT_CAME),
        (BODY_HASH, sha256),
        *_copydesk_headers(capture, typed=True),
    ]
    return _record(headers, FIELDS, _lines([("about", "the record behind this one, kept as it came")]))


def warcinfo(file_name: str, run: str, software: str) -> Pieces:
    """Make the first record of a file: which program wrote it, by which standard.

    `file_name`: without its folder.  `run`: id of the run that writes.
    """
    headers: list[Header] = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", record_id()),
        ("WARC-Date", _warc_date(utc_text(datetime.now(UTC)))),
        ("WARC-Filename", file_name),
    ]
    fields = {"software": software, "format": "WARC File Format 1.1", "conformsTo": _STANDARD, "isPartOf": run}
    return _record(headers, FIELDS, _lines(fields.items()))


def record_id() -> str:
    """Make a new id for a record."""
    return f"<urn:uuid:{uuid.uuid4()}>"


def _content(
    capture: Capture, sha256: str | None, origin: Origin | None, error_bytes: int
) -> tuple[str, bytes | None, bool]:
    """Choose what to write for a capture; gives (WARC-Type, body, cut).

    The body is the one to put in the record, None for a record without one.  `cut`: whether only its first bytes are
    kept.
    """
    if origin is not None:
        return "revisit", None, False
    if sha256 is not None:
        kind = "conversion" if capture.rendered_by else "resource" if capture.status is None else "response"
        return kind, capture.body or b"", False
    said = capture.error_body
    if said and error_bytes and capture.status is not None:
        return "response", said[:error_bytes], len(said) > error_bytes
    return "metadata", None, False


def _content_type(capture: Capture, kind: str) -> str:
    if kind in BODY_ALONE:
        return _declared(capture, "application/octet-stream")
    return f"{_HTTP}response" if capture.status is not None else FIELDS


def _retyped(capture: Capture) -> bool:
    """Whether a page's media type differs from the one in its HTTP headers, or these headers name no type.

    If so, the record states the type in a header of ours, Copydesk-Type.
    """
    declared = capture.header("Content-Type")
    return not declared or capture.media_type != content_type(declared)[0]


def _declared(capture: Capture, otherwise: str = "") -> str:
    """Media type and charset as a Content-Type header says them.  `otherwise`: the type for a capture without one."""
    charset = f"; charset={capture.charset}" if capture.charset else ""
    return (capture.media_type or otherwise) + charset


def _http_head(capture: Capture, payload: bytes | None) -> bytes:
    """Make status line and headers of the answer; `payload` is the stored body.

    Headers that say how the answer was sent (packed, in chunks, its length) are renamed unless they are true of the
    stored body, too.
    """
    length = str(len(payload)) if payload is not None else None
    packed = any(name.lower() in ("content-encoding", "transfer-encoding") for name, _ in capture.headers)
    kept: list[Header] = []
    for name, value in capture.headers:
        as_sent = name.lower() not in _TRANSFER_HEADERS or (not packed and value == length)
        kept.append((name if as_sent else _ORIGINAL + name, value))
    if length is not None and all(name.lower() != "content-length" for name, _ in kept):
        kept.append(("Content-Length", length))
    return f"HTTP/1.1 {capture.status} \r\n".encode() + _lines(kept) + b"\r\n"


def _revisit(capture: Capture, origin: Origin) -> tuple[Header, ...]:
    """The headers by which a revisit record says why it has no body, and which capture has it."""
    unchanged = capture.outcome == "not_modified"
    return (
        ("WARC-Profile", _PROFILE + ("server-not-modified" if unchanged else "identical-payload-digest")),
        ("WARC-Refers-To-Target-URI", origin.url),
        ("WARC-Refers-To-Date", _warc_date(origin.fetched_at)),
    )


def _copydesk_headers(capture: Capture, *, typed: bool) -> tuple[Header, ...]:
    """The headers with names of our own ("Copydesk-..."), which keep what WARC has no header for.

    `typed`: whether to add one with the media type, for a record that states the type in no other header.
    """
    return (
        ("Copydesk-Channel", capture.channel),
        ("Copydesk-Source", capture.source),
        ("Copydesk-Outcome", capture.outcome),
        ("Copydesk-Detail", capture.detail),
        ("Copydesk-Redirects", " ".join(capture.redirects)),
        ("Copydesk-Url-Declared", "yes" if capture.url_declared else None),
        ("Copydesk-Rendered-By", capture.rendered_by),
        ("Copydesk-Type", _declared(capture) if typed else None),
    )


def _metadata_lines(kind: str, capture: Capture) -> bytes:
    """Make the content of a `metadata` record, a line each for outcome, detail and redirects.

    `kind`: the record's WARC-Type; any other than "metadata" gives b"".
    """
    if kind != "metadata":
        return b""
    return _lines([("outcome", capture.outcome), ("detail", capture.detail), ("via", " ".join(capture.redirects))])


def _named(kind: str, name: str, moment: str, url: str) -> tuple[Header, ...]:
    return ("WARC-Type", kind), ("WARC-Record-ID", name), ("WARC-Date", moment), ("WARC-Target-URI", url)


def _warc_date(utc: str) -> str:
    return utc.replace("+00:00", "Z")


def _record(headers: Iterable[Header], content_type: str, *block: bytes) -> Pieces:
    """Make a WARC record: its headers, an empty line and its content.

    `content_type`: of the record.  `block`: the parts of the content, in order.
    """
    digest = hashlib.sha1(usedforsecurity=False)
    for part in block:
        digest.update(part)
    last = (
        ("WARC-Block-Digest", f"sha1:{digest.hexdigest()}"),
        ("Content-Type", content_type),
        ("Content-Length", str(sum(map(len, block)))),
    )
    return b"".join((_VERSION, _lines((*headers, *last)), b"\r\n")), *block, b"\r\n\r\n"


def _lines(headers: Iterable[Header]) -> bytes:
    """Write headers as lines; headers without a value are left out, white space in a value becomes one blank."""
    return "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in headers if value).encode()
