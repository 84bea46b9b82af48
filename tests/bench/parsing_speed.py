"""Measures the processor time of parse_page, cold and warm, beside lxml's own: python -m tests.bench.parsing_speed

    python -m tests.bench.parsing_speed [--against FOLDER] [--pages 100] [SET]...

Cold: a new process until it has parsed its first page, and what the first page without a declared language adds.  Warm:
all pages of a set, each several times in turns with lxml and the other checkout, of which the best time counts.  Prints
the sum as a multiple of lxml's, the cost of a page as a constant and a multiple of lxml's time for it, and for pages of
more than ten times lxml's the stages that took longest.  Without the benchmark it says so and ends with exit code 0.
"""

from __future__ import annotations

import argparse
import importlib
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from lxml import etree

from parsers.training.bench_pages import ROOT, bench_folder, cases

_SETS: Final = ("fundus-dev", "hand-read")
#: Times that each page is parsed by each; times that a process is started.
_TIMES: Final = 4
_STARTS: Final = 3
#: Parses of lxml from which a page is named, and how many are named, the costliest first.
_MANY: Final = 10
_NAMED: Final = 5
#: The stages of parse_page: the module and the function of each.
_STAGES: Final = {
    "decode": ("parsers.page", "decode"),
    "lxml": ("parsers.html", "build"),
    "metadata": ("parsers.html", "read_metadata"),
    "walk": ("parsers.html", "walk"),
    "layout": ("parsers.html", "lay_out"),
    "refuse": ("parsers.html", "refuse"),
    "fields": ("parsers.html.reading", "read_fields"),
    "figures": ("parsers.html.reading", "read_figures"),
    "labels": ("parsers.html.reading", "label_body"),
    "quality": ("parsers.html.reading", "quality_of"),
    "state": ("parsers.html", "text_behind"),
}
#: A first page in English, and one in Maltese, which no list of frequent words tells, so that the model is asked.
_ENGLISH: Final = "The harbour is quiet in the winter, but the ships come back to it with every spring. "
_MALTESE: Final = "Il-port huwa kwiet fix-xitwa, iżda l-bastimenti jerġgħu lura lejh kull rebbiegħa. "
_COLD: Final = """
import sys, time
from parsers import parse_page
parse_page(sys.argv[1].encode()); first = time.process_time()
parse_page(sys.argv[2].encode()); print(first, time.process_time() - first)
"""


class Checkout:
    """The parsers of one checkout; those of several can be loaded into the same process."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        for name in [*_own_modules()]:
            del sys.modules[name]
        sys.path.insert(0, str(folder))
        self.page = importlib.import_module("parsers.page")
        importlib.import_module("parsers.html")
        sys.path.pop(0)
        self.modules = _own_modules()

    def parse(self, body: bytes, url: str | None) -> float:
        """Parse a page; gives the seconds of processor time."""
        sys.modules.update(self.modules)  # for what is imported inside functions
        began = time.process_time()
        self.page.parse_page(body, url=url, media_type="text/html")
        return time.process_time() - began


def _own_modules() -> dict[str, ModuleType]:
    return {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "parsers"}


def parse_alone(body: bytes) -> float:
    """Seconds of processor time for lxml to parse a page and free it, with the options that the project uses."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False
    )
    began = time.process_time()
    tree = etree.fromstring(body, parser)
    del tree
    return time.process_time() - began


def cold(folder: Path) -> tuple[float, float]:
    """Seconds of processor time until the first page is parsed; and of the first page whose language must be
    detected."""
    pages = (f"<html><body><h1>Harbour</h1>{f'<p>{words * 5}</p>' * 5}" for words in (_ENGLISH, _MALTESE))
    command = [sys.executable, "-c", _COLD, *pages]
    runs = [subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True) for _ in range(_STARTS)]
    first, told = zip(*(map(float, run.stdout.split()) for run in runs))
    return min(first), min(told)


