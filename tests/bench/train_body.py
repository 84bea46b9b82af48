"""Train the scorer of body text: config/models/body.json out of the benchmark's visible pages.

    python -m tests.bench.train_body [--folds 5] [--write]

Needs lightgbm and scikit-learn, which the project itself does not.  --folds says how the scorer does on publishers
that it was not trained on; --write trains on all pages and writes the model.  Gold says which segments are body: those
of whose runs of four words more than half stand in the gold text.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np
from lxml import etree
from sklearn.model_selection import GroupKFold

from parsers.decode import Decoded, decode
from parsers.html import runs
from parsers.html.declared import declare
from parsers.html.features import NAMES, Page, features
from parsers.html.forest import MAX_LEAVES
from parsers.html.guard import refuse
from parsers.html.layout import plainly_links
from parsers.html.metadata import read_metadata
from parsers.html.tree import build
from parsers.html.walk import Walk, walk
from parsers.page import Context
from parsers.rules import default_rules
from tests.bench.pages import ROOT, bench_folder, cases, publisher, scorer

SETS = ("fundus-dev", "wcxb-dev")
TREES = {"first": 60, "second": 60}
SETTINGS = {
    "objective": "binary",
    "learning_rate": 0.1,
    "num_leaves": MAX_LEAVES - 1,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "max_bin": 63,
    "num_threads": 1,
    "deterministic": True,
    "seed": 1,
    "verbose": -1,
}


@dataclass
class Sample:
    """One page of an article: what the scorer sees, and which segments are body."""

    case: dict[str, Any]
    group: str
    texts: list[str]
    page: Page
    matrix: Any
    body: Any
    weight: Any


def read_page(case: dict[str, Any], content: bytes) -> tuple[Walk, Any] | None:
    """The walk and the metadata of a case's page; None when it is refused."""
    decoded = decode(content, charset=case.get("charset"))
    if not isinstance(decoded, Decoded):
        return None
    page = decoded.encoded()
    root = refuse(page) or build(page)
    if not isinstance(root, etree._Element):
        return None
    return walk(root), read_metadata(root, Context(default_rules(), case.get("url")))


def samples() -> list[Sample]:
    """Every article of the visible sets that has gold."""
    folder = bench_folder()
    if folder is None:
        raise SystemExit("The benchmark is not at hand; set COPYDESK_BENCH to its folder.")
    score = scorer(folder)
    found = []
    for name in SETS:
        for case, content in cases(folder, name):
            if case.get("page_type") not in (None, "article") or not (read := read_page(case, content)):
                continue
            walked, meta = read
            if walked.segments:
                found.append(sample(case, walked, meta, score))
    return [sample for sample in found if sample.body.any()]


def features_of(walked: Walk, meta: Any) -> tuple[Page, Any]:
    page = Page(walked)
    return page, features(page, walked, declare(meta), page.index).T


def sample(case: dict[str, Any], walked: Walk, meta: Any, score: Any) -> Sample:
    """A page with its gold; without any segment of body when it is no article or has no gold."""
    texts = [segment.text for segment in walked.segments]
    words = [score.tokens(text) for text in texts]
    weight = np.sqrt([max(len(line), 1) for line in words])
    # News pages are what the project is for, and their gold was made by hand; the other set is four times as large.
    news = 2.0 if case.get("publisher") else 1.0
    article = case.get("page_type") in (None, "article") and "body" in case["gold"]
    body = _in_gold(words, case["gold"], score) if article else np.zeros(len(words), dtype=bool)
    return Sample(case, publisher(case), texts, *features_of(walked, meta), body, weight * news)


def _in_gold(segments: Sequence[list[str]], gold: dict[str, Any], score: Any) -> Any:
    texts = [gold["body"], *gold.get("body_variants", [])]
    known = {run for text in texts for run in _runs(score.tokens(text))}
    lines = [line for text in texts for line in text.split("\n")]
    lines += [*gold.get("subheads", []), *gold.get("paragraphs", [])]
    whole = {tuple(score.tokens(line)) for line in lines}
    return np.array([_is_body(words, known, whole) for words in segments])


def _is_body(words: list[str], known: set[tuple[str, ...]], whole: set[tuple[str, ...]]) -> bool:
    if len(words) < 4:
        return bool(words) and tuple(words) in whole
    found = _runs(words)
    return sum(run in known for run in found) > 0.5 * len(found)


def _runs(words: list[str]) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))] if words else []


def train(pages: Sequence[Sample], matrices: Sequence[Any], trees: int) -> lightgbm.Booster:
    data = lightgbm.Dataset(
        np.concatenate(matrices),
        np.concatenate([page.body for page in pages]),
        weight=np.concatenate([page.weight for page in pages]),
    )
    return lightgbm.train(SETTINGS, data, trees)


