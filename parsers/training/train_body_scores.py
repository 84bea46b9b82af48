"""Train the model that scores body text, config/models/body.json, on the benchmark's public pages.

    python -m parsers.training.train_body_scores [--folds 4] [--seed 0] [--write]

Needs catboost and scikit-learn, which the project itself does not.  --folds prints how the model does on publishers
that it was not trained on, --seed chooses which of them are left out together; --write trains on all pages and writes
the model, in two to three minutes.  A segment (one piece of a page's text) counts as body if more than half of its
sequences of four words are in the expected text ("gold").  There are two models, called looks: the second is given the
first one's scores of the neighbouring segments.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from typing import Any

import catboost
import numpy as np
from lxml import etree
from sklearn.model_selection import GroupKFold

from parsers.boosted_trees import MAX_DEPTH, BoostedTrees, read_trees
from parsers.context import Context
from parsers.decoding.decode import Decoded, decode
from parsers.html.markup.size_limits import refuse_size
from parsers.html.markup.tree import build
from parsers.html.markup.walk import walk
from parsers.html.markup.walk_names import walk_names
from parsers.html.markup.walked import Walk
from parsers.html.metadata import read_metadata
from parsers.html.scoring import neighbour_scores
from parsers.html.scoring.body_scores import looked_at
from parsers.html.scoring.declared_text import declare
from parsers.html.scoring.features import NAMES, Looked, Page, features
from parsers.rules import default_rules
from parsers.training import long_pages, model_file
from parsers.training.bench_pages import bench_folder, cases, publisher, scorer

#: Words of the sequences that are looked for in the expected text, as the benchmark compares bodies.
_RUN = 4
#: Characters; longer segments of bodies are the paragraphs of which long pages are made.  Chosen by hand.
_PARAGRAPH = 120
#: A tree as parsers.boosted_trees reads it.
Tree = dict[str, Any]

#: The sets to learn from, each with the weight of its pages: gold that people made by reading counts twice; wcxb-dev
#: is by far the largest.
SETS = {"fundus-dev": 2.0, "fundus-history": 2.0, "hand-read": 2.0, "wcxb-dev": 1.0}
#: The sum of the weights of a page's segments in a set of weight 1; the trees' regularisation was chosen for such sums.
PAGE = 30.0
#: The benchmark's measures that are printed for pages whose publisher was left out.
SHOWN = ("body_shingle_p", "body_shingle_r", "body_shingle_f1", "body_word_f1", "body_disasters")
TREES = {"first": 100, "second": 100}
SETTINGS: dict[str, Any] = {
    "loss_function": "Logloss",
    "depth": 6,
    "learning_rate": 0.12,
    "l2_leaf_reg": 3,
    "border_count": 63,
    "rsm": 0.3,
    "bootstrap_type": "Bernoulli",
    "subsample": 0.8,
    "boosting_type": "Plain",
    "score_function": "L2",
    "leaf_estimation_iterations": 1,
    "thread_count": 1,
    "random_seed": 1,
    "verbose": 0,
    "allow_writing_files": False,
}
assert SETTINGS["depth"] <= MAX_DEPTH


@dataclass
class Sample:
    """One page to learn from: the inputs of the segments that the model scores, and which of these are body.

    The model scores only segments that may be body (`looked`); every other segment counts as no body.
    """

    case: dict[str, Any]
    #: Its publisher: pages of one are never both learned from and measured.
    group: str
    #: The text of each segment.
    texts: list[str]
    page: Page
    looked: Looked
    #: The inputs: one row per scored segment, one column per entry of NAMES.
    matrix: Any
    #: For each scored segment, whether it is body, and its weight in training.
    body: Any
    weight: Any

    def scores(self, of_looked: Any) -> Any:
        """Give one score for each segment of the page; all segments that are not scored get 0.

        `of_looked`: the scores of the segments that are scored.
        """
        scores = np.zeros(self.page.n)
        scores[self.looked.index] = of_looked
        return scores


def read_case(case: dict[str, Any], content: bytes) -> tuple[Walk, Any] | None:
    """Read the page of a case (`content`: its bytes): the segmented page (Walk) and its metadata.

    None when the page cannot be read or is too large.
    """
    decoded = decode(content, charset=case.get("charset"))
    if not isinstance(decoded, Decoded):
        return None
    page = decoded.encoded()
    root = refuse_size(page) or build(page)
    if not isinstance(root, etree._Element):
        return None
    rules = default_rules()
    return walk(root, names=walk_names(rules)), read_metadata(root, Context(rules, case.get("url")))


def samples() -> list[Sample]:
    """Make one Sample for each article of the public sets with an expected body, and the long pages made of them.

    Raises SystemExit without the benchmark.
    """
    folder = bench_folder()
    if folder is None:
        raise SystemExit("The benchmark is not at hand; set COPYDESK_BENCH to its folder.")
    score = scorer(folder)
    found, read_again = [], dict[str, bytes]()
    for name in SETS:
        for case, content in cases(folder, name):
            if case.get("page_type") not in (None, "article") or not (read := read_case(case, content)):
                continue
            walked, meta = read
            if walked.segments:
                found.append(sample({**case, "set": name}, walked, meta, score))
                read_again[name + case["id"]] = content
    found = [sample for sample in found if sample.body.any()]
    return [*found, *_long_reads(found, read_again, score)]


def _long_reads(pages: Sequence[Sample], read_again: Mapping[str, bytes], score: Any) -> Iterator[Sample]:
    """Yield one page in six again, lengthened with paragraphs of other pages; each weighs as much as the short one.

    `read_again`: the bytes of each page, by set and id.  `score`: the benchmark's module (`scorer`).
    """
    texts = [page.texts[at] for page in pages for at in page.looked.index[page.body]]
    # Control characters, which some pages have, cannot be written into an element.
    texts = [text for text in texts if len(text) > _PARAGRAPH and text.isprintable()]
    more = cycle(texts[::7])
    for number, page in enumerate(pages[:: long_pages.EVERY]):
        read = read_case(page.case, read_again[page.case["set"] + page.case["id"]])
        assert read is not None, "it was read before"
        walked, meta = read
        inside = np.zeros(page.page.n, dtype=bool)
        inside[page.looked.index[page.body]] = True
        own = long_pages.paragraphs(walked, inside.tolist())
        length = long_pages.LENGTHS[number % len(long_pages.LENGTHS)]
        added = long_pages.lengthen(walked, own, more, length)
        if added is not None:
            gold = {**page.case["gold"], "body": page.case["gold"]["body"] + "\n" + added}
            case = {**page.case, "id": f"{page.case['id']} long", "gold": gold}
            longer = sample(case, walk(walked.root, names=walk_names(default_rules())), meta, score)
            yield replace(longer, group=page.group, weight=longer.weight * (page.weight.sum() / longer.weight.sum()))


def sample(case: dict[str, Any], walked: Walk, meta: Any, score: Any) -> Sample:
    """Make the Sample of a page; no segment is body when the page is no article or has no expected body.

    `walked`: the page, divided into segments.  `meta`: its metadata.  `score`: the benchmark's module (`scorer`).
    """
    page = Page(walked)
    looked = Looked(page, looked_at(page))
    columns = np.empty((len(NAMES), looked.n), dtype=np.float32)
    features(page, walked, declare(meta), looked, columns)
    texts = [segment.text for segment in walked.segments]
    words = [score.tokens(texts[index]) for index in looked.index]
    weight = np.sqrt([max(len(line), 1) for line in words])
    # Every page counts the same, as in a mean over pages: short articles get lost among long ones otherwise.
    weight *= PAGE / weight.sum() * SETS.get(case.get("set", ""), 1.0)
    article = case.get("page_type") in (None, "article") and "body" in case["gold"]
    body = _in_gold(words, case["gold"], score) if article else np.zeros(len(words), dtype=bool)
    return Sample(case, publisher(case), texts, page, looked, columns.T, body, weight)


def _in_gold(segments: Sequence[list[str]], gold: dict[str, Any], score: Any) -> Any:
    """Whether each segment, given as its words, is body by the expected text (`gold`), as an array of booleans."""
    texts = [gold["body"], *gold.get("body_variants", [])]
    known = {run for text in texts for run in _runs(score.tokens(text))}
    lines = [line for text in texts for line in text.split("\n")]
    lines += [*gold.get("subheads", []), *gold.get("paragraphs", [])]
    whole = {tuple(score.tokens(line)) for line in lines}
    return np.array([_is_body(words, known, whole) for words in segments])


def _is_body(words: list[str], known: set[tuple[str, ...]], whole: set[tuple[str, ...]]) -> bool:
    """Whether a segment is body: more than half of its sequences of words are in the expected text.

    `known`: the sequences of the expected text.  `whole`: its lines; a segment of fewer words than a sequence has must
    be one of these.
    """
    if len(words) < _RUN:
        return bool(words) and tuple(words) in whole
    found = _runs(words)
    return sum(run in known for run in found) > 0.5 * len(found)


def _runs(words: list[str]) -> list[tuple[str, ...]]:
    """All sequences of four words in a row; all words as one sequence if they are fewer."""
    return [tuple(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1))] if words else []


def train(matrix: Any, right: Any, settings: dict[str, Any], trees: int, weight: Any = None) -> list[Tree]:
    """Train trees that give the probability of `right`, which has a boolean for each row of `matrix`.

    `trees`: their number.  `weight`: the weights of the rows.
    """
    model = catboost.CatBoost({**settings, "iterations": trees})
    model.fit(catboost.Pool(matrix, right.astype(int), weight=weight))
    return _described(model)


def _described(model: catboost.CatBoost) -> list[Tree]:
    """Convert the trees of a CatBoost model to the form that parsers.boosted_trees reads."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        data = json.loads(path.read_text("utf-8"))
    scale, (bias,) = data["scale_and_bias"]
    trees = [
        {
            "ask": [[split["float_feature_index"], float(f"{split['border']:.7g}")] for split in tree["splits"]],
            "leaf": [scale * value for value in tree["leaf_values"]],
        }
        for tree in data["oblivious_trees"]
    ]
    trees[0]["leaf"] = [value + bias for value in trees[0]["leaf"]]
    return [{**tree, "leaf": [round(value, 4) for value in tree["leaf"]]} for tree in trees]


