"""Staging: whole batches or none, the same batch under the same name."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.parsing import staging
from warehouse import staged

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def row(number: int) -> dict[str, object]:
    return {
        "run_id": "r",
        "channel": "http",
        "fetched_at": NOON + timedelta(minutes=number),
        "body_sha256": f"{number:064}",
        "outcome": "rejected",
        "reason": "listing",
    }


def stage(directory: Path, *numbers: int) -> Path:
    rows = [row(n) for n in numbers]
    name = staging.make_batch_id([str(r["body_sha256"]) for r in rows], parser_version="1", rules_version="a")
    return staging.stage(directory, rows, batch_id=name)


def test_a_batch_lies_whole_under_its_name(tmp_path: Path) -> None:
    path = stage(tmp_path, 3, 1, 2)
    assert path.name.startswith("20260301T120100-")
    assert staging.waiting_batches(tmp_path) == [path] == list(tmp_path.iterdir())
    assert pq.read_table(path)["body_sha256"].to_pylist() == [f"{n:064}" for n in (3, 1, 2)]
    assert staged.batch_id(path) == path.stem.partition("-")[2]


def test_staging_twice_is_staging_once(tmp_path: Path) -> None:
    assert stage(tmp_path, 1, 2) == stage(tmp_path, 2, 1)
    assert len(staging.waiting_batches(tmp_path)) == 1


@pytest.mark.parametrize(("parser", "rules"), [("2", "a"), ("1", "b")])
def test_another_parser_or_other_rules_make_another_batch(parser: str, rules: str) -> None:
    first = staging.make_batch_id(["x"], parser_version="1", rules_version="a")
    assert staging.make_batch_id(["x"], parser_version=parser, rules_version=rules) != first


def test_batches_wait_in_the_order_of_their_fetches(tmp_path: Path) -> None:
    later, earlier = stage(tmp_path, 9), stage(tmp_path, 0)
    assert staging.waiting_batches(tmp_path) == [earlier, later]


def test_a_failed_write_leaves_nothing_that_waits(tmp_path: Path) -> None:
    with pytest.raises(pa.ArrowInvalid):
        staging.stage(tmp_path, [{**row(1), "byte_length": "many"}], batch_id="b")
    assert list(tmp_path.iterdir()) == []


def test_removing_is_harmless_twice(tmp_path: Path) -> None:
    path = stage(tmp_path, 1)
    staging.remove(path)
    staging.remove(path)
    assert staging.waiting_batches(tmp_path) == []


def test_what_dead_runs_left_is_swept(tmp_path: Path) -> None:
    old, new = tmp_path / "old.1.tmp", tmp_path / "new.2.tmp"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert staging.sweep_staging(tmp_path) == 1
    assert list(tmp_path.iterdir()) == [new]
