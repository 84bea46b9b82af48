"""Flows that run at the same time, as those of an import: when one fails, waits or never begins, the others' work
stays."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

import flows.import_pages
import flows.ingest
import flows.load
import flows.parse
from flows.archive.archive import Archive
from flows.archive.captures import Capture
from flows.errors import UsageError
from flows.import_pages import import_pages
from flows.ingest import ingest
from flows.load import load
from flows.parse import parse
from flows.parsing import staging
from flows.parsing.worklist import arriving_items
from flows.publish import publish
from flows.reparse import reparse
from flows.running.ahead import Ahead, Beside, NotBegun
from flows.running.run_records import read_run_records
from tests.faults.here import Here
from tests.flows.desk import PAGES, content
from warehouse.copies import update_copies
from warehouse.errors import WarehouseLocked
from warehouse.load import loaded_batches

SOME = [str(path) for name in ("harbourpost", "northlight") for path in sorted((PAGES / name).glob("*/page.html"))[:3]]
BETWEEN = flows.import_pages.batches


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    """Data and config directories: batches of two pages, one worker."""
    config = tmp_path / "config"
    config.mkdir()
    (config / "copydesk.toml").write_text("[work]\nbatch_pages = 2\nworkers = 1\nlock_seconds = 0.2\n")
    return {"data": str(tmp_path / "data"), "config": str(config)}


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace parsing by counting, which needs no processes."""

    def count(job: Any, archive: Archive, items: Iterator[Any], *, total: int | None = None) -> None:
        job.run.count(pages=sum(item is not None for item in items))

    monkeypatch.setattr(flows.parse, "parse_items", count)


def outcomes(place: dict[str, str]) -> dict[str, str]:
    """Flow -> outcome of its last run; "whole" is the run that the others are steps of."""
    records = read_run_records(Path(place["data"]) / "runs")
    return {one.flow if one.parent else "whole": one.outcome for one in records}


