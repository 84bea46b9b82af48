"""The warehouse stays open between steps that follow at once, and others get it when they have ended."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

import warehouse.held
from warehouse.connect import writer
from warehouse.errors import WarehouseLocked, WarehouseUnusable
from warehouse.held import HeldWriter

COUNT = "SELECT count(*) FROM publications"
ADD = "INSERT INTO publications (number, changes, published_at) SELECT count(*) + 1, 0, now() FROM publications"


def can_write(path: Path) -> bool:
    try:
        with writer(path, timeout=0.0):
            return True
    except WarehouseLocked:
        return False


def test_steps_share_one_opening_until_it_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    with HeldWriter(path) as held:
        with held.step(timeout=1.0) as first:
            first.execute(ADD)
        with held.step(timeout=1.0) as second:
            assert second is first and not can_write(path)
        held.close()
        assert can_write(path)
        with held.step(timeout=1.0) as third:
            assert third is not first and third.execute(COUNT).fetchall() == [(1,)]
    assert can_write(path)
    held.close()


def test_after_a_moment_others_get_their_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warehouse.held, "_MOMENT", -1.0)
    with HeldWriter(tmp_path / "warehouse.duckdb") as held:
        with held.step(timeout=1.0) as first:
            pass
        with held.step(timeout=1.0) as second:
            assert second is not first


def test_what_others_hold_is_asked_for_anew(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    with HeldWriter(path) as held:
        with writer(path), pytest.raises(WarehouseLocked), held.step(timeout=0.0):
            pass
        with held.step(timeout=0.0) as connection:
            assert connection.execute(COUNT).fetchall() == [(0,)]


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (duckdb.FatalException("out of luck"), WarehouseUnusable),
        (KeyboardInterrupt(), KeyboardInterrupt),
        (ValueError("a row"), ValueError),
    ],
)
def test_an_error_closes_the_file_and_the_next_step_opens_it(
    tmp_path: Path, raised: BaseException, told: type[BaseException]
) -> None:
    """What was committed stays."""
    path = tmp_path / "warehouse.duckdb"
    with HeldWriter(path) as held:
        with pytest.raises(told), held.step(timeout=1.0) as connection:
            connection.execute(ADD)
            raise raised
        assert can_write(path)
        with held.step(timeout=1.0) as connection:
            assert connection.execute(COUNT).fetchall() == [(1,)]
