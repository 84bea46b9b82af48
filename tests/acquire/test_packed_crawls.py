"""WARC files packed with zstd, lz4, bzip2 and xz: each record, or the whole file; what damage costs there."""

from __future__ import annotations

import bz2
import lzma
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import brotli
import lz4.frame
import pytest
import zstandard

from flows.acquire import unpackers
from flows.acquire.files import warc_records
from flows.acquire.files.wanted import WarcFilter
from flows.archive.captures import Capture
from tests.faults.warcs import good, gz, http, outcomes, page, read, record, told

Pack = Callable[[bytes], bytes]
RECORDS = [good(n) for n in range(5)]
PACKS: dict[str, Pack] = {
    "zstd": zstandard.ZstdCompressor(write_checksum=True).compress,
    "lz4": lambda data: bytes(lz4.frame.compress(data, content_checksum=True)),
    "bzip2": bz2.compress,
    "xz": lzma.compress,
}


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("name", ["x.warc", "crawl.bin"])
def test_each_record_or_the_whole_file(tmp_path: Path, pack: str, name: str) -> None:
    by_record = b"".join(map(PACKS[pack], RECORDS))
    found = read(by_record, tmp_path, name)
    assert outcomes(found) == ["fetched"] * 5
    assert [one.body for one in found if isinstance(one, Capture)] == [page(n) for n in range(5)]
    for content in (PACKS[pack](b"".join(RECORDS)), PACKS[pack](by_record), PACKS[pack](RECORDS[0]) + by_record):
        assert set(outcomes(read(content, tmp_path, name))) == {"fetched"}


@pytest.mark.parametrize("program", ["zstd -q -c", "lz4 -q -c", "bzip2 -c", "xz -c", "gzip -c"])
def test_what_other_programs_packed(tmp_path: Path, program: str) -> None:
    words = program.split()
    if shutil.which(words[0]) is None:
        pytest.skip("not on this machine")
    packed = subprocess.run(words, input=b"".join(RECORDS), capture_output=True, check=True).stdout
    assert outcomes(read(packed, tmp_path, "crawl")) == ["fetched"] * 5


