"""Checks one unpacked WARC record: its length, its digests, its content.

Takes the bytes of a record; gives the capture in it, or says what is wrong.  Opens no file and no index.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

from warcio.archiveiterator import ArchiveIterator

from flows.archive.read_record import DamagedRecord, Record, from_member, is_capture

#: Bytes read at a time.
_CHUNK: Final = 1 << 16


def checked_record(data: bytes) -> Record | None:
    """Check a record and read the capture in it; None for a sound record that is no capture, such as a request.

    `data`: the record, unpacked.  Raises DamagedRecord when it is incomplete or does not match its digests.
    """
    found = from_member(data) if is_capture(data) else None
    try:
        wrong = _digest_flaw(data)
    except Exception as error:  # warcio raises many kinds of errors for damaged bytes
        raise DamagedRecord(f"it is no WARC record ({' '.join(str(error).split())})") from error
    if wrong is not None:
        raise DamagedRecord(wrong)
    return found


def _digest_flaw(data: bytes) -> str | None:
    """Say what is wrong with the first digest of a record that does not match; None when all match."""
    record: Any = next(iter(ArchiveIterator(BytesIO(data), check_digests=True)), None)
    if record is None:
        return "there is no record in it"
    stream = record.content_stream()
    while stream.read(_CHUNK):
        pass
    # Earlier versions wrote the payload digest of nothing into metadata records, which have no payload.
    problems = [said for said in record.digest_checker.problems if record.rec_type != "metadata" or "block" in said]
    return f"it does not match its digest ({problems[0]})" if problems else None
