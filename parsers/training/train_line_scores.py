"""Train the model that scores lines of plain text, config/models/lines.json, on the benchmark's pages saved as text.

    python -m parsers.training.train_line_scores [--folds 4] [--seed 0] [--write]

Needs catboost and scikit-learn, which the project itself does not.  Each page is saved whole in two of the ways of
`parsers.training.text_dumps`, and once as its article alone, so that the model knows clean texts, too.  --write takes
five minutes.  `in_gold` says which lines count as body.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from lxml import etree
from sklearn.model_selection import GroupKFold

from parsers.boosted_trees import BoostedTrees, read_trees
from parsers.context import Context
from parsers.decoding.decode import Decoded, decode
from parsers.html.markup.tree import build
from parsers.rules import default_rules
from parsers.text import sheet_of
from parsers.text.line_columns import line_columns
from parsers.text.line_scores import COLUMNS, score_columns
from parsers.training import model_file, train_body_scores
from parsers.training.bench_pages import bench_folder, cases, publisher, scorer
from parsers.training.text_dumps import STYLES

#: The sets to learn from, each with the weight of its pages.
SETS = train_body_scores.SETS
TREES = {"first": 80, "second": 80, "headline": 60}
SETTINGS: dict[str, Any] = {**train_body_scores.SETTINGS, "thread_count": 2}
#: How the article alone is called among the styles, and its weight beside a whole page.
CLEAN, _CLEAN_WEIGHT = "clean", 0.5
#: The sum of the weights of a text's lines where the headline is learned, and what the headline itself weighs besides.
_LINES, _HEADLINE = 30.0, 10.0
#: Words of the sequences that are looked for in the expected text.
_RUN = 4
#: The share of a segment's words that must be in such sequences.
_MOST_OF_IT = 0.5


@dataclass(frozen=True)
class TextSample:
    """One text to learn from: the inputs of its segments, which of them are body or headline, and their weight."""

    of_set: str
    #: Its publisher: pages of one are never both learned from and measured.
    group: str
    #: How the page was saved as text (`text_dumps.STYLES`), or CLEAN for its article alone.
    style: str
    #: The inputs: one row per segment, one column per entry of NAMES.
    matrix: Any
    #: For each segment, whether it is body, whether it is the headline, and its weight in training.
    body: Any
    headline: Any
    weight: Any


def samples() -> list[TextSample]:
    """Make the TextSamples of all articles of the sets: each in two styles and as a clean text.

    Raises SystemExit without the benchmark.
    """
    folder = bench_folder()
    if folder is None:
        raise SystemExit("The benchmark is not at hand; set COPYDESK_BENCH to its folder.")
    score, found = scorer(folder), list[TextSample]()
    for name in SETS:
        for number, (case, content) in enumerate(cases(folder, name)):
            if case.get("page_type") in (None, "article") and case["gold"].get("body"):
                texts = _texts(case, content, number)
                found += [s for style, text in texts if (s := sample({**case, "set": name}, style, text, score))]
    return found


def _texts(case: dict[str, Any], content: bytes, number: int) -> Iterator[tuple[str, str]]:
    """Yield (style, text) for a page in two of the styles, and for its article alone; `number` chooses the two."""
    decoded = decode(content, charset=case.get("charset"))
    root = build(decoded.encoded()) if isinstance(decoded, Decoded) else None
    if isinstance(root, etree._Element):
        names = list(STYLES)
        for name in (names[number % len(names)], names[(number + 2) % len(names)]):
            yield name, STYLES[name](root)
    gap = "\n\n" if number % 2 else "\n"
    yield CLEAN, f"{case['gold'].get('headline') or ''}\n\n{case['gold']['body'].replace(chr(10), gap)}"


def sample(case: dict[str, Any], style: str, text: str, score: Any) -> TextSample | None:
    """Make the TextSample of a case's page that was saved as `text` in a style; None when no line of it is body.

    `score`: the benchmark's module (`scorer`).
    """
    sheet = sheet_of(text, Context(default_rules(), case.get("url")))
    if sheet is None:
        return None
    words = [score.tokens(segment.text) for segment in sheet.segments]
    body = in_gold(words, case["gold"], score)
    weight = np.sqrt([max(len(line), 1) for line in words])
    weight *= train_body_scores.PAGE / weight.sum() * SETS[case["set"]] * (_CLEAN_WEIGHT if style == CLEAN else 1.0)
    if not body.any():
        return None
    title = score.tokens(case["gold"].get("headline") or "")
    headline = np.array([bool(title) and line == title for line in words])
    return TextSample(case["set"], publisher(case), style, line_columns(sheet).T, body, headline, weight)


def in_gold(segments: Sequence[list[str]], gold: Mapping[str, Any], score: Any) -> Any:
    """Whether each segment, given as its words, is body, as an array of booleans.

    A segment is body if most of its words lie in sequences of four that the expected body (in `gold`) has, too.  A
    sequence may reach into the neighbouring segments.  A segment of fewer than four words is also body if the expected
    body has it as a whole line.
    """
    texts = [gold["body"], *gold.get("body_variants", [])]
    known = {tuple(run) for text in texts for run in _runs(score.tokens(text))}
    whole = {tuple(score.tokens(line)) for text in texts for line in text.split("\n")}
    words = [word for segment in segments for word in segment]
    inside = np.zeros(len(words), dtype=bool)
    for at, run in enumerate(_runs(words)):
        if tuple(run) in known:
            inside[at : at + _RUN] = True
    ends = np.cumsum([len(segment) for segment in segments])
    shares = (inside[end - len(segment) : end].mean() if segment else 0.0 for segment, end in zip(segments, ends))
    return np.array([
        share > _MOST_OF_IT or (0 < len(segment) < _RUN and tuple(segment) in whole)
        for segment, share in zip(segments, shares)
    ])  # fmt: skip


def _runs(words: Sequence[str]) -> list[Sequence[str]]:
    """All sequences of four words in a row; all words as one sequence if they are fewer."""
    return [words[at : at + _RUN] for at in range(max(1, len(words) - _RUN + 1))]


def fit(pages: Sequence[TextSample], matrices: Sequence[Any], look: str) -> list[train_body_scores.Tree]:
    """Train the first or the second model (`look`: "first" or "second") with one matrix of inputs per text."""
    right, weight = (np.concatenate([getattr(page, name) for page in pages]) for name in ("body", "weight"))
    return train_body_scores.train(np.concatenate(matrices), right, SETTINGS, TREES[look], weight)


def folds(pages: Sequence[TextSample], count: int, seed: int = 0) -> Iterator[tuple[Any, Any]]:
    """Yield `count` splits of the texts into (indices to train on, indices left out).

    All texts of a publisher are on the same side of a split.
    """
    splitter = GroupKFold(count, shuffle=True, random_state=seed)
    yield from splitter.split(pages, groups=[page.group for page in pages])


def second_matrix(page: TextSample, first: Any) -> Any:
    """The inputs of the second model: those of the first, and its scores (`first`) of the segments beside each one."""
    return np.concatenate([page.matrix, score_columns(page.matrix.T, first).T], axis=1)


def train_all(pages: Sequence[TextSample]) -> dict[str, list[train_body_scores.Tree]]:
    """Train the models "first", "second" and "headline".

    The second learns from scores by first models that were not trained on the page's publisher.
    """
    unseen: list[Any] = [None] * len(pages)
    for learn, test in folds(pages, 3):
        trees = read_trees(fit([pages[i] for i in learn], [pages[i].matrix for i in learn], "first"))
        for i in test:
            unseen[i] = _applied(trees, pages[i].matrix)
    second = [second_matrix(page, scores) for page, scores in zip(pages, unseen)]
    first = fit(pages, [page.matrix for page in pages], "first")
    return {"first": first, "second": fit(pages, second, "second"), "headline": _headline(pages, read_trees(first))}


def _headline(pages: Sequence[TextSample], first: BoostedTrees) -> list[train_body_scores.Tree]:
    """Train the model that finds the headline, on the texts that have the expected one as a line."""
    titled = [page for page in pages if page.headline.any()]
    matrices = [second_matrix(page, _applied(first, page.matrix)) for page in titled]
    right = np.concatenate([page.headline for page in titled])
    weights = [_LINES / len(p.headline) + p.headline * _HEADLINE / p.headline.sum() for p in titled]
    trees = TREES["headline"]
    return train_body_scores.train(np.concatenate(matrices), right, SETTINGS, trees, np.concatenate(weights))


def _applied(trees: BoostedTrees, matrix: Any) -> Any:
    """The scores that trees give; `matrix` has one row per segment and one column per input."""
    return trees(np.ascontiguousarray(matrix.T))


def scored(forests: Mapping[str, BoostedTrees], page: TextSample) -> Any:
    """The second model's scores of a text's segments; `forests`: both models, since it needs the first one's scores."""
    return _applied(forests["second"], second_matrix(page, _applied(forests["first"], page.matrix)))


