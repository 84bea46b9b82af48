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
