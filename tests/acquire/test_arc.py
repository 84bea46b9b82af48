"""ARC in: records of both versions, plain and packed, and what damage costs.

Written after "ARC File Format", version 1.0 (M. Burner and B. Kahle, Internet Archive, 1996): the version block with
the names of the fields, then a line and a body for each record, a line end between them.
"""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from flows.acquire.files.wanted import WarcFilter
from flows.archive.captures import Capture
from tests.faults.warcs import gz, http, outcomes, page, read, told

FIELDS_1 = b"URL IP-address Archive-date Content-type Archive-length\n"
FIELDS_2 = b"URL IP-address Archive-date Content-type Result-code Checksum Location Offset Filename Archive-length\n"


def version_block(version: int = 1) -> bytes:
    body = b"%d 0 Internet Archive\n%s" % (version, FIELDS_1 if version == 1 else FIELDS_2)
    middle = b" 200 - - 0 x.arc" if version == 2 else b""
    return b"filedesc://x.arc 0.0.0.0 20260201080000 text/plain%s %d\n%s\n" % (middle, len(body), body)


def arc(url: str, block: bytes, *, version: int = 1, date: str = "20260201080000", length: int | None = None) -> bytes:
    middle = " 200 ABCDEF - 4711 x.arc" if version == 2 else ""
    size = len(block) if length is None else length
    return f"{url} 192.0.2.1 {date} text/html{middle} {size}\n".encode() + block + b"\n"


def story(number: object, **options: object) -> bytes:
    return arc(f"https://herald.example/{number}", http(page(number)), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("how", ["plain", "each record", "whole file"])
@pytest.mark.parametrize("name", ["x.arc", "crawl.bin", "x.warc"])
def test_every_page_in_order(tmp_path: Path, version: int, how: str, name: str) -> None:
    records = [version_block(version), *(story(n, version=version) for n in range(4))]
    content = b"".join(
        records if how == "plain" else map(gz, records) if how == "each record" else [gz(b"".join(records))]
    )
    found = read(content, tmp_path, name)
    assert outcomes(found) == ["(warcinfo)"] + ["fetched"] * 4
    pages = [one for one in found if isinstance(one, Capture)]
    assert [one.body for one in pages] == [page(n) for n in range(4)]
    assert (pages[0].channel, pages[0].status, pages[0].media_type) == ("warc", 200, "text/html")
    assert pages[0].fetched_at == datetime(2026, 2, 1, 8, tzinfo=UTC)


def test_warcio_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "x.arc.gz"
    path.write_bytes(gz(version_block()) + gz(story(1)) + gz(story(2)))
    with path.open("rb") as file:
        theirs = [
            record.content_stream().read()
            for record in ArchiveIterator(file, arc2warc=True)
            if record.rec_type == "response"
        ]
    assert theirs == [page(1), page(2)]


def test_what_is_no_page_is_passed_over_by_kind(tmp_path: Path) -> None:
    content = version_block() + b"".join(
        [
            arc("dns:herald.example", b"20260201080000\nherald.example. 60 IN A 192.0.2.1\n"),
            arc("https://herald.example/robots.txt", http(b"User-agent: *")),
            arc("https://herald.example/gone", http(b"gone", status="HTTP/1.1 404 Not Found")),
            arc("https://herald.example/a.png", http(b"\x89PNG", media_type="image/png")),
            arc("https://other.example/a", http(page("other"))),
            arc("https://herald.example/late", http(page("late")), date="20260301"),
            arc("https://herald.example/a b", http(page("blank in its address"))),
            arc("https://herald.example/bare", page("no answer, a body alone")),
        ]
    )
    wanted = WarcFilter(hosts=("herald.example",), until=datetime(2026, 2, 15, tzinfo=UTC))
    assert [what for _, what in told(read(content, tmp_path, wanted=wanted))] == [
        *["(warcinfo)", "(dns)", "(robots.txt)", "(status)", "(media type)", "(host)", "(date)"],
        *["fetched", "fetched"],
    ]


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("cut", [3, 40])
def test_a_cut_file_gives_its_whole_records(tmp_path: Path, packed: bool, cut: int) -> None:
    records = [version_block(), *map(story, range(4))]
    content = b"".join(map(gz, records) if packed else records)
    found = read(content[:-cut], tmp_path)
    assert outcomes(found) == ["(warcinfo)"] + ["fetched"] * 3 + ["truncated"]


def test_damage_in_a_packed_file_costs_one_record(tmp_path: Path) -> None:
    members = [gz(version_block()), *(gz(story(n)) for n in range(4))]
    damaged = bytearray(members[2])
    damaged[40:60] = b"\xff" * 20
    found = read(b"".join([*members[:2], bytes(damaged), *members[3:]]), tmp_path, "x.arc.gz")
    assert outcomes(found) == ["(warcinfo)", "fetched", "damaged", "fetched", "fetched"]
    place = len(members[0] + members[1])
    assert f"offset {place:,} " in found[2].detail  # type: ignore[attr-defined]


@pytest.mark.parametrize("wrong", [-50, -1, 30, 500, 10_000_000])
def test_a_wrong_length_costs_one_record(tmp_path: Path, wrong: int) -> None:
    size = len(http(page(1)))
    content = version_block() + story(0) + story(1, length=size + wrong) + story(2) + story(3)
    found = read(content, tmp_path)
    assert outcomes(found) == ["(warcinfo)", "fetched", "damaged", "fetched", "fetched"]
    assert "says that it holds" in found[2].detail  # type: ignore[attr-defined]


@pytest.mark.parametrize("wrong", [30, 300, 700, 10**6, 10**9, 10**12])
def test_a_wrong_length_of_what_is_no_page_costs_nothing(tmp_path: Path, wrong: int) -> None:
    picture = http(b"\x89PNG" * 20, media_type="image/png")
    block = version_block()
    content = block.replace(b"text/plain 7", b"text/plain %d" % (70 + wrong)) + story(0)
    content += arc("https://herald.example/a.png", picture, length=len(picture) + wrong) + story(1) + story(2)
    assert content != block and outcomes(read(content, tmp_path)) == [
        *["(warcinfo)", "fetched", "(media type)", "fetched", "fetched"],
    ]


def test_a_line_without_media_type(tmp_path: Path) -> None:
    content = version_block() + story(0).replace(b" text/html ", b" ") + story(1).replace(b" text/html ", b"  ")
    assert outcomes(read(content, tmp_path)) == ["(warcinfo)", "fetched", "fetched"]


def test_rubbish_between_records(tmp_path: Path) -> None:
    content = version_block() + story(0) + b"rubbish\n" * 30_000 + story(1)
    found = read(content, tmp_path)
    assert outcomes(found) == ["(warcinfo)", "fetched", "damaged", "fetched"]
    assert " is no ARC record " in found[2].detail  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text",
    [
        "https://herald.example/a is the address.\n\nThe ferry sailed at dawn 20260201.",
        "Headline: A ferry\nText that goes on.",
        "a:" + " 1.1.1.1 20260201" * 4_000,
    ],
)
def test_a_text_is_no_arc_file(tmp_path: Path, text: str) -> None:
    assert outcomes(read(text.encode(), tmp_path, "a.txt")) == ["fetched"]


def test_a_file_packed_whole_that_is_cut(tmp_path: Path) -> None:
    content = gzip.compress(version_block() + b"".join(map(story, range(300))), mtime=0)
    found = outcomes(read(content[:-200], tmp_path, "x.arc.gz"))
    assert set(found[1:-1]) == {"fetched"} and found[-1] == "truncated" and len(found) > 200
