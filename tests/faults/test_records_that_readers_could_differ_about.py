"""Our own fast reader of WARC records is used only for records in which warcio would find the same."""

from __future__ import annotations

import pytest

from flows.acquire.files.warc_head import _odd_headers
from flows.acquire.warc_pieces import header_length
from flows.archive.plain_record import first_of_each, plain_headers, plain_parts
from flows.archive.read_record import DamagedRecord, _parts, from_member

HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Two:  a \r\nx-two: b\r\n\r\n"
BODY = b"<p>The ferry sails again.</p>\r\n\r\n"


def record(
    block: bytes = HTTP + BODY,
    *,
    more: bytes = b"",
    length: int | None = None,
    kind: bytes = b"response",
    url: bytes = b"https://harbour.example/a",
    line: bytes = b"WARC/1.1",
    end: bytes = b"\r\n\r\n",
) -> bytes:
    """The bytes of a WARC record.  more: further headers.  length: declared Content-Length; None: the right one."""
    return b"".join((
        line, b"\r\nWARC-Type: ", kind, b"\r\nWARC-Target-URI: ", url, b"\r\nWARC-Date: 2026-03-02T08:00:00Z\r\n", more,
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: ",
        str(len(block) if length is None else length).encode(), b"\r\n\r\n", block, end,
    ))  # fmt: skip


PLAIN = {
    "an answer": record(),
    "of WARC 1.0": record(line=b"WARC/1.0"),
    "with a header twice": record(more=b"Copydesk-Source: one\r\nCOPYDESK-SOURCE: two\r\n"),
    "with blanks around values": record(more=b"Copydesk-Source:\t  one \t\r\nCopydesk-Detail:\r\n"),
    "without a reason": record(HTTP.replace(b"200 OK", b"200 ") + BODY),
    "of HTTP 1.0": record(HTTP.replace(b"HTTP/1.1", b"HTTP/1.0") + BODY),
    "with an empty body": record(HTTP),
    "a file": record(BODY, kind=b"resource", url=b"file:///a.html"),
    "a rendering": record(BODY, kind=b"conversion", more=b"Copydesk-Status: 200\r\n"),
}
ODD = {
    "a folded header": record(more=b"Copydesk-Source: one\r\n two\r\n"),
    "letters beyond ASCII": record(more="Copydesk-Source: Hafenblättchen\r\n".encode()),
    "bytes that are no UTF-8": record(more=b"Copydesk-Source: Bl\xe4ttchen\r\n"),
    "a line without a colon": record(more=b"nonsense\r\n"),
    "line ends without CR": record(more=b"Copydesk-Source: one\n"),
    "an address in brackets": record(url=b"<https://harbour.example/a>"),
    "an address with a blank": record(url=b"https://harbour.example/a b"),
    "an address of no answer": record(url=b"dns:harbour.example"),
    "a length that is too short": record(length=40),
    "a length that is too long": record(length=4_000),
    "no length that is a number": record(length=0).replace(b"Content-Length: 0", b"Content-Length: many"),
    "two lengths": record(more=b"Content-Length: 12\r\n"),
    "nothing in it": record(b""),
    "no line behind it": record(end=b""),
    "more behind it": record(end=b"\r\n\r\nWARC/1.1\r\n"),
    "a folded header of the answer": record(HTTP.replace(b"X-Two:  a ", b"X-Two: a\r\n\tb") + BODY),
    "a status that is none": record(HTTP.replace(b"200", b"abc") + BODY),
    "a status of four digits": record(HTTP.replace(b"200", b"2000") + BODY),
    "another protocol": record(HTTP.replace(b"HTTP/1.1", b"HTTP/2") + BODY),
    "an answer without headers": record(b"HTTP/1.1 200 OK\r\n\r\n" + BODY),
    "an answer that never ends": record(HTTP[:-2]),
    "a revisit": record(kind=b"revisit"),
    "a note": record(kind=b"metadata"),
    "another version": record(line=b"WARC/0.18"),
    "no record": b"<html>",
}


@pytest.mark.parametrize("data", PLAIN.values(), ids=list(PLAIN))
def test_a_plain_record_is_what_warcio_reads(data: bytes) -> None:
    assert plain_parts(data) == _parts(data)
    head = data[: header_length(data)]
    assert plain_headers(head) == _odd_headers(head)


@pytest.mark.parametrize("data", ODD.values(), ids=list(ODD))
def test_an_odd_record_is_left_to_warcio(data: bytes) -> None:
    assert plain_parts(data) is None
    try:
        from_member(data)
    except DamagedRecord as told:
        assert str(told)
    length = header_length(data)
    plain = plain_headers(data[:length]) if length else None
    assert plain is None or plain == _odd_headers(data[:length])


def test_of_a_header_the_first_counts() -> None:
    assert first_of_each([("A", "1"), ("a", "2"), ("B", "")]) == {"a": "1", "b": ""}
