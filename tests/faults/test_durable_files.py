"""Every durable file may be missing, empty, cut, damaged, or a directory: the table in docs/operations.md, row by row.

Messages name the file, `status` still shows all other parts, `doctor` gives the sentence of the table, and after the
commands in its last column the rows are those of an undamaged data directory.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from flows.acquire.memory.memory import Memory
from flows.cli.cli import main
from flows.cli.diagnosis import CHECKS
from flows.config.paths import Paths
from flows.import_pages import import_pages
from flows.ingest import ingest
from flows.load import load
from flows.parse import parse
from flows.publish import publish
from flows.serving.prefect_database import begin_anew_if_damaged, database
from flows.serving.prefect_server import Address, remember
from tests.faults.here import Here
from tests.flows.desk import PAGES, ROOT, content

Capture = pytest.CaptureFixture[str]


class Row(NamedTuple):
    """One row of that table: a file, its damage, what doctor says, and the commands that mend it."""

    file: str
    state: str
    says: str
    commands: list[str]


def table(head: str) -> list[list[str]]:
    """The rows of the table in docs/operations.md that has this head, as lists of cells."""
    rows = (ROOT / "docs" / "operations.md").read_text("utf-8").partition(f"| {head} |\n|")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in row.split("|")[1:-1]] for row in rows.splitlines()[1:]]


#: Of a row that names several, the first.
FILES = [row[0].split("`")[1] for row in table("file | what it holds | what is lost if it goes")]
ROWS = [
    Row(file.strip("`"), state, says, re.findall("`([^`]+)`", do))
    for file, state, says, do in table("file | it is | what copydesk says | what to do")
]


def poke(file: Path, *places: int) -> None:
    """Overwrite 64 bytes at each place."""
    file.chmod(0o644)
    with file.open("r+b") as opened:
        for place in places:
            opened.seek(place)
            opened.write(b"\xa5" * 64)


def cut(file: Path, size: int) -> None:
    file.chmod(0o644)
    os.truncate(file, size)


def replace_by_a_directory(file: Path) -> None:
    file.unlink(missing_ok=True)
    file.mkdir()


def damage_the_middle(file: Path) -> None:
    if file.suffix == ".sqlite":
        table = {"index.sqlite": "captures", "following.sqlite": "pages"}[file.name]
        with sqlite3.connect(file) as database:
            (page,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        database.close()
        poke(file, (page - 1) * 4096)
    elif file.suffix == ".duckdb":
        poke(file, *(12_388 + block * 262_144 for block in range(2, 6)))
    else:
        poke(file, file.stat().st_size // 2)


BREAK: dict[str, Callable[[Path], None]] = {
    "missing": Path.unlink,
    "empty": lambda file: cut(file, 0),
    "cut": lambda file: cut(file, file.stat().st_size * 2 // 3),
    "damaged at the head": lambda file: poke(file, 0),
    "damaged in the middle": damage_the_middle,
    "a directory": replace_by_a_directory,
}


class Made(NamedTuple):
    """The data directories on which the rows are tried, and what must be published at the end."""

    #: A data directory where a batch waits, and the same where it is loaded and published.
    waiting: Path
    whole: Path
    #: What stands in the published file at the end, whatever happened.
    content: dict[str, list[tuple[object, ...]]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.parse.open_pool", Here)
        waiting, whole = (tmp_path_factory.mktemp("made") / name for name in ("waiting", "whole"))
        ingest(paths=[str(PAGES / "northlight"), str(PAGES / "lavigie")], data=str(waiting))
        import_pages([str(PAGES / "gazeta")], data=str(waiting))
        parse(data=str(waiting))
        Memory(Paths(waiting).archive).close()
        make_prefect_database(Paths(waiting).prefect / "prefect.db")
        remember(Paths(waiting), Address("http://127.0.0.1:9/api", "word", 1))
        shutil.copytree(waiting, whole, symlinks=True)
        load(data=str(whole))
        publish(data=str(whole))
        yield Made(waiting, whole, content(whole / "news.duckdb"))


def make_prefect_database(file: Path) -> None:
    """Make a database of some pages in place of Prefect's own, which takes ten seconds to make."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE flow_run (id INTEGER PRIMARY KEY, name TEXT)")
        database.executemany("INSERT INTO flow_run (name) VALUES (?)", [("x" * 500,)] * 200)
    database.close()