def with_dictionary(*, packed: bool) -> bytes:
    """After "Zstandard compression in WARC" (IIPC): a skippable frame with the dictionary, then a frame a record."""
    raw = b"".join(RECORDS)
    dictionary = zstandard.ZstdCompressionDict(raw, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    compressor = zstandard.ZstdCompressor(dict_data=dictionary)
    stored = zstandard.ZstdCompressor().compress(raw) if packed else raw
    frame = b"\x5d\x2a\x4d\x18" + len(stored).to_bytes(4, "little") + stored
    return frame + b"".join(map(compressor.compress, RECORDS))


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("name", ["x.warc.zst", "crawl"])
def test_zstd_with_a_dictionary(tmp_path: Path, packed: bool, name: str) -> None:
    assert outcomes(read(with_dictionary(packed=packed), tmp_path, name)) == ["fetched"] * 5


def test_zstd_whose_dictionary_is_damaged_is_said_to_be(tmp_path: Path) -> None:
    content = bytearray(with_dictionary(packed=True))
    content[14:40] = bytes(26)
    found = read(bytes(content), tmp_path, "x.warc.zst")
    assert found and set(outcomes(found)) == {"damaged"}


def test_zstd_whose_dictionary_is_missing_is_said_to_be(tmp_path: Path) -> None:
    texts = [record.replace(b"dawn", b"%d" % n) for n in range(60) for record in RECORDS]
    compressor = zstandard.ZstdCompressor(dict_data=zstandard.train_dictionary(2_000, texts))
    [found] = read(b"".join(map(compressor.compress, RECORDS)), tmp_path, "x.warc.zst")
    assert isinstance(found, Capture)
    assert found.outcome == "damaged" and "a dictionary of zstd that the file does not hold" in found.detail


@pytest.mark.parametrize("pack", ["zstd", "lz4", "xz"])
def test_damage_costs_one_record(tmp_path: Path, pack: str) -> None:
    members = list(map(PACKS[pack], RECORDS))
    middle = bytearray(members[2])
    middle[len(middle) // 2 : len(middle) // 2 + 9] = b"\xff" * 9
    found = read(b"".join([*members[:2], bytes(middle), *members[3:]]), tmp_path)
    assert outcomes(found) == ["fetched", "fetched", "damaged", "fetched", "fetched"]
    assert f"offset {len(members[0] + members[1]):,} of x.warc" in found[2].detail  # type: ignore[attr-defined]


@pytest.mark.parametrize("pack", PACKS)
def test_a_cut_file_gives_its_whole_records(tmp_path: Path, pack: str) -> None:
    content = b"".join(map(PACKS[pack], RECORDS))
    found = read(content[:-20], tmp_path)
    assert outcomes(found) == ["fetched"] * 4 + ["truncated"]


def test_what_is_not_wanted_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    big = record("https://other.example/big", http(page("big") + b"x" * 3_000_000))
    asked: list[int] = []
    unpack = unpackers._Zstd.unpack

    def counted(self: unpackers._Zstd, packed: bytes, most: int) -> bytes:
        given = unpack(self, packed, most)
        asked.append(len(given))
        return given

    monkeypatch.setattr(unpackers._Zstd, "unpack", counted)
    content = b"".join(map(PACKS["zstd"], [big, good(1)]))
    wanted = WarcFilter(hosts=("herald.example",), since=datetime(2026, 1, 1, tzinfo=UTC))
    assert told(read(content, tmp_path, wanted=wanted)) == [("big", "(host)"), ("1", "fetched")]
    assert max(asked) <= (1 << 20) + (1 << 24), "no step holds more than a piece of the record"


def test_a_frame_that_unpacks_to_more_than_any_record_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_records, "RECORD_LIMIT", 5_000_000)
    bomb = PACKS["zstd"](record("https://a.example/bomb", http(b"<html>" + bytes(8_000_000))))
    assert outcomes(read(bomb + PACKS["zstd"](good(1)), tmp_path)) == ["too_large", "fetched"]


LONG = page("long", "The ferry sailed at dawn and was back by noon. " * 200)


@pytest.mark.parametrize(
    ("body", "headers", "outcome"),
    [
        (brotli.compress(LONG), ["Content-Encoding: br"], "fetched"),
        (brotli.compress(gz(LONG)), ["Content-Encoding: gzip, br"], "fetched"),
        (gz(brotli.compress(LONG)), ["Content-Encoding: br", "Content-Encoding: gzip"], "fetched"),
        (gz(gz(LONG)), ["Content-Encoding: gzip, gzip"], "fetched"),
        (PACKS["zstd"](LONG), ["Content-Encoding: zstd"], "fetched"),
        (PACKS["zstd"](LONG[:70]) + PACKS["zstd"](LONG[70:]), ["Content-Encoding: ZSTD"], "fetched"),
        (LONG, ["Content-Encoding: br"], "fetched"),
        (brotli.compress(LONG)[:-5], ["Content-Encoding: br"], "truncated"),
        (PACKS["zstd"](LONG)[:-5], ["Content-Encoding: zstd"], "truncated"),
        (brotli.compress(LONG), ["Content-Encoding: zstd"], "fetched"),
        (brotli.compress(bytes(9_000_000), quality=1), ["Content-Encoding: br"], "too_large"),
        (PACKS["zstd"](bytes(9_000_000)), ["Content-Encoding: zstd"], "too_large"),
    ],
)
def test_payloads(tmp_path: Path, body: bytes, headers: list[str], outcome: str) -> None:
    [found] = read(record("https://herald.example/a", http(body, *headers)), tmp_path)
    assert isinstance(found, Capture)
    assert (found.outcome, found.body) == (outcome, LONG if outcome == "fetched" else None), found.detail
