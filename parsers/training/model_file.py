"""Writes model files (config/models): the trees of a model, the names of its inputs, and how it was trained.

Takes trees and figures from a trainer.  The file says when, with which libraries, on which pages and with which seed
the model was trained, and how well it did on publishers that were left out of the training.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from parsers.training.bench_pages import ROOT, bench_folder

#: A tree as parsers.boosted_trees reads it.
Tree = dict[str, Any]

#: Libraries on which the trees depend.
LIBRARIES = ("catboost", "scikit-learn", "numpy", "lxml")


def options(doc: str | None, arguments: Sequence[str] | None) -> argparse.Namespace:
    """Parse the command-line options of a trainer.

    `doc`: its module docstring, whose first line is the help text.  `arguments`: None means those of the process.
    """
    parser = argparse.ArgumentParser(description=(doc or "").split("\n")[0])
    parser.add_argument("--folds", type=int, default=0, help="report on publishers left out, in so many turns")
    parser.add_argument("--seed", type=int, default=0, help="which publishers are left out together")
    parser.add_argument("--write", action="store_true", help="train on everything and write the model")
    return parser.parse_args(arguments)


def provenance(sets: Sequence[str], *, pages: int, seed: int, held_out: Mapping[str, Any]) -> dict[str, Any]:
    """How a model was trained, for its file: day, versions, pages with a hash, seed, figures on held-out pages.

    `sets`: the sets of the benchmark that it was trained on.  `pages`: how many pages these have.
    """
    return {
        "trained_on": f"{datetime.now(UTC):%Y-%m-%d}",
        "versions": {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}},
        "data": {"sets": list(sets), "pages": pages, "sha256": hash_of(sets)},
        "seed": seed,
        "held_out": dict(held_out),
    }


def hash_of(sets: Sequence[str]) -> str:
    """A SHA-256 (hexadecimal) of the names and bytes of all files in some sets of the benchmark."""
    folder, digest = bench_folder(), hashlib.sha256()
    assert folder is not None, "the samples came from there"
    for name in sets:
        for path in sorted(p for p in (folder / name).rglob("*") if p.is_file()):
            digest.update(f"{path.relative_to(folder)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def write_model(
    name: str,
    forests: Mapping[str, list[Tree]],
    *,
    columns: Sequence[str],
    about: str,
    provenance: Mapping[str, Any],
    folder: Path = ROOT / "config" / "models",
) -> None:
    """Write NAME.json into a folder, one tree per line.

    `forests`: the trees of each model in the file, by its name.  `columns`: the names of their inputs, in order.
    `about`: what the model says.  `provenance`: as the function of this name gives it.
    """
    lines = ",\n".join(
        f'"{key}": [\n' + ",\n".join(json.dumps(tree) for tree in trees) + "\n]" for key, trees in forests.items()
    )
    head = json.dumps({"about": about, "provenance": provenance, "columns": list(columns)}, indent=1)[:-2]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(f'{head},\n "forests": {{\n{lines}\n}}}}\n', "utf-8")


def print_figures(held_out: Mapping[str, Any]) -> None:
    """Print the figures on held-out pages as JSON."""
    print(json.dumps(held_out, indent=1))
