"""The pool survives what a page can do to a process."""

import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.config.toml_tables import ConfigError
from flows.parsing.fallback.hook import off_the_clock
from flows.parsing.worker_pool import Lost, WorkerPool
from parsers.config_files.toml_file import Mistake


def work(item: int) -> int:
    """Numbers are squared; 13 hangs in C where nothing can reach it, 17 is killed, 19 raises, 23 waits."""
    if item == 13:
        re.match(r"(a+)+$", "a" * 60 + "b")
    if item == 17:
        os.kill(os.getpid(), signal.SIGKILL)
    if item == 19:
        raise ValueError("nineteen")
    if item == 23:
        off_the_clock()
        time.sleep(1.5)
    return item * item


def run(items: list[int], seconds: float = 1.0) -> list[int | Lost]:
    with WorkerPool(work, workers=2, seconds=seconds) as pool:
        pairs = list(pool.map(items))
    assert [item for item, _ in pairs] == items
    return [result for _, result in pairs]


def test_results_come_in_order() -> None:
    assert run(list(range(100, 200))) == [n * n for n in range(100, 200)]


def test_a_folder_that_was_removed_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "release"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert run([3]) == [9]


def test_nothing_to_do_starts_no_process() -> None:
    began = time.monotonic()
    assert run([]) == []
    assert time.monotonic() - began < 0.2


def test_items_of_the_next_chunk_are_under_way_before_those_of_this_one_are_taken() -> None:
    sent: list[int] = []

    def chunks() -> Iterator[list[int] | None]:
        for number in (1, 2, 3, None, None, None, 4):
            sent.extend([] if number is None else [number])
            yield None if number is None else [number]

    seen = []
    with WorkerPool(work, workers=1, seconds=5.0) as pool:
        seen.extend((found, len(sent)) for found in pool.stream(chunks()))
    assert seen == [((1, 1), 2), ((2, 4), 3), ((3, 9), 3), (None, 3), (None, 3), ((4, 16), 4)]


@pytest.mark.slow
def test_a_stuck_page_and_a_killed_child_cost_one_page_each() -> None:
    results = run([*range(40, 60), 13, *range(60, 80), 17, *range(80, 90)])
    lost = [r for r in results if isinstance(r, Lost)]
    assert [r.reason for r in lost] == ["time_budget", "internal_error"]
    assert [r for r in results if not isinstance(r, Lost)] == [n * n for n in (*range(40, 90),)]


def test_what_has_a_limit_of_its_own_is_not_ended_by_the_pages() -> None:
    assert run([23, 2]) == [529, 4]


def refuse() -> None:
    raise ConfigError("junk.toml:3: a pattern does not compile", [Mistake(Path("junk.toml"), 3, "it is wrong")])


def test_work_that_cannot_be_done_at_all_is_told_before_any_item_is_begun(tmp_path: Path) -> None:
    with (
        pytest.raises(ConfigError, match="a pattern does not compile") as raised,
        WorkerPool(Path.touch, workers=1, check=refuse) as pool,
    ):
        list(pool.map([tmp_path / "begun"]))
    assert raised.value.mistakes == (Mistake(Path("junk.toml"), 3, "it is wrong"),)
    assert not (tmp_path / "begun").exists()


def test_an_exception_of_the_work_is_the_result_of_its_item() -> None:
    assert run([1, 19, 2]) == [1, Lost("internal_error", "Reading it failed (ValueError: nineteen)."), 4]
