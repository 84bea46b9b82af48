"""Measures the peak memory of importing many pages from each container: python -m tests.bench.import_memory [NAME]...

    python -m tests.bench.import_memory [--rows 20000] [--kilobytes 20] [NAME]...

Each container is written with all rows in one part (a row group, a record batch) where its writers do so, and read as
an import reads it, in a process of its own.  Prints the number of pages and the peak of that process's memory, with
everything that Python and its libraries take.  The pages have `--kilobytes` each.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as parquet

from parsers.training.bench_pages import ROOT

Rows = Iterator[dict[str, str]]

#: Reads a file as an import does; run as a process of its own.  Linux says its peak: resource's ru_maxrss would count
#: the process that started it, too.
_READ: Final = """
import re, sys
from pathlib import Path
from flows.acquire.files.read_files import read_inputs
pages = sum(getattr(one, "body", None) is not None for one in read_inputs([Path(sys.argv[1])], page_bytes=10_000_000))
print(pages, int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def rows(count: int, size: int) -> Rows:
    """Rows with an address and a page of `size` bytes.  All pages are cut out of one text, so that making them costs
    little."""
    dice = Random(7)
    text = "".join(dice.choices("etaoin shrdlu cmfwyp.", k=20 * size))
    for number in range(count):
        begin = dice.randrange(19 * size)
        yield {"url": f"https://a.example/{number}", "html": f"<html><p>{number} {text[begin : begin + size - 20]}"}


def _arrow(given: Rows) -> pa.Table:
    return pa.Table.from_pylist(list(given)).combine_chunks()


def _json_lines(path: Path, given: Rows) -> None:
    with path.open("w") as file:
        file.writelines(json.dumps(row) + "\n" for row in given)


def _stream(path: Path, given: Rows) -> None:
    table = _arrow(given)
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, table.schema) as writer:
        writer.write_table(table)


def _sqlite(path: Path, given: Rows) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE pages (url, html)")
        database.executemany("INSERT INTO pages VALUES (:url, :html)", given)


def _duckdb(path: Path, given: Rows) -> None:
    with duckdb.connect(str(path)) as database:
        database.register("given", _arrow(given))
        database.execute("CREATE TABLE pages AS FROM given")


def _zip(path: Path, given: Rows) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for number, row in enumerate(given):
            file.writestr(f"{number}.html", row["html"])


#: Name of a container -> writes rows into a new file.
WRITERS: Final[dict[str, Callable[[Path, Rows], None]]] = {
    "jsonl": _json_lines,
    "parquet": lambda path, given: parquet.write_table(_arrow(given), path),
    "parquet-zstd": lambda path, given: parquet.write_table(_arrow(given), path, compression="zstd"),
    "feather-lz4": lambda path, given: feather.write_feather(_arrow(given), str(path), chunksize=1 << 30),
    "feather-plain": lambda path, given: feather.write_feather(
        _arrow(given), str(path), compression="uncompressed", chunksize=1 << 30
    ),
    "arrow-stream": _stream,
    "sqlite": _sqlite,
    "duckdb": _duckdb,
    "zip": _zip,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(WRITERS))
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--kilobytes", type=int, default=20)
    options = parser.parse_args()
    for name in options.names or WRITERS:
        with tempfile.TemporaryDirectory(prefix="copydesk-bench-") as aside:
            path = Path(aside) / "pages"
            WRITERS[name](path, rows(options.rows, options.kilobytes * 1000))
            command = [sys.executable, "-c", _READ, str(path)]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
            pages, peak = done.stdout.split()
            size = path.stat().st_size / 1e6
            print(f"{name:<14} {int(pages):>7,} pages, {size:7.0f} MB on disk, peak {peak:>5} MB", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
