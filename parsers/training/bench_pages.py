"""Gives the pages of the benchmark with their expected results, for training and for `make bench`.

The benchmark consists of sets (folders) of cases; a case is a page and what should be read from it.  The benchmark is
not part of the project; it is looked for in the folder COPYDESK_BENCH, then in ../shared/bench.
"""

from __future__ import annotations

import gzip
import importlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]


def bench_folder() -> Path | None:
    """The folder of the benchmark; None when it is not found."""
    for place in (os.environ.get("COPYDESK_BENCH"), ROOT.parent / "shared" / "bench"):
        if place and (Path(place) / "run.py").is_file():
            return Path(place)
    return None


def scorer(folder: Path) -> ModuleType:
    """The benchmark's module score.py, which compares results with expected ones; `folder`: that of the benchmark."""
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    return importlib.import_module("score")


def cases(folder: Path, name: str) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Yield (case, uncompressed bytes of its page) for every case of the set `name` in the benchmark's folder."""
    with (folder / name / "cases.jsonl").open(encoding="utf-8") as lines:
        for case in map(json.loads, lines):
            body = (folder / name / case["html"]).read_bytes()
            yield case, gzip.decompress(body) if case["html"].endswith(".gz") else body


def publisher(case: dict[str, Any]) -> str:
    """The publisher of a case's page, as declared, else its domain.  Training and test sets never share a publisher."""
    if case.get("publisher"):
        return str(case["publisher"])
    host = urlsplit(case.get("url") or "").hostname or case["id"]
    return ".".join(host.split(".")[-2:])