def figures(pages: Sequence[TextSample], scores: Sequence[Any], limit: float) -> dict[str, Any]:
    """Precision and recall of the lines scored above a limit: "SET STYLE" -> {"p": precision, "r": recall}.

    Lines are weighted by length; the figures are means over the texts.  `scores`: those of each text's segments.
    """
    found: dict[str, list[tuple[float, float]]] = {}
    for page, score in zip(pages, scores):
        kept, weight = score > limit, page.weight**2
        right = float((weight * (kept & page.body)).sum())
        shares = (right / max(float((weight * kept).sum()), 1e-9), right / float((weight * page.body).sum()))
        found.setdefault(f"{page.of_set} {page.style}", []).append(shares)
    return {name: dict(zip("pr", np.mean(values, axis=0).round(4).tolist())) for name, values in sorted(found.items())}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the trainer with command-line arguments; None means those of the process."""
    options = model_file.options(__doc__, arguments)
    pages = samples()
    held: dict[str, Any] = {}
    if options.folds:
        scores: list[Any] = [None] * len(pages)
        for learn, test in folds(pages, options.folds, options.seed):
            forests = {look: read_trees(trees) for look, trees in train_all([pages[i] for i in learn]).items()}
            for i in test:
                scores[i] = scored(forests, pages[i])
        held = {"folds": options.folds, **figures(pages, scores, 0.5)}
        model_file.print_figures(held)
    if options.write:
        about = (
            "Which lines of a saved page are its article: first look, then a second one with the first scores around."
        )
        provenance = model_file.provenance(
            tuple(SETS), pages=len(pages), seed=int(SETTINGS["random_seed"]), held_out=held
        )
        model_file.write_model("lines", train_all(pages), columns=COLUMNS, about=about, provenance=provenance)


if __name__ == "__main__":
    main()
