"""What the scores of a segment's surroundings say about it: evidence that a scorer of single segments cannot see.

Takes the first scores and the page's columns; returns more columns for the second look.  Body text comes in runs, in
few containers and in few kinds of elements, so the scores of neighbours, containers and likes decide the doubtful.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from parsers.html.features import Page

Floats = npt.NDArray[np.float64]

_STEPS: Final = (-3, -2, -1, 1, 2, 3)
_REACHES: Final = (2, 5, 12)
#: A segment of the core: surely body, and long.
_SURE: Final = 0.6
_LONG: Final = 80

NAMES: Final = (
    "score",
    *(f"score{step:+d}" for step in _STEPS),
    *(f"{what}_within_{reach}" for reach in _REACHES for what in ("body_share", "mean_score")),
    "body_just_before",
    "body_just_after",
    *(f"{what}_of_box_{level}" for level in range(5) for what in ("body_part", "body_share")),
    *("body_share_of_alike", "body_part_of_alike", "mean_score_of_alike"),
    *("after_first_sure", "before_last_sure", "body_before", "body_after", "body_of_page", "body_share_of_page"),
    *("since_sure", "until_sure"),
)


def run_columns(page: Page, scores: Floats) -> list[Any]:
    """The columns named in NAMES."""
    sums = _Sums(page, scores)
    return [
        scores,
        *(_shifted(scores, step) for step in _STEPS),
        *_windows(sums),
        *_containers(page, sums),
        *_alike(page, scores, sums),
        *_place(page, scores, sums),
    ]


class _Sums:
    """Running sums over the page, so that any stretch is one subtraction."""

    def __init__(self, page: Page, scores: Floats) -> None:
        self.mass = scores * page.length
        self.total = max(float(self.mass.sum()), 1.0)
        self.index = np.arange(page.n)
        self.body, self.length, self.score = (
            np.concatenate(([0.0], np.cumsum(column))) for column in (self.mass, page.length, scores)
        )

    def share(self, first: Any, end: Any) -> Floats:
        """How much of the text of a stretch is body."""
        return np.asarray((self.body[end] - self.body[first]) / np.maximum(self.length[end] - self.length[first], 1.0))


def _shifted(scores: Floats, step: int) -> Floats:
    found = np.zeros_like(scores)
    if step > 0:
        found[:-step] = scores[step:]
    else:
        found[-step:] = scores[:step]
    return found


def _windows(sums: _Sums) -> list[Any]:
    n, index = len(sums.index), sums.index
    columns: list[Any] = []
    for reach in _REACHES:
        first, end = np.maximum(index - reach, 0), np.minimum(index + reach + 1, n)
        columns += [sums.share(first, end), (sums.score[end] - sums.score[first]) / (end - first)]
    first, end = np.maximum(index - 6, 0), np.minimum(index + 7, n)
    before = (sums.body[index] - sums.body[first]) / sums.total
    return [*columns, before, (sums.body[end] - sums.body[index + 1]) / sums.total]


def _containers(page: Page, sums: _Sums) -> list[Any]:
    first, end = page.first[page.ancestors], page.end[page.ancestors]
    parts = [(sums.body[end] - sums.body[first]) / sums.total, sums.share(first, end)]
    return list(np.stack(parts, axis=1).reshape(-1, page.n))


def _alike(page: Page, scores: Floats, sums: _Sums) -> list[Any]:
    kind = page.alike
    body, length = np.bincount(kind, weights=sums.mass), np.bincount(kind, weights=page.length)
    mean = np.bincount(kind, weights=scores) / np.bincount(kind)
    return [(body / np.maximum(length, 1.0))[kind], (body / sums.total)[kind], mean[kind]]


def _place(page: Page, scores: Floats, sums: _Sums) -> list[Any]:
    index, n = sums.index, page.n
    sure = (scores > _SURE) & (page.length > _LONG)
    core = np.flatnonzero(sure)
    first, last = (int(core[0]), int(core[-1])) if len(core) else (0, n - 1)
    far = 1_000_000
    since = index - np.maximum.accumulate(np.where(sure, index, -far))
    until = np.minimum.accumulate(np.where(sure, index, far)[::-1])[::-1] - index
    return [
        index - first,
        last - index,
        sums.body[:-1] / sums.total,
        1 - sums.body[1:] / sums.total,
        np.full(n, np.log1p(sums.total)),
        np.full(n, sums.total / max(float(page.length.sum()), 1.0)),
        np.minimum(since, 60),
        np.minimum(until, 60),
    ]
