"""What a run and its workers agree on, without a cluster: rules by content, versions, folders, and what is not there.

The cluster itself is tested in tests/faults/test_machines_of_a_cluster_that_die.py.
"""

from __future__ import annotations

import errno
import json
import os
import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from socket import gethostname
from types import SimpleNamespace

import pyarrow.parquet as pq
import pytest
from packaging.utils import canonicalize_name

from flows.archive.archive import Archive
from flows.cli.cli import main
from flows.config.informed_rules import informed_rules
from flows.config.load_rules import rules_for
from flows.config.settings import config_directories, scheduler_address
from flows.import_pages import import_pages
from flows.parse import parse
from flows.parsing.batches import Batch, BatchCounts, batches_of
from flows.parsing.cluster import cluster
from flows.parsing.cluster.common_versions import split, version_here, workers_of_other_versions
from flows.parsing.cluster.errors import NoDask, NotShared, OtherRules, WorkerFailed, WorkerLeaves, WorkersDie
from flows.parsing.cluster.parcel import Parcel, check_folders, pack, put_mark, remove_mark, unpack
from flows.parsing.cluster.station import Station
from flows.parsing.item import Item
from flows.parsing.parse_batch import BatchReading, Destination, ReadBatch, stage_batch
from flows.parsing.worklist import from_page
from flows.running.engine import SETTINGS
from parsers.rules import shipped_config
from tests.faults.machines import SCHEDULER
from tests.faults.processes import wait
from tests.test_weight import brought

ROOT = Path(__file__).parents[2]


@pytest.fixture
def parcel(tmp_path: Path) -> Parcel:
    """The parcel of a run with a rule and a publisher of its own, and with a learned line."""
    own = tmp_path / "config"
    (own / "rules").mkdir(parents=True)
    (own / "publishers").mkdir()
    (own / "publishers" / "herald.toml").write_text('name = "Herald"\ndomains = ["herald.example"]\n')
    learned = tmp_path / "learned.json"
    learned.write_text(json.dumps({"herald.example": {"read more": 7}}))
    config = config_directories(own)
    reading = BatchReading(tmp_path / "archive", config, learned, None, rules_for(config).version)
    versions = {"parser_version": "1", "rules_version": reading.version}
    return pack(reading, Destination(tmp_path / "staging", "run", versions), seconds=20.0, mark="run.tmp")


def test_a_worker_reads_by_the_same_rules_from_files_of_its_own(parcel: Parcel, tmp_path: Path) -> None:
    reading = unpack(parcel, tmp_path / "worker")
    assert reading.config[0] == shipped_config()
    assert reading.knowledge is not None
    assert all(path.is_relative_to(tmp_path / "worker") for path in (*reading.config[1:], reading.knowledge))
    here = informed_rules(parcel.reading.config, parcel.reading.knowledge)
    there = informed_rules(reading.config, reading.knowledge)
    assert (there.version, there.boilerplate) == (here.version, here.boilerplate)
    assert there.publisher("www.herald.example", None) is not None
    assert (reading.directory, reading.version) == (parcel.reading.directory, parcel.reading.version)


def test_what_was_removed_meanwhile_is_written_anew(parcel: Parcel, tmp_path: Path) -> None:
    _, first = unpack(parcel, tmp_path / "worker").config
    before = sorted(first.parent.rglob("*"))
    (first / "publishers" / "herald.toml").unlink()
    assert unpack(parcel, tmp_path / "worker").config[1:] == (first,)
    assert sorted(first.parent.rglob("*")) == before


def test_other_rules_get_no_page(parcel: Parcel, tmp_path: Path) -> None:
    with pytest.raises(OtherRules, match=r"^The worker on \S+ reads with the rules [0-9a-f]+, and this run with 0123;"):
        unpack(replace(parcel, rules="0123"), tmp_path / "worker")


def test_a_run_without_files_of_its_own_sends_none(tmp_path: Path) -> None:
    config = (shipped_config(),)
    reading = BatchReading(tmp_path / "archive", config, None, None, rules_for(config).version)
    sent = pack(reading, Destination(tmp_path / "staging", "run", {}), seconds=20.0, mark="run.tmp")
    assert sent.files == {} and unpack(sent, tmp_path / "worker") == reading


def test_a_folder_that_is_not_the_runs_is_told(parcel: Parcel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.parsing.cluster.parcel._SEEN_AFTER", 0.0)
    put_mark(parcel.into, parcel.mark)
    with pytest.raises(NotShared, match=r"does not see \S+/archive as the machine of this run does; share the folder"):
        check_folders(parcel)  # a folder is there in vain when nothing of it is mounted
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "index.sqlite").touch()
    check_folders(parcel)
    remove_mark(parcel.into, parcel.mark)
    with pytest.raises(NotShared, match=r"does not see \S+/staging as"):
        check_folders(parcel)


