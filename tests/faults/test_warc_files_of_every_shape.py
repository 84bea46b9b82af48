"""However WARC records are compressed and put together, and wherever a file is broken, its intact records are read."""

from __future__ import annotations

import random
import zlib
from itertools import accumulate
from pathlib import Path

import pytest

from flows.acquire.files.read_files import read_file
from flows.archive.captures import Capture
from tests.faults.warcs import LIMIT, good, gz, http, outcomes, packed, page, read, record, told

FIVE = [good(n) for n in range(5)]
ALL = [(str(n), "fetched") for n in range(5)]


def blocks(content: bytes, size: int) -> bytes:
    """The bytes as gzip members of `size` bytes each, cut without regard to records, as bgzip and some stores write
    them."""
    return b"".join(gz(content[i : i + size]) for i in range(0, len(content), size))


SHAPES = {
    "plain": b"".join(FIVE),
    "one record a member": packed(*FIVE),
    "all in one member": gz(b"".join(FIVE)),
    "two and three in a member": gz(b"".join(FIVE[:2])) + gz(b"".join(FIVE[2:])),
    "one record over many members": blocks(b"".join(FIVE), 150),
    "members that do not fit records": blocks(b"".join(FIVE), 700),
    "packed twice": gz(packed(*FIVE)),
    "plain packed twice": gz(gz(b"".join(FIVE))),
    "plain, then packed": b"".join(FIVE[:2]) + packed(*FIVE[2:]),
    "packed, then plain": packed(*FIVE[:2]) + b"".join(FIVE[2:]),
    "packed, plain, packed": packed(*FIVE[:2]) + FIVE[2] + packed(*FIVE[3:]),
    "headers and block in a member each": b"".join(
        packed(one[: one.index(b"\r\n\r\n") + 4], one[one.index(b"\r\n\r\n") + 4 :]) for one in FIVE
    ),
    "headers, block and separator in a member each": b"".join(
        packed(one[: one.index(b"\r\n\r\n") + 4], one[one.index(b"\r\n\r\n") + 4 : -4], one[-4:]) for one in FIVE
    ),
    "empty members between": gz(b"").join(packed(one) for one in FIVE),
    "LF for CRLF": b"".join(FIVE).replace(b"\r\n", b"\n"),
    "LF for CRLF, packed": packed(*(one.replace(b"\r\n", b"\n") for one in FIVE)),
    "the text mode of Windows": b"".join(FIVE).replace(b"\n", b"\r\n"),
    "the text mode of Windows, packed": packed(*(one.replace(b"\n", b"\r\n") for one in FIVE)),
    "the text mode of Windows, packed as a whole": gz(b"".join(FIVE).replace(b"\n", b"\r\n")),
    "the text mode of Windows, twice": b"".join(FIVE).replace(b"\n", b"\r\n").replace(b"\n", b"\r\n"),
    "the text mode of Windows, behind sound records": b"".join(FIVE[:2]) + b"".join(FIVE[2:]).replace(b"\n", b"\r\n"),
    "a mark before all": b"\xef\xbb\xbf" + b"".join(FIVE),
    "blank lines before all": b"\r\n\n\r\n" + b"".join(FIVE),
    "zero bytes behind all": b"".join(FIVE) + bytes(300_000),
    "zero bytes behind all, packed": packed(*FIVE) + bytes(300_000),
}


@pytest.mark.parametrize("content", SHAPES.values(), ids=SHAPES.keys())
def test_every_record_is_read_once(tmp_path: Path, content: bytes) -> None:
    found = read(content, tmp_path)
    assert told(found) == ALL
    assert [one.body for one in found] == [one.body for one in read(SHAPES["plain"], tmp_path)]  # type: ignore[attr-defined]


def test_the_text_mode_of_windows_is_undone_to_the_byte(tmp_path: Path) -> None:
    body = b"<p>one\n\r\ntwo\r\r\n\n\r three\r</p>" + b"\r\n\n<p>four" * 30_000 + b"\r"
    content = (good(0) + record("https://herald.example/odd", http(body)) + good(2)).replace(b"\n", b"\r\n")
    for packed_or_plain in (content, gz(content)):
        (path := tmp_path / "x.warc").write_bytes(packed_or_plain)
        found = list(read_file(path, page_bytes=1_000_000))
        assert outcomes(found) == ["fetched"] * 3  # type: ignore[arg-type]
        assert isinstance(found[1], Capture) and found[1].body == body
    broken = content.replace(b"WARC-Type: response", b"WARC-Type:", 1)  # the first record is told by its place
    (path := tmp_path / "x.warc").write_bytes(b"\n" + broken)
    assert "at offset 1 " in next(iter(read_file(path, page_bytes=LIMIT))).detail  # type: ignore[union-attr]


