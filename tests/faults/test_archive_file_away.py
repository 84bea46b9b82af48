"""A page whose archive file is missing: its article is not withdrawn, and it is parsed once the file is back."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.archive.archive import Archive
from flows.archive.captures import Capture
from flows.cli.commands.start import exit_code_of
from flows.cli.diagnosis import CheckedPlace, findings
from flows.config.paths import Paths
from flows.ingest import ingest
from flows.load import load
from flows.parse import parse
from flows.publish import publish
from flows.reparse import reparse
from flows.retry import retry
from flows.running.run_records import RunRecord
from tests.faults.here import Here
from tests.flows.desk import PAGES, ask, content
from warehouse.connect import writer
from warehouse.quarantine import mark_retry

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Desk:
    """A data directory with pages in two WARC files, and rules other than those the pages were parsed with."""

    data: Path
    other_rules: Path

    def run(self, flow: Callable[..., RunRecord]) -> RunRecord:
        return flow(data=str(self.data), config=str(self.other_rules))

    def settle(self) -> None:
        for flow in (load, publish):
            assert exit_code_of(self.run(flow)) == 0

    def files(self) -> list[Path]:
        """The WARC files, the one with northlight's pages first."""
        return sorted(self.data.glob("archive/*.warc.gz"), key=lambda path: path.stat().st_mtime)

    def said(self) -> list[str]:
        """The findings of doctor, but for those about runs that failed."""
        told = findings(CheckedPlace(Paths(self.data), None))
        return [said for said in told if not said.endswith("to do what it left.")]


@pytest.fixture(autouse=True, scope="module")
def here() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.parse.open_pool", Here)
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    for outlet in ("northlight", "talbote"):
        ingest(paths=[str(PAGES / outlet)], data=str(folder / "data"))
    publishers = folder / "other" / "publishers"
    publishers.mkdir(parents=True)
    (publishers / "other.toml").write_text('name = "Other"\ndomains = ["other.example"]\n')
    (folder / "other" / "copydesk.toml").write_text("[publish]\nshare = 1.0\n")
    shutil.copytree(folder / "data", folder / "calm")
    for flow in (reparse, load, publish):
        flow(data=str(folder / "calm"), config=str(folder / "other"))
    return folder


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Desk:
    shutil.copytree(made / "data", tmp_path / "data")
    return Desk(tmp_path / "data", made / "other")


def moved(path: Path) -> None:
    path.rename(path.with_suffix(".away"))


def a_directory(path: Path) -> None:
    moved(path)
    path.mkdir()


def a_link_to_nowhere(path: Path) -> None:
    moved(path)
    path.symlink_to(path.parent / "nowhere")


def cut(path: Path) -> None:
    shutil.copy(path, path.with_suffix(".away"))
    with path.open("r+b") as file:
        file.truncate(10)


def put_back(path: Path) -> None:
    if path.is_dir():
        path.rmdir()
    path.with_suffix(".away").replace(path)


@pytest.mark.parametrize("fault", [moved, a_directory, a_link_to_nowhere, cut], ids=lambda f: f.__name__)
def test_a_file_that_cannot_be_read(desk: Desk, fault: Callable[[Path], None]) -> None:
    file = desk.files()[0]
    fault(file)
    record = desk.run(reparse)
    assert (record.outcome, exit_code_of(record)) == ("rejected", 3)
    assert (record.counts["unreadable"], record.counts["pages"]) == (1, 2)
    assert [m for m in record.messages if "could not be parsed" in m and str(file) in m and "put it back" in m]
    (finding,) = (said for said in desk.said() if "staged batch" not in said)
    assert file.name.removesuffix(".warc.gz") in finding
    put_back(file)
    record = desk.run(reparse)
    assert (record.outcome, record.counts["pages"], record.counts["articles"]) == ("done", 1, 1)


def test_reparse_while_a_file_is_away_withdraws_nothing(desk: Desk, made: Path) -> None:
    titles = "SELECT headline FROM current_articles ORDER BY ALL"
    before, file = ask(desk.data / "news.duckdb", titles), desk.files()[0]
    moved(file)
    assert desk.run(reparse).counts["unreadable"] == 1
    desk.settle()
    assert ask(desk.data / "news.duckdb", titles) == before
    assert ask(desk.data / "news.duckdb", "SELECT count(*) FROM fetches WHERE reason = 'damaged'") == [(0,)]
    put_back(file)
    desk.run(reparse)
    desk.settle()
    assert content(desk.data / "news.duckdb") == content(made / "calm" / "news.duckdb")
    assert desk.said() == []
    assert desk.run(reparse).counts == {}


