"""The rows of the archive's index as values: captures, pages and gaps.

A capture is the result of one request or import, a page a body (content), a gap an unreadable part of a WARC file;
`warc` is the name of a file without suffix.  The values are small, so that they can be sent to worker processes.
flows.archive.index reads and writes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from flows.archive.captures import Capture, utc_text
from flows.archive.declared_forms import declared_forms


class CaptureRow(NamedTuple):
    """A capture as the index has it: one row of the table `captures`, columns in order; offset and length in bytes.

    A tuple, since each page that is archived makes several: a dataclass with so many fields takes five times as long.
    """

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
    #: Other addresses that the page declares for its story, joined by a space; None when it names none, or is no page.
    declared: str | None = None
    #: Whether the address is the one that the page declares, since what was imported named none.
    url_declared: bool = False


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """A page in the archive: where its body is stored, and the first capture with it; offset and lengths in bytes."""

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
    #: Whether the address is the one that the page declares, since what was imported named none.
    url_declared: bool = False
    #: The batch that holds its latest reading; None before the first.
    batch: str | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of a WARC file that cannot be read; offset and length in bytes."""

    warc: str
    offset: int
    length: int
    #: What is wrong, for a sentence.
    why: str
    #: The state of the file when that was found, from warc_file.file_state.
    seen: str


def capture_row(capture: Capture, sha256: str | None, warc: str, offset: int, length: int) -> CaptureRow:
    """Make the index row of a capture.

    `sha256`: hash of its body, None without one.  `warc`: the file with its record.  `offset`, `length`: of the record
    in it, in bytes.  Raises ValueError for a capture without a time.
    """
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
        declared=_declared(capture) if capture.outcome == "fetched" else None,
        url_declared=capture.url_declared,
    )


def _declared(capture: Capture) -> str | None:
    """The other addresses that a page declares for its story, joined by a space; None when it declares none.

    They are taken from the capture, else searched in its body.
    """
    if capture.declared is not None:
        return capture.declared or None
    return declared_forms(capture.body, capture.url)