def train_look(pages: Sequence[Sample], matrices: Sequence[Any], look: str) -> list[Tree]:
    """Train the first or the second model (`look`: "first" or "second").

    `matrices`: one matrix of inputs for each page.
    """
    right, weight = (np.concatenate(column) for column in zip(*((page.body, page.weight) for page in pages)))
    return train(np.concatenate(matrices), right, SETTINGS, TREES[look], weight)


def folds(pages: Sequence[Sample], count: int, seed: int = 0) -> Iterator[tuple[Any, Any]]:
    """Yield `count` splits of the pages into (indices to train on, indices left out).

    All pages of a publisher are on the same side of a split.
    """
    groups = [page.group for page in pages]
    yield from GroupKFold(count, shuffle=True, random_state=seed).split(pages, groups=groups)


def first_look(trees: BoostedTrees, page: Sample) -> Any:
    """The scores of all segments of a page by the first model (`trees`)."""
    return page.scores(trees(page.matrix.T))


def unseen_scores(pages: Sequence[Sample], count: int = 3) -> list[Any]:
    """The first model's scores of every page, by models that were not trained on its publisher.

    The second model is trained on these, since they are as good as the scores of new pages will be.  `count`: the
    number of folds.
    """
    scores: list[Any] = [None] * len(pages)
    for learn, test in folds(pages, count):
        trees = read_trees(train_look([pages[i] for i in learn], [pages[i].matrix for i in learn], "first"))
        for i in test:
            scores[i] = first_look(trees, pages[i])
    return scores


