"""Train the verdict on whole pages: config/models/page.json out of the benchmark's visible pages.

    python -m parsers.training.train_article_or_not [--folds 5] [--write]

Needs catboost and scikit-learn.  One forest says how likely a page is an article, one more for each other type of page
what it is instead.  The sets of news pages count as articles.

Limit 0.15 alone, held out by publisher: precision .82, recall .979 on wcxb-dev; no news page rejected.  Takes about
five minutes, most of them for body scores of publishers left out.
"""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
from sklearn.model_selection import GroupKFold

from parsers.html.scoring.article_or_not import NAMES, page_row
from parsers.html.scoring.body_scores import layout_of, settled
from parsers.html.scoring.boosted_trees import forest
from parsers.html.scoring.declared_text import declare
from parsers.training import train_body_scores
from parsers.training.bench_pages import bench_folder, cases, scorer

SETS = ("fundus-dev", "wcxb-dev", "postlight")
#: Turns in which the body scores of the pages are made.
FOLDS = 4
TREES = {"article": 600, "forum": 60, "documentation": 60, "product_page": 60, "listing": 60}
#: The benchmark's page types by our reasons.
REASONS = {"service": "product_page", "product": "product_page", "collection": "listing"}
SETTINGS = {
    **train_body_scores.SETTINGS,
    "depth": 4,
    "learning_rate": 0.08,
    "l2_leaf_reg": 5,
    "rsm": 0.25,
    # The few trees for the other types would not get from one half to how rare these are.
    "boost_from_average": True,
}


def samples() -> tuple[Any, list[str], list[str], list[str]]:
    """Rows, kinds of page, publishers and sets.

    The body scores that go into the rows are those of models that never saw the page's publisher: with scores of pages
    that the scorer was trained on, the verdict would trust them more than new pages deserve.
    """
    folder = bench_folder()
    if folder is None:
        raise SystemExit("The benchmark is not at hand; set COPYDESK_BENCH to its folder.")
    score = scorer(folder)
    pages, read, sets = [], [], []
    for name in SETS:
        for case, content in cases(folder, name):
            found = train_body_scores.read_page(case, content)
            if found is not None and found[0].segments:
                pages.append(train_body_scores.sample(case, *found, score))
                read.append(found)
                sets.append(name)
    rows = []
    for page, (walked, meta), scores in zip(pages, read, train_body_scores.held_out(pages, FOLDS)):
        layout = layout_of(page.page, settled(page.page, scores, declare(meta)))
        rows.append(page_row(page.page, walked, meta, layout, page.case.get("url")))
    kinds = [page.case.get("page_type") or "article" for page in pages]
    groups = [page.group for page in pages]
    return np.array(rows, dtype=np.float32), [REASONS.get(kind, kind) for kind in kinds], groups, sets


def train(rows: Any, kinds: list[str], kind: str) -> list[train_body_scores.Tree]:
    """Trees that say how likely a page is of one kind."""
    return train_body_scores.train(rows, np.array([k == kind for k in kinds]), SETTINGS, TREES[kind])


def held_out(rows: Any, kinds: list[str], groups: list[str], count: int) -> Any:
    """How likely each page is an article, by trees that never saw its publisher."""
    scores = np.zeros(len(kinds))
    for learn, test in GroupKFold(count).split(rows, groups=groups):
        trees = forest(train(rows[learn], [kinds[i] for i in learn], "article"))
        scores[test] = trees(rows[test].T)
    return scores


def report(scores: Any, kinds: list[str], sets: list[str]) -> None:
    """Print precision and recall of articles at several limits."""
    article, web = np.array([k == "article" for k in kinds]), np.array([s == "wcxb-dev" for s in sets])
    for limit in (0.08, 0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        said = scores >= limit
        hits = (said & article & web).sum()
        p, r = hits / (said & web).sum(), hits / (article & web).sum()
        lost = {name: int((~said & (np.array(sets) == name)).sum()) for name in ("fundus-dev", "postlight")}
        print(f"{limit:.2f} precision {p:.4f} recall {r:.4f} f1 {2 * p * r / (p + r):.4f} rejected {lost}")


def main() -> None:
    """Run the command line of this module."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--folds", type=int, default=0, help="report on publishers left out, in so many turns")
    parser.add_argument("--write", action="store_true", help="train on everything and write the model")
    options = parser.parse_args()
    rows, kinds, groups, sets = samples()
    if options.folds:
        report(held_out(rows, kinds, groups, options.folds), kinds, sets)
    if options.write:
        models = {kind: train(rows, kinds, kind) for kind in TREES}
        train_body_scores.write(
            models,
            "page",
            NAMES,
            "Whether a page is an article, and what else it is (parsers/training/train_article_or_not.py).",
        )


if __name__ == "__main__":
    main()