@pytest.mark.parametrize("version", ["WARC/0.17", "WARC/0.18", "WARC/1.0", "WARC/1.1", "WARC/2.0", "WARC/1.0.1"])
def test_versions(tmp_path: Path, version: str) -> None:
    content = SHAPES["plain"].replace(b"WARC/1.0", version.encode())
    assert told(read(content, tmp_path)) == ALL


@pytest.mark.parametrize("change", [bytes.lower, bytes.upper])
def test_header_names_in_any_case(tmp_path: Path, change: object) -> None:
    names = (
        b"WARC-Type:",
        b"WARC-Target-URI:",
        b"WARC-Date:",
        b"Content-Type:",
        b"Content-Length:",
        b"WARC-Record-ID:",
    )
    content = SHAPES["plain"]
    for name in names:
        content = content.replace(name, change(name))  # type: ignore[operator]
    assert told(read(content, tmp_path)) == ALL


@pytest.mark.parametrize(
    "junk", [b"rubbish" * 400, b"\x00\x01\x02" * 90, b"<html><p>no record</p></html>", b"WARC/1.0\r\n"]
)
@pytest.mark.parametrize("pack", [packed, lambda *records: b"".join(records)], ids=["packed", "plain"])
def test_rubbish_has_a_row_of_its_own(tmp_path: Path, pack: object, junk: bytes) -> None:
    first, second = pack(*FIVE[:2]), pack(*FIVE[2:])  # type: ignore[operator]
    assert outcomes(read(first + junk + second, tmp_path)) == ["fetched"] * 2 + ["damaged"] + ["fetched"] * 3
    assert outcomes(read(junk + first + second, tmp_path, "x.warc.gz")) == ["damaged"] + ["fetched"] * 5
    assert outcomes(read(first + second + junk, tmp_path)) in (
        ["fetched"] * 5 + ["damaged"],
        ["fetched"] * 5 + ["truncated"],  # what looks like the beginning of a record is one that was cut
    )


def test_a_member_that_holds_no_record_is_told(tmp_path: Path) -> None:
    content = packed(FIVE[0], b"a note that somebody packed", FIVE[1])
    assert outcomes(read(content, tmp_path)) == ["fetched", "damaged", "fetched"]


@pytest.mark.parametrize(
    "shape", ["plain", "one record a member", "all in one member", "members that do not fit records"]
)
@pytest.mark.parametrize("share", [0.35, 0.55, 0.97])
def test_a_cut_costs_the_records_behind_it(tmp_path: Path, shape: str, share: float) -> None:
    rng = random.Random(7)
    long = [record(f"https://herald.example/{n}", http(page(n, rng.randbytes(4000).hex()))) for n in range(5)]
    packings = {
        "plain": b"".join(long),
        "one record a member": packed(*long),
        "all in one member": gz(b"".join(long)),
        "members that do not fit records": blocks(b"".join(long), 3000),
    }
    content = packings[shape]
    found = outcomes(read(content[: int(len(content) * share)], tmp_path, "x.warc.gz"))
    assert found == ["fetched"] * int(share * 5) + ["truncated"]


@pytest.mark.parametrize("shape", ["plain", "one record a member"])
@pytest.mark.parametrize("left", range(1, 60))
def test_a_cut_after_few_bytes_of_a_record(tmp_path: Path, shape: str, left: int) -> None:
    whole, begun = (packed(*FIVE[:2]), packed(FIVE[2])) if shape != "plain" else (b"".join(FIVE[:2]), FIVE[2])
    content = whole + begun[:left]
    assert outcomes(read(content, tmp_path)) == ["fetched", "fetched", "truncated"]


def test_a_cut_between_two_records_is_seen_when_the_gzip_file_shows_it(tmp_path: Path) -> None:
    packer = zlib.compressobj(wbits=31)
    content = b"".join(packer.compress(one) + packer.flush(zlib.Z_FULL_FLUSH) for one in FIVE[:3])
    assert outcomes(read(content, tmp_path)) == ["fetched"] * 3 + ["truncated"]