def second_matrix(page: Sample, scores: Any) -> Any:
    """The inputs of the second model: those of the first, and its scores (`scores`) of the segments beside each one."""
    columns = np.empty((len(neighbour_scores.NAMES), page.looked.n), dtype=np.float32)
    neighbour_scores.run_columns(page.page, scores, page.looked, columns)
    return np.concatenate([page.matrix, columns.T], axis=1)


def train_both(pages: Sequence[Sample]) -> dict[str, list[Tree]]:
    """Train both models; the second one learns from `unseen_scores` of the first."""
    second = [second_matrix(page, scores) for page, scores in zip(pages, unseen_scores(pages))]
    return {
        "first": train_look(pages, [page.matrix for page in pages], "first"),
        "second": train_look(pages, second, "second"),
    }


def held_out(pages: Sequence[Sample], count: int, seed: int = 0) -> list[Any]:
    """The second model's scores of every page, by models that were not trained on its publisher.

    `count`: the number of folds, in each of which other publishers are left out.
    """
    scores: list[Any] = [None] * len(pages)
    for learn, test in folds(pages, count, seed):
        models = train_both([pages[i] for i in learn if pages[i].body.any()])
        first, second = (read_trees(models[look]) for look in ("first", "second"))
        for i in test:
            matrix = second_matrix(pages[i], first_look(first, pages[i]))
            scores[i] = pages[i].scores(second(matrix.T))
    return scores


def held_out_figures(pages: Sequence[Sample], scores: Sequence[Any], limits: Sequence[float]) -> dict[str, Any]:
    """The benchmark's measures, if all segments with a score above a limit are taken for the body.

    Gives "SET above LIMIT" -> name of a measure -> value.  `scores`: those of each page's segments.  `limits`: the
    limits to try.
    """
    folder = bench_folder()
    assert folder is not None, "the samples came from there"
    score = scorer(folder)
    found: dict[str, Any] = {}
    for kind in SETS:
        chosen = [(p, s) for p, s in zip(pages, scores) if p.case["set"] == kind and not p.case["id"].endswith(" long")]
        for limit in limits:
            given = {p.case["id"]: {"body": _kept(p.texts, s > limit)} for p, s in chosen}
            metrics = score.evaluate([p.case for p, _ in chosen], given, 1)[0]
            found[f"{kind} above {limit}"] = {name: round(metrics[name]["value"], 4) for name in SHOWN}
    return found


def _kept(texts: Sequence[str], keep: Any) -> str:
    """The texts for which `keep` is true, as paragraphs of one text."""
    return "\n\n".join(text for text, kept in zip(texts, keep) if kept)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the trainer with command-line arguments; None means those of the process."""
    options = model_file.options(__doc__, arguments)
    pages = samples()
    held: dict[str, Any] = {}
    if options.folds:
        scores = held_out(pages, options.folds, options.seed)
        held = {"folds": options.folds, **held_out_figures(pages, scores, (0.4, 0.5, 0.6))}
        model_file.print_figures(held)
    if options.write:
        about = "Which segments are body: first look, then a second one with the first scores around."
        columns = (*NAMES, *neighbour_scores.NAMES)
        provenance = model_file.provenance(
            tuple(SETS), pages=len(pages), seed=int(SETTINGS["random_seed"]), held_out=held
        )
        model_file.write_model("body", train_both(pages), columns=columns, about=about, provenance=provenance)


if __name__ == "__main__":
    main()
