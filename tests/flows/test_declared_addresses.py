"""A page that was imported without an address is read under the one that it declares, and marked so, all the way."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from flows.archive.archive import INDEX, Archive
from flows.archive.captures import Capture
from flows.archive.index import ArchiveIndex
from flows.ingest import ingest
from tests.faults.warcs import http, packed, page, record
from tests.flows.desk import ask

FERRY = "https://herald.example/ferry"
PAGE = (
    f'<html><head><link rel="canonical" href="{FERRY}"><title>Ferry sails</title></head><body><article>'
    "<h1>Ferry sails at dawn</h1><p>The ferry sailed at dawn on Monday and was back by noon, the port said.</p>"
    "<p>It carried two hundred passengers, of whom nobody was hurt when the storm came up.</p></article></body></html>"
)


#: A head that declares an address, of a page that is refused.
REFUSED = b'<head><link rel="canonical" href="https://herald.example/refused">'


def marks(archive: Archive) -> dict[str, bool]:
    """The last part of each address, with its mark."""
    return {row.url.rpartition("/")[2]: bool(row.url_declared) for row in archive.captures()}


def test_the_mark_is_stored_loaded_and_shown(tmp_path: Path) -> None:
    other = PAGE.replace("/ferry", "/tides").replace("Ferry", "Tide")
    crawl, table = tmp_path / "x.warc.gz", tmp_path / "x.jsonl"
    crawl.write_bytes(
        packed(
            record(None, http(PAGE.encode())),
            record("https://herald.example/1", http(page("one"))),
            record(None, http(page("none").replace(b"<head>", REFUSED))),
        )
    )
    rows = [{"html": other}, {"url": "https://herald.example/2", "html": other.replace("tides", "floods")}]
    table.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    data = tmp_path / "data"
    ingest.fn(paths=[str(crawl), str(table)], data=str(data))
    expected = {"ferry": True, "1": False, "refused": True, "tides": True, "2": False}
    with Archive(data / "archive") as archive:
        assert marks(archive) == expected
    for left in (data / "archive").glob(INDEX + "*"):
        left.unlink()
    with Archive(data / "archive") as archive:
        assert marks(archive) == expected, "an index that is made anew has it from the records"
    found = ask(data / "news.duckdb", "SELECT final_url, url_declared FROM fetches")
    assert {url.rpartition("/")[2]: mark for url, mark in found} == expected
    found = ask(data / "news.duckdb", "SELECT url, url_declared FROM current_articles")
    assert {url.rpartition("/")[2]: mark for url, mark in found} == {"ferry": True, "tides": True, "floods": False}


@pytest.mark.parametrize("read_only", [False, True])
def test_an_index_of_an_earlier_version_is_read(tmp_path: Path, read_only: bool) -> None:
    with Archive(tmp_path, run="run") as archive:
        archive.add(Capture(FERRY, PAGE.encode(), channel="file"))
    with sqlite3.connect(tmp_path / INDEX) as database:
        database.execute("ALTER TABLE captures DROP COLUMN url_declared")
    database.close()
    index = ArchiveIndex(tmp_path / INDEX, read_only=read_only)
    assert [bool(row.url_declared) for row in index.captures()] == [False]
    assert [bool(one.url_declared) for one in index.pages()] == [False]
    index.close()


def test_a_file_belongs_to_the_outlet_of_the_address_that_it_declares(tmp_path: Path) -> None:
    pages = {
        "ferry": PAGE,
        "front": PAGE.replace("herald.example/ferry", "post.example/"),
        "silent": PAGE.replace('rel="canonical"', 'rel="next"'),
    }
    for name, text in pages.items():
        (tmp_path / f"{name}.html").write_text(text, "utf-8")
    ingest.fn(paths=[str(tmp_path / f"{name}.html") for name in pages], data=str(tmp_path / "data"))
    found = ask(
        tmp_path / "data" / "news.duckdb",
        "SELECT parse_filename(fetches.requested_url, true), sources.name, fetches.url_declared, articles.url "
        "FROM fetches LEFT JOIN sources USING (source_id) JOIN articles USING (article_id)",
    )
    told = {name: (source, mark) for name, source, mark, _ in found}
    assert told == {"ferry": ("herald.example", True), "front": (None, False), "silent": (None, False)}
    assert FERRY in {url for *_, url in found}