def test_when_nothing_can_be_read_the_run_failed(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    files = desk.files()
    for file in files:
        moved(file)
    record = desk.run(reparse)
    assert (record.outcome, exit_code_of(record), record.counts) == ("failed", 1, {"unreadable": 3})
    assert len(record.messages) == len(files), "one sentence a file, not a page"
    assert "nothing to do" not in capsys.readouterr().err
    assert desk.run(load).counts == {}
    assert len(desk.said()) == 2
    for file in files:
        put_back(file)
    assert desk.run(reparse).counts["pages"] == 3


def test_many_files_are_not_named_one_by_one() -> None:
    from flows.parsing.unread_pages import Unread, Unreadable

    unreadable = Unreadable()
    for number in range(700):
        unreadable.add(Unread(f"{number % 70}.warc.gz", "No such file or directory"))
    said = list(unreadable.sentences())
    assert len(said) == 6 and "10 pages" in said[0] and "65 more files" in said[-1]
    assert unreadable.total == 700


def test_parse_waits_for_a_file(tmp_path: Path) -> None:
    from flows.import_pages import import_pages

    data = str(tmp_path)
    import_pages([str(PAGES / "talbote")], data=data)
    (file,) = tmp_path.glob("archive/*.warc.gz")
    moved(file)
    for _ in range(2):
        record = parse(data=data)
        assert (exit_code_of(record), record.counts) == (1, {"unreadable": 2})
    put_back(file)
    assert parse(data=data).counts["pages"] == 2


def test_retry_waits_for_a_file(desk: Desk) -> None:
    with writer(desk.data / "warehouse.duckdb") as connection:
        assert mark_retry(connection, reason="soft_404") == 1
    file = desk.files()[1]
    moved(file)
    record = desk.run(retry)
    assert (exit_code_of(record), record.counts) == (1, {"unreadable": 1})
    put_back(file)
    record = desk.run(retry)
    assert (record.counts["pages"], record.counts["rejected"]) == (1, 1), "its mark has stayed"
    assert desk.run(retry).counts == {}


def pages(archive: Archive, *names: str, hour: int = 0) -> None:
    """Store pages, each of which is an article with its name as headline."""
    story = "<p>The council met again on Monday and agreed on the plan that the mayor had long asked for.</p>" * 8
    for name in names:
        body = f"<html><body><article><h1>{name} agreed on Monday</h1>{story}</article></body></html>".encode()
        archive.add(Capture(f"https://x.example/{name}", body, fetched_at=NOON + timedelta(hours=hour), status=200))


def break_page(archive: Path, name: str) -> tuple[Path, bytes, int]:
    """Overwrite some bytes of a page's record; gives the file's path, its bytes before, and the record's offset."""
    with Archive(archive) as opened:
        (found,) = (page for page in opened.pages() if page.url.endswith(f"/{name}"))
    path = archive / f"{found.warc}.warc.gz"
    whole = path.read_bytes()
    path.write_bytes(whole[: found.offset + 60] + bytes(20) + whole[found.offset + 80 :])
    return path, whole, found.offset


def test_a_damaged_record_is_told_once_and_read_when_its_file_is_restored(tmp_path: Path) -> None:
    data, place = str(tmp_path), CheckedPlace(Paths(tmp_path).make(), None)
    with Archive(tmp_path / "archive", run="one") as archive:
        pages(archive, "roads", "rails", "ships")
    path, whole, offset = break_page(tmp_path / "archive", "rails")
    record = parse(data=data)
    assert (exit_code_of(record), record.counts["articles"], record.counts["unreadable"]) == (3, 2, 1)
    assert f"the first at {offset:,}" in record.messages[0]
    load(data=data)
    record = parse(data=data)
    assert (exit_code_of(record), record.counts) == (0, {}), "nobody can do more about it by running again"
    (finding,) = findings(place)
    assert f"the record at {offset:,} cannot be read" in finding
    path.write_bytes(whole)
    assert parse(data=data).counts["articles"] == 1
    load(data=data)
    assert list(findings(place)) == []
    assert ask(tmp_path / "warehouse.duckdb", "SELECT count(*) FROM articles") == [(3,)]


def test_a_damaged_record_withdraws_nothing(desk: Desk) -> None:
    path, whole, _ = break_page(desk.data / "archive", "dam-talks-resume")
    record = desk.run(reparse)
    assert (exit_code_of(record), record.counts["pages"], record.counts["unreadable"]) == (3, 2, 1)
    desk.settle()
    count = "SELECT count(*) FROM current_articles WHERE headline LIKE 'Dam talks%'"
    assert ask(desk.data / "news.duckdb", count) == [(1,)]
    path.write_bytes(whole)
    assert desk.run(reparse).counts["articles"] == 1


def test_what_was_fetched_again_waits_for_a_body_that_no_file_holds(tmp_path: Path) -> None:
    """The index is lost and the file with the body missing; the record of a second, unchanged fetch remains."""
    data, archive = str(tmp_path), tmp_path / "archive"
    for hour, name in enumerate(("one", "two")):
        with Archive(archive, run=name) as opened:
            pages(opened, "roads", hour=hour)
    moved(archive / "one.warc.gz")
    for file in archive.glob("index.sqlite*"):
        file.unlink()
    record = parse(data=data)
    assert (exit_code_of(record), record.counts) == (1, {"unreadable": 1})
    assert "lies in no file of the archive" in record.messages[0]
    assert parse(data=data).counts == {}, "told once"
    assert ["lies in no file" in finding for finding in findings(CheckedPlace(Paths(tmp_path), None))].count(True) == 1
    put_back(archive / "one.warc.gz")
    assert parse(data=data).counts["pages"] == 2
    load(data=data)
    fetched = "SELECT outcome, revision_id FROM fetches"
    assert ask(tmp_path / "warehouse.duckdb", fetched) == [("article", 1), ("article", 1)]


@pytest.fixture
def as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Parse and load as an earlier version did: an unreadable page is rejected, and its article withdrawn."""
    import warehouse.steps
    from flows.parsing import local
    from flows.parsing.unread_pages import Unread

    def before(kind: str, name: str) -> str:
        guard = "\n  AND coalesce(staged.stage, '') <> 'archive'"
        text = script(kind, name)
        assert name != "revisions" or guard in text
        return text.replace(guard, "")

    def rejected(results: Iterable[Any]) -> Iterator[Any]:
        for item, row in results:
            bad = {"outcome": "rejected", "stage": "archive", "reason": "damaged", "detail": "It cannot be read."}
            yield item, {**item.facts, **bad} if isinstance(row, Unread) else row

    script, read = warehouse.steps.script, local.gather_batch
    with monkeypatch.context() as patched:
        patched.setattr(warehouse.steps, "script", before)
        patched.setattr(local, "gather_batch", lambda results, *rest: read(rejected(results), *rest))
        yield


def test_what_an_earlier_version_withdrew_comes_back(
    desk: Desk, made: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    files = desk.files()
    # The page was met a second time, so that more than one capture belongs to what is withdrawn.
    with Archive(desk.data / "archive", run="again") as archive:
        (page,) = (page for page in archive.pages() if "dam" in page.url)
        body = archive.read(page.sha256).body
        archive.add(Capture(page.url, body, fetched_at=page.fetched_at + timedelta(days=1), status=200))
    calm = desk.data.parent / "calm"
    for flow in (parse, load):
        flow(data=str(desk.data))
    shutil.copytree(desk.data, calm)
    for flow in (reparse, load, publish):
        flow(data=str(calm), config=str(desk.other_rules))

    for file in files:
        moved(file)
    request.getfixturevalue("as_before")
    assert desk.run(reparse).counts["rejected"] == 3
    desk.settle()
    assert ask(desk.data / "news.duckdb", "SELECT count(*) FROM articles") == [(0,)]
    monkeypatch.undo()
    for file in files:
        put_back(file)

    assert any("3 pages were rejected only because" in finding for finding in desk.said())
    assert desk.run(reparse).counts["articles"] == 3  # two pages, one of them twice
    desk.settle()
    mended, wanted = content(desk.data / "news.duckdb"), content(calm / "news.duckdb")
    assert mended.pop("quarantine") != wanted.pop("quarantine"), "it counts what was tried in vain, too"
    assert mended == wanted
    assert desk.said() == []
    assert desk.run(reparse).counts == {}
