"""Measures what a page costs here, computes what 1 to 10,000 million would: python -m tests.bench.scale

    python -m tests.bench.scale [--pages 900] [--folder PAGES] [--stored] [--toml]

Imports a WARC file of invented pages (tests.bench.crawl_pages), or pages of your own, step by step, each step a process
of its own, once with a third of the pages and once with all.  The difference between the two is what a page costs,
without what a start costs.  What grows with the size of the warehouse, and not with the number of new pages, is
measured on a warehouse of invented stories (tests.bench.synthetic).  Times are of the processor, worker processes
included.  Then tests.bench.scale_model computes on these figures.

--stored takes the figures of scale.toml instead; --toml prints the measured ones as such a file.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, Final

from flows.printing.progress import number
from parsers.training.bench_pages import ROOT
from tests.bench.crawl_pages import write_warc
from tests.bench.scale_model import LIMITS, REMEDIES, Costs, Means, Outcome, costs_from, simulate
from tests.bench.synthetic import Newsroom
from warehouse.connect import writer
from warehouse.lake.lake_address import lake_address
from warehouse.lake.publish import publish_lake
from warehouse.load import load_batch
from warehouse.publish import PublishResult, publish

STORED: Final = Path(__file__).with_name("scale.toml")
#: Articles that are asked about, the cores that parse them, and the data directories that they are shared among.
ASKED: Final = (
    (1_000_000, 2, 1), (1_000_000, 16, 1), (100_000_000, 16, 1), (100_000_000, 128, 12), (10_000_000_000, 128, 12),
    (10_000_000_000, 1024, 1200),
)  # fmt: skip
HEAD: Final = (
    *("articles", "workers", "directories", "by the clock", "core hours", "slowest", "archive", "warehouse", "lake"),
    "published every",
)
#: Invented stories of the warehouse on which rates are measured.
STORIES: Final = 6_000
#: prctl PR_SET_CHILD_SUBREAPER of Linux (linux/prctl.h), and the seconds that its children have to end.
_SUBREAPER, _ORPHANS = 36, 30.0
#: How each figure is measured; "page": the difference of two runs, by its pages.
SOURCES: Final = {
    "import_ms": "processor ms a page of `copydesk run import`",
    "parse_ms": "processor ms a page of `copydesk run parse`",
    "load_ms": "processor ms a page of `copydesk run load`, copies and checks included",
    "lake_ms": "processor ms a story of writing a lake, 6,000 invented stories",
    "archived": "bytes a page of archive/*.warc.gz",
    "indexed": "bytes a page of archive/index.sqlite and archive/*.cdxj",
    "staged": "bytes a page of staging/*.parquet",
    "warehouse": "bytes a page of warehouse.duckdb, compacted",
    "lake": "bytes a page of the lake's Parquet files",
    "publish_s_per_gb": "seconds by the clock of publishing 6,000 invented stories, by the size of the file",
    "scan_s_per_gb": "processor s of their lake at the next publication when no row changed, by the size of the file",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """Processor seconds of each step, and bytes in each place, of one whole import."""

    pages: int
    seconds: Mapping[str, float]
    bytes: Mapping[str, float]


def measured(pages: int, folder: Path, own: Sequence[Path] = ()) -> Measured:
    """Import `pages` pages into a new data directory, step by step.  own: files of pages; none: invented pages."""
    source, data, lake = (folder / f"{name}-{pages}" for name in ("pages", "data", "lake"))
    source.mkdir()
    for place, path in enumerate(own[:pages]):
        shutil.copyfile(path, source / f"{place}-{path.name}")
    if not own:
        write_warc(source / "pages.warc.gz", pages)
    seconds: dict[str, float] = {"import": _used(data, "run", "import", source), "parse": _used(data, "run", "parse")}
    sizes = {"staged": _size(data, "staging/*.parquet")}
    seconds["load"] = _used(data, "run", "load")
    _used(data, "publish", "--lake", lake)
    _used(data, "compact")
    sizes |= {
        "archived": _size(data, "archive/*.warc.gz"),
        "indexed": _size(data, "archive/index.sqlite*") + _size(data, "archive/*.cdxj"),
        "warehouse": _size(data, "warehouse.duckdb"),
        "lake": _size(lake, "*/*.parquet"),
    }
    return Measured(pages, seconds, sizes)


def pages_below(folder: Path) -> list[Path]:
    """Files of pages in a folder and below, in random order (always the same): neighbours are often of one outlet."""
    found = sorted(path for path in folder.rglob("*.htm*") if path.is_file())
    Random(1).shuffle(found)
    return found


def rates(folder: Path) -> dict[str, float]:
    """The costs that grow with the warehouse: seconds to publish and to scan a gigabyte; milliseconds for a story new
    to a lake."""
    master, news = folder / "warehouse.duckdb", folder / "news.duckdb"
    address, newsroom = lake_address(str(folder / "lake"), seconds=60), Newsroom(1000)

    def publishes(*batches: Path) -> tuple[PublishResult, float]:
        """Load these batches and publish; gives the result, and the processor seconds of bringing the lake up to
        date."""
        for batch in batches:
            with writer(master) as connection:
                load_batch(connection, batch)
        with writer(master) as connection:
            connection.execute("UPDATE change_counter SET changes = changes + 1")
        copied = publish(master, news)
        began = time.process_time()
        publish_lake(news, address, folder / "notes")
        return copied, time.process_time() - began

    publishes()
    _, opened = publishes()  # an empty one, so that what it costs to open a lake is known
    copied, wrote = publishes(*(newsroom.write(folder, n, name=f"b{n}") for n in range(0, STORIES, 1000)))
    _, looked = publishes()
    gigabytes = copied.bytes_copied / 1e9
    return {
        "publish_s_per_gb": copied.seconds / gigabytes,
        "scan_s_per_gb": max(0.0, looked - opened) / gigabytes,
        "lake_ms": max(0.0, wrote - looked) / STORIES * 1000,
    }


def costs_of(few: Measured, many: Measured, rates: Mapping[str, float]) -> Costs:
    """What a page costs, from the difference of two runs: so the cost of starting, which both have, cancels out."""
    pages = many.pages - few.pages
    times = {f"{step}_ms": (used - few.seconds[step]) / pages * 1000 for step, used in many.seconds.items()}
    sizes = {place: (held - few.bytes[place]) / pages for place, held in many.bytes.items()}
    return Costs(**{name: max(0.0, value) for name, value in (times | sizes).items()}, **rates)


def stored_costs(path: Path = STORED) -> Costs:
    """The figures of scale.toml."""
    return costs_from(tomllib.loads(path.read_text("utf-8")))


def inputs(costs: Costs) -> Iterator[str]:
    """Lines of a Markdown table: what a page costs, and how that was measured."""
    yield "| a page takes | | measured as |"
    yield "|---|---|---|"
    for name, value in asdict(costs).items():
        yield f"| {name} | {value:,.4g} | {SOURCES[name]} |"


def answer(costs: Costs, asked: Sequence[tuple[int, int, int]] = ASKED) -> Iterator[str]:
    """Lines of a Markdown table: what importing so many articles costs; then what would help the slowest step.

    asked: (pages, cores that parse, data directories) for each line.
    """
    yield f"| {' | '.join(HEAD)} |"
    yield "|" + "---|" * len(HEAD)
    outcomes = [simulate(costs, size, Means(workers, desks)) for size, workers, desks in asked]
    for (_, workers, desks), outcome in zip(asked, outcomes, strict=True):
        yield row(workers, desks, outcome)
    yield ""
    fed = outcomes[0].workers_fed
    yield f"- One importer feeds {fed['import']:.0f} workers, one loader {fed['load']:.0f}."
    for step in sorted({outcome.slowest for outcome in outcomes}):
        yield f"- Slowest is {step}: {REMEDIES[step]}."
    for name, (most, why) in LIMITS.items():
        cases = {
            f"{outcome.pages:,} in {number(desks, 'directory', 'directories')}": None
            for (_, _, desks), outcome in zip(asked, outcomes, strict=True)
            if name in outcome.outgrown
        }
        yield f"- {name} above {size_of(most)} ({why}): {'; '.join(cases) or 'none of these'}."


def row(workers: int, desks: int, outcome: Outcome) -> str:
    """One line of the table of `answer`."""
    places = (outcome.bytes_at[name] for name in ("archive", "warehouse", "lake"))
    hours = f"{sum(outcome.core_hours.values()):,.0f}"
    times = (span(outcome.hours), hours, outcome.slowest, *map(size_of, places), span(outcome.hours_between))
    return f"| {' | '.join((f'{outcome.pages:,}', f'{workers:,}', f'{desks:,}', *times))} |"


def span(hours: float) -> str:
    """A time in a fitting unit: "45 minutes", "3.5 hours", "12 days", "4 years"."""
    if hours < 1:
        return f"{hours * 60:.0f} minutes"
    if hours < 48:
        return f"{hours:.1f} hours"
    return f"{hours / 24:,.0f} days" if hours < 24 * 730 else f"{hours / 8766:,.0f} years"


def size_of(count: float) -> str:
    """A number of bytes in a fitting unit: "12 MB", "3.4 TB"."""
    for unit, least in (("PB", 1e15), ("TB", 1e12), ("GB", 1e9)):
        if count >= least:
            return f"{count / least:,.1f} {unit}"
    return f"{count / 1e6:,.0f} MB"


def as_toml(costs: Costs) -> str:
    """The text of scale.toml: each figure with how it was measured."""
    where = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    head = f"# What one page costs: python -m tests.bench.scale --toml, {datetime.now(UTC):%Y-%m-%d}, on {where}.\n"
    parts = [
        f'\n[{f.name}]\nvalue = {getattr(costs, f.name):.4g}\nsource = "{SOURCES[f.name]}"\n' for f in fields(costs)
    ]
    return head + "".join(parts)


def _used(data: Path, *words: Any) -> float:
    """Processor seconds of a command of copydesk, worker processes included."""
    command = [sys.executable, "-m", "flows.cli", "--data", str(data), "--no-prefect", *map(str, words)]
    before = os.times()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=580)
    _wait_for_orphans()
    after = os.times()
    if done.returncode not in (0, 3):
        raise SystemExit(f"{' '.join(map(str, words))}: exit code {done.returncode}\n{done.stderr}")
    return after.children_user - before.children_user + after.children_system - before.children_system


def _adopt_orphans() -> None:
    """Have the system make worker processes children of this one when their parent ends, so that their times can be
    read."""
    ctypes.CDLL(None, use_errno=True).prctl(_SUBREAPER, 1)


def _wait_for_orphans() -> None:
    """Wait until all adopted processes have ended: only then are their times counted."""
    deadline = time.monotonic() + _ORPHANS
    while time.monotonic() < deadline:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.02)
        except ChildProcessError:
            return
    raise SystemExit("A worker process has not ended; its time is not counted.")


def _size(folder: Path, pattern: str) -> float:
    return float(sum(path.stat().st_size for path in folder.glob(pattern)))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--pages", type=int, default=900, help="of the larger run; the other has a third of them")
    parser.add_argument("--folder", type=Path, help="of pages that are imported instead of invented ones")
    parser.add_argument("--stored", action="store_true", help="measure nothing")
    parser.add_argument("--toml", action="store_true", help="print the figures as scale.toml holds them")
    options = parser.parse_args()
    if options.stored:
        costs = stored_costs()
    else:
        _adopt_orphans()
        with tempfile.TemporaryDirectory(prefix="copydesk-scale-") as aside:
            here, own = Path(aside), pages_below(options.folder) if options.folder else []
            many = min(options.pages, len(own)) if own else options.pages
            costs = costs_of(measured(many // 3, here, own), measured(many, here, own), rates(here))
    print(as_toml(costs) if options.toml else "\n".join([*inputs(costs), "", *answer(costs)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
