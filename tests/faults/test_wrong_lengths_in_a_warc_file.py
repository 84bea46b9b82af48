"""A record with a wrong Content-Length costs itself at most; intact records before and behind it are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.archive.captures import Capture
from tests.faults.warcs import good, http, outcomes, packed, page, read, record, told

BLOCK = http(page("odd"))
WRONG = [len(BLOCK) - 1, len(BLOCK) - 40, len(BLOCK) + 40, len(BLOCK) + 700, 0, -5, "abc", "12 bytes", "", "9" * 40]


def odd(length: object, **options: object) -> bytes:
    return record("https://herald.example/odd", BLOCK, length=length, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("length", WRONG)
def test_in_a_plain_file_the_record_gets_a_row_and_the_next_is_read(tmp_path: Path, length: object) -> None:
    found = read(good(1) + odd(length) + good(2) + good(3), tmp_path)
    assert told(found) == [("1", "fetched"), ("odd", "damaged"), ("2", "fetched"), ("3", "fetched")]
    row = found[1]
    assert isinstance(row, Capture)
    assert f"offset {len(good(1)):,} of x.warc" in row.detail
    assert f"holds {len(BLOCK):,}" in row.detail


@pytest.mark.parametrize("length", [*range(len(BLOCK) - 30, len(BLOCK) + 31), "abc", "", -5])
def test_in_a_gzip_member_its_end_is_the_truth(tmp_path: Path, length: object) -> None:
    found = read(packed(good(1), odd(length), good(2)), tmp_path)
    assert told(found) == [("1", "fetched"), ("odd", "fetched"), ("2", "fetched")]
    body = found[1].body  # type: ignore[attr-defined]
    assert body.rstrip() == page("odd")


def test_half_a_page_in_a_whole_member_is_no_page(tmp_path: Path) -> None:
    half = record("https://herald.example/odd", BLOCK[:-60], length=len(BLOCK), tail=b"")
    assert told(read(packed(good(1), half, good(2)), tmp_path))[1] == ("odd", "truncated")


def test_a_length_on_a_line_of_its_own(tmp_path: Path) -> None:
    folded = odd(f"\r\n {len(BLOCK)}")
    for content in (good(1) + folded + good(2), packed(good(1), folded, good(2))):
        assert outcomes(read(content, tmp_path)) == ["fetched"] * 3


@pytest.mark.parametrize("extra", [0, 1, -1])
def test_two_lengths_are_no_fault_when_one_of_them_fits(tmp_path: Path, extra: int) -> None:
    doubled = record("https://herald.example/odd", BLOCK, f"Content-Length: {len(BLOCK) + extra}")
    for content in (good(1) + doubled + good(2), packed(good(1), doubled, good(2))):
        assert outcomes(read(content, tmp_path)) == ["fetched"] * 3


@pytest.mark.parametrize("tail", [b"", b"\n", b"\r\n", b"\r\n" * 9, b"\n" * 5, bytes(600), b" \r\n\t\r\n"])
def test_too_few_or_too_many_blank_lines_between_records(tmp_path: Path, tail: bytes) -> None:
    content = good(1)[:-4] + tail + good(2)[:-4] + tail + good(3)[:-4] + tail
    found = read(content, tmp_path)
    assert outcomes(found) == ["fetched"] * 3
    assert [one.body for one in found] == [page(1), page(2), page(3)]  # type: ignore[attr-defined]


def test_a_wrong_length_of_what_is_no_page_is_no_fault(tmp_path: Path) -> None:
    request = record("https://herald.example/1", b"GET /1 HTTP/1.1\r\n\r\n", kind="request", length=3)
    assert outcomes(read(good(1) + request + good(2), tmp_path)) == ["fetched", "(request)", "fetched"]


def test_a_record_that_holds_a_warc_file_is_one_record(tmp_path: Path) -> None:
    inner = record("https://herald.example/crawl", http(good(7) + good(8), media_type="application/warc"))
    assert outcomes(read(good(1) + inner + good(2), tmp_path)) == ["fetched", "(media type)", "fetched"]


def test_a_header_without_an_end_does_not_take_the_next_record_with_it(tmp_path: Path) -> None:
    endless = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://herald.example/odd\r\n"
    assert outcomes(read(good(1) + endless + good(2), tmp_path)) == ["fetched", "damaged", "fetched"]


def test_headers_larger_than_most_files(tmp_path: Path) -> None:
    stuffed = record("https://herald.example/odd", BLOCK, "WARC-JSON-Metadata: " + "x" * 300_000)
    heavy = record("https://herald.example/heavy", http(page("heavy"), "Set-Cookie: " + "y" * 90_000))
    for content in (good(1) + stuffed + heavy + good(2), packed(good(1), stuffed, heavy, good(2))):
        assert outcomes(read(content, tmp_path)) == ["fetched"] * 4
