"""Makes tests/pages/archive/sample.warc.gz from golden pages: python -m tests.make_warc

The same pages give the same bytes, since ids and times come from the cases; so a test can compare the file.
"""

from __future__ import annotations

import io
import uuid
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.golden import MEDIA_TYPES, PAGES, Case, cases

SAMPLE = PAGES / "archive" / "sample.warc.gz"
HELD = ("elfaro/carnaval", "harbourpost/section-front", "meridianwire/port-strike", "minatoshimbun/lighthouse")


def build() -> bytes:
    """The bytes of a WARC/1.1 file, each record gzipped: one warcinfo record, and one response record a page."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version="WARC/1.1")
    info = {"software": "copydesk tests", "format": "WARC File Format 1.1"}
    writer.write_record(
        _fixed(writer.create_warcinfo_record("sample.warc.gz", info), "warcinfo", "2026-01-01T00:00:00Z")
    )
    for case in cases():
        if case.name in HELD:
            writer.write_record(_response(writer, case))
    return buffer.getvalue()


def _response(writer: WARCWriter, case: Case) -> object:
    headers = StatusAndHeaders("200 OK", [("Content-Type", MEDIA_TYPES[case.page.suffix])], protocol="HTTP/1.1")
    record = writer.create_warc_record(
        case.about["url"], "response", payload=io.BytesIO(case.page.read_bytes()), http_headers=headers
    )
    fetched = case.about.get("fetched_at")
    return _fixed(record, case.name, f"{fetched:%Y-%m-%dT%H:%M:%SZ}" if fetched else "2026-01-10T00:00:00Z")


def _fixed(record: object, name: str, date: str) -> object:
    record.rec_headers.replace_header("WARC-Record-ID", f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}>")  # type: ignore[attr-defined]
    record.rec_headers.replace_header("WARC-Date", date)  # type: ignore[attr-defined]
    return record


if __name__ == "__main__":
    SAMPLE.parent.mkdir(exist_ok=True)
    Path(SAMPLE).write_bytes(build())
    print(f"{SAMPLE.name}: {len(HELD)} pages, {SAMPLE.stat().st_size:,} bytes")
