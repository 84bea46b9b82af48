"""Revisit records of a crawl say that a page was seen again: the archive notes that, once, where it holds the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.acquire.files.wanted import Sighting, WarcFilter
from flows.archive.archive import Archive
from flows.import_pages import store_batch
from tests.faults.warcs import DATE, good, http, outcomes, packed, page, read, record

URL = "https://herald.example/1"
LATER = "2026-02-02T08:00:00Z"
LATEST = "2026-02-03T08:00:00Z"


def revisit(*headers: str, date: str = LATER, url: str = URL, status: str = "HTTP/1.1 200 OK") -> bytes:
    return record(url, http(b"", status=status), *headers, kind="revisit", date=date)


@pytest.mark.parametrize(
    ("again", "sightings"),
    [
        ([revisit()], 1),
        ([revisit(f"WARC-Refers-To-Date: {DATE}", f"WARC-Refers-To-Target-URI: {URL}")], 1),
        ([revisit(f"WARC-Refers-To-Target-URI: <{URL}>")], 1),
        ([revisit(status="HTTP/1.1 304 Not Modified"), revisit(date=LATEST)], 2),
        ([revisit(), revisit()], 1),
        ([revisit(date=DATE)], 0),
        ([revisit(date="2026-01-01T08:00:00Z")], 0),
        ([revisit(date="")], 0),
        ([revisit("WARC-Refers-To-Date: 2026-01-01T00:00:00Z")], 0),
        ([revisit("WARC-Refers-To-Target-URI: https://other.example/1")], 0),
        ([revisit(status="HTTP/1.1 404 Not Found")], 0),
        ([revisit(status="HTTP/1.1 301 Moved")], 0),
        ([revisit(url="https://herald.example/never-fetched")], 0),
        ([record(URL, http(page("new")), date=LATEST), revisit()], 0),
    ],
)
def test_a_page_that_was_seen_again(tmp_path: Path, again: list[bytes], sightings: int) -> None:
    found = read(packed(good(1), *again), tmp_path)
    with Archive(tmp_path / "archive", run="run") as archive:
        assert store_batch(archive, found)["sightings"] == sightings  # type: ignore[arg-type]
        before = archive.counts()
        assert before.get("not_modified", 0) == sightings
    with Archive(tmp_path / "archive", run="again") as archive:
        assert store_batch(archive, found)["sightings"] == 0, "the second time nothing is new"  # type: ignore[arg-type]
        assert archive.counts() == before


def test_filters_hold_for_sightings(tmp_path: Path) -> None:
    found = read(packed(good(1), revisit()), tmp_path, wanted=WarcFilter(hosts=("other.example",)))
    assert outcomes(found) == ["(host)", "(host)"]
    assert not any(isinstance(one, Sighting) for one in found)
