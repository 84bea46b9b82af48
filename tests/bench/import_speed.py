"""Measures importing a WARC file, in pages a second, against another checkout: python -m tests.bench.import_speed

    python -m tests.bench.import_speed [--against FOLDER] [--pages 2000] [--times 2] [--packing gzip] [--step import]

The two take turns.  The WARC file is made by `tests.bench.crawl_pages`, once in a folder of its own.  The step "import"
is that flow alone (`copydesk run import`), "all" is `copydesk import`.  Each measurement is a new process on new data.
Prints time by the clock and processor time, with worker processes and the start of Python.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from parsers.training.bench_pages import ROOT
from tests.bench.crawl_pages import write_warc

_STEPS: Final = {"import": ("run", "import"), "all": ("import",)}


def measured(checkout: Path, step: str, warc: Path, into: Path) -> tuple[float, float]:
    """Import the WARC file once by a checkout; gives seconds by the clock, and seconds of processor time."""
    shutil.rmtree(into, ignore_errors=True)
    command = [sys.executable, "-m", "flows.cli", "--data", str(into), "--no-prefect", *_STEPS[step], str(warc)]
    began, before = time.monotonic(), os.times()
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False, timeout=580)
    after = os.times()
    if done.returncode:
        raise SystemExit(f"{checkout}: exit code {done.returncode}\n{done.stderr}")
    used = after.children_user - before.children_user + after.children_system - before.children_system
    return time.monotonic() - began, used


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--against", type=Path, metavar="FOLDER", help="another checkout, to be measured in turns")
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--times", type=int, default=2)
    parser.add_argument("--packing", choices=("gzip", "zstd", "plain"), default="gzip")
    parser.add_argument("--step", choices=tuple(_STEPS), default="import")
    parser.add_argument("--keep", type=Path, help="folder for the WARC file, so that the next call finds it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="copydesk-bench-") as aside:
        held = (options.keep or Path(aside)).resolve()
        warc = held / f"{options.pages}-{options.packing}.warc"
        if not warc.exists():
            write_warc(warc, options.pages, options.packing)
        print(f"{options.pages:,} pages, {warc.stat().st_size / 1e6:.0f} MB in {options.packing}; {options.step}")
        for _ in range(options.times):
            for checkout in (ROOT, *((options.against.resolve(),) if options.against else ())):
                wall, used = measured(checkout, options.step, warc, Path(aside) / "data")
                print(
                    f"{checkout.name:<20} {wall:7.1f} s, {used:7.1f} s of processor time,"
                    f" {options.pages / wall:7.0f} pages a second",
                    flush=True,
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