def test_a_store_is_the_same_for_all_machines(parcel: Parcel) -> None:
    store = "s3://bucket/news"
    into = replace(parcel.into, place=store)
    put_mark(into, parcel.mark)
    check_folders(replace(parcel, into=into, reading=replace(parcel.reading, directory=store)))


WORKERS = [
    {"name": "a", "resources": {"copydesk 1, parser 2, rules 3": 1.0, "GPU": 1.0}},
    {"name": "b", "resources": {"copydesk 0, parser 2, rules 3": 1.0}},
    {"name": 3, "resources": {}},
]


def test_workers_are_told_apart_by_their_versions() -> None:
    version = "copydesk 1, parser 2, rules 3"
    assert split(WORKERS, version) == (["a"], {"b": "copydesk 0, parser 2, rules 3", "3": ""})
    assert split([], version) == ([], {})
    assert workers_of_other_versions({"b": "copydesk 0", "c": ""}, version).startswith(
        "The worker b and 1 more has copydesk 0, and this"
    )
    assert (
        workers_of_other_versions({"3": ""}, version)
        == "3 at the scheduler is no worker of copydesk; start `copydesk worker` there."
    )
    assert re.fullmatch(r"copydesk \S+, parser \d+\.\d+\.\d+, rules [0-9a-f]{16}", version_here())


def test_what_a_scheduler_is_called() -> None:
    good = ("", "tcp://desk.example:8786", "tls://10.0.0.5:8786", "tcp://[fd00::5]:8786")
    assert [scheduler_address(value) for value in good] == [None] * 4
    wrong = ("desk.example:8786", "tcp://desk.example", "http://desk.example:8786", "tcp://a b:1", 8786, None)
    assert all("must be an address such as" in (scheduler_address(value) or "") for value in wrong)


def test_without_dask_one_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], pages: Path
) -> None:
    monkeypatch.delitem(sys.modules, "distributed", raising=False)
    monkeypatch.setitem(sys.modules, "dask", None)  # as if it were not installed
    (tmp_path / "copydesk.toml").write_text('[work]\nscheduler = "tcp://127.0.0.1:9"\n')
    with pytest.raises(
        NoDask, match=r"^A cluster is reached by Dask, which cannot be imported; install it \(`pip install"
    ):
        parse(data=str(pages), config=str(tmp_path))
    assert main(["worker", "tcp://127.0.0.1:9"]) == 1
    assert "`pip install 'copydesk[dask]'`" in capsys.readouterr().err


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A data directory with a page to parse."""
    (tmp_path / "page.html").write_text("<html><title>A page</title><p>With a line.</p></html>")
    import_pages([str(tmp_path / "page.html")], data=str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def station(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parcel: Parcel) -> Station:
    """What a Dask worker has, without one; it sees the folders of the parcel."""
    for name in (*SETTINGS, "PREFECT_HOME"):
        monkeypatch.setenv(name, os.environ.get(name, ""))
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "index.sqlite").touch()
    put_mark(parcel.into, parcel.mark)
    made = Station(1)
    made.setup(SimpleNamespace(local_directory=str(tmp_path / "worker")))
    return made


def test_a_fault_of_a_worker_is_a_sentence_that_names_it(
    station: Station, parcel: Parcel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/srv/news/staging/one.parquet")

    monkeypatch.setattr("flows.parsing.cluster.station.stage_batch", full)
    with pytest.raises(WorkerFailed, match=rf"^/srv/news/staging/one\.parquet .* \(On the worker {gethostname()}\.\)$"):
        station.parse(parcel, Batch(()))
    station.teardown(None)
    with pytest.raises(WorkerLeaves):
        station.parse(parcel, Batch(()))


class Pool:
    """Takes the place of a WorkerPool, for items without a page."""

    closed = False

    def use(self, work: object, *, seconds: float) -> None:
        self.seconds = seconds

    def map(self, items: Sequence[Item]) -> Iterator[tuple[Item, object]]:
        yield from ((item, dict(item.facts)) for item in items)

    def close(self) -> None:
        self.closed = True


def test_processes_without_work_end_and_others_begin(
    station: Station, parcel: Parcel, monkeypatch: pytest.MonkeyPatch
) -> None:
    pools: list[Pool] = []
    monkeypatch.setattr("flows.parsing.cluster.station.pool_for", lambda *_, **__: pools.append(Pool()) or pools[-1])
    known = {"outcome": "rejected", "stage": "fetch", "reason": "http_error", "detail": "404"}
    facts = {"run_id": "r", "channel": "http", "fetched_at": datetime(2026, 5, 1, tzinfo=UTC), **known}
    batch = Batch([Item("one.warc.gz:0", None, facts)])
    for seconds in (20.0, 5.0):
        counts = station.parse(replace(parcel, seconds=seconds), batch)
        assert (counts.pages, counts.reasons, pools[0].seconds) == (1, {"http_error": 1}, seconds)
    assert (len(pools), pools[0].closed) == (1, False), "two runs share the processes"
    monkeypatch.setattr("flows.parsing.cluster.station._IDLE", 0.05)
    station.parse(parcel, batch)
    wait(lambda: pools[0].closed, seconds=5)
    station.parse(parcel, batch)
    assert len(pools) == 2


class Killed(Exception):
    """Takes the place of Dask's KilledWorker."""


