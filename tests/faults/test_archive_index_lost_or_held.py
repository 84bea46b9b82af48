"""The archive's index is missing, behind or ahead of its files, damaged or locked: no row is doubled, no page lost."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from flows.archive.archive import Archive
from flows.archive.captures import Capture
from flows.archive.index import ArchiveIndex
from flows.cli.cli import main
from flows.cli.commands.start import exit_code_of
from flows.cli.diagnosis import CheckedPlace, findings
from flows.config.paths import Paths
from flows.ingest import ingest
from tests.faults.here import Here
from tests.flows.desk import PAGES, content


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.parse.open_pool", Here)
        data = tmp_path_factory.mktemp("made")
        ingest(paths=[str(PAGES / "talbote"), str(PAGES / "northlight")], data=str(data))
        yield data


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "data")
    return tmp_path / "data"


def remove(data: Path) -> None:
    for file in data.glob("archive/index.sqlite*"):
        file.unlink()


def forget_what_was_parsed(data: Path) -> None:
    database = sqlite3.connect(data / "archive" / "index.sqlite")
    database.executescript("DELETE FROM parsed; DELETE FROM staged;")
    database.close()


def of_an_earlier_version(data: Path) -> None:
    database = sqlite3.connect(data / "archive" / "index.sqlite")
    database.executescript("DROP TABLE gaps;")
    database.close()


@pytest.mark.parametrize("fault", [remove, forget_what_was_parsed, of_an_earlier_version], ids=lambda f: f.__name__)
def test_losing_it_costs_a_parse_and_no_more(data: Path, made: Path, fault: Callable[[Path], None]) -> None:
    fault(data)
    record = ingest(paths=[str(PAGES / "talbote"), str(PAGES / "northlight")], data=str(data))
    assert exit_code_of(record) in (0, 3), record
    assert record.counts.get("import_new", 0) == 0
    assert record.counts.get("parse_pages", 0) == (0 if fault is of_an_earlier_version else 3)
    assert content(data / "warehouse.duckdb") == content(made / "warehouse.duckdb")
    assert list(findings(CheckedPlace(Paths(data), None))) == []
    assert ingest(paths=[str(PAGES / "talbote")], data=str(data)).outcome == "done"


def test_an_index_that_is_ahead_of_a_file_from_an_older_copy(data: Path) -> None:
    (file,) = data.glob("archive/*.warc.gz")
    whole = file.read_bytes()
    with Archive(data / "archive") as archive:
        last = list(archive.pages())[-1]
    file.write_bytes(whole[: last.offset])
    with Archive(data / "archive") as archive:
        (note,) = archive.notes
        assert f"{len(whole) - last.offset:,} bytes are missing at its end" in note
    assert list(findings(CheckedPlace(Paths(data), None))) == [note]
    file.write_bytes(whole)
    assert list(findings(CheckedPlace(Paths(data), None))) == []


def test_a_damaged_index_is_told_and_the_next_run_makes_it_anew(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    index = data / "archive" / "index.sqlite"
    index.write_bytes(b"SQLite format 2" + index.read_bytes()[15:])
    for verb, code in (("status", 0), ("doctor", 1)):
        assert main(["--data", str(data), verb]) == code
        assert f"{index} is damaged" in capsys.readouterr().out
    assert main(["--data", str(data), "run", "parse"]) == 3
    said = capsys.readouterr().err
    assert "set aside as index.sqlite.damaged" in said and "3 pages" in said


@pytest.fixture
def held(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data directory whose index another connection keeps locked."""
    monkeypatch.setattr("flows.archive.mend_index.ArchiveIndex", partial(ArchiveIndex, timeout=0.2))
    other = sqlite3.connect(data / "archive" / "index.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield data
    other.close()


def test_a_held_index_can_be_read(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(held), "status"]) == 0
    assert "fetched" in capsys.readouterr().out


def test_waiting_for_a_held_index_ends_with_one_sentence(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = held.parent / "more.html"
    more.write_text("<html><body><p>A page that was not there before.</p></body></html>")
    assert main(["--data", str(held), "run", "import", str(more)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "index.sqlite is held by another process for longer than 0.2 s; run again when that is done" in line


def test_what_was_written_while_it_was_held_is_indexed_later(held: Path) -> None:
    archive = Archive(held / "archive", run="waiting")
    archive.add(Capture("https://x.example/waiting", b"waiting", status=200))
    with pytest.raises(Exception, match="is held by another process"):
        archive.close()
    # Another process's transaction ends with it.
    shutil.copytree(held, held.parent / "later")
    with Archive(held.parent / "later" / "archive") as archive:
        assert "https://x.example/waiting" in {page.url for page in archive.pages()}


def test_a_full_disk_rolls_back_and_the_next_transaction_begins_anew(tmp_path: Path) -> None:
    """SQLite itself rolls back when the disk is full; our own rollback after it must not hide that error."""
    index = ArchiveIndex(tmp_path / "index.sqlite")
    index._db.execute(f"PRAGMA max_page_count = {index._db.execute('PRAGMA page_count').fetchone()[0] + 2}")
    with pytest.raises(Exception, match="the disk is full; make room and run again"):
        index.mark_parsed((f"{n:064}" for n in range(5000)), parser_version="1", rules_version="1", batch_id="b")
    index._db.execute("PRAGMA max_page_count = 100000")
    index.mark_parsed(["0" * 64], parser_version="1", rules_version="1", batch_id="b")
    assert index.batches() == {"b"}
    index.close()
