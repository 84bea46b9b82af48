"""Kills loading and publishing at random moments, then asks whether a row is lost, doubled or orphaned.

    python -m tests.bench.warehouse_kills DIRECTORY [KILLS]

Exit code 0 when every page of every batch is there once and the checks find nothing; else 1, and what was found.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import time
from pathlib import Path

from tests.warehouse.test_concurrent import LOADER, batches, start
from warehouse.check import run_checks
from warehouse.connect import reader

PAGES = 200


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("directory", type=Path, help="where the files go that it makes")
    parser.add_argument("kills", type=int, nargs="?", default=100)
    options = parser.parse_args()
    directory, kills = options.directory, options.kills
    directory.mkdir(parents=True, exist_ok=True)
    master, published = directory / "warehouse.duckdb", directory / "news.duckdb"
    staged = batches(directory, max(6, kills // 3), PAGES)
    dice, killed = random.Random(4), 0
    for _ in range(kills):
        process = start(LOADER, master, published, *staged)
        time.sleep(dice.uniform(0.4, 3.0))
        killed += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
    if start(LOADER, master, published, *staged).wait() != 0:
        print("the last load failed")
        return 1
    return report(published, len(staged) * PAGES, killed)


def report(published: Path, expected: int, killed: int) -> int:
    with reader(published) as connection:
        found = connection.execute("SELECT count(*), count(DISTINCT url_key) FROM articles").fetchall()[0]
        faults = [finding.sentence for finding in run_checks(connection)]
    print(
        f"{killed} kills; {found[0]} articles, {found[1]} of them distinct, {expected} expected; {len(faults)} faults"
    )
    print(*faults, sep="\n")
    return 0 if found == (expected, expected) and not faults else 1


if __name__ == "__main__":
    sys.exit(main())