@pytest.fixture
def data(row: Row, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data directory in which the commands of the table are run, with the folders `backup` and `aside` beside
    it."""
    monkeypatch.setattr("flows.parse.open_pool", Here)
    # Slow, and not about files of data: half of each `doctor`.
    slow = {"_versions", "_config", "_leftovers", "_rows", "_browser", "_fallback", "_cluster", "_lake", "_models"}
    monkeypatch.setattr("flows.cli.diagnosis.CHECKS", [check for check in CHECKS if check.__name__ not in slow])
    monkeypatch.chdir(tmp_path)
    begin = made.waiting if row.file.startswith("staging") else made.whole
    shutil.copytree(begin, "data", symlinks=True)
    Path("backup").symlink_to(begin)
    Path("aside").mkdir()
    return tmp_path / "data"


def file_of(row: Row) -> Path:
    """The path of the file that a row is about; made here if only a running or killed run leaves it."""
    if row.file.endswith(".open"):
        closed = sorted(Path("data").glob(row.file.removesuffix(".open")))[0]
        closed.write_bytes(closed.read_bytes() + closed.read_bytes()[:100])
        return closed.rename(f"{closed}.open")
    if row.file.endswith(".wal"):
        subprocess.run([sys.executable, "-c", KILLED], check=True)
    found = sorted(Path("data").glob(row.file))[0]
    return found.resolve() if row.file == "news.duckdb" and row.state not in ("missing", "a directory") else found


#: A writer that ends before its log is brought into the file.
KILLED = """
import duckdb, os
connection = duckdb.connect("data/warehouse.duckdb")
connection.execute("SET checkpoint_threshold = '1GB'")
for _ in range(50):
    connection.execute("UPDATE change_counter SET changes = changes + 1")
os._exit(0)
"""


def run(command: str, file: Path) -> None:
    """Run one command of the table.  A load that meets a damaged batch ends with 1, one of rejected pages with 3."""
    if command.startswith("copydesk"):
        assert main(["--data", "data", *command.split()[1:]]) in (0, 1, 3), command
    else:
        subprocess.run(command.replace("FILE", str(file)), shell=True, check=True)


@contextmanager
def open_already() -> Iterator[None]:
    """A block in which DuckDB has the two files open, where it can open them: status and doctor do so ten times."""
    with ExitStack() as held:
        for name in ("warehouse.duckdb", "news.duckdb"):
            with suppress(duckdb.Error):
                held.enter_context(duckdb.connect(f"data/{name}", read_only=True))
        yield


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.file} {row.state}")
def test_what_is_said_is_true_and_the_remedy_works(row: Row, data: Path, made: Made, capsys: Capture) -> None:
    file = file_of(row)
    if not row.file.endswith(".open"):
        BREAK[row.state](file)
    with open_already():
        assert main(["--data", "data", "status"]) == 0
        status = capsys.readouterr().out
        assert len(status.splitlines()) >= 6, "every part is told, or why it is not"
        assert main(["--data", "data", "doctor", *(["--deep"] if "--deep" in row.says else [])]) == 1
    said = capsys.readouterr().out.replace("copydesk --data data ", "copydesk ")
    about = [line for line in said.splitlines() if row.says.split(": ")[-1].replace("`", "") in line.replace("`", "")]
    assert about, said
    assert names(about, file, row)
    named = Path("data/news.duckdb") if row.file == "news.duckdb" else file
    for command in row.commands:
        run(command, named)
    capsys.readouterr()
    with open_already():
        assert content(data / "news.duckdb") == made.content
        assert main(["--data", "data", "doctor"]) == 0, capsys.readouterr().out


@pytest.mark.parametrize("state", ["cut", "damaged at the head", "damaged in the middle", "a directory"])
def test_serve_begins_a_damaged_database_of_prefect_anew(state: str, tmp_path: Path, capsys: Capture) -> None:
    paths = Paths(tmp_path)
    file = database(paths)
    make_prefect_database(file)
    begin_anew_if_damaged(paths)
    assert file.exists() and capsys.readouterr().err == "", "a sound one stays"
    for number in ("", ".2"):
        BREAK[state](file)
        begin_anew_if_damaged(paths)
        assert not file.exists() and file.with_name(f"prefect.db.damaged{number}").exists()
        assert f"set aside as prefect.db.damaged{number}, and another is begun" in capsys.readouterr().err
        make_prefect_database(file)
    file.write_bytes(b"")
    begin_anew_if_damaged(paths)
    assert file.exists(), "an empty one is a new one"


def names(sentences: list[str], file: Path, row: Row) -> bool:
    """Whether one of these sentences names the file; for a batch that is missing, whether one names its folder."""
    name = "staging" if (row.file, row.state) == ("staging/*.parquet", "missing") else file.name.partition(".warc")[0]
    return any(name in sentence for sentence in sentences)


def test_the_table_has_every_file_and_every_state() -> None:
    files = {row.file for row in ROWS}
    assert {row.state for row in ROWS} == set(BREAK)
    silent = {
        "knowledge/*.json", "fallback/**/*.json", "archive/*.cdxj", "archive/remote/*.json", "report.html",
        "alerts/state.json", "alerts/alarms.atom", "runs/*.progress", "lake-notes/**/*.json",
        "archive/store",
    }  # fmt: skip
    assert len(FILES) > 10
    assert set(FILES) - files <= silent, "they are made anew, without a word"
    for file in ("archive/*.warc.gz", "archive/index.sqlite", "staging/*.parquet", "warehouse.duckdb", "news.duckdb"):
        assert {row.state for row in ROWS if row.file == file} == set(BREAK)
