"""make bench: quality and speed on whatever benchmark is at hand, beside the best rival's stored figures.

    python -m tests.bench [SET]...

Runs the benchmark's own run.py on each set of rivals.toml (or on those named) and prints one table a set.  Says so and
ends well when no benchmark is at hand: it is no part of the project.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from parsers.training.bench_pages import ROOT, bench_folder

RIVALS = tomllib.loads(Path(__file__).with_name("rivals.toml").read_text("utf-8"))


def measured(folder: Path, name: str, page_type: str | None) -> dict[str, Any]:
    """What run.py prints for a set."""
    command = [sys.executable, str(folder / "run.py"), name, "--resamples", "50"]
    command += ["--page-type", page_type] if page_type else []
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def table(title: str, result: dict[str, Any], rivals: dict[str, Any]) -> str:
    """One line a measure: ours with its interval, the best rival's, and who that is."""
    lines = [f"\n{title}", f"{'measure':<20} {'ours':<24} {'best rival':<10} who"]
    for measure, shown in result["metrics"].items():
        rival = rivals.get(measure)
        if rival:
            ours = shown.split(" n=")[0]
            lines.append(f"{measure:<20} {ours:<24} {rival['value']:<10.3f} {rival['name']}")
    speed = result["speed"]
    lines.append(f"{'times_lxml':<20} {speed['times_lxml']:<24} {'':<10} {speed['ms_per_page']['median']} ms a page")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("sets", nargs="*", metavar="SET", help=", ".join(RIVALS))
    options = parser.parse_args()
    folder = bench_folder()
    if folder is None:
        print("No benchmark is at hand: set COPYDESK_BENCH to its folder.")
        return 0
    for name in options.sets or RIVALS:
        rivals = RIVALS[name]
        print(table(name, measured(folder, name, None), rivals), flush=True)
        if "article" in rivals:
            print(table(f"{name}, articles alone", measured(folder, name, "article"), rivals["article"]), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