def folds(pages: Sequence[Sample], count: int) -> Iterable[tuple[Any, Any]]:
    return GroupKFold(count).split(pages, groups=[page.group for page in pages])


def unseen_scores(pages: Sequence[Sample], count: int = 3) -> list[Any]:
    """First scores of every page by trees that never saw its publisher, as the second look will meet them."""
    scores: list[Any] = [None] * len(pages)
    for learn, test in folds(pages, count):
        booster = train([pages[i] for i in learn], [pages[i].matrix for i in learn], TREES["first"])
        for i in test:
            scores[i] = booster.predict(pages[i].matrix, num_threads=1)
            scores[i][plainly_links(pages[i].page)] = 0.0
    return scores


def second_matrix(page: Sample, scores: Any) -> Any:
    return np.column_stack([page.matrix, *runs.run_columns(page.page, scores, page.page.index)]).astype(np.float32)


def train_both(pages: Sequence[Sample]) -> dict[str, lightgbm.Booster]:
    scores = unseen_scores(pages)
    second = [second_matrix(page, score) for page, score in zip(pages, scores)]
    return {
        "first": train(pages, [page.matrix for page in pages], TREES["first"]),
        "second": train(pages, second, TREES["second"]),
    }


def held_out(pages: Sequence[Sample], count: int) -> list[Any]:
    """Scores of every page by a model that never saw its publisher."""
    scores: list[Any] = [None] * len(pages)
    for learn, test in folds(pages, count):
        models = train_both([pages[i] for i in learn if pages[i].body.any()])
        for i in test:
            scores[i] = both_looks(models, pages[i])
    return scores


def both_looks(models: dict[str, lightgbm.Booster], page: Sample) -> Any:
    """What the two models make of a page, as parsers.html.layout does it."""
    plain = plainly_links(page.page)
    first = models["first"].predict(page.matrix, num_threads=1)
    first[plain] = 0.0
    second = models["second"].predict(second_matrix(page, first), num_threads=1)
    second[plain] = 0.0
    return second


def report(pages: Sequence[Sample], scores: Sequence[Any]) -> None:
    """Body measures of the scores alone, without any rule."""
    folder = bench_folder()
    score = scorer(folder) if folder else None
    for news in (True, False):
        chosen = [(p, s) for p, s in zip(pages, scores) if bool(p.case.get("publisher")) == news]
        for limit in (0.4, 0.5, 0.6):
            given = {p.case["id"]: {"body": _kept(p.texts, s > limit)} for p, s in chosen}
            metrics = score.evaluate([p.case for p, _ in chosen], given, 1)[0] if score else {}
            shown = ("body_shingle_p", "body_shingle_r", "body_shingle_f1", "body_word_f1")
            print("news" if news else "web ", limit, *(f"{name} {metrics[name]['value']:.4f}" for name in shown))


def _kept(texts: Sequence[str], keep: Any) -> str:
    return "\n\n".join(text for text, kept in zip(texts, keep) if kept)


def described(booster: lightgbm.Booster) -> list[dict[str, Any]]:
    """The trees of a booster in the form that parsers.html.forest reads."""
    found = []
    for tree in booster.dump_model()["tree_info"]:
        splits: list[Any] = []
        leaves: list[float] = []
        _describe(tree["tree_structure"], splits, leaves)
        found.append({"split": splits, "leaf": leaves})
    return found


def _describe(node: dict[str, Any], splits: list[Any], leaves: list[float]) -> int:
    if "leaf_value" in node:
        leaves.append(round(node["leaf_value"], 4))
        return ~(len(leaves) - 1)
    at = len(splits)
    splits.append(None)
    left, right = (_describe(node[side], splits, leaves) for side in ("left_child", "right_child"))
    splits[at] = [node["split_feature"], float(f"{node['threshold']:.6g}"), left, right]
    return at


def write(models: dict[str, lightgbm.Booster], name: str, columns: Sequence[str], about: str) -> None:
    """Write a model file: one line a tree."""
    lines = ",\n".join(
        f'"{key}": [\n' + ",\n".join(json.dumps(tree) for tree in described(model)) + "\n]"
        for key, model in models.items()
    )
    head = json.dumps({"about": about, "columns": list(columns)}, indent=1)[:-2]
    path = ROOT / "config" / "models" / f"{name}.json"
    path.write_text(f'{head},\n "forests": {{\n{lines}\n}}}}\n', "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--folds", type=int, default=0, help="report on publishers left out, in so many turns")
    parser.add_argument("--write", action="store_true", help="train on everything and write the model")
    options = parser.parse_args()
    pages = samples()
    if options.folds:
        report(pages, held_out(pages, options.folds))
    if options.write:
        about = "Which segments are body: first look, then a second one with the first scores around (tests/bench)."
        write(train_both(pages), "body", (*NAMES, *runs.NAMES), about)


if __name__ == "__main__":
    main()
