"""Small boosted trees, applied to all segments of a page at once with NumPy.

A forest is data (config/models/*.json).  Each of its trees asks the same few questions of everything, however the first
ones are answered (Kohavi, 1994); the answers, as bits, are the number of the leaf.  So each question is asked once for
all of a page, and such trees learn less by heart than those that ask what suits each branch.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from parsers.config_files.toml_file import Mistake, Mistakes
from parsers.rules import shipped_config

Floats = npt.NDArray[np.float32]

#: Questions that a tree may ask: leaves are numbered in eight bits.
MAX_DEPTH: Final = 8

#: So many things at a time, so that a page of a hundred thousand paragraphs does not need a gigabyte.
_AT_ONCE: Final = 4096


@dataclass(frozen=True, slots=True)
class BoostedTrees:
    """Trees as arrays; every tree is filled up to the depth of the deepest with a question that nothing passes."""

    #: All different questions: the column that one is about and what it has to exceed.
    columns: npt.NDArray[np.intp]
    thresholds: Floats
    #: Which of them are asked: first by each of the trees, then second, and so on.
    asked: npt.NDArray[np.intp]
    #: Values of all leaves of the first tree, of the second, and so on, and where each tree's begin.
    values: Floats
    starts: npt.NDArray[np.intp]

    def __call__(self, columns: Floats) -> npt.NDArray[np.float64]:
        """The probability for each of the things that the columns speak of (one row of numbers a column)."""
        things = columns.shape[1]
        if things <= _AT_ONCE:
            return self._some(columns)
        return np.concatenate([self._some(columns[:, at : at + _AT_ONCE]) for at in range(0, things, _AT_ONCE)])

    def _some(self, columns: Floats) -> npt.NDArray[np.float64]:
        passed = columns.take(self.columns, axis=0) > self.thresholds
        *others, leaves = passed.view(np.uint8).take(self.asked, axis=0)
        for answers in reversed(others):
            # NumPy adds small numbers many at a time, and shifts them one by one.
            leaves += leaves
            leaves |= answers
        total = self.values.take(leaves + self.starts).sum(axis=0, dtype=np.float64)
        return np.asarray(1.0 / (1.0 + np.exp(-total)))


def read_trees(trees: list[dict[str, Any]]) -> BoostedTrees:
    """A forest of its description: a list of {"ask": [[column, threshold], ...], "leaf": [...]}.

    A thing's leaf has the number whose lowest bit is the answer to the first question.
    """
    depth = max(len(tree["ask"]) for tree in trees)
    number = {(0, np.inf): 0}
    asked, values = np.zeros((depth, len(trees)), dtype=np.intp), np.zeros((len(trees), 1 << depth), np.float32)
    for row, tree in enumerate(trees):
        for bit, question in enumerate(map(tuple, tree["ask"])):
            asked[bit, row] = number.setdefault(question, len(number))
        values[row, : len(tree["leaf"])] = tree["leaf"]
    columns, thresholds = zip(*number)
    starts = np.arange(len(trees))[:, None] << depth
    return BoostedTrees(np.array(columns), np.array(thresholds, np.float32)[:, None], asked, values.ravel(), starts)


class WrongModel(Mistakes):
    """A model file that was made for other columns than those that the code gives it."""


@cache
def shipped_models(name: str, columns: tuple[str, ...]) -> dict[str, BoostedTrees]:
    """The forests of config/models/NAME.json by their names, read once; they never change in one version.

    columns: what the code calls the numbers that it gives them, in order.  Raises WrongModel when the file was made for
    others: the forests know columns by their places only, and would answer all the same.
    """
    path = shipped_config() / "models" / f"{name}.json"
    data = json.loads(path.read_text("utf-8"))
    if differs := _difference(data.get("columns", []), columns):
        told = f"the model was made for other columns than the code's ({differs}); run `make train`."
        raise WrongModel([Mistake(path, None, told)])
    return {key: read_trees(trees) for key, trees in data["forests"].items()}


def _difference(made_for: Sequence[str], given: Sequence[str]) -> str | None:
    """The first place at which two lists of columns differ; None when they do not."""
    for place, (one, other) in enumerate(zip_longest(made_for, given), 1):
        if one != other:
            return f"column {place} is {_called(one)} in the file and {_called(other)} in the code"
    return None


def _called(column: str | None) -> str:
    return f"'{column}'" if column is not None else "missing"
