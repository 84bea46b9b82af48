"""Judges whether a WARC record of another program can be stored unchanged, as the same gzip member.

It can when the archive's own record of its page would say the same: one answer or one file with its address, time,
headers and body, with nothing encoded, cut or odd, and digests that match.  Takes the bytes of a record and the capture
that was read from it; gives a WholeRecord, or None, and then the page gets a record of our own.  `fields` are the
record's own headers by name in lower case.  Reads no file.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from flows.archive.plain_record import LINES

if TYPE_CHECKING:
    from flows.archive.captures import Capture

_RECORD_HEAD: Final = re.compile(rb"WARC/1\.[01]\r\n" + LINES)
_HTTP_HEAD: Final = re.compile(rb"HTTP/\d(?:\.\d)? [1-5]\d\d(?: [ -~]*+)?\r\n" + LINES)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z", re.ASCII)
_WEB: Final = ("http://", "https://")
#: Headers of records that are cut, continue in others, or that only our archive writes and reads in its own way.
_ODD: Final = frozenset(
    {"warc-truncated", "warc-segment-number", "copydesk-beside", "copydesk-rendered-by", "copydesk-status"}
)
#: Headers of an answer that say that its body was sent in another form.
_ENCODED: Final = frozenset({"content-encoding", "transfer-encoding"})
_DIGESTS: Final = ("warc-block-digest", "warc-payload-digest")
_ALGORITHMS: Final = frozenset({"md5", "sha1", "sha256", "sha512"})

Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class WholeRecord:
    """A record that can be stored unchanged, and what it says."""

    #: Its gzip member.
    packed: bytes
    #: Its WARC-Record-ID.
    name: str
    url: str
    fetched_at: datetime
    #: Status and headers of the answer; None and () for a file.
    status: int | None
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def says(self, capture: Capture) -> bool:
        """Whether the record still says the same as the capture read from it, which may have been changed since.

        Only then can it be stored in place of a record of our own.
        """
        mine = (self.url, self.fetched_at, self.status, self.headers)
        same = mine == (capture.url, capture.fetched_at, capture.status, capture.headers)
        return same and self.body is capture.body and capture.outcome == "fetched" and not capture.redirects


def whole_record(packed: bytes, data: bytes, capture: Capture, *, block: int, body: int) -> WholeRecord | None:
    """Make a WholeRecord if the record can be stored unchanged; None when its page needs a record of our own.

    `packed`: its gzip member, which holds nothing else.  `data`: the record, unpacked, without the separator after it.
    `capture`: what was read from it.  `block`: index in `data` where the record's own headers end.  `body`: index where
    the page begins: equal to `block` for a file, after the HTTP headers for an answer.
    """
    if capture.body is None or capture.fetched_at is None or not _RECORD_HEAD.fullmatch(data, 0, block):
        return None
    fields, several = _fields(data[:block])
    if several or not _ODD.isdisjoint(fields) or not fields.get("warc-record-id"):
        return None
    if fields.get("content-length") != str(len(data) - block) or not _is_named(fields, capture):
        return None
    if len(data) - body != len(capture.body) or not data.endswith(capture.body):
        return None
    is_same = _is_answer if capture.status is not None else _is_file
    if not is_same(fields, data[block:body], capture) or not _digests_fit(fields, data, block, body):
        return None
    return WholeRecord(
        packed,
        fields["warc-record-id"],
        capture.url,
        capture.fetched_at,
        capture.status,
        capture.headers,
        capture.body,
    )


def _fields(head: bytes) -> tuple[Fields, bool]:
    """Read the headers by name in lower case, and tell whether a name occurs twice.

    `head`: with no unusual lines.
    """
    lines = [line.partition(":") for line in head.decode("ascii").split("\r\n")[1:-2]]
    fields = {name.lower(): value.strip() for name, _, value in lines}
    return fields, len(fields) < len(lines)


def _is_named(fields: Fields, capture: Capture) -> bool:
    """Whether the record states the address and the time of the capture; only then can it stand for the capture."""
    target, date = fields.get("warc-target-uri", ""), fields.get("warc-date", "")
    if target.startswith("<") and target.endswith(">"):  # as wget writes it
        target = target[1:-1]
    return target == capture.url and bool(_DATE.fullmatch(date)) and datetime.fromisoformat(date) == capture.fetched_at


def _is_answer(fields: Fields, head: bytes, capture: Capture) -> bool:
    """Whether the record is an HTTP answer whose headers are true of the stored body.

    They are not when they say that it was sent packed or in chunks, or had another length or media type.  `head`: the
    answer's headers.
    """
    if fields.get("warc-type") != "response" or not capture.url.startswith(_WEB):
        return False
    if not fields.get("content-type", "").lower().startswith("application/http") or not _HTTP_HEAD.fullmatch(head):
        return False
    length = str(len(capture.body or b""))
    for name, value in capture.headers:
        folded = name.lower()
        if folded in _ENCODED or (folded == "content-length" and value != length):
            return False
    declared = (capture.header("Content-Type") or "").lower()
    return not declared or (capture.media_type or "") in declared


def _is_file(fields: Fields, head: bytes, capture: Capture) -> bool:
    """Whether the record is a file without an HTTP answer.  `head`: the bytes before the page."""
    declared = fields.get("content-type", "").lower()
    is_true = "http" not in declared and (not declared or (capture.media_type or "") in declared)
    return fields.get("warc-type") == "resource" and not head and is_true and not capture.headers


def _digests_fit(fields: Fields, data: bytes, block: int, body: int) -> bool:
    """Whether all digests in the record match, in the notation that warcio writes and reads.

    `block`, `body`: as in `whole_record`.  True also for a record without digests.
    """
    whole = memoryview(data)
    for name, begin in zip(_DIGESTS, (block, body), strict=True):
        said = fields.get(name)
        if said is None:
            continue
        algorithm, _, value = said.partition(":")
        if algorithm not in _ALGORITHMS:
            return False
        digest = hashlib.new(algorithm, whole[begin:], usedforsecurity=False).digest()
        base32 = base64.b32encode(digest).decode()
        # Of MD5, whose digits of either kind are equally many, warcio reads base 32 alone.
        hexadecimal = digest.hex() if len(value) > len(base32) else base32
        if value != base32 and value.lower() != hexadecimal:
            return False
    return True
