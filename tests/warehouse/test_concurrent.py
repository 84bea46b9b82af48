"""Real processes: a load that is killed, two that load at once, readers that never notice."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.batches import article, page, write_batch
from warehouse.check import run_checks
from warehouse.connect import reader, writer
from warehouse.errors import WarehouseLocked
from warehouse.load import load_batch
from warehouse.publish import publish

pytestmark = pytest.mark.slow

Batch = Callable[..., Path]
ROOT = Path(__file__).parents[2]

LOADER = """
import sys
from pathlib import Path
from warehouse.connect import writer
from warehouse.copies import update_copies
from warehouse.load import load_batch
from warehouse.publish import publish
master, published = Path(sys.argv[1]), Path(sys.argv[2])
for batch in sys.argv[3:]:
    with writer(master, timeout=60) as connection:
        load_batch(connection, Path(batch))
    with writer(master, timeout=60) as connection:
        update_copies(connection, chunk=50)
    publish(master, published, timeout=60)
"""

READER = """
import sys, time
from pathlib import Path
from warehouse.connect import reader
seen, end = 0, time.monotonic() + 60
while time.monotonic() < end and not (over := Path(sys.argv[2]).exists()):
    with reader(Path(sys.argv[1])) as connection:
        articles, revisions, shown = connection.execute(
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM revisions), count(*) FROM current_articles"
        ).fetchall()[0]
    assert articles == revisions == shown and articles >= seen, (articles, revisions, shown, seen)
    seen = articles
    time.sleep(0.3)  # leaves the cores to the loads
assert over, "the loads did not end"
print(seen)
"""


def batches(directory: Path, count: int, pages: int) -> list[Path]:
    return [
        write_batch(
            directory,
            f"batch-{b}",
            [page(f"https://e.example/{b}/{n}", article(f"Story {b} {n}."), body=f"{b}/{n}") for n in range(pages)],
        )
        for b in range(count)
    ]


def start(program: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_killed_load_loses_and_doubles_nothing(master: Path, tmp_path: Path) -> None:
    published, staged = tmp_path / "news.duckdb", batches(tmp_path, 6, 60)
    for kill_after in (0.7, 1.0, 1.4):
        process = start(LOADER, master, published, *staged)
        time.sleep(kill_after)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert start(LOADER, master, published, *staged).wait() == 0
    with reader(published) as connection:
        assert connection.execute("SELECT count(*), count(DISTINCT url_key) FROM articles").fetchall() == [(360, 360)]
        assert connection.execute("SELECT count(*) FROM batches").fetchall() == [(6,)]
        assert run_checks(connection) == []
    assert list(tmp_path.glob(".news.duckdb.*")) == []


def test_two_load_and_two_read_without_an_error(master: Path, tmp_path: Path) -> None:
    published, staged = tmp_path / "news.duckdb", batches(tmp_path, 6, 20)
    publish(master, published)
    readers = [start(READER, published, tmp_path / "over") for _ in range(2)]
    loaders = [start(LOADER, master, published, *staged[n::2]) for n in range(2)]
    for process in loaders:
        assert (process.communicate(timeout=60)[1], process.returncode) == ("", 0)
    (tmp_path / "over").touch()
    for process in readers:
        seen, err = process.communicate(timeout=60)
        assert (err, process.returncode) == ("", 0)
        assert int(seen) > 0, "it read while there was something to read"
    with reader(published) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchall() == [(120,)]
        assert run_checks(connection) == []


def test_who_holds_the_file_is_told(master: Path, tmp_path: Path) -> None:
    notebook = start(
        "import sys, time, duckdb; c = duckdb.connect(sys.argv[1]); print('open', flush=True); time.sleep(60)", master
    )
    try:
        assert notebook.stdout is not None and notebook.stdout.readline() == "open\n"
        with pytest.raises(WarehouseLocked, match=f"PID {notebook.pid}"), writer(master, timeout=0.3):
            pass
    finally:
        notebook.kill()
        notebook.communicate()
    with writer(master) as connection:
        assert load_batch(connection, batches(tmp_path, 1, 1)[0]).new_articles == 1


def test_a_second_writer_of_this_process_waits_for_its_turn(master: Path) -> None:
    with writer(master), pytest.raises(WarehouseLocked), writer(master, timeout=0.1):
        pass


def test_a_reader_never_keeps_publish_waiting(master: Path, tmp_path: Path, batch: Batch) -> None:
    published = tmp_path / "news.duckdb"
    publish(master, published)
    dashboard = duckdb.connect(str(published), read_only=True)
    with writer(master) as connection:
        load_batch(connection, batch("one", page("https://e.example/1", article())))
    assert publish(master, published, timeout=1).outcome == "published"
    assert dashboard.execute("SELECT count(*) FROM articles").fetchall() == [(0,)]
    dashboard.close()
