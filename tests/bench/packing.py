"""Measures gzip on real pages, its time and size at each level: isal's igzip, zlib-ng and zlib.

    python -m tests.bench.packing FILE [--pages N]

FILE: JSON lines with the page in `html`.  Prints milliseconds of CPU for a page, and the size in percent.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
import zlib
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path

from isal import igzip_lib
from zlib_ng import zlib_ng

#: zlib's window size for a gzip stream.
GZIP = 31
TURNS = 3


def ways() -> dict[str, Callable[[bytes], bytes]]:
    """Name -> function that packs a page; also the two digests that the archive computes of each page."""
    igzip = {f"igzip {level}": partial(igzip_lib.compress, level=level, flag=igzip_lib.COMP_GZIP) for level in range(4)}
    ng = {f"zlib-ng {level}": partial(zlib_ng.compress, level=level, wbits=GZIP) for level in range(1, 7)}
    digests = {"sha256": lambda page: hashlib.sha256(page).digest(), "sha1": lambda page: hashlib.sha1(page).digest()}
    return {**igzip, **ng, "zlib 6": partial(zlib.compress, level=6, wbits=GZIP), **digests}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--pages", type=int, default=250)
    given = parser.parse_args()
    with given.file.open(encoding="utf-8") as lines:
        pages = [json.loads(line)["html"].encode("utf-8", "replace") for line in islice(lines, given.pages)]
    whole = sum(map(len, pages))
    print(f"{len(pages)} pages of {whole / len(pages) / 1000:,.0f} kB")
    best: dict[str, float] = {}
    for turn in range(TURNS):
        for name, pack in ways().items():
            began = time.process_time()
            size = sum(len(pack(page)) for page in pages)
            spent = (time.process_time() - began) * 1000 / len(pages)
            best[name] = min(spent, best.get(name, spent))
            if turn == TURNS - 1:
                print(f"{name:<10} {best[name]:6.3f} ms  {size / whole:6.1%}")


if __name__ == "__main__":
    main()