@pytest.mark.slow
def test_pages_are_loaded_before_the_last_one_is_imported(
    place: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loading and comparing begin during the import; the rows are those of flows run one after the other."""
    data, loaded = Path(place["data"]), []
    looked_at: list[int] = []

    def noted(connection: DuckDBPyConnection) -> None:
        looked_at.append(update_copies(connection).looked_at)

    def slowly(found: Any, *, pages: int) -> Iterator[Any]:
        for number, batch in enumerate(BETWEEN(found, pages=pages)):
            deadline = time.monotonic() + 60
            while number == 1 and not loaded and time.monotonic() < deadline:
                time.sleep(0.05)
                loaded.extend([True] if (data / "warehouse.duckdb").exists() else [])
            yield batch

    monkeypatch.setattr(flows.import_pages, "batches", slowly)
    monkeypatch.setattr(flows.load, "_COMPARED", 1)
    monkeypatch.setattr(flows.load, "update_copies", noted)
    record = ingest(paths=SOME, **place)
    assert loaded, "a batch was loaded while the import waited"
    assert looked_at[0] > 0 and len(looked_at) > 1, "copies were looked for before all was loaded"
    assert record.outcome == "rejected"
    assert [one.flow for one in read_run_records(data / "runs") if one.parent] == ["import", "parse", "load", "publish"]
    monkeypatch.undo()
    alone = {**place, "data": str(tmp_path / "alone")}
    import_pages(SOME, **alone)
    for step in (parse, load, publish):
        step(**alone)
    assert content(data / "news.duckdb") == content(tmp_path / "alone" / "news.duckdb")
    assert ingest(paths=SOME, **place).counts["import_known"] == record.counts["import_new"], "nothing is new"
    assert content(data / "news.duckdb") == content(tmp_path / "alone" / "news.duckdb")


def other_rules(place: dict[str, str], tmp_path: Path) -> dict[str, Any]:
    """The directories with other rules, by which a reparse has to read all pages again."""
    config = tmp_path / "other"
    shutil.copytree(place["config"], config)
    (config / "rules").mkdir()
    (config / "rules" / "tracking.toml").write_text("[macros]\nnone = 'nothing'\n")
    return {**place, "config": str(config)}


def batches_loaded(data: Path) -> int:
    """How many batches the warehouse holds; 0 while another connection writes to it."""
    return len(loaded_batches(data / "warehouse.duckdb") or ())


def test_a_reparse_loads_before_it_has_read_all(
    place: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the reparse fails halfway, nothing is published; after it is repeated the rows are those of flows run one
    after the other."""
    data, alone, seen = Path(place["data"]), tmp_path / "alone", []

    class Fails(Here):
        def stream(self, chunks: Iterable[Sequence[Any] | None]) -> Iterator[Any]:
            before, deadline = batches_loaded(data), time.monotonic() + 60
            for number, one in enumerate(super().stream(chunks), start=1):
                while number == len(SOME) and not seen and time.monotonic() < deadline:
                    time.sleep(0.05)
                    seen.extend([True] if batches_loaded(data) > before else [])
                if number == len(SOME):
                    raise OSError(12, "Cannot allocate memory")
                yield one

    monkeypatch.setattr(flows.parse, "open_pool", Here)
    ingest(paths=SOME, **place)
    shutil.copytree(data, alone)
    again = other_rules(place, tmp_path)
    published = content(data / "news.duckdb")
    monkeypatch.setattr(flows.parse, "open_pool", Fails)
    with pytest.raises(OSError, match="allocate"):
        reparse(apply=True, **again)
    assert seen and outcomes(place)["whole"] == "failed" and content(data / "news.duckdb") == published
    monkeypatch.setattr(flows.parse, "open_pool", Here)
    record = reparse(apply=True, **again)
    assert record.outcome == "rejected" and record.counts["publish_published"] == 1
    for step in (reparse, load, publish):
        step(data=str(alone), config=again["config"])
    assert content(data / "news.duckdb") == content(alone / "news.duckdb") != published


@pytest.mark.usefixtures("unread")
def test_an_import_that_fails(place: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What was archived stays, the import's error is raised, and the flows behind it have ended."""

    def broken(found: Any, *, pages: int) -> Iterator[Any]:
        yield next(BETWEEN(found, pages=pages))
        raise OSError(28, "No space left on device", "somewhere")

    monkeypatch.setattr(flows.import_pages, "batches", broken)
    with pytest.raises(OSError, match="No space left"):
        ingest(paths=SOME, **place)
    assert outcomes(place) == {"whole": "failed", "import": "failed", "parse": "done", "load": "done"}
    monkeypatch.setattr(flows.import_pages, "batches", BETWEEN)
    again = ingest(paths=SOME, **place)
    assert again.counts["import_known"] == 2 and again.counts["parse_pages"] == again.counts["import_pages"]


def test_an_import_that_never_begins(place: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise UsageError("It cannot be imported.")

    monkeypatch.setattr(flows.ingest, "import_pages", refused)
    with pytest.raises(UsageError, match="cannot be imported"):
        ingest(paths=SOME, **place)
    assert outcomes(place) == {"whole": "failed"}


def test_a_parse_that_fails(place: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The import still runs to its end."""

    def broken(*_: Any, **__: Any) -> None:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(flows.parse, "parse_items", broken)
    with pytest.raises(OSError, match="allocate"):
        ingest(paths=SOME, **place)
    assert outcomes(place) == {"whole": "failed", "import": "done", "parse": "failed", "load": "done"}
    with Archive(Path(place["data"]) / "archive") as archive:
        assert archive.waiting() == len(SOME)


@pytest.mark.parametrize("trouble", ["an error", "a lock that goes", "a lock that stays"])
@pytest.mark.usefixtures("unread")
def test_a_load_that_fails(place: dict[str, str], trouble: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock that is released before the import has ended is not even reported."""
    tries: list[Path] = []
    more = threading.Event()

    def slowly(found: Any, *, pages: int) -> Iterator[Any]:
        yield from BETWEEN(found, pages=pages)
        assert trouble != "a lock that goes" or more.wait(30)

    def in_the_way(_: Any, path: Path, *__: Any) -> Any:
        tries.append(path)
        if len(tries) > 2:
            more.set()
        if trouble == "an error":
            raise OSError(5, "Input/output error")
        if trouble == "a lock that stays" or len(tries) < 3:
            return WarehouseLocked(path, "somebody", 0.2)
        staging.remove(path)
        return None

    Path(place["data"], "staging").mkdir(parents=True)
    Path(place["data"], "staging", "20260101T000000-0123456789abcdef0123456789abcdef.parquet").write_bytes(b"x")
    monkeypatch.setattr(flows.import_pages, "batches", slowly)
    monkeypatch.setattr(flows.load, "load_one", in_the_way)
    if trouble == "an error":
        with pytest.raises(OSError, match="Input/output"):
            ingest(paths=SOME, **place)
        assert outcomes(place) == {"whole": "failed", "import": "done", "parse": "done", "load": "failed"}
    elif trouble == "a lock that goes":
        assert ingest(paths=SOME, **place).outcome == "done" and len(tries) == 3
    else:
        record = ingest(paths=SOME, **place)
        assert record.outcome == "waiting" and "publish" not in outcomes(place)
        assert [message for message in record.messages if "somebody" in message]


def test_files_that_are_not_begun_in_the_order_of_their_names(tmp_path: Path) -> None:
    """Each page is given once, even one in a file whose name comes before that of the last page."""
    ahead = Ahead()

    def add(run: str, *numbers: int) -> None:
        with Archive(tmp_path, run=run) as archive:
            for number in numbers:
                archive.add(Capture(f"https://herald.example/{number}", b"%d" % number, status=200))

    add("run.2", 1, 2)
    with Archive(tmp_path, run="reader") as archive, ahead.working():
        items = (item for item in arriving_items(archive, ahead) if item is not None)
        found = [next(items).facts["final_url"], next(items).facts["final_url"]]
        add("run.10", 3)
        add("run.3", 4)
        found.append(next(items).facts["final_url"])
        ahead._over.set()
        found += [item.facts["final_url"] for item in items]
    assert [url.rpartition("/")[2] for url in found] == ["1", "2", "4", "3"]


def test_a_flow_behind_knows_when_the_one_ahead_has_ended() -> None:
    ahead = Ahead()
    seen = Beside(lambda: [*ahead.looks()], behind=ahead)
    with ahead.working():
        ahead.begin()
        time.sleep(0.5)
    assert seen.result()[-1] is True and not any(seen.result()[:-1])


@pytest.mark.parametrize("begun", [True, False])
def test_a_flow_behind_one_that_fails_looks_no_more(begun: bool) -> None:
    ahead = Ahead()
    behind = Beside(lambda: [*ahead.looks()], behind=ahead)
    with pytest.raises(ZeroDivisionError), ahead.working():
        if begun:
            ahead.begin()
        raise ZeroDivisionError
    if begun:
        assert behind.result() == []
        return
    with pytest.raises(NotBegun):
        behind.result()
