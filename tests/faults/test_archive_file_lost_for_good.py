"""A page whose archive file is lost is stored again when it is fetched again; a file may come back under another
name."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.archive.archive import Archive, read_archived
from flows.archive.captures import Capture
from flows.import_pages import import_pages
from flows.ingest import ingest
from tests.faults.here import Here
from tests.flows.desk import PAGES, content

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAGE = Capture("https://x.example/story", b"<p>A story.</p>", fetched_at=NOON, status=200)


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.parse.open_pool", Here)


def bodies(directory: Path) -> Iterator[bytes]:
    with Archive(directory) as archive:
        for page in archive.pages():
            yield read_archived(directory, page).body


def test_a_page_that_is_fetched_again(tmp_path: Path) -> None:
    with Archive(tmp_path, run="one") as archive:
        archive.add(PAGE)
    (tmp_path / "one.warc.gz").unlink()
    with Archive(tmp_path, run="two") as archive:
        stored = archive.add(replace(PAGE, fetched_at=NOON + timedelta(days=1)))
        assert stored.new and stored.noted
    assert list(bodies(tmp_path)) == [PAGE.body]


def test_pages_that_are_imported_again(tmp_path: Path) -> None:
    data, pages = str(tmp_path), [str(PAGES / "talbote"), str(PAGES / "northlight")]
    ingest(paths=pages, data=data)
    before = content(tmp_path / "warehouse.duckdb")
    (file,) = tmp_path.glob("archive/*.warc.gz")
    file.unlink()
    assert import_pages(pages, data=data).counts["new"] == 3
    assert import_pages(pages, data=data).counts["known"] == 3, "once is enough"
    assert len(list(bodies(tmp_path / "archive"))) == 3
    ingest(paths=pages, data=data)
    after = content(tmp_path / "warehouse.duckdb")
    for table in ("articles", "revisions", "blocks", "raw_pages"):
        assert after[table] == before[table]


def test_a_file_that_got_another_name(tmp_path: Path) -> None:
    data, pages = str(tmp_path), [str(PAGES / "talbote"), str(PAGES / "northlight")]
    ingest(paths=pages, data=data)
    before = content(tmp_path / "warehouse.duckdb")
    (file,) = tmp_path.glob("archive/*.warc.gz")
    file.rename(file.with_name("renamed.warc.gz"))
    record = ingest(paths=pages, data=data)
    assert record.counts["import_known"] == 3 and "import_new" not in {k for k, n in record.counts.items() if n}
    assert len(list(bodies(tmp_path / "archive"))) == 3
    assert content(tmp_path / "warehouse.duckdb") == before
    assert "parse_pages" not in record.counts, "what is known is not parsed again"


def test_a_second_copy_changes_nothing(tmp_path: Path) -> None:
    with Archive(tmp_path, run="one") as archive:
        archive.add(PAGE)
    shutil.copy(tmp_path / "one.warc.gz", tmp_path / "copy.warc.gz")
    with Archive(tmp_path) as archive:
        assert [page.warc for page in archive.pages()] == ["one"]


def test_a_page_that_is_unchanged_and_whose_body_is_gone(tmp_path: Path) -> None:
    """The server answers "not modified" for a page whose body no file holds any more: it is noted as not modified."""
    with Archive(tmp_path, run="one") as archive:
        archive.add(PAGE)
    with Archive(tmp_path, run="two") as archive:
        archive.add(replace(PAGE, fetched_at=NOON + timedelta(days=1)))
    (tmp_path / "one.warc.gz").unlink()
    for file in tmp_path.glob("index.sqlite*"):
        file.unlink()
    with Archive(tmp_path, run="three") as archive:
        archive.add(Capture(PAGE.url, outcome="not_modified", status=304, fetched_at=NOON + timedelta(days=2)))
    for file in tmp_path.glob("index.sqlite*"):
        file.unlink()
    with Archive(tmp_path, run="four") as archive:
        assert archive.notes == ()
        assert [row.outcome for row in archive.captures()] == ["not_modified", "fetched"]
        assert {row.sha256 for row in archive.captures()} == {next(archive.captures()).sha256}