class Deadly:
    """Takes the place of a Connection: parses here, and says that workers die of batches with a certain page."""

    workers = 1
    page = ""

    def __init__(self, *_: object, **__: object) -> None:
        self.sent: dict[str, tuple[Parcel, Batch]] = {}

    def submit(self, key: str, work: object, *values: object) -> object:
        return values[0]

    def submit_step(self, key: str, step: object, parcel: Parcel, batch: Batch) -> str:
        self.sent[key] = parcel, batch
        return key

    def result(self, future: str, *, seconds: float) -> BatchCounts:
        parcel, batch = self.sent[future]
        if any(str(item.facts["final_url"]).endswith(self.page) for item in batch.items):
            raise Killed
        read = ReadBatch()
        for place, item in enumerate(batch.items):
            read.add(place, item, parcel.reading.work()(item))  # type: ignore[arg-type]
        return stage_batch(read, batch, parcel.into)

    def done(self, futures: list[str], *, seconds: float) -> list[str]:
        return futures[:1]

    def look(self) -> int:
        return 1

    wait_for_workers = close = look


@pytest.fixture
def deadly(monkeypatch: pytest.MonkeyPatch) -> Deadly:
    """The connection that a run gets."""
    made = Deadly()
    dask = SimpleNamespace(KilledWorker=Killed, TimeoutError=TimeoutError, CancelledError=TimeoutError)
    monkeypatch.setattr(cluster, "distributed", lambda: dask)
    monkeypatch.setattr(cluster, "Connection", lambda *_, **__: made)
    return made


def test_machines_that_die_of_everything_are_not_blamed_on_pages(deadly: Deadly, pages: Path, tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text('[work]\nscheduler = "tcp://127.0.0.1:9"\n')
    with pytest.raises(WorkersDie, match=r"^The workers at tcp:\S+:9 die whatever they are sent; see whether"):
        parse(data=str(pages), config=str(tmp_path))
    assert [*(pages / "staging").glob("*.parquet")] == []


def test_a_page_that_kills_machines_is_found_and_costs_itself(
    deadly: Deadly, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pages").mkdir()
    for number in range(20):
        (tmp_path / "pages" / f"{number}.html").write_text(f"<html><title>{number}</title><p>Page {number}.</p></html>")
    import_pages([str(tmp_path / "pages")], data=str(tmp_path / "data"))
    deadly.page = "/13.html"
    (tmp_path / "copydesk.toml").write_text('[work]\nscheduler = "tcp://127.0.0.1:9"\n')
    record = parse(data=str(tmp_path / "data"), config=str(tmp_path))
    assert record.counts["pages"] == 20 and record.counts["rejected"] >= 1
    assert [len(batch.items) for _, batch in deadly.sent.values()] == [20, 3, 3, 3, 3, 3, 3, 2, 1, 1, 1]
    found = [
        row for path in (tmp_path / "data" / "staging").glob("*.parquet") for row in pq.read_table(path).to_pylist()
    ]
    assert len({row["body_sha256"] for row in found}) == len(found) == 20
    (killed,) = [row for row in found if "died one after the other" in (row["detail"] or "")]
    assert (killed["final_url"].endswith("/13.html"), killed["reason"]) == (True, "internal_error")
    assert "several workers died of 20 pages; sending them in smaller batches" in capsys.readouterr().err
    assert parse(data=str(tmp_path / "data"), config=str(tmp_path)).counts == {}


def test_a_worker_needs_the_address_of_a_scheduler(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["worker"]) == 2
    assert main(["worker", "desk.example"]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert "Name a SCHEDULER" in first and 'must be an address such as "tcp://' in second


def test_a_batch_that_is_parsed_twice_gets_one_name(pages: Path) -> None:
    with Archive(pages / "archive") as archive:
        (page,) = archive.pages()
    new, again = from_page(page), from_page(replace(page, batch="0" * 32))
    first, second, third = batches_of([new, new, again, new, new], 2)
    assert (len(first.items), len(second.items), len(third.items)) == (2, 2, 1)
    assert first.read_at is None and second.read_at is not None and third.read_at is None


def test_the_documents_start_a_scheduler_as_the_tests_do() -> None:
    told_there = re.findall(r"dask scheduler (--\S.*)", (ROOT / "docs" / "cluster.md").read_text("utf-8"))
    assert told_there
    assert {option for line in told_there for option in re.findall(r"--[a-z-]+", line)} <= set(SCHEDULER)


def test_all_that_the_extra_brings_is_pinned() -> None:
    extra = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]["dask"]
    pins = re.findall(r"^([\w.-]+)==", (ROOT / "config" / "constraints.txt").read_text("utf-8"), re.MULTILINE)
    assert brought(extra) - {canonicalize_name(pin) for pin in pins} == set()
