"""Model files (config/models): trees with the columns that they ask for and where they come from.

A trainer gives trees and figures; what is written says when, with which libraries, on which pages and with which seed
it was trained, and how it did on publishers that were left out.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from parsers.training.bench_pages import ROOT, bench_folder

#: A tree as parsers.html.scoring.boosted_trees reads it.
Tree = dict[str, Any]

#: Libraries on which the trees depend.
LIBRARIES = ("catboost", "scikit-learn", "numpy", "lxml")


def options(doc: str | None, arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options that both trainers take; doc: the module's docstring, whose first line is the help."""
    parser = argparse.ArgumentParser(description=(doc or "").split("\n")[0])
    parser.add_argument("--folds", type=int, default=0, help="report on publishers left out, in so many turns")
    parser.add_argument("--seed", type=int, default=0, help="which publishers are left out together")
    parser.add_argument("--write", action="store_true", help="train on everything and write the model")
    return parser.parse_args(arguments)


def provenance(sets: Sequence[str], *, pages: int, seed: int, held_out: Mapping[str, Any]) -> dict[str, Any]:
    """Where a model comes from: day, versions, pages with a hash of their files, seed, figures of pages left out."""
    return {
        "trained_on": f"{datetime.now(UTC):%Y-%m-%d}",
        "versions": {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}},
        "data": {"sets": list(sets), "pages": pages, "sha256": _hash_of(sets)},
        "seed": seed,
        "held_out": dict(held_out),
    }


def _hash_of(sets: Sequence[str]) -> str:
    """One hash of all files of these sets, names and bytes, in the order of their names."""
    folder, digest = bench_folder(), hashlib.sha256()
    assert folder is not None, "the samples came from there"
    for name in sets:
        for path in sorted(p for p in (folder / name).rglob("*") if p.is_file()):
            digest.update(f"{path.relative_to(folder)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def write_model(
    name: str, forests: Mapping[str, list[Tree]], *, columns: Sequence[str], about: str, provenance: Mapping[str, Any]
) -> None:
    """Write config/models/NAME.json, one line a tree."""
    lines = ",\n".join(
        f'"{key}": [\n' + ",\n".join(json.dumps(tree) for tree in trees) + "\n]" for key, trees in forests.items()
    )
    head = json.dumps({"about": about, "provenance": provenance, "columns": list(columns)}, indent=1)[:-2]
    path = ROOT / "config" / "models" / f"{name}.json"
    path.write_text(f'{head},\n "forests": {{\n{lines}\n}}}}\n', "utf-8")


def print_figures(held_out: Mapping[str, Any]) -> None:
    """Print the figures of pages left out."""
    print(json.dumps(held_out, indent=1))
