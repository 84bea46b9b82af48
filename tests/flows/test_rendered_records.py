"""Pages that a browser rendered, in the archive: what was fetched lies beside and is no page; others can tell both."""

from __future__ import annotations

import io
import json
import zipfile
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from flows.acquire.files.read_files import read_inputs
from flows.acquire.files.wanted import Passed
from flows.archive.archive import INDEX, Archive, read_archived
from flows.archive.captures import Capture
from flows.archive.check_files import check_files
from flows.archive.export_wacz import export_wacz
from tests.acquire.browsers import RENDERED


def _stored(folder: Path, *captures: Capture) -> list[tuple[Any, ...]]:
    with Archive(folder) as archive:
        for capture in captures:
            archive.add(capture)
        return _rows(archive)


def _rows(archive: Archive) -> list[tuple[Any, ...]]:
    return [(c.url, c.outcome, c.status, c.charset, c.etag, c.sha256, c.offset) for c in archive.captures()]


def _count(n: int = 1) -> None:
    """Takes the place of a bar."""


def test_what_was_fetched_lies_beside_and_is_no_page(tmp_path: Path) -> None:
    failed = replace(RENDERED, body=None, outcome="render_failed", detail="It hangs.", rendered_by="")
    before = _stored(tmp_path, RENDERED, failed)
    assert [(row[1], row[2], row[3]) for row in before] == [("fetched", 200, "utf-8"), ("render_failed", 200, "utf-8")]
    (tmp_path / INDEX).unlink()
    with Archive(tmp_path) as archive:
        assert _rows(archive) == before and archive.gaps() == []
        assert list(check_files(archive, _count)) == []
        [page] = archive.pages()
        read = read_archived(tmp_path, page)
        assert (read.body, read.charset, read.rendered_by) == (RENDERED.body, "utf-8", "Chromium 130.0")
        assert archive.counts() == {"fetched": 1, "render_failed": 1}
    [cdxj] = tmp_path.glob("*.cdxj")
    line = json.loads(cdxj.read_text().split(" ", 2)[2])
    assert (line["status"], line["mime"], line["offset"]) == ("200", "text/html", str(before[0][-1]))
    [file] = tmp_path.glob("*.warc.gz")
    assert Checker(Namespace(inputs=[str(file)], verbose=False)).process_all() == 0


def test_others_can_tell_what_was_made_of_what(tmp_path: Path) -> None:
    failed = replace(RENDERED, body=None, outcome="render_failed", detail="It hangs.", rendered_by="")
    _stored(tmp_path, RENDERED, RENDERED, failed)
    data = next(tmp_path.glob("*.warc.gz")).read_bytes()
    records = [(r.rec_type, r.rec_headers) for r in ArchiveIterator(io.BytesIO(data))]
    assert [kind for kind, _ in records] == [
        "warcinfo", "conversion", "response", "request", "revisit", "response", "request", "metadata", "response",
        "request",
    ]  # fmt: skip
    refers = [head.get_header("WARC-Refers-To") for _, head in records]
    ids = [head.get_header("WARC-Record-ID") for _, head in records]
    assert [refers[at] for at in (1, 7)] == [ids[2], ids[8]] and refers.count(None) == len({*ids}) - 2 == 8
    beside = [head.get_header("WARC-Concurrent-To") for kind, head in records if kind == "request"]
    assert beside == [ids[2], ids[5], ids[8]]
    exported = tmp_path / "all.wacz"
    with Archive(tmp_path) as archive:
        done = export_wacz(archive, exported, lambda row: row.outcome == "fetched", _count, software="copydesk/9")
    assert (done.captures, done.pages, done.faults) == (2, 2, [])
    with zipfile.ZipFile(exported) as members:
        warc = members.read("archive/data-00001.warc.gz")
    assert [r.rec_type for r in ArchiveIterator(io.BytesIO(warc))] == [kind for kind, _ in records][:7]


def test_an_import_of_the_archive_takes_what_the_browser_showed(tmp_path: Path) -> None:
    _stored(tmp_path, RENDERED)
    found = list(read_inputs([next(tmp_path.glob("*.warc.gz"))], page_bytes=10_000))
    passed = [one.why for one in found if isinstance(one, Passed)]
    [page] = [one for one in found if isinstance(one, Capture)]
    assert passed.count("before rendering") == 1 and (page.body, page.charset) == (RENDERED.body, "utf-8")


@pytest.mark.parametrize(("record", "pages"), [("conversion", 0), ("response", 1), ("request", 1)])
def test_a_file_cut_within(tmp_path: Path, record: str, pages: int) -> None:
    _stored(tmp_path, RENDERED)
    [file] = tmp_path.glob("*.warc.gz")
    with file.open("rb") as opened:
        walked = ArchiveIterator(opened)
        ends = {r.rec_type: walked.get_record_offset() + walked.get_record_length() for r in walked}
    file.write_bytes(file.read_bytes()[: ends[record] - 20])
    (tmp_path / INDEX).unlink()
    with Archive(tmp_path) as archive:
        assert len(list(archive.pages())) == pages and len(archive.notes) == 1
