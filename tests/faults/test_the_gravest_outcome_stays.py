"""A run that failed in one part and waits in another is "failed"; one that waits and has rejected pages says both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from flows.cli.commands.start import exit_code_of
from flows.ingest import ingest
from flows.running.run_records import RunRecord, read_run_records, recorded_run, worst
from tests.faults.here import Here
from tests.flows.desk import PAGES

FRONT, STORY = str(PAGES / "harbourpost/section-front"), str(PAGES / "northlight")


@pytest.mark.parametrize(
    ("outcomes", "gravest"),
    [
        ((), "done"),
        (("done", "rejected"), "rejected"),
        (("waiting", "rejected", "done"), "waiting"),
        (("failed", "waiting"), "failed"),
        (("running", "done"), "done"),
        (("failed", "stopped"), "stopped"),
        (("killed", "failed"), "killed"),
    ],
)
def test_the_gravest_is_that_of_the_whole(outcomes: tuple[str, ...], gravest: str) -> None:
    assert worst(outcomes) == worst(outcomes[::-1]) == gravest


def test_it_stays_whatever_is_said_later(tmp_path: Path) -> None:
    for said in (("failed", "waiting"), ("waiting", "failed"), ("failed", "done")):
        with recorded_run(tmp_path, "load", {}) as this:
            for outcome in said:
                this.end(outcome)
            this.count(rejected=1)
    assert [record.outcome for record in read_run_records(tmp_path)] == ["failed"] * 3


@pytest.mark.parametrize(
    ("outcome", "counts", "code"),
    [
        ("done", {}, 0),
        ("rejected", {"rejected": 1}, 3),
        ("waiting", {}, 0),
        ("waiting", {"parse_rejected": 2}, 3),
        ("waiting", {"parse_unreadable": 2}, 3),
        ("waiting", {"unreadable": 1}, 3),
        ("waiting", {"parse_rejected": 0, "parse_articles": 4}, 0),
        ("done", {"scrape_unreadable": 1}, 0),
        ("failed", {"rejected": 1}, 1),
        ("stopped", {}, 1),
    ],
)
def test_the_exit_code_tells_of_pages_that_were_left_out(outcome: str, counts: dict[str, int], code: int) -> None:
    assert exit_code_of(RunRecord("r", "ingest", outcome=outcome, counts=counts)) == code


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Data and config directories whose warehouse is locked by another holder."""
    monkeypatch.setattr("flows.parse.open_pool", Here)
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "copydesk.toml").write_text("[work]\nlock_seconds = 0.05\n")
    (tmp_path / "data").mkdir()
    with FileLock(tmp_path / "data" / "warehouse.duckdb.lock"):
        yield {"data": str(tmp_path / "data"), "config": str(tmp_path / "config")}


@pytest.mark.parametrize(
    ("paths", "outcome", "code"),
    [
        ([STORY], "waiting", 0),
        ([FRONT], "waiting", 3),
        ([STORY, "/no/such/page"], "failed", 1),
    ],
    ids=["waiting", "waiting with a rejected page", "a path is missing"],
)
def test_an_import_while_somebody_holds_the_warehouse(
    held: dict[str, str], paths: list[str], outcome: str, code: int
) -> None:
    record = ingest(paths=paths, **held)
    assert (record.outcome, exit_code_of(record)) == (outcome, code)
