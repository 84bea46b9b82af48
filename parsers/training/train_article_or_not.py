"""Train the model that recognises articles, config/models/page.json, on the benchmark's public pages.

    python -m parsers.training.train_article_or_not [--folds 4] [--write]

Needs catboost and scikit-learn.  One group of trees says how likely a page is an article, and one for each other type
of page how likely it is of that type.  All pages of the news sets count as articles.

Takes some minutes, most of them to compute body scores with models that were not trained on the page's publisher.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from sklearn.model_selection import GroupKFold

from parsers.boosted_trees import read_trees
from parsers.html.scoring.article_or_not import NAMES, page_row
from parsers.html.scoring.body_scores import layout_of, settled
from parsers.html.scoring.declared_text import declare
from parsers.training import model_file, train_body_scores
from parsers.training.bench_pages import bench_folder, cases, scorer

SETS = ("fundus-dev", "fundus-history", "wcxb-dev", "hand-read", "postlight")
#: Behind the name of a set: its pages without their addresses.
WITHOUT = " without addresses"
#: Turns in which the body scores of the pages are made.
FOLDS = 4
#: Number of trees for each type of page.
TREES = {"article": 600, "forum": 60, "documentation": 60, "product_page": 60, "listing": 60}
#: Reasons of a Rejection for page types of the benchmark that have another name.
REASONS = {"service": "product_page", "product": "product_page", "collection": "listing"}
SETTINGS = {
    **train_body_scores.SETTINGS,
    "depth": 4,
    "learning_rate": 0.08,
    "l2_leaf_reg": 5,
    "rsm": 0.25,
    # Start from the mean: the few trees for the other types are not enough to get from one half to their low frequency.
    "boost_from_average": True,
}


def samples() -> tuple[Any, list[str], list[str], list[str]]:
    """(rows of inputs, kinds, publishers, sets) of all pages; each page is there twice, with its address and without.

    The kind is "article" or another type of page.  The body scores in the inputs are by models that were not trained on
    the page's publisher; otherwise they would be better than on new pages, and the model would rely on them too much.
    Raises SystemExit without the benchmark.
    """
    folder = bench_folder()
    if folder is None:
        raise SystemExit("The benchmark is not at hand; set COPYDESK_BENCH to its folder.")
    score = scorer(folder)
    pages, read, sets = [], [], []
    for name in SETS:
        for case, content in cases(folder, name):
            found = train_body_scores.read_case(case, content)
            if found is not None and found[0].segments:
                pages.append(train_body_scores.sample(case, *found, score))
                read.append(found)
                sets.append(name)
    rows = []
    for page, (walked, meta), scores in zip(pages, read, train_body_scores.held_out(pages, FOLDS)):
        layout = layout_of(page.page, settled(page.page, scores, declare(meta)))
        for address in (page.case.get("url") or meta.canonical, None):
            rows.append(page_row(page.page, walked, meta, layout, address))
    kinds = [page.case.get("page_type") or "article" for page in pages]
    return (
        np.array(rows, dtype=np.float32),
        _twice(REASONS.get(kind, kind) for kind in kinds),
        _twice(page.group for page in pages),
        [f"{name}{known}" for name in sets for known in ("", WITHOUT)],
    )


def _twice(items: Iterable[str]) -> list[str]:
    """Give each item twice in a row, as `samples` has two rows for each page: with its address, and without."""
    return [item for item in items for _ in range(2)]


def train(rows: Any, kinds: list[str], kind: str) -> list[train_body_scores.Tree]:
    """Train the trees that say how likely a page is of one kind (`kind`).

    `rows`: one row of inputs for each page.  `kinds`: the kind of each page.
    """
    return train_body_scores.train(rows, np.array([k == kind for k in kinds]), SETTINGS, TREES[kind])


def held_out(rows: Any, kinds: list[str], groups: list[str], count: int) -> Any:
    """The probability that each page is an article, by trees that were not trained on its publisher.

    `rows`, `kinds`: as in `train`.  `groups`: the publisher of each page.  `count`: the number of folds.
    """
    scores = np.zeros(len(kinds))
    for learn, test in GroupKFold(count).split(rows, groups=groups):
        trees = read_trees(train(rows[learn], [kinds[i] for i in learn], "article"))
        scores[test] = trees(rows[test].T)
    return scores


def held_out_figures(scores: Any, kinds: list[str], sets: list[str], limits: Sequence[float]) -> dict[str, Any]:
    """Precision, recall and F1 of articles, as "SET, above LIMIT" -> name of a figure -> value.

    A set is there twice, with and without its pages' addresses.  A set that holds only articles has only the recall.
    `scores`: as `held_out` gives them.  `kinds`, `sets`: those of each page.
    """
    article, found = np.array([k == "article" for k in kinds]), dict[str, Any]()
    for name in dict.fromkeys(sets):
        of_set = np.array(sets) == name
        for limit in limits:
            said = (scores >= limit) & of_set
            hits, right = float((said & article).sum()), float((article & of_set).sum())
            p, r = hits / max(float(said.sum()), 1.0), hits / max(right, 1.0)
            figures = (
                {"recall": r} if right == of_set.sum() else {"precision": p, "recall": r, "f1": 2 * p * r / (p + r)}
            )
            found[f"{name}, above {limit}"] = {key: round(value, 4) for key, value in figures.items()}
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the trainer with command-line arguments; None means those of the process."""
    options = model_file.options(__doc__, arguments)
    rows, kinds, groups, sets = samples()
    held: dict[str, Any] = {}
    if options.folds:
        scores = held_out(rows, kinds, groups, options.folds)
        held = {"folds": options.folds, **held_out_figures(scores, kinds, sets, (0.15, 0.2, 0.25, 0.3, 0.4))}
        model_file.print_figures(held)
    if options.write:
        models = {kind: train(rows, kinds, kind) for kind in TREES}
        provenance = model_file.provenance(SETS, pages=len(kinds), seed=int(SETTINGS["random_seed"]), held_out=held)
        about = "Whether a page is an article, and what else it is."
        model_file.write_model("page", models, columns=NAMES, about=about, provenance=provenance)


if __name__ == "__main__":
    main()
