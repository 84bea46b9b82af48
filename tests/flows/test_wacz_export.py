"""A WACZ file that is exported, read by the letter of its specification (specs.webrecorder.net/wacz/1.1.1)."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

import flows.archive.wacz_file
from flows.acquire.files.read_files import read_file
from flows.archive.archive import Archive
from flows.archive.captures import Capture
from flows.archive.export_wacz import Exported, export_wacz
from flows.archive.index_rows import CaptureRow
from flows.archive.storing import Storing

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SENT = b"GET /1 HTTP/1.1\r\nHost: herald.example\r\n\r\n"


def page(number: int, **facts: Any) -> Capture:
    body = f"<html><body><p>The ferry number {number} sailed.</p></body></html>".encode()
    given = {"status": 200, "headers": (("Content-Type", "text/html"),), "fetched_at": NOON, "source": "herald"}
    return Capture(f"https://herald.example/{number}", body, **{**given, **facts})


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    directory = tmp_path / "archive"
    with Archive(directory, run="one") as archive:
        archive.add(page(1, request=SENT))
        archive.add(page(2, source="other"))
        archive.add(Capture("https://herald.example/gone", outcome="http_error", status=404, error_body=b"gone"))
    with Archive(directory, run="two") as archive:
        archive.add(replace(page(2), url="https://mirror.example/2", source="mirror"))
        archive.add(page(3, fetched_at=datetime(2026, 4, 1, tzinfo=UTC)))
        archive.add(Capture("https://herald.example/slow", outcome="timeout"))
    return directory


def export(
    directory: Path, target: Path, wanted: Callable[[CaptureRow], bool] = lambda row: True
) -> tuple[Exported, list[int]]:
    steps: list[int] = []
    with Archive(directory, run="reader") as archive:
        done = export_wacz(archive, target, wanted, lambda n=1: steps.append(n), software="copydesk/9")
    return done, steps


def read(target: Path) -> tuple[dict[str, bytes], list[dict[str, Any]], list[dict[str, Any]]]:
    """Members, pages and lines of the index of a WACZ file, with everything checked that the specification asks for."""
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        members = {info.filename: archive.read(info) for info in archive.infolist()}
        warcs = [info for info in archive.infolist() if info.filename.startswith("archive/")]
        assert all(info.compress_type == zipfile.ZIP_STORED for info in warcs)
    package = json.loads(members["datapackage.json"])
    assert package["profile"] == "data-package" and package["wacz_version"] == "1.1.1"
    assert {one["path"] for one in package["resources"]} == {n for n in members if not n.startswith("datapackage")}
    for one in package["resources"]:
        content = members[one["path"]]
        assert (one["bytes"], one["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
        assert one["name"] == one["path"].rpartition("/")[2]
    digest = json.loads(members["datapackage-digest.json"])
    assert digest["path"] == "datapackage.json"
    assert digest["hash"] == f"sha256:{hashlib.sha256(members['datapackage.json']).hexdigest()}"
    head, *pages = map(json.loads, members["pages/pages.jsonl"].splitlines())
    assert head["format"] == "json-pages-1.0" and head["id"] == "pages"
    assert all(datetime.fromisoformat(one["ts"]).tzinfo and one["url"] for one in pages)
    lines = members["indexes/index.cdx"].splitlines()
    assert lines == sorted(lines)
    return members, pages, [_of_its_record(members, line) for line in lines]


def _of_its_record(members: dict[str, bytes], line: bytes) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(line.split(b" ", 2)[2])
    begin, length = int(told["offset"]), int(told["length"])
    record = zlib.decompress(members[f"archive/{told['filename']}"][begin : begin + length], 31)
    assert f"WARC-Target-URI: {told['url']}\r\n".encode() in record
    return told


def types(members: dict[str, bytes]) -> list[str]:
    warcs = [content for name, content in sorted(members.items()) if name.startswith("archive/")]
    return [r.rec_type for warc in warcs for r in ArchiveIterator(io.BytesIO(warc), check_digests="raise")]


def test_everything(filled: Path, tmp_path: Path) -> None:
    done, steps = export(filled, tmp_path / "all.wacz")
    members, pages, lines = read(tmp_path / "all.wacz")
    assert (done.captures, done.pages, done.faults, len(steps)) == (6, 4, [], 6)
    assert types(members) == ["warcinfo", "response", "request", "response", "response", "revisit", "response",
                              "metadata"]  # fmt: skip
    assert len(pages) == 4 and {line["status"] for line in lines} == {"200", "404"}
    assert b"herald.example/gone" not in members["pages/pages.jsonl"], "an error is no page"


def test_it_is_read_back_and_checked(filled: Path, tmp_path: Path) -> None:
    export(filled, tmp_path / "all.wacz")
    found = list(read_file(tmp_path / "all.wacz", page_bytes=100_000))
    taken = {one.url: one.body for one in found if isinstance(one, Capture) and one.body is not None}
    assert taken == {page(n).url: page(n).body for n in (1, 2, 3)}


def test_what_a_chosen_capture_refers_to_comes_along(filled: Path, tmp_path: Path) -> None:
    done, _ = export(filled, tmp_path / "m.wacz", lambda row: row.source == "mirror")
    _, pages, lines = read(tmp_path / "m.wacz")
    assert done.captures == 2, "the revisit, and the page of another outlet that it needs"
    assert [line["url"] for line in lines] == ["https://herald.example/2", "https://mirror.example/2"]
    assert {one["url"] for one in pages} == {line["url"] for line in lines}


def test_a_choice(filled: Path, tmp_path: Path) -> None:
    done, _ = export(filled, tmp_path / "a.wacz", lambda row: row.fetched_at > "2026-03-31" and row.status == 200)
    _, pages, _ = read(tmp_path / "a.wacz")
    assert done.captures == 1 and [one["url"] for one in pages] == ["https://herald.example/3"]


def test_nothing_chosen_is_an_empty_collection(filled: Path, tmp_path: Path) -> None:
    export(filled, tmp_path / "none.wacz", lambda row: False)
    members, pages, lines = read(tmp_path / "none.wacz")
    assert pages == lines == [] and types(members) == []


def test_a_damaged_record_is_left_out_and_told(filled: Path, tmp_path: Path) -> None:
    with Archive(filled) as archive:
        row = next(row for row in archive.captures() if row.url.endswith("/1"))
    path = filled / "one.warc.gz"
    content = bytearray(path.read_bytes())
    content[row.offset + 60 : row.offset + 70] = bytes(10)
    path.write_bytes(content)
    done, _ = export(filled, tmp_path / "x.wacz")
    read(tmp_path / "x.wacz")
    (said,) = done.faults
    assert said.startswith(f"one:{row.offset}: it was left out (") and done.captures == 5


def test_many_lines_are_sorted_on_disk(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows.archive.wacz_file, "_RUN", 2)
    export(filled, tmp_path / "all.wacz")
    assert len(read(tmp_path / "all.wacz")[2]) == 5


def test_a_large_export_has_several_warc_files(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.archive.export_wacz.Storing", lambda **given: Storing(file_bytes=900, **given))
    export(filled, tmp_path / "all.wacz")
    members, _, lines = read(tmp_path / "all.wacz")
    assert len({line["filename"] for line in lines}) >= 2
    assert types(members).count("warcinfo") == sum(name.startswith("archive/") for name in members)


def test_what_fails_half_way_leaves_the_old_file(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "all.wacz").write_bytes(b"old")

    def broken(row: CaptureRow) -> bool:
        if row.url.endswith("/3"):
            raise OSError(28, "No space left on device")
        return True

    with pytest.raises(OSError):
        export(filled, tmp_path / "all.wacz", broken)
    assert (tmp_path / "all.wacz").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.wacz", "archive"]
