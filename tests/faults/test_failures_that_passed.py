"""A quarantine entry is closed once what failed can be had again: also when a page is unchanged, or a list or file is
read."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from flows.archive.archive import Archive
from flows.archive.captures import Capture
from flows.import_pages import import_pages
from flows.load import load
from flows.parse import parse
from tests.faults.here import Here
from tests.flows.desk import PAGES, ask
from tests.warehouse.batches import article, at, page
from warehouse.load import load_batch
from warehouse.quarantine import entries

Batch = Callable[..., Path]
OPEN = "SELECT reason FROM quarantine WHERE resolved_at IS NULL ORDER BY ALL"
WITHOUT_BODY: dict[str, Any] = dict.fromkeys(("body_sha256", "byte_length", "warc_file", "warc_offset"))
FETCHED = {
    "503": {"reason": "http_error", "stage": "fetch", "http_status": 503, **WITHOUT_BODY},
    "304": {"reason": "not_modified", "stage": "fetch", "http_status": 304, **WITHOUT_BODY},
}
#: What came of the requests of a page -> what is open then.
CAME = {
    "story 503 304": None,
    "story 503 503 304 304": None,
    "story 503 304 503": ("fetch", "http_error"),
    "listing 503 304": ("parse", "listing"),
    "listing 304": ("parse", "listing"),
    "story listing 503 304": ("parse", "listing"),
    "503 304": ("fetch", "http_error"),
}


def rows(came: str) -> list[dict[str, Any]]:
    """The staged rows of one page.  came: what each of its requests gave, such as "story 503 304"."""
    url = f"https://example.org/{came.replace(' ', '-')}"
    found = []
    for hours, kind in enumerate(came.split()):
        story = article(url) if kind == "story" else None
        facts = {"reason": "listing", "body": f"{url} listing"} if kind == "listing" else FETCHED.get(kind, {})
        found.append(page(url, story, fetched_at=at(hours), **facts))
    return found


def test_a_page_that_is_unchanged_could_be_had(connection: DuckDBPyConnection, batch: Batch) -> None:
    pages = [rows(came) for came in CAME]
    load_batch(connection, batch("first", *(row for one in pages for row in one[:-1])))
    load_batch(connection, batch("last", *(one[-1] for one in pages)))
    found = {str(one.url).rpartition("/")[2].replace("-", " "): (one.stage, one.reason) for one in entries(connection)}
    assert found == {came: left for came, left in CAME.items() if left}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("flows.parse.open_pool", Here)
    return tmp_path / "data"


def packed(target: Path) -> Path:
    with zipfile.ZipFile(target, "w") as file:
        file.write(PAGES / "northlight/dam-talks/page.html", "dam.html")
        file.writestr("empty.html", "")
    return target


def test_a_file_that_is_read_later_and_a_list_that_answers_again(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    whole, sound = packed(tmp_path / "whole.zip"), tmp_path / "sound.zip"
    with zipfile.ZipFile(sound, "w") as file:
        file.write(PAGES / "northlight/dam-talks/page.html", "dam.html")
    (folder / "a.zip").write_bytes(whole.read_bytes()[:-40])
    (folder / "c.html").write_text("")

    def after(*paths: Path) -> list[str]:
        import_pages([*map(str, paths)], data=str(data))
        for flow in (parse, load):
            flow(data=str(data))
        return [reason for (reason,) in ask(data / "warehouse.duckdb", OPEN)]

    def asked_for_a_list(outcome: str) -> None:
        with Archive(data / "archive", run=outcome) as archive:
            when = datetime.now(UTC)
            archive.add(Capture("https://herald.example/rss", channel="feed", outcome=outcome, fetched_at=when))

    asked_for_a_list("http_error")
    assert after(folder) == ["damaged", "empty", "empty", "http_error"]
    asked_for_a_list("fetched")
    # a part of it still fails: a file is read when all of it is; and of a reading that leaves things out nobody knows
    shutil.copy(whole, folder / "a.zip")
    import_pages([str(folder)], data=str(data))
    shutil.copy(sound, folder / "a.zip")
    import_pages([str(folder)], data=str(data), hosts=["northlight.example"])
    with Archive(data / "archive", run="look") as archive:
        assert archive.latest((folder / "a.zip").as_uri()) is None
    assert after(folder) == ["empty"], "c.html is empty still"
    # a page whose address is not its file's
    shutil.copy(PAGES / "gazeta/most/page.html", folder / "c.html")
    (folder / "c.html.url").write_text("https://gazeta.example/most")
    assert after(folder) == []
