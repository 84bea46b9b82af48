"""Reading pages leaves nothing behind: any order, any number of processes, thousands of times, the same articles."""

import gc
import hashlib
import json
import multiprocessing
import random
import resource
import sys
from pathlib import Path

import pytest

from parsers import parse_page

PAGES = sorted(p for p in (Path(__file__).parent / "pages").glob("*/*/page.*") if p.suffix in (".html", ".txt"))
#: ru_maxrss counts kilobytes, on macOS bytes.
_UNIT = 1 if sys.platform == "darwin" else 1024


def reading(path: Path) -> str:
    """A digest of everything that was read from one page."""
    read = parse_page(path.read_bytes()).to_dict()
    return hashlib.sha256(json.dumps(read, ensure_ascii=False).encode()).hexdigest()


def test_the_order_of_pages_does_not_matter() -> None:
    first = {path: reading(path) for path in PAGES}
    assert len(first) >= 8
    shuffled = random.Random(7).sample(PAGES, len(PAGES))
    assert {path: reading(path) for path in shuffled} == first


def test_a_page_leaves_nothing_to_the_garbage_collector() -> None:
    reading(PAGES[0])
    gc.collect()
    gc.disable()
    try:
        reading(PAGES[0])
        assert not gc.isenabled(), "it was off and is on after a page"
        assert gc.collect() == 0
    finally:
        gc.enable()
    reading(PAGES[0])
    assert gc.isenabled()


@pytest.mark.slow
def test_other_processes_read_what_one_reads() -> None:
    # Spawned, so that each has its own seed for hashes: the order of a set must not show.
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.map(reading, PAGES, chunksize=1) == [reading(path) for path in PAGES]


@pytest.mark.slow
def test_memory_does_not_grow() -> None:
    for path in PAGES:
        parse_page(path.read_bytes())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(20):
        for path in PAGES:
            # Other words each time: a cache keyed by text would show.
            parse_page(path.read_bytes().replace(b"the ", f"the {number} ".encode()))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown * _UNIT < 20_000_000
