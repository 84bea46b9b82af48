"""What the archive's index knows of captures, pages and damage, as values.

Small, so that they can be sent to workers; flows.archive.index stores and finds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.archive.captures import Capture, utc_text


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """One capture as the index knows it; the columns of the table in order."""

    warc: str
    offset: int
    length: int
    requested_url: str
    url: str
    #: UTC, ISO 8601.
    fetched_at: str
    channel: str
    source: str | None
    outcome: str
    detail: str
    status: int | None
    media_type: str | None
    charset: str | None
    etag: str | None
    last_modified: str | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """One distinct body, the capture that brought it first, and where it lies; small, to be sent to workers."""

    sha256: str
    body_length: int
    warc: str
    offset: int
    length: int
    requested_url: str
    url: str
    fetched_at: datetime
    channel: str
    source: str | None
    media_type: str | None
    charset: str | None
    status: int | None
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of a WARC file that cannot be read."""

    warc: str
    offset: int
    length: int
    why: str
    #: Which file it was; see warc_file.file_state.
    seen: str


def capture_row(capture: Capture, sha256: str | None, warc: str, offset: int, length: int) -> CaptureRow:
    """The index row of a dated capture whose record lies at a place."""
    if capture.fetched_at is None:
        raise ValueError("a capture is indexed with the time of its fetch")
    return CaptureRow(
        warc=warc,
        offset=offset,
        length=length,
        requested_url=capture.requested_url,
        url=capture.url,
        fetched_at=utc_text(capture.fetched_at),
        channel=capture.channel,
        source=capture.source,
        outcome=capture.outcome,
        detail=capture.detail,
        status=capture.status,
        media_type=capture.media_type,
        charset=capture.charset,
        etag=capture.header("ETag"),
        last_modified=capture.header("Last-Modified"),
        sha256=sha256,
    )
