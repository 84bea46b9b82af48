"""Processes of a cluster die: that costs time but no page; batches and rows are those of a run on one machine.

One scheduler and two workers serve all tests here, in the order of this file; each is a process of its own.
"""

from __future__ import annotations

import shutil
import signal
import threading
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pyarrow.parquet as pq
import pytest

from flows.cli import cluster_there
from flows.cli.cluster_there import cluster_faults
from flows.config.settings import config_directories
from flows.import_pages import import_pages
from flows.parse import parse
from flows.parsing.cluster import connection, library
from flows.parsing.cluster.errors import NoScheduler, NoWorkersThere
from flows.running import run_records
from flows.running.run_records import RunRecord
from tests.faults.here import Here
from tests.faults.machines import KILLS, SLOW, Machines
from tests.faults.processes import begin, wait
from tests.flows.desk import PAGES

pytestmark = pytest.mark.slow

PAGE = (PAGES / "northlight/dam-talks/page.html").read_bytes()
#: Pages of a batch.
SIZE = 2


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    made = Machines(tmp_path_factory.mktemp("machines"))
    try:
        made.start_scheduler()
        made.start_worker()
        made.start_worker()
        yield made
    finally:
        made.close()


def archived(place: Path, marks: list[bytes]) -> Path:
    """Make a data directory with a page for each mark, which stands in a comment of the page."""
    (place / "pages").mkdir(parents=True)
    for number, mark in enumerate(marks):
        (place / "pages" / f"{number}.html").write_bytes(PAGE + b"<!-- %d -->" % number + mark)
    import_pages([str(place / "pages")], data=str(place / "data"))
    return place / "data"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with eight pages, two of which take a while."""
    return archived(tmp_path_factory.mktemp("pages"), [SLOW, b"", b"", b"", SLOW, b"", b"", b""])


@pytest.fixture
def data(pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of `pages`, in which all runs get the same id, so that their rows can be compared."""
    monkeypatch.setattr(run_records, "new_id", lambda flow, now=None: "20260501T080000-parse-0000")
    return shutil.copytree(pages, tmp_path / "data")


def config(folder: Path, address: str, **more: object) -> Path:
    folder.mkdir(exist_ok=True)
    work = {"scheduler": f'"{address}"', "batch_pages": SIZE, **more}
    (folder / "copydesk.toml").write_text("[work]\n" + "".join(f"{name} = {value}\n" for name, value in work.items()))
    return folder


def batches(data: Path) -> list[Path]:
    return [*(data / "staging").glob("*.parquet")]


def staged(data: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in batches(data)}


def rows(data: Path) -> list[dict[str, Any]]:
    found = [row for path in batches(data) for row in pq.read_table(path).drop(["run_id"]).to_pylist()]
    return sorted(found, key=lambda row: str(row["body_sha256"]))


def on_this_machine(data: Path, pages: Path) -> Path:
    """A data directory where the same pages were parsed without a cluster."""
    alone = shutil.copytree(pages, data.parent / "alone")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.parse.open_pool", Here)
        parse(data=str(alone), config=str(config(data.parent / "local", "")))
    return alone


class Run:
    """A parse in a thread of this process, so that the test can kill something meanwhile."""

    def __init__(self, data: Path, machines: Machines) -> None:
        self.options = {"data": str(data), "config": str(config(data.parent / "config", machines.address))}
        self.machines, self.result = machines, list[RunRecord | BaseException]()
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            self.result.append(parse(**self.options))
        except BaseException as error:
            self.result.append(error)

    def until_slow(self) -> int:
        """Start the run and wait until a worker parses a slow page; gives the worker's PID."""
        self.thread.start()
        return until_slow(self.machines)

    def end(self) -> RunRecord | BaseException:
        self.thread.join(60)
        assert self.result
        return self.result[0]


def until_slow(machines: Machines) -> int:
    wait(lambda: [*machines.place.glob("slow.*")], seconds=40)
    (first, *_) = machines.place.glob("slow.*")
    return int(first.suffix[1:])


@pytest.fixture(autouse=True)
def nothing_slow(machines: Machines) -> None:
    for path in machines.place.glob("slow.*"):
        path.unlink()


def test_a_page_that_kills_its_process_costs_itself_alone(machines: Machines, tmp_path: Path) -> None:
    data = archived(tmp_path, [b"", KILLS, b"", b""])
    record = parse(data=str(data), config=str(config(tmp_path / "config", machines.address)))
    assert record.counts == {"pages": 4, "articles": 3, "batches": 2, "rejected": 1}
    (lost,) = [row for row in rows(data) if row["outcome"] == "rejected"]
    assert (lost["reason"], lost["detail"][:17]) == ("internal_error", "Its process died ")
    assert record.messages == ()
    assert parse(data=str(data), config=str(tmp_path / "config")).counts == {}, "it is not tried again and again"


