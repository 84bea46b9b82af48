"""WACZ in: the WARC files in it are read; its indexes, lists of pages and logs are counted, not imported.

Written after "Web Archive Collection Zipped" (WACZ), version 1.1.1 (Webrecorder, 2021): a zip archive with
datapackage.json, archive/*.warc.gz stored as they are, indexes/, pages/pages.jsonl, and logs/.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from flows.acquire.files.wanted import WarcFilter
from flows.archive.captures import Capture
from tests.acquire.test_warc import pages
from tests.faults.warcs import good, packed, page, read, told


def wacz(**archives: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in archives.items():
            archive.writestr(f"archive/{name}.warc.gz", content)
        archive.writestr("indexes/index.cdx.gz", b"com,example)/ 20260201 {}", zipfile.ZIP_DEFLATED)
        story = {"url": "https://herald.example/1", "text": "The ferry sailed at dawn.", "id": "1"}
        archive.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n' + json.dumps(story) + "\n")
        archive.writestr("logs/crawl.log", "https://herald.example/1\n")
        archive.writestr("datapackage.json", json.dumps({"profile": "data-package", "wacz_version": "1.1.1"}))
    return out.getvalue()


@pytest.mark.parametrize("name", ["x.wacz", "x.zip", "page.html"])
def test_the_warc_files_in_it(tmp_path: Path, name: str) -> None:
    found = read(wacz(a=packed(good(1), good(2)), b=pages(2)), tmp_path, name)
    assert [what for _, what in told(found)] == ["fetched"] * 2 + ["(warcinfo)"] + ["fetched"] * 2 + [
        "(crawl index)"
    ] * 4
    first = found[0]
    assert isinstance(first, Capture)
    assert (first.url, first.body, first.channel) == ("https://herald.example/1", page(1), "warc")


def zipped(*members: tuple[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


CONTENTS = ("datapackage.json", json.dumps({"profile": "data-package", "resources": []}))
INDEX = ("indexes/index.idx", '!meta 0 {"format": "cdxj-gzip-1.0"}\ncom,example)/ 20260201080000 {"offset": 0}\n')
LISTED = ("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n{"url": "https://herald.example/1", "text": "A"}\n')
OTHER_PLACES = {
    "beside the list of contents": zipped(("a.warc.gz", packed(good(1))), INDEX, LISTED, CONTENTS),
    "below archive/, with other slashes": zipped(("archive\\a.warc.gz", packed(good(1))), INDEX, LISTED, CONTENTS),
    "in a folder above all": zipped(
        *((f"my crawl/{name}", content) for name, content in (("archive/a.warc", good(1)), INDEX, LISTED, CONTENTS))
    ),
    "in another WACZ file": zipped(("parts/a.wacz", zipped(("archive/a.warc", good(1)), INDEX, LISTED)), CONTENTS),
}


@pytest.mark.parametrize("content", OTHER_PLACES.values(), ids=OTHER_PLACES.keys())
def test_crawl_files_in_other_places_are_read_and_lists_are_not(tmp_path: Path, content: bytes) -> None:
    found = [what for _, what in told(read(content, tmp_path, "x.wacz"))]
    assert found[0] == "fetched" and set(found[1:]) <= {"(crawl index)", "(no page column)"}


def test_other_data_with_a_list_of_contents_is_no_wacz_file(tmp_path: Path) -> None:
    content = zipped(CONTENTS, ("data/pages.csv", "url,html\nhttps://herald.example/1,<p>The ferry sailed.</p>\n"))
    assert [what for _, what in told(read(content, tmp_path, "x.zip"))] == ["(no page column)", "fetched"]


def test_only_what_is_wanted(tmp_path: Path) -> None:
    found = read(wacz(a=packed(good(1), good(2))), tmp_path, wanted=WarcFilter(page_paths=("/2",)))
    assert [what for _, what in told(found)][:2] == ["(path)", "fetched"]


def test_damage_is_told_with_file_member_and_offset(tmp_path: Path) -> None:
    members = [packed(good(n)) for n in range(3)]
    content = members[0] + members[1][:40] + b"\xff" * 20 + members[1][60:] + members[2]
    found = read(wacz(a=content), tmp_path, "x.wacz")
    assert [what for _, what in told(found)][:3] == ["fetched", "damaged", "fetched"]
    assert isinstance(found[1], Capture)
    assert found[1].detail.startswith(
        f"The record at offset {len(members[0]):,} of archive/a.warc.gz in x.wacz is damaged"
    )
