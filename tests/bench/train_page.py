"""Train the verdict on whole pages: config/models/page.json out of the benchmark's visible pages.

    python -m tests.bench.train_page [--folds 5] [--write]

Needs lightgbm and scikit-learn.  One forest says how likely a page is an article, one more for each other type of page
what it is instead.  The sets of news pages count as articles.  Run it after train_body, whose scores it builds on.
"""

from __future__ import annotations

import argparse
from typing import Any

import lightgbm
import numpy as np
from sklearn.model_selection import GroupKFold

from parsers.html.features import Page
from parsers.html.forest import MAX_LEAVES
from parsers.html.layout import lay_out
from parsers.html.verdict import NAMES, page_row
from tests.bench.pages import bench_folder, cases, publisher
from tests.bench.train_body import read_page, write

SETS = ("wcxb-dev", "fundus-dev", "postlight")
TREES = {"article": 150, "forum": 15, "documentation": 15, "product_page": 15, "listing": 15}
#: The benchmark's page types by our reasons.
REASONS = {"service": "product_page", "product": "product_page", "collection": "listing"}
SETTINGS = {
    "objective": "binary",
    "learning_rate": 0.05,
    "num_leaves": 8,
    "max_depth": 6,
    "min_data_in_leaf": 10,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "num_threads": 1,
    "deterministic": True,
    "seed": 1,
    "verbose": -1,
}
assert SETTINGS["num_leaves"] <= MAX_LEAVES


def samples() -> tuple[Any, list[str], list[str], list[str]]:
    """Rows, kinds of page, publishers and sets."""
    folder = bench_folder()
    if folder is None:
        raise SystemExit("The benchmark is not at hand; set COPYDESK_BENCH to its folder.")
    rows, kinds, groups, sets = [], [], [], []
    for name in SETS:
        for case, content in cases(folder, name):
            read = read_page(case, content)
            if read is None or not read[0].segments:
                continue
            walked, meta = read
            page = Page(walked)
            kind = case.get("page_type") or "article"
            rows.append(page_row(page, walked, meta, lay_out(page, walked, meta), case.get("url")))
            kinds.append(REASONS.get(kind, kind))
            groups.append(publisher(case))
            sets.append(name)
    return np.array(rows, dtype=np.float32), kinds, groups, sets


def train(rows: Any, kinds: list[str], kind: str) -> lightgbm.Booster:
    right = np.array([k == kind for k in kinds])
    return lightgbm.train(SETTINGS, lightgbm.Dataset(rows, right), TREES[kind])


def held_out(rows: Any, kinds: list[str], groups: list[str], count: int) -> Any:
    scores = np.zeros(len(kinds))
    for learn, test in GroupKFold(count).split(rows, groups=groups):
        booster = train(rows[learn], [kinds[i] for i in learn], "article")
        scores[test] = booster.predict(rows[test], num_threads=1)
    return scores


def report(scores: Any, kinds: list[str], sets: list[str]) -> None:
    article, web = np.array([k == "article" for k in kinds]), np.array([s == "wcxb-dev" for s in sets])
    for limit in (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        said = scores > limit
        hits = (said & article & web).sum()
        p, r = hits / (said & web).sum(), hits / (article & web).sum()
        lost = {name: int((~said & (np.array(sets) == name)).sum()) for name in SETS[1:]}
        print(f"{limit:.2f} precision {p:.4f} recall {r:.4f} f1 {2 * p * r / (p + r):.4f} rejected {lost}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--folds", type=int, default=0, help="report on publishers left out, in so many turns")
    parser.add_argument("--write", action="store_true", help="train on everything and write the model")
    options = parser.parse_args()
    rows, kinds, groups, sets = samples()
    if options.folds:
        report(held_out(rows, kinds, groups, options.folds), kinds, sets)
    if options.write:
        models = {kind: train(rows, kinds, kind) for kind in TREES}
        write(models, "page", NAMES, "Whether a page is an article, and what else it is (tests/bench/train_page.py).")


if __name__ == "__main__":
    main()
