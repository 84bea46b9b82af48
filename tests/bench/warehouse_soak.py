"""Two processes load and five read, for minutes: checks that none of them ever fails, and no row is lost.

    python -m tests.bench.warehouse_soak DIRECTORY [SECONDS]

Three readers open the published file anew for each question; two hold a connection for five seconds, as a dashboard
does, and go on asking.  Exit code 0 when no process failed, every page of every loaded batch is there once and the
checks find nothing; else 1.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from subprocess import Popen

from tests.warehouse.test_concurrent import batches, start
from warehouse.check import run_checks
from warehouse.connect import reader
from warehouse.publish import publish

PAGES = 25
BATCHES_A_SECOND = 4

LOADER = """
import sys, time
from pathlib import Path
from warehouse.connect import writer
from warehouse.load import load_batch
from warehouse.publish import publish
master, published, end, done = Path(sys.argv[1]), Path(sys.argv[2]), time.monotonic() + float(sys.argv[3]), 0
slowest = 0.0
for batch in sys.argv[4:]:
    if time.monotonic() > end:
        break
    started = time.monotonic()
    with writer(master, timeout=60) as connection:
        load_batch(connection, Path(batch))
    publish(master, published, timeout=60)
    done, slowest = done + 1, max(slowest, time.monotonic() - started)
print(done, round(slowest, 2))
"""

READER = """
import sys, time
from pathlib import Path
from warehouse.connect import reader
end, hold = time.monotonic() + float(sys.argv[2]), float(sys.argv[3])
seen = queries = 0
slowest = 0.0
while time.monotonic() < end:
    with reader(Path(sys.argv[1])) as connection:
        until = time.monotonic() + hold
        while True:
            started = time.monotonic()
            articles, revisions, shown = connection.execute(
                "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM revisions), count(*)"
                " FROM current_articles"
            ).fetchall()[0]
            assert articles == revisions == shown and articles >= seen, (articles, revisions, shown, seen)
            seen, queries, slowest = articles, queries + 1, max(slowest, time.monotonic() - started)
            if time.monotonic() >= until:
                break
            time.sleep(0.1)
print(queries, round(slowest, 2))
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("directory", type=Path, help="where the files go that it makes")
    parser.add_argument("seconds", type=int, nargs="?", default=300)
    options = parser.parse_args()
    directory, seconds = options.directory, options.seconds
    directory.mkdir(parents=True, exist_ok=True)
    master, published = directory / "warehouse.duckdb", directory / "news.duckdb"
    staged = batches(directory, seconds * BATCHES_A_SECOND, PAGES)
    publish(master, published)
    loaders = [start(LOADER, master, published, seconds, *staged[n::2]) for n in range(2)]
    readers = [start(READER, published, seconds, hold) for hold in (0, 0, 0, 5, 5)]
    loaded, failed = outcome("loader", loaders)
    asked, unanswered = outcome("reader", readers)
    with reader(published) as connection:
        found = connection.execute("SELECT count(*), count(DISTINCT url_key) FROM articles").fetchall()[0]
        faults = [finding.sentence for finding in run_checks(connection)]
    expected = loaded * PAGES
    print(f"{loaded} batches loaded, {failed} loaders failed; {asked} queries, {unanswered} readers failed")
    print(f"{found[0]} articles, {found[1]} of them distinct, {expected} expected; {len(faults)} faults")
    print(*faults, sep="\n")
    return 0 if found == (expected, expected) and not (failed or unanswered or faults) else 1


def outcome(role: str, processes: list[Popen[str]]) -> tuple[int, int]:
    """Wait for these processes and print a line on each; gives what they did in sum, and how many failed."""
    done = failed = 0
    for process in processes:
        said, error = process.communicate()
        failed += process.returncode != 0
        count, slowest = said.split() if said else (0, "?")
        done += int(count)
        print(f"{role} {process.pid}: exit {process.returncode}, {count} done, the slowest took {slowest} s", error)
    return done, failed


if __name__ == "__main__":
    sys.exit(main())
