"""Answers in a WARC file whose headers do not fit their bodies: the bytes decide, and half a page is no page."""

from __future__ import annotations

import random
import zlib
from pathlib import Path

import brotli
import pytest
import zstandard

from flows.archive.archive import Archive
from flows.archive.captures import Capture
from tests.faults.warcs import good, gz, http, outcomes, packed, page, read, record

URL = "https://herald.example/a"
PAGE = page("a")
GZIP = gz(PAGE)
#: What is packed looks like chance; zstd has a mark before it, brotli none.
BROTLI = random.Random(3).randbytes(200)
ZSTD = b"\x28\xb5\x2f\xfd" + bytes(range(130, 220))


def chunks(body: bytes, size: int = 20, *, last: bytes = b"0\r\n\r\n", line: bytes = b"\r\n") -> bytes:
    parts = [body[i : i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x%s%s%s" % (len(part), line, part, line) for part in parts) + last


def one(block: bytes, tmp_path: Path) -> Capture:
    content = packed(good(1), record(URL, block), good(2))
    first, found, last = read(content, tmp_path)
    assert outcomes([first, last]) == ["fetched"] * 2
    assert isinstance(found, Capture)
    assert found.url == URL
    with Archive(tmp_path / "archive", run="run") as archive:  # what is read can be kept, and read again
        stored = archive.add(found)
        archive.flush()
        assert not stored.new or archive.read(stored.sha256 or "").body == found.body
    return found


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("HTTP/1.1 200 OK", 200),
        ("HTTP/1.0 200", 200),
        ("HTTP/2 200", 200),
        ("HTTP/2.0 200 ", 200),
        ("HTTP/3 200", 200),
        ("http/1.1 200 ok", 200),
        ("ICY 200 OK", 200),
        ("HTTP 200 Document follows", 200),
        ("HTTP/1.1  203  Non-Authoritative", 203),
        ("HTTP/1.1\t200\tOK", 200),
        ("HTTP/1.1 200 \x00\x1b[31mOK\udce9", 200),
        ("HTTP/1.1 abc", None),
        ("HTTP/1.1", None),
        ("HTTP/1.1 ²00 OK", None),
        ("HTTP/1.1 99999 OK", None),
        ("HTTP/1.1 2000", None),
        ("HTTP/1.1 000", None),
        ("HTTP/1.1 -200", None),
        ("garbage", None),
        ("", None),
    ],
)
def test_status_lines(tmp_path: Path, line: str, status: int | None) -> None:
    found = one(http(PAGE, status=line), tmp_path)
    assert (found.outcome, found.status) == ("fetched", status)
    assert found.body is not None and found.body.endswith(PAGE)


@pytest.mark.parametrize(
    "block",
    [
        PAGE,
        b"\r\n" + PAGE,
        b"HTTP/1.1 200 OK\r\n\r\n" + PAGE,
        b"HTTP/1.1 200 OK\r\n" + PAGE,
        b"Content-Type: text/html\r\nServer: x\r\n\r\n" + PAGE,
        b"HTTP/1.1 100 Continue\r\n\r\n" + http(PAGE),
        b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + http(PAGE),
        b"HTTP/1.0 200 Connection established\r\n\r\n" + http(PAGE),
        http(PAGE).replace(b"\r\n", b"\n"),
        http(PAGE, "no colon at all", ": no name", "X Y: blank in the name", "Ünï: code", "X-Bytes: \udce9\udcff\x00"),
        http(PAGE, "X-Folded: one", "  two", "\tthree"),
        http(PAGE, *(f"X-{n}: {n}" for n in range(3000))),
        http(PAGE, "Content-Type: image/png", media_type="text/html"),
        http(PAGE, media_type='TEXT/HTML; charset="no-such-charset"'),
        http(PAGE, media_type="html"),
        http(PAGE, media_type=None),
    ],
)
def test_headers(tmp_path: Path, block: bytes) -> None:
    found = one(block, tmp_path)
    assert (found.outcome, (found.body or b"").strip()) == ("fetched", PAGE)


@pytest.mark.parametrize(
    ("body", "headers", "outcome"),
    [
        (PAGE, ["Transfer-Encoding: chunked"], "fetched"),
        (chunks(PAGE), [], "fetched"),
        (chunks(PAGE), ["Transfer-Encoding: Chunked"], "fetched"),
        (chunks(PAGE), ["Transfer-Encoding: gzip, chunked"], "fetched"),
        (chunks(chunks(PAGE)), ["Transfer-Encoding: chunked, chunked"], "fetched"),
        (chunks(PAGE, last=b"0;last\r\nX-Checksum: 1\r\n\r\n"), ["Transfer-Encoding: chunked"], "fetched"),
        (chunks(PAGE, last=b"0\r\n"), ["Transfer-Encoding: chunked"], "fetched"),
        (chunks(PAGE, line=b"\n", last=b"0\n\n"), ["Transfer-Encoding: chunked"], "fetched"),
        (chunks(PAGE).replace(b"14\r\n", b'14 ; name="value"\r\n'), ["Transfer-Encoding: chunked"], "fetched"),
        (chunks(PAGE)[:-30], ["Transfer-Encoding: chunked"], "truncated"),
        (chunks(PAGE, last=b""), ["Transfer-Encoding: chunked"], "truncated"),
        (chunks(PAGE).replace(b"\r\n14\r\n", b"\r\nzz\r\n"), ["Transfer-Encoding: chunked"], "damaged"),
        (chunks(PAGE).replace(b"\r\n14\r\n", b"\r\n12\r\n", 1), ["Transfer-Encoding: chunked"], "damaged"),
        (chunks(GZIP), ["Transfer-Encoding: chunked", "Content-Encoding: gzip"], "fetched"),
        (b"0\r\n\r\n", ["Transfer-Encoding: chunked"], "empty"),
    ],
)
def test_chunks(tmp_path: Path, body: bytes, headers: list[str], outcome: str) -> None:
    found = one(http(body, *headers), tmp_path)
    assert (found.outcome, found.body) == (outcome, PAGE if outcome == "fetched" else None)


