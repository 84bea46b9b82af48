"""make bench: quality and speed on whatever benchmark is at hand, beside the best rival's stored figures.

    python -m tests.bench [--seen] [SET]...

Prints one table for each set of rivals.toml (or those named).  The first columns are the figures that count: of models
that never saw the set, and of models that never saw its publishers (`tests.bench.unseen`; training them takes half an
hour, once).  The column "seen" is what the project's own models give, which learned from most of these pages.  --seen
prints that alone.  Without a benchmark at hand, which is no part of the project, it says so and ends with exit code 0.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from parsers.training.bench_pages import ROOT, bench_folder

RIVALS = tomllib.loads(Path(__file__).with_name("rivals.toml").read_text("utf-8"))
#: Measures that are printed without a rival's figure.
ALWAYS = ("body_shingle_f1", "body_disasters", "headline_exact", "authors_f1", "published_day", "article_r")


def measured(folder: Path, name: str, page_type: str | None) -> dict[str, Any]:
    """The figures of the project's own models on a set, as the benchmark's run.py prints them.

    folder: of the benchmark.  name: of the set.  page_type: only pages of this type; None: all.
    """
    command = [sys.executable, str(folder / "run.py"), name, "--resamples", "50"]
    command += ["--page-type", page_type] if page_type else []
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def unseen(folder: Path, name: str, page_type: str | None) -> list[Mapping[str, float]]:
    """The measures of a set by models that never saw it, then by models that never saw its publishers."""
    from tests.bench.unseen import is_trained_on, unseen_publishers, unseen_set

    if not is_trained_on(name):
        return [{}, {}]
    return [unseen_set(folder, name, page_type), unseen_publishers(folder, name, page_type)]


def table(title: str, result: dict[str, Any], rivals: dict[str, Any], honest: list[Mapping[str, float]]) -> str:
    """The table of a set, one line a measure: by models that never saw the set, or its publishers; by the project's
    own; of the best rival.

    honest: the columns of `unseen`.
    """
    columns = "".join(f"{column:<15}" for column in ("set unseen", "outlet unseen")[: len(honest)])
    lines = [f"\n{title}", f"{'measure':<20} {columns}{'seen':<24} {'best rival':<10} who"]
    for measure, shown in result["metrics"].items():
        rival = rivals.get(measure)
        if rival or measure in ALWAYS:
            figures = "".join(f"{_figure(column, measure):<15}" for column in honest)
            best = f"{rival['value']:<10.3f} {rival['name']}" if rival else ""
            lines.append(f"{measure:<20} {figures}{shown.split(' n=')[0]:<24} {best}".rstrip())
    if speed := result.get("speed"):
        lines.append(f"times_lxml {speed['times_lxml']}; {speed['ms_per_page']['median']} ms a page")
    return "\n".join(lines)


def _figure(column: Mapping[str, float], measure: str) -> str:
    return f"{column[measure]:.4f}" if measure in column else "-"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("sets", nargs="*", metavar="SET", help=", ".join(RIVALS))
    parser.add_argument("--seen", action="store_true", help="only with the project's own models; needs no training")
    options = parser.parse_args()
    folder = bench_folder()
    if folder is None:
        print("No benchmark is at hand: set COPYDESK_BENCH to its folder.")
        return 0
    for name in options.sets or RIVALS:
        rivals = RIVALS[name]
        for page_type, known in ((None, rivals), ("article", rivals.get("article"))):
            if known is not None:
                title = f"{name}, articles alone" if page_type else name
                honest = [] if options.seen else unseen(folder, name, page_type)
                print(table(title, measured(folder, name, page_type), known, honest), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
