"""Measures a whole import of a WARC file, in pages a second, against another commit; the two take turns.

    python -m tests.bench.end_to_end [--against COMMIT] [--pages 2000 | --warc FILE] [--times 2] [--keep FOLDER]

Import, parse, load and publish, each time by a new process on new data.  Prints pages a second by the clock (the start
of Python included), processor time of all processes, and the share of it that `parse_page` has: what the same pages
cost in one warm process of that commit.  Modules are compiled before, as they are when a program is installed.
The WARC file is made by `tests.bench.crawl_pages`, or is one of yours with real pages (--warc).  A commit that depends
on other libraries gets an environment of its own, by pip.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from warcio.archiveiterator import ArchiveIterator

from parsers.training.bench_pages import ROOT
from tests.bench.crawl_pages import write_warc

#: prctl's option by which processes whose parent has ended become children of this one (Linux).
_SUBREAPER: Final = 36
_PATIENCE: Final = 580
#: Exit codes of an import that read every page: 3 says that some were odd ones.
_DONE: Final = (0, 3)
#: Pages by which parse_page is timed; the first ones warm it up.
_TIMED, _WARM = 150, 20
#: Pages of an import before all others, which is not measured.
_FEW: Final = 20
#: Prints the milliseconds of processor time that a page of a WARC file costs parse_page.
_PARSING: Final = """
import sys, time
from warcio.archiveiterator import ArchiveIterator
from parsers import default_rules, parse_page
rules, timed, warm, began = default_rules(), int(sys.argv[2]), int(sys.argv[3]), 0
with open(sys.argv[1], "rb") as file:
    records = (one for one in ArchiveIterator(file) if one.rec_type == "response")
    pages = [(one.rec_headers["WARC-Target-URI"], one.content_stream().read()) for _, one in zip(range(timed), records)]
for number, (url, body) in enumerate(pages):
    began = time.process_time() if number == warm else began
    parse_page(body, url=url, media_type="text/html", charset="utf-8", rules=rules)
print((time.process_time() - began) * 1000 / (timed - warm))
"""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A commit to measure: its folder, and a Python that has the libraries it depends on."""

    folder: Path
    python: str
    #: Folder for its compiled modules; a checkout has none, and an environment may forbid Python to write them.
    compiled: Path

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run its Python with these arguments, in its folder."""
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(self.compiled)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        return subprocess.run(
            [self.python, *words],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE,
        )

    def depends_on(self) -> list[str]:
        """The dependencies in its pyproject.toml."""
        project = tomllib.loads((self.folder / "pyproject.toml").read_text("utf-8"))["project"]
        return [*map(str, project["dependencies"])]


def measured(checkout: Checkout, warc: Path, into: Path) -> tuple[float, float]:
    """Import the WARC file once; gives seconds by the clock, and seconds of processor time of all processes."""
    shutil.rmtree(into, ignore_errors=True)
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = checkout.run("-m", "flows.cli", "--data", str(into), "--no-prefect", "import", str(warc))
    wall = time.monotonic() - began
    if done.returncode not in _DONE:
        raise SystemExit(f"{checkout.folder}: exit code {done.returncode}\n{done.stderr}")
    while True:  # the server of its worker processes, which ends after it
        try:
            os.wait()
        except ChildProcessError:
            break
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def parsing(checkout: Checkout, warc: Path) -> float:
    """Milliseconds of processor time that parse_page takes for a page, in one warm process of a checkout."""
    done = checkout.run("-c", _PARSING, str(warc), str(_TIMED), str(_WARM))
    if done.returncode:
        raise SystemExit(f"{checkout.folder}: {done.stderr}")
    return float(done.stdout)


@contextmanager
def checked_out(commit: str, here: Checkout, folder: Path) -> Iterator[Checkout]:
    """Context manager: a working tree of a commit in `folder`, with a Python that can run it; removed after the block.

    `here`: the checkout that this program is run from, whose Python it gets when it depends on the same libraries.
    """
    there = folder / commit
    worktree = ("git", "worktree")
    subprocess.run([*worktree, "add", "--detach", str(there), commit], cwd=ROOT, check=True, capture_output=True)
    try:
        other = Checkout(there, sys.executable, folder / "compiled-there")
        yield other if other.depends_on() == here.depends_on() else _with_its_libraries(other, folder / "venv")
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", str(there)], cwd=ROOT, check=True, capture_output=True)


def _with_its_libraries(checkout: Checkout, folder: Path) -> Checkout:
    """A checkout with a Python environment into which pip has installed what it depends on."""
    print(f"{checkout.folder.name} depends on other libraries; installing them, some minutes", flush=True)
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    pinned = checkout.folder / "config" / "constraints.txt"
    wanted = [*(("--constraint", str(pinned)) if pinned.exists() else ()), *checkout.depends_on()]
    subprocess.run([python, "-m", "pip", "install", "-qq", *wanted], check=True)
    return replace(checkout, python=python)


def compare(checkouts: list[Checkout], warc: Path, aside: Path, *, pages: int, times: int) -> None:
    """Measure the checkouts in turns, and print the figures."""
    few = aside / "few.warc"
    write_warc(few, _FEW)
    for checkout in checkouts:  # compiles its modules, and those of its libraries
        measured(checkout, few, aside / "data")
    for _ in range(times):
        for checkout in checkouts:
            alone = parsing(checkout, warc)
            wall, used = measured(checkout, warc, aside / "data")
            each, name = used * 1000 / pages, checkout.folder.name
            print(
                f"{name:<12} {wall:7.1f} s {pages / wall:6.1f} pages a second {used:7.1f} s of processor time,"
                f" {each:5.1f} ms a page; parse_page {alone:5.1f} ms, {100 * alone / each:3.0f} %",
                flush=True,
            )


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--against", metavar="COMMIT", help="another commit, to be measured in turns")
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--times", type=int, default=2)
    parser.add_argument("--warc", type=Path, metavar="FILE", help="a WARC file of your own to import instead")
    parser.add_argument("--keep", type=Path, help="folder for the WARC file, so that the next call finds it")
    options = parser.parse_args()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory(prefix="copydesk-bench-") as name:
        aside = Path(name)
        warc, pages = _to_import(options, aside)
        print(f"{pages:,} pages, {warc.stat().st_size / 1e6:.0f} MB; {os.cpu_count()} processors")
        here = Checkout(ROOT, sys.executable, aside / "compiled-here")
        if options.against is None:
            compare([here], warc, aside, pages=pages, times=options.times)
            return 0
        with checked_out(options.against, here, aside) as other:
            compare([here, other], warc, aside, pages=pages, times=options.times)
    return 0


def _to_import(options: argparse.Namespace, aside: Path) -> tuple[Path, int]:
    """The WARC file to import, made if need be, and how many pages (response records) it has.

    `options`: the command line's.  `aside`: a folder for what is not kept.
    """
    if options.warc:
        with options.warc.open("rb") as file:
            return options.warc.resolve(), sum(one.rec_type == "response" for one in ArchiveIterator(file))
    warc = (options.keep or aside).resolve() / f"{options.pages}-gzip.warc"
    if not warc.exists():
        write_warc(warc, options.pages)
    return warc, options.pages


if __name__ == "__main__":
    sys.exit(main())
