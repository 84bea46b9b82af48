"""Makes WARC records byte by byte, for tests of files that no correct program would write."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from flows.acquire.files.read_files import read_file
from flows.acquire.files.wanted import Passed, WarcFilter
from flows.archive.captures import Capture

LIMIT = 100_000
DATE = "2026-02-01T08:00:00Z"


def page(name: object, words: str = "The ferry sailed at dawn and was back by noon.") -> bytes:
    """A small page; each name gives another page."""
    return f"<html><head><title>{name}</title></head><body><p>{name}: {words}</p></body></html>".encode()


def http(body: bytes, *headers: str, status: str = "HTTP/1.1 200 OK", media_type: str | None = "text/html") -> bytes:
    """The bytes of an HTTP answer, as a record holds them."""
    lines = [status, *([f"Content-Type: {media_type}"] if media_type else []), *headers]
    return "".join(line + "\r\n" for line in lines).encode("utf-8", "surrogateescape") + b"\r\n" + body


def record(
    target: str | None,
    block: bytes,
    *headers: str,
    kind: str | None = "response",
    length: object = None,
    content_type: str | None = "application/http; msgtype=response",
    date: str | None = DATE,
    version: str = "WARC/1.0",
    tail: bytes = b"\r\n\r\n",
) -> bytes:
    """The bytes of one WARC record.  length: Content-Length; None: the correct one; "": no such header."""
    named = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{zlib.crc32(block):012d}>",
        "WARC-Target-URI": target,
        "WARC-Date": date,
        "Content-Type": content_type,
        "Content-Length": str(len(block)) if length is None else str(length),
    }
    lines = [version, *(f"{name}: {value}" for name, value in named.items() if value), *headers]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + block + tail


def good(number: object) -> bytes:
    """A correct record; each number gives another page."""
    return record(f"https://herald.example/{number}", http(page(number)))


def gz(data: bytes) -> bytes:
    """The data gzipped, always to the same bytes, since they are used in the names of tests."""
    return gzip.compress(data, mtime=0)


def packed(*records: bytes) -> bytes:
    """The records, each as a gzip member of its own."""
    return b"".join(map(gz, records))


def read(content: bytes, tmp_path: Path, name: str = "x.warc", wanted: WarcFilter | None = None) -> list[object]:
    """Write the content to a file and read it by `read_file`; gives all captures and passed-over records."""
    path = tmp_path / name
    path.write_bytes(content)
    return list(read_file(path, page_bytes=LIMIT, wanted=wanted))


def told(found: list[object]) -> list[tuple[str, str]]:
    """(last part of the address, outcome) of each; for what was skipped the kind in brackets instead of the outcome."""
    named = []
    for one in found:
        assert isinstance(one, Capture | Passed)
        named.append((one.url.rpartition("/")[2], one.outcome if isinstance(one, Capture) else f"({one.why})"))
    return named


def outcomes(found: list[object]) -> list[str]:
    """The outcomes that `told` gives."""
    return [outcome for _, outcome in told(found)]