def line_through(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Constant and slope of the line that fits the points best.  points: milliseconds of lxml's parse and of
    parse_page, for each page."""
    slope, constant = statistics.linear_regression(*zip(*points))
    return constant, slope


@contextmanager
def _watched(checkout: Checkout, spent: dict[str, float]) -> Iterator[None]:
    """Context manager: add the milliseconds that each stage of parsing takes in the block to `spent`."""

    def timed(stage: str, run: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*args: Any, **named: Any) -> Any:
            began = time.process_time()
            try:
                return run(*args, **named)
            finally:
                spent[stage] = spent.get(stage, 0.0) + 1e3 * (time.process_time() - began)

        return watched

    places = [(stage, checkout.modules.get(module), name) for stage, (module, name) in _STAGES.items()]
    known = [(stage, module, name, getattr(module, name)) for stage, module, name in places if hasattr(module, name)]
    for stage, module, name, run in known:
        setattr(module, name, timed(stage, run))
    try:
        yield
    finally:
        for _, module, name, run in known:
            setattr(module, name, run)


def _turn(checkouts: Sequence[Checkout], body: bytes, url: str | None, *, back: bool) -> list[float]:
    """Parse a page once by lxml and once by each checkout; gives their times in the order of `checkouts`.

    back: whether the last checkout is the first to parse.  Who parses behind another one is 1 to 3 % faster.
    """
    alone = parse_alone(body)
    ordered = [*reversed(checkouts)] if back else [*checkouts]
    took = {checkout: checkout.parse(body, url) for checkout in ordered}
    return [alone, *(took[checkout] for checkout in checkouts)]


def report(name: str, checkouts: Sequence[Checkout], pages: Mapping[str, tuple[bytes, str | None]]) -> None:
    """Measure a set with all checkouts, and print the figures."""
    took: dict[str, list[float]] = {}
    for id_, (body, url) in pages.items():
        for checkout in checkouts:
            checkout.parse(body, url)
        turns = [_turn(checkouts, body, url, back=turn % 2 == 1) for turn in range(_TIMES)]
        took[id_] = [1e3 * min(times) for times in zip(*turns)]
    for place, checkout in enumerate(checkouts, 1):
        own, alone = sum(times[place] for times in took.values()), sum(times[0] for times in took.values())
        constant, slope = line_through([(times[0], times[place]) for times in took.values()])
        print(f"{name}, {checkout.name}: {own / alone:.2f} parses, {own / len(took):.1f} ms a page", end=" ")
        print(f"= {constant:.1f} + {slope:.1f} x parse; {len(took)} pages")
    slow = [id_ for id_, times in took.items() if times[1] > _MANY * times[0]]
    print(f"  {len(slow)} of more than {_MANY} parses")
    for id_ in sorted(slow, key=lambda id_: -took[id_][1])[:_NAMED]:
        spent: dict[str, float] = {}
        with _watched(checkouts[0], spent):
            checkouts[0].parse(*pages[id_])
        longest = sorted(spent.items(), key=lambda stage: -stage[1])[:4]
        told = ", ".join(f"{stage} {ms:.1f}" for stage, ms in longest)
        print(f"  {id_}: {took[id_][1]:.1f} ms, {took[id_][1] / took[id_][0]:.0f} parses: {told}")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"{', '.join(_SETS)} by default")
    parser.add_argument("--against", type=Path, metavar="FOLDER", help="another checkout, to be measured in turns")
    parser.add_argument("--pages", type=int, default=100, help="the most pages of a set")
    options = parser.parse_args()
    folder = bench_folder()
    if folder is None:
        print("No benchmark is at hand: set COPYDESK_BENCH to its folder.")
        return 0
    checkouts = [Checkout(place) for place in (ROOT, *((options.against,) if options.against else ()))]
    for place in (ROOT, *((options.against,) if options.against else ())):
        first, told = cold(place)
        print(f"{place.name}: first page {first:.2f} s, first page whose language is told {told:.2f} s more")
    for name in options.sets or _SETS:
        every = [(case["id"], body, case.get("url")) for case, body in cases(folder, name)]
        step = max(1, len(every) // options.pages)
        report(name, checkouts, {id_: (body, url) for id_, body, url in islice(every, 0, None, step)})
    return 0


if __name__ == "__main__":
    sys.exit(main())