def test_a_worker_that_is_killed_in_mid_batch_costs_nothing(machines: Machines, data: Path, pages: Path) -> None:
    run = Run(data, machines)
    killed = run.until_slow()
    (worker,) = [one for one in machines.workers if one.pid == killed]
    machines.kill(worker)
    record = run.end()
    assert isinstance(record, RunRecord) and record.counts == {"pages": 8, "articles": 8, "batches": 4}
    assert staged(data) == staged(on_this_machine(data, pages))


def test_machines_that_share_a_store_need_no_shared_folder(machines: Machines, data: Path, pages: Path) -> None:
    run = Run(data, machines)
    stores = {which: data.parent / "bucket" / which for which in ("archive", "staging")}
    for folder in stores.values():
        folder.mkdir(parents=True)
    with Path(run.options["config"], "copydesk.toml").open("a") as settings:
        settings.write("[storage]\nkeep_local = false\n")
        settings.writelines(f'{which} = "{folder.as_uri()}"\n' for which, folder in stores.items())
    record = parse(**run.options)
    assert record.counts == {"pages": 8, "articles": 8, "batches": 4}
    assert not list(data.glob("archive/*.warc.gz")) and not batches(data), "all lies in the stores"
    found = {path.name: path.read_bytes() for path in stores["staging"].glob("*.parquet")}
    assert found == staged(on_this_machine(data, pages))


def test_a_scheduler_that_is_killed_ends_the_run_and_the_next_one_goes_on(
    machines: Machines, data: Path, pages: Path
) -> None:
    run = Run(data, machines)
    run.until_slow()
    machines.kill(machines.scheduler)
    error = run.end()
    assert isinstance(error, NoScheduler) and "has gone while pages were parsed; start it again" in str(error)
    machines.start_scheduler()
    wait(lambda: _answers(run), seconds=40)
    assert staged(data) == staged(on_this_machine(data, pages))


@pytest.mark.parametrize("told", ["CancelledError", "comm.CommClosedError"])
def test_each_error_by_which_dask_tells_of_a_scheduler_that_has_gone(machines: Machines, told: str) -> None:
    there = connection.Connection(library.distributed(), machines.address, say=print, tell=print)
    asked = Mock()
    asked.result.side_effect = attrgetter(told)(library.distributed())("as ever")
    try:
        with pytest.raises(NoScheduler, match="has gone while pages were parsed; start it again"):
            there.result(asked, seconds=1)
    finally:
        there.close()


def test_workers_are_there_whatever_dask_asks_for_by_itself(machines: Machines) -> None:
    """Dask's client now and then asks the scheduler for a description without workers; the workers must be found all
    the same."""
    there = connection.Connection(library.distributed(), machines.address, say=print, tell=print)
    by_itself = there.client._update_scheduler_info
    there.client._update_scheduler_info = lambda n_workers=0: by_itself()
    try:
        assert there.look() == len(machines.workers)
    finally:
        there.close()


def _answers(run: Run) -> bool:
    """Parse again; False while the scheduler does not answer.  Workers reconnect by themselves."""
    try:
        parse(**run.options)
    except NoScheduler:
        return False
    return True


def test_a_run_that_is_killed_is_taken_up_by_the_next_one(machines: Machines, data: Path, pages: Path) -> None:
    log, settings = data.parent / "log", config(data.parent / "config", machines.address)
    driver = begin(data, "--config", settings, "run", "parse", log=log, home=machines.place)
    until_slow(machines)
    driver.send_signal(signal.SIGKILL)
    driver.wait()
    record = parse(data=str(data), config=str(settings))
    assert 0 < record.counts["pages"] <= 8
    assert rows(data) == rows(on_this_machine(data, pages))


def test_workers_of_another_version_get_no_page(
    machines: Machines, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "version_here", lambda: "copydesk 9.9, parser 9.9, rules 99")
    monkeypatch.setattr(connection, "OTHERS_ALONE", 0.2)
    with pytest.raises(NoWorkersThere, match=r"^The worker \S+ has copydesk 0.*9, rules 99"):
        parse(data=str(data), config=str(config(data.parent / "config", machines.address)))
    assert batches(data) == []


def test_no_scheduler(data: Path, machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "ANSWERS", 0.3)
    nobody = config(data.parent / "config", "tcp://127.0.0.1:9")
    with pytest.raises(
        NoScheduler, match=r"^No Dask scheduler answers at tcp://127\.0\.0\.1:9; start one there"
    ) as told:
        parse(data=str(data), config=str(nobody))
    monkeypatch.setattr(cluster_there, "_ANSWERS", 0.3)
    assert [*cluster_faults(config_directories(nobody))] == [str(told.value)], "doctor says the same"
    there = config(data.parent / "there", machines.address)
    assert [*cluster_faults(config_directories(there))] == []


def test_no_process_is_left(machines: Machines) -> None:
    """Processes of killed workers, schedulers and runs are gone, and the others end with their worker."""
    own = len(machines.left())
    assert own <= 3 * len(machines.workers), "of each worker: what parses, what that is forked from, and their helper"
    for worker in [*machines.workers]:
        machines.kill(worker)
    wait(lambda: machines.left() == [], seconds=5)