@pytest.mark.parametrize(
    ("body", "encoding", "outcome"),
    [
        (PAGE, "gzip", "fetched"),
        (PAGE, "deflate", "fetched"),
        (PAGE, "br", "fetched"),
        (PAGE, "zstd", "fetched"),
        (PAGE, "UTF-8", "fetched"),
        (PAGE, "none, , identity", "fetched"),
        ("Grüße".encode() * 9, "br", "fetched"),
        (GZIP, "GZIP", "fetched"),
        (GZIP, "x-gzip", "fetched"),
        (GZIP, "", "fetched"),
        (GZIP, "deflate", "fetched"),
        (GZIP, "br", "fetched"),
        (gz(GZIP), "gzip", "fetched"),
        (gz(GZIP), "gzip, gzip", "fetched"),
        (gz(PAGE[:40]) + gz(PAGE[40:]), "gzip", "fetched"),
        (GZIP + b"behind it", "gzip", "fetched"),
        (zlib.compress(PAGE), "deflate", "fetched"),
        (zlib.compress(PAGE, wbits=-15), "deflate", "fetched"),
        (zlib.compress(PAGE)[:-20], "deflate", "truncated"),
        (GZIP[:-20], "gzip", "truncated"),
        (zlib.compress(PAGE), "gzip", "fetched"),
        (brotli.compress(PAGE), "gzip", "fetched"),
        (brotli.compress(PAGE), "deflate", "fetched"),
        (zlib.compress(PAGE, wbits=-15), "br", "fetched"),
        (zstandard.compress(PAGE), "gzip", "fetched"),
        (zstandard.compress(PAGE), "", "fetched"),
        (GZIP[:-8] + b"wrongsum", "gzip", "damaged"),
        (BROTLI, "br", "damaged"),
        (BROTLI, "gzip", "damaged"),
        (ZSTD, "zstd", "damaged"),
        (BROTLI, "", "not_text"),
    ],
)
def test_content_encodings(tmp_path: Path, body: bytes, encoding: str, outcome: str) -> None:
    found = one(http(body, f"Content-Encoding: {encoding}"), tmp_path)
    assert found.outcome == outcome
    if outcome == "fetched":
        assert found.body in (PAGE, body)
    elif encoding in ("br", "zstd"):
        assert f"not packed as it says ({encoding})" in found.detail or "cannot be unpacked (zstd" in found.detail


@pytest.mark.parametrize(
    ("headers", "outcome"),
    [
        ([f"Content-Length: {len(PAGE)}"], "fetched"),
        ([f"Content-Length: {len(PAGE) - 9}"], "fetched"),
        (["Content-Length: 0"], "fetched"),
        (["Content-Length: -1"], "fetched"),
        (["Content-Length: ²"], "fetched"),
        (["Content-Length: " + "9" * 5000], "fetched"),
        ([f"Content-Length: {len(PAGE)}, {len(PAGE)}"], "fetched"),
        ([f"Content-Length: {len(PAGE) + 1}"], "truncated"),
        ([f"Content-Length: {len(PAGE) + 900}", "Content-Encoding: gzip"], "fetched"),
    ],
)
def test_the_length_that_the_server_announced(tmp_path: Path, headers: list[str], outcome: str) -> None:
    assert one(http(PAGE, *headers), tmp_path).outcome == outcome


@pytest.mark.parametrize(
    ("part", "outcome"),
    [("bytes 0-99/5000", "truncated"), ("bytes 10-99/100", "truncated"), ("bytes 0-99/100", "fetched")],
)
def test_a_part_of_a_page_is_no_page(tmp_path: Path, part: str, outcome: str) -> None:
    found = one(http(PAGE, f"Content-Range: {part}", status="HTTP/1.1 206 Partial Content"), tmp_path)
    assert found.outcome == outcome


@pytest.mark.parametrize("body", [b"", b" \r\n", gz(b"")])
def test_an_empty_body(tmp_path: Path, body: bytes) -> None:
    assert one(http(body, "Content-Encoding: gzip"), tmp_path).outcome == "empty"


def test_an_answer_that_unpacks_without_end(tmp_path: Path) -> None:
    for body in (
        gz(bytes(20_000_000)),
        gz(gz(bytes(20_000_000)) * 3),
        chunks(b"x" * 400_000),
    ):
        assert one(http(body), tmp_path).outcome == "too_large"
    members = gz(b"") * 200_000
    assert one(http(members), tmp_path).outcome in ("damaged", "empty", "not_text")
