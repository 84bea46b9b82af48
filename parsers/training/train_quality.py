"""Train the model of quality, config/models/quality.json: how likely the body of an article is right.

    python -m parsers.training.train_quality [--folds 4] [--write]

Needs catboost and scikit-learn, and the models of `parsers.training.left_out`, which it trains where they are missing.
It learns from bodies that were extracted by models that never saw the page.  A body is right when its F1 with the
expected text (shingles of four words, as the benchmark counts) is at least RIGHT.  `folder` is that of the benchmark.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.model_selection import GroupKFold

from parsers.boosted_trees import read_trees
from parsers.html.scoring.quality import NAMES, RIGHT
from parsers.training import left_out, model_file, train_body_scores
from parsers.training.bench_pages import bench_folder, publisher, scorer
from parsers.training.left_out_pages import LeftOut, all_parsed

TREES = 120
SETTINGS = {**train_body_scores.SETTINGS, "depth": 4, "learning_rate": 0.06, "l2_leaf_reg": 10, "rsm": 0.4}
#: A page is a disaster when its F1 is below this, as in the benchmark.
_DISASTER = 0.8
#: From this quality on, an article is called sure.
_SURE = 0.9


def body_f1(case: dict[str, Any], document: dict[str, Any], folder: Path) -> float | None:
    """The F1 of a parsed body with the expected one, as the benchmark counts; None when no body is expected."""
    score = scorer(folder)
    columns = score.body_shingle(case, prediction(case, document, folder))
    if columns is None:
        return None
    p, in_predicted, r, in_gold, _, _ = columns
    return float(score.f1(p, r)) if in_predicted or in_gold else 1.0


def prediction(case: dict[str, Any], document: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Convert a parsed page (`document`) to the form that the benchmark scores."""
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    found: dict[str, Any] = importlib.import_module("run").prediction(case["id"], document)
    return found


def train(rows: Any, right: Any) -> list[train_body_scores.Tree]:
    """Train the trees; `rows`: one row of inputs for each page; `right`: whether that page's body is right."""
    return train_body_scores.train(rows, right, SETTINGS, TREES)


def held_out(rows: Any, right: Any, groups: Sequence[str], count: int) -> Any:
    """The quality (0 to 1) of each page, by trees that were not trained on its publisher; an array, as long as `rows`.

    `rows`: an array with one row of inputs for each page.  `right`: an array that says whether each page's body is
    right.  `groups`: the publisher of each page.  `count`: the number of folds into which the publishers are divided.
    """
    scores = np.zeros(len(right))
    for learn, test in GroupKFold(count).split(rows, groups=groups):
        scores[test] = read_trees(train(rows[learn], right[learn]))(rows[test].T)
    return scores


def figures(quality: Any, f1: Any) -> dict[str, float]:
    """How the model's quality agrees with the bodies' F1, as shares (0 to 1) by name.

    Good bodies have an F1 of RIGHT or more, disasters one below 0.8.  Bodies above have a quality above 0.9.  The
    shares are: of the good bodies, those above; of the bodies above, the disasters; of the disasters, those above; and
    in each range of quality, the good bodies.  `quality`, `f1`: one number for each page.
    """
    good, above = f1 >= RIGHT, quality > _SURE
    edges = [0.0, 0.5, 0.7, 0.9, 0.97, 1.01]
    found = {
        "good_above_0.9": float(above[good].mean()),
        "disasters_of_those_above": float((f1[above] < _DISASTER).mean()),
        "disasters_above": float(above[f1 < _DISASTER].mean()),
    }
    for low, high in pairwise(edges):
        here = (quality >= low) & (quality < high)
        if here.any():
            found[f"said {quality[here].mean():.3f} of {here.sum()}, right"] = float(good[here].mean())
    return {name: round(value, 4) for name, value in found.items()}


def samples(folder: Path) -> list[tuple[LeftOut, float]]:
    """The left-out articles that have an expected body, each with the F1 of the body that was parsed.

    `folder`: that of the benchmark.  Trains the models that are missing.
    """
    found = []
    for page in all_parsed(left_out.train_divisions(2), folder, 2):
        if page.row is not None and page.case.get("page_type") in (None, "article"):
            f1 = body_f1(page.case, page.document, folder)
            if f1 is not None:
                found.append((page, f1))
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the trainer with command-line arguments; None means those of the process."""
    options = model_file.options(__doc__, arguments)
    folder = bench_folder()
    if folder is None:
        raise SystemExit("The benchmark is not at hand; set COPYDESK_BENCH to its folder.")
    pages = samples(folder)
    rows = np.array([page.row for page, _ in pages], dtype=np.float32)
    f1 = np.array([f1 for _, f1 in pages])
    held: dict[str, Any] = {}
    if options.folds:
        quality = held_out(rows, f1 >= RIGHT, [publisher(page.case) for page, _ in pages], options.folds)
        for name in sorted({page.case["set"] for page, _ in pages}):
            of_set = np.array([page.case["set"] == name for page, _ in pages])
            held[name] = figures(quality[of_set], f1[of_set])
        held["all"] = figures(quality, f1)
        model_file.print_figures(held)
    if options.write:
        about = f"How likely the body is right (F1 of at least {RIGHT})."
        sets = sorted({page.case["set"] for page, _ in pages})
        provenance = model_file.provenance(sets, pages=len(pages), seed=int(SETTINGS["random_seed"]), held_out=held)
        trees = {"right": train(rows, f1 >= RIGHT)}
        model_file.write_model("quality", trees, columns=NAMES, about=about, provenance=provenance)


if __name__ == "__main__":
    main()
