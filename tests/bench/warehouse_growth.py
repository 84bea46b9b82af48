"""Loads articles by the thousand and measures whether a batch costs the same however large the warehouse is.

    python -m tests.bench.warehouse_growth DIRECTORY [ARTICLES]

Every article goes through the loader, as a staged file of 1,000, the warehouse opened and closed for each as a run
does; no two have a text in common (tests/bench/synthetic.py).  Prints for each size the seconds for a batch: the load
of new articles alone (median and slowest of the last twenty), with opening and checkpoint, the same batch again under
another name, and one with changed texts; then checks, publishing, size and memory.  Last, what compacting does.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from tests.bench.synthetic import Newsroom
from warehouse.check import run_checks
from warehouse.compact import compact
from warehouse.connect import reader, writer
from warehouse.load import load_batch
from warehouse.publish import publish

BATCH = 1_000
SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
COLUMNS = ("articles", "new s", "slowest", "whole s", "again s", "changed s", "check s", "publish s", "MB", "memory MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("directory", type=Path, help="where the files go that it makes")
    parser.add_argument("articles", type=int, nargs="?", default=100_000)
    options = parser.parse_args()
    directory, articles = options.directory, options.articles
    directory.mkdir(parents=True, exist_ok=True)
    newsroom, times = Newsroom(BATCH), []
    print(" ".join(f"{name:>10}" for name in COLUMNS), flush=True)
    for first in range(0, articles, BATCH):
        times.append(load(directory, newsroom, first, "new"))
        if first + BATCH in SIZES:
            print_row(first + BATCH, measure(directory, newsroom, first, times[-20:]))
    master = directory / "warehouse.duckdb"
    taken = seconds(lambda: compact(master))
    print(f"compact: {taken:.0f} s, {master.stat().st_size / 1e6:,.0f} MB after")


def load(directory: Path, newsroom: Newsroom, first: int, name: str, *, edition: int = 0) -> tuple[float, float]:
    """Load one batch; gives the seconds of the load alone, and with opening, checkpoint and closing."""
    batch = newsroom.write(directory, first, name=f"{name}-{first}", edition=edition)
    opened = time.perf_counter()
    with writer(directory / "warehouse.duckdb") as connection:
        started = time.perf_counter()
        result = load_batch(connection, batch)
        alone = time.perf_counter() - started
    whole = time.perf_counter() - opened
    batch.unlink()
    expected = {"new": (BATCH, BATCH), "again": (0, 0), "changed": (0, BATCH)}[name]
    assert (result.new_articles, result.new_revisions) == expected, result
    return alone, whole


def measure(directory: Path, newsroom: Newsroom, first: int, times: list[tuple[float, float]]) -> list[float]:
    """The figures of one printed row but the size.  What it loads to measure (a thousand revisions) stays in the
    warehouse."""
    master, published = directory / "warehouse.duckdb", directory / "news.duckdb"
    again, _ = load(directory, newsroom, first, "again")
    changed, _ = load(directory, newsroom, first, "changed", edition=1)
    shown = publish(master, published).seconds
    with reader(published) as connection:
        checked = seconds(lambda: run_checks(connection))
    alone, whole = [one for one, _ in times], [both for _, both in times]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = master.stat().st_size / 1e6
    return [median(alone), max(alone), median(whole), again, changed, checked, shown, size, memory]


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def print_row(size: int, numbers: list[float]) -> None:
    cells = [f"{number:,.2f}" if number < 100 else f"{number:,.0f}" for number in numbers]
    print(" ".join(f"{cell:>10}" for cell in (f"{size:,}", *cells)), flush=True)


if __name__ == "__main__":
    main()
