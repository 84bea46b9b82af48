"""WARC in: which records give pages, how their bodies are unpacked, what damage costs."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.acquire.files import warc as reader
from flows.acquire.files.read_files import read_file
from flows.acquire.files.warc import Passed, WarcFilter, read_warc
from flows.archive.captures import Capture

LIMIT = 100_000
PAGE = b"<html><body><p>The ferry sailed at dawn.</p></body></html>"


def add(
    writer: WARCWriter,
    url: str,
    body: bytes = PAGE,
    *,
    status: str = "200 OK",
    kind: str = "response",
    media_type: str = "text/html; charset=utf-8",
    extra: dict[str, str] | None = None,
    named: dict[str, str] | None = None,
) -> None:
    headers = [("Content-Type", media_type), *(extra or {}).items()]
    http = StatusAndHeaders(status, headers, protocol="HTTP/1.1") if kind != "resource" else None
    record = writer.create_warc_record(
        url,
        kind,
        payload=BytesIO(body),
        length=len(body),
        http_headers=http,
        warc_content_type=media_type if kind == "resource" else "",
        warc_headers_dict={"WARC-Date": "2026-02-01T08:00:00Z", **(named or {})},
    )
    writer.write_record(record)


def pages(number: int, *, packed: bool = True) -> bytes:
    """A WARC file with a warcinfo record and so many pages."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "test"}))
    for n in range(number):
        add(writer, f"https://herald.example/{n}", PAGE + b"%d" % n + bytes(f"<p>{n * 7919}</p>" * 40, "ascii"))
    return out.getvalue()


def read(path: Path, wanted: WarcFilter | None = None) -> list[Capture | Passed]:
    return list(read_warc(path, page_bytes=LIMIT, wanted=wanted))


def captures(content: bytes, tmp_path: Path, name: str = "x.warc.gz") -> list[Capture]:
    path = tmp_path / name
    path.write_bytes(content)
    return [item for item in read_file(path, page_bytes=LIMIT) if isinstance(item, Capture)]


@pytest.mark.parametrize("how", ["packed", "plain", "one member"])
def test_every_page_in_order(tmp_path: Path, how: str) -> None:
    content = pages(5, packed=how == "packed")
    found = captures(gzip.compress(content) if how == "one member" else content, tmp_path, "any name")
    assert [c.url for c in found] == [f"https://herald.example/{n}" for n in range(5)]
    assert all(c.body and c.body.startswith(PAGE) for c in found)
    assert (found[0].channel, found[0].status, found[0].charset) == ("warc", 200, "utf-8")
    assert found[0].fetched_at == datetime(2026, 2, 1, 8, tzinfo=UTC)


def chunked(body: bytes) -> bytes:
    return (
        b"".join(b"%x\r\n%s\r\n" % (len(body[i : i + 20]), body[i : i + 20]) for i in range(0, len(body), 20))
        + b"0\r\n\r\n"
    )


@pytest.mark.parametrize(
    ("body", "extra"),
    [
        (gzip.compress(PAGE, mtime=0), {"Content-Encoding": "gzip"}),
        (zlib.compress(PAGE), {"Content-Encoding": "deflate"}),
        (chunked(PAGE), {"Transfer-Encoding": "chunked"}),
        (chunked(gzip.compress(PAGE, mtime=0)), {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}),
        (chunked(zlib.compress(PAGE)), {"Transfer-Encoding": "deflate, chunked"}),
        (PAGE, {"Content-Encoding": "gzip"}),
        (PAGE, {"Content-Encoding": "br"}),
    ],
)
def test_encodings_are_undone(tmp_path: Path, body: bytes, extra: dict[str, str]) -> None:
    out = BytesIO()
    add(WARCWriter(out), "https://herald.example/a", body, extra=extra)
    [found] = captures(out.getvalue(), tmp_path)
    assert (found.outcome, found.body) == ("fetched", PAGE)