def test_a_break_in_a_file_of_one_member_costs_the_records_from_there(tmp_path: Path) -> None:
    packer = zlib.compressobj(wbits=31)
    parts = [packer.compress(one) + packer.flush(zlib.Z_FULL_FLUSH) for one in FIVE]
    broken = b"".join(parts[:3]) + b"\xff" * 40 + parts[3][40:] + parts[4] + packer.flush()
    found = outcomes(read(broken, tmp_path))
    assert found[:3] == ["fetched"] * 3 and set(found[3:]) == {"damaged"}


@pytest.mark.parametrize("victim", [0, 3, 10])
def test_a_break_in_members_that_do_not_fit_records_costs_what_it_touches(tmp_path: Path, victim: int) -> None:
    rng = random.Random(7)
    long = [record(f"https://herald.example/{n}", http(page(n, rng.randbytes(900).hex()))) for n in range(12)]
    content = b"".join(long)
    members = [gz(content[i : i + 1500]) for i in range(0, len(content), 1500)]
    members[victim] = members[victim][:300] + b"\xff" * 60 + members[victim][360:]
    found = told(read(b"".join(members), tmp_path, "x.warc.gz"))
    ends = list(accumulate(map(len, long)))
    broken = range(victim * 1500, victim * 1500 + 1500)
    touched = {n for n, end in enumerate(ends) if end > broken.start and end - len(long[n]) < broken.stop}
    assert {int(name) for name, outcome in found if outcome == "fetched"} >= set(range(12)) - touched
    assert "damaged" in [outcome for _, outcome in found]


def test_a_broken_member_costs_nothing_of_one_before_it_that_is_not_as_long_as_it_says(tmp_path: Path) -> None:
    short = record("https://herald.example/short", http(page("short")), length=9)
    broken = bytearray(packed(FIVE[1]))
    broken[10:30] = b"\xff" * 20
    found = told(read(packed(FIVE[0], short) + bytes(broken) + packed(FIVE[2]), tmp_path))
    assert [outcome for _, outcome in found] == ["fetched", "fetched", "damaged", "fetched"]


@pytest.mark.parametrize("digest", [True, False])
def test_a_wrong_checksum_over_several_records_is_told_and_a_digest_says_whose_it_is(
    tmp_path: Path, digest: bool
) -> None:
    import base64
    import hashlib

    texts = []
    for one in FIVE:
        header, _, block = one.partition(b"\r\n\r\n")
        sha1 = base64.b32encode(hashlib.sha1(block[:-4]).digest())
        texts.append(header + (b"\r\nWARC-Block-Digest: sha1:" + sha1 if digest else b"") + b"\r\n\r\n" + block)
    content = gz(b"".join(texts).replace(b"2: The ferry sailed", b"2: The ferry failed"))
    found = read(content[:-8] + b"\0\0\0\0" + content[-4:], tmp_path)
    expected = ["fetched", "fetched", "damaged" if digest else "fetched", "fetched", "fetched", "damaged"]
    assert outcomes(found) == expected


def test_a_wrong_checksum_over_one_record_is_its_own_fault(tmp_path: Path) -> None:
    members = [packed(one) for one in FIVE]
    members[2] = members[2][:-8] + b"\0\0\0\0" + members[2][-4:]
    assert told(read(b"".join(members), tmp_path)) == [*ALL[:2], ("2", "damaged"), *ALL[3:]]


def test_every_piece_has_a_place_of_its_own(tmp_path: Path) -> None:
    nameless = [record(None, b"HTTP/1.1 200 OK\r\n\r\n<p>%d</p>" % n) for n in range(3)]
    content = gz(b"".join(nameless)) + b"junk" + b"".join(nameless) + packed(*nameless)
    found = read(content, tmp_path)
    places = [one.url for one in found if isinstance(one, Capture)]
    assert len(places) == len(set(places)) == 10


def test_a_record_larger_than_any_page_is_not_held_in_memory(tmp_path: Path) -> None:
    bomb = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\n" + bytes(40_000_000)
    content = packed(FIVE[0]) + gz(bomb) + packed(FIVE[1])
    assert outcomes(read(content, tmp_path)) == ["fetched", "too_large", "fetched"]
