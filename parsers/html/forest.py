"""Small boosted trees, applied to all segments of a page at once with NumPy.

A forest is data (config/models/*.json): for each tree its splits (column, threshold, children) and its leaves' values.
All splits of all trees are tested in one comparison; each test that fails rules out the leaves on its left, as bits,
and the leftmost leaf that stays is the tree's answer (Lucchese et al., QuickScorer, SIGIR 2015).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from parsers.rules import shipped_config

Floats = npt.NDArray[np.float32]

#: Leaves fit into the bits of one number.
MAX_LEAVES: Final = 16

#: So many things at a time, so that a page of a hundred thousand paragraphs does not need a gigabyte.
_AT_ONCE: Final = 4096


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees as arrays; every tree is filled up to MAX_LEAVES - 1 splits with ones that always pass."""

    columns: npt.NDArray[np.intp]
    thresholds: Floats
    #: Bits of the leaves that a split rules out when it fails, by tree and split.
    masks: npt.NDArray[np.uint16]
    #: Value of each leaf, by tree.
    values: Floats

    def __call__(self, columns: Floats) -> npt.NDArray[np.float64]:
        """The probability for each of the things that the columns speak of (one row of numbers a column)."""
        things = columns.shape[1]
        if things <= _AT_ONCE:
            return self._some(columns)
        return np.concatenate([self._some(columns[:, at : at + _AT_ONCE]) for at in range(0, things, _AT_ONCE)])

    def _some(self, columns: Floats) -> npt.NDArray[np.float64]:
        trees, splits = self.masks.shape
        failed = columns.take(self.columns, axis=0) > self.thresholds[:, None]
        ruled_out = np.bitwise_or.reduce(failed.reshape(trees, splits, -1) * self.masks[:, :, None], axis=1)
        leaves = _LOWEST[~ruled_out & (ruled_out + np.uint16(1))]
        total = np.take_along_axis(self.values, leaves, axis=1).sum(axis=0, dtype=np.float64)
        return np.asarray(1.0 / (1.0 + np.exp(-total)))


#: Number of the only bit that is set.
_LOWEST: Final = np.zeros(1 << MAX_LEAVES, dtype=np.intp)
for _bit in range(MAX_LEAVES):
    _LOWEST[1 << _bit] = _bit


def forest(trees: list[dict[str, Any]]) -> Forest:
    """A forest of its description: a list of {"split": [[column, threshold, left, right], ...], "leaf": [...]}.

    Children are numbers of splits, or of leaves as ~number; split 0 is the root.
    """
    shape = (len(trees), MAX_LEAVES - 1)
    columns, masks = np.zeros(shape, dtype=np.intp), np.zeros(shape, dtype=np.uint16)
    thresholds = np.full(shape, np.inf, dtype=np.float32)
    values = np.zeros((len(trees), MAX_LEAVES), dtype=np.float32)
    for row, tree in enumerate(trees):
        order: list[int] = []
        for at, below in _left_leaves(tree, order):
            columns[row, at], thresholds[row, at] = tree["split"][at][:2]
            masks[row, at] = below
        values[row, : len(order)] = [tree["leaf"][leaf] for leaf in order]
    return Forest(columns.ravel(), thresholds.ravel(), masks, values)


def _left_leaves(tree: dict[str, Any], order: list[int]) -> list[tuple[int, int]]:
    """(split, bits of the leaves on its left) for each split; order receives the leaves from left to right."""
    found: list[tuple[int, int]] = []

    def visit(child: int) -> int:
        """Bits of all leaves under a child; trees are at most MAX_LEAVES deep."""
        if child < 0:
            order.append(~child)
            return 1 << (len(order) - 1)
        _, _, left, right = tree["split"][child]
        below = visit(left)
        found.append((child, below))
        return below | visit(right)

    visit(0 if tree["split"] else ~0)
    return found


@cache
def shipped_forests(name: str) -> dict[str, Forest]:
    """The forests of config/models/NAME.json by their names, read once; they never change in one version."""
    data = json.loads((shipped_config() / "models" / f"{name}.json").read_text("utf-8"))
    return {key: forest(trees) for key, trees in data["forests"].items()}
