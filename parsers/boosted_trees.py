"""Boosted decision trees, applied with NumPy to all segments of a page at once.

Reads models from config/models/*.json and computes probabilities.  The trees are oblivious (Kohavi, 1994): all branches
of a tree test the same few questions, "does column c exceed t?", and the answers, read as bits, are the number of the
leaf.  So each question is evaluated once for a whole page, and such trees overfit less than ordinary ones.
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

#: The most questions in a tree; the number of a leaf is stored in eight bits.
MAX_DEPTH: Final = 8

#: Items evaluated at a time, so that a page of a hundred thousand paragraphs does not need a gigabyte of memory.
_AT_ONCE: Final = 4096


@dataclass(frozen=True, slots=True)
class BoostedTrees:
    """One trained model: its trees as arrays.

    All trees have the depth of the deepest one; missing questions are filled up with one that is always answered no.
    """

    #: All distinct questions: the input column each is about, and the threshold that the input must exceed.
    columns: npt.NDArray[np.intp]
    thresholds: Floats
    #: Indices of the questions asked: row d holds question d of every tree.
    asked: npt.NDArray[np.intp]
    #: Leaf values of the first tree, then of the second, and so on; and the place where each tree's values start.
    values: Floats
    starts: npt.NDArray[np.intp]

    def __call__(self, columns: Floats) -> npt.NDArray[np.float64]:
        """The probability (0 to 1) for each item that is asked about, such as a segment of a page.

        `columns`: a matrix with one row per input and one column per item.
        """
        things = columns.shape[1]
        if things <= _AT_ONCE:
            return self._some(columns)
        return np.concatenate([self._some(columns[:, at : at + _AT_ONCE]) for at in range(0, things, _AT_ONCE)])

    def _some(self, columns: Floats) -> npt.NDArray[np.float64]:
        """The probability for each item, as `__call__` gives it, for at most _AT_ONCE items."""
        passed = columns.take(self.columns, axis=0) > self.thresholds
        *others, leaves = passed.view(np.uint8).take(self.asked, axis=0)
        for answers in reversed(others):
            # Doubling by addition is faster than a shift: NumPy adds small integers many at a time.
            leaves += leaves
            leaves |= answers
        total = self.values.take(leaves + self.starts).sum(axis=0, dtype=np.float64)
        return np.asarray(1.0 / (1.0 + np.exp(-total)))


def read_trees(trees: list[dict[str, Any]]) -> BoostedTrees:
    """Make a model from its trees as in the file: {"ask": [[column, threshold], ...], "leaf": [value, ...]} for each.

    The answer to the first question is the lowest bit of the leaf's index.
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
    """Raised for a model file whose inputs (columns) are not those that the code computes."""


@cache
def shipped_models(name: str, columns: tuple[str, ...]) -> dict[str, BoostedTrees]:
    """Read the models in config/models/NAME.json, once; gives name of a model -> model.

    `columns`: the names of the inputs that the code computes, in order.  Raises WrongModel when the file was made for
    others (a model knows its inputs only by position), OSError when the file cannot be read.
    """
    path = shipped_config() / "models" / f"{name}.json"
    data = json.loads(path.read_text("utf-8"))
    if differs := _difference(data.get("columns", []), columns):
        told = f"the model was made for other columns than the code's ({differs}); run `make train`."
        raise WrongModel([Mistake(path, None, told)])
    return {key: read_trees(trees) for key, trees in data["forests"].items()}


def _difference(made_for: Sequence[str], given: Sequence[str]) -> str | None:
    """Say in words where two lists of columns differ first; None when they are equal."""
    for place, (one, other) in enumerate(zip_longest(made_for, given), 1):
        if one != other:
            return f"column {place} is {_called(one)} in the file and {_called(other)} in the code"
    return None


def _called(column: str | None) -> str:
    """A column's name as an error message prints it: in quotes, or "missing"."""
    return f"'{column}'" if column is not None else "missing"