@pytest.mark.parametrize(
    ("body", "options", "outcome"),
    [
        (gzip.compress(PAGE, mtime=0)[:-12], {"extra": {"Content-Encoding": "gzip"}}, "truncated"),
        (b"\x01\x02\x03\x04" * 50, {"extra": {"Content-Encoding": "zstd"}}, "damaged"),
        (PAGE, {"named": {"WARC-Truncated": "length"}}, "truncated"),
        (PAGE, {"extra": {"Content-Length": "5000"}}, "truncated"),
        (b"x" * (LIMIT + 1), {}, "too_large"),
        (gzip.compress(b"x" * 30_000_000, mtime=0), {"extra": {"Content-Encoding": "gzip"}}, "too_large"),
        (b" ", {}, "empty"),
        (bytes(range(256)) * 4, {}, "not_text"),
    ],
)
def test_records_that_give_no_page(
    tmp_path: Path, body: bytes, options: dict[str, dict[str, str]], outcome: str
) -> None:
    out = BytesIO()
    writer = WARCWriter(out)
    add(writer, "https://herald.example/odd", body, **options)  # type: ignore[arg-type]
    add(writer, "https://herald.example/next")
    odd, after = captures(out.getvalue(), tmp_path)
    assert (odd.outcome, odd.body, odd.url) == (outcome, None, "https://herald.example/odd")
    assert "offset 0" in odd.detail
    assert after.body == PAGE


def test_what_is_no_page_is_passed_over_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = BytesIO()
    writer = WARCWriter(out)
    add(writer, "https://herald.example/logo.png", b"\x89PNG", media_type="image/png")
    add(writer, "https://herald.example/gone", status="404 Not Found")
    add(writer, "https://other.example/a")
    add(writer, "https://sport.herald.example/new", named={"WARC-Date": "2026-03-01T00:00:00Z"})
    add(writer, "https://herald.example/a")
    add(writer, "file:///dump.txt", b"Text", kind="resource", media_type="text/plain")
    path = tmp_path / "x.warc.gz"
    path.write_bytes(out.getvalue())
    unpacked = []
    payload = reader._payload
    monkeypatch.setattr(reader, "_payload", lambda record, limit: unpacked.append(1) or payload(record, limit))
    wanted = WarcFilter(hosts=("herald.example",), until=datetime(2026, 2, 15, tzinfo=UTC))
    found = read(path, wanted)
    assert [(item.url.rpartition("/")[2], getattr(item, "why", "taken")) for item in found] == [
        ("logo.png", "media type"),
        ("gone", "status"),
        ("a", "host"),
        ("new", "date"),
        ("a", "taken"),
        ("dump.txt", "host"),
    ]
    assert len(unpacked) == 1


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("cut", [1, 10, 30])
def test_a_cut_file_gives_its_whole_records(tmp_path: Path, packed: bool, cut: int) -> None:
    found = captures(pages(5, packed=packed)[: -cut - 4], tmp_path)
    assert [c.outcome for c in found] == ["fetched"] * 4 + ["truncated"]
    assert found[-1].url == "https://herald.example/4"


@pytest.mark.parametrize("packed", [True, False])
def test_damage_costs_one_record(tmp_path: Path, packed: bool) -> None:
    content = bytearray(pages(5, packed=packed))
    middle = content.find(b"\x1f\x8b\x08", len(content) // 2) if packed else content.find(b"WARC/1.", len(content) // 2)
    content[middle + 20 : middle + 60] = b"\xff" * 40 if packed else b"\n\n" * 20
    if not packed:
        content[middle : middle + 6] = b"DAMAGE"
    found = captures(bytes(content), tmp_path)
    assert sorted(c.outcome for c in found) == ["damaged"] + ["fetched"] * 4
    [damaged] = [c for c in found if c.outcome == "damaged"]
    assert f"offset {middle:,}" in damaged.detail
    assert damaged.url.startswith("file://") and damaged.url.endswith(f"#{middle}")


def test_rubbish_between_records(tmp_path: Path) -> None:
    content = pages(2)
    found = captures(content + b"rubbish" * 1000 + pages(2), tmp_path)
    assert [c.outcome for c in found] == ["fetched", "fetched", "damaged", "fetched", "fetched"]
