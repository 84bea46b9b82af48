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
_SHIFTS: Final = np.array(_STEPS)[:, None]
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


def run_columns(page: Page, scores: Floats, rows: Any) -> list[Any]:
    """The columns named in NAMES, for some segments; scores are those of all."""
    sums = _Sums(page, scores)
    return [
        scores[rows],
        *_shifted(scores, rows),
        *_windows(sums, rows),
        *_containers(page, sums, rows),
        *_alike(page, scores, sums, rows),
        *_place(page, scores, sums, rows),
    ]


class _Sums:
    """Running sums over the page, so that any stretch is one subtraction."""

    def __init__(self, page: Page, scores: Floats) -> None:
        self.mass = scores * page.length
        self.length = page.length_until
        self.body, self.score = np.append(0.0, np.cumsum(self.mass)), np.append(0.0, np.cumsum(scores))
        self.total = max(float(self.body[-1]), 1.0)

    def share(self, first: Any, end: Any) -> Floats:
        """How much of the text of a stretch is body."""
        return np.asarray((self.body[end] - self.body[first]) / np.maximum(self.length[end] - self.length[first], 1.0))


def _shifted(scores: Floats, rows: Any) -> Any:
    """The scores of the neighbours; 0 beyond the ends of the page."""
    reach = max(_STEPS)
    return np.pad(scores, reach)[rows + _SHIFTS + reach]


def _windows(sums: _Sums, rows: Any) -> list[Any]:
    n = len(sums.mass)
    columns: list[Any] = []
    for reach in _REACHES:
        first, end = np.maximum(rows - reach, 0), np.minimum(rows + reach + 1, n)
        columns += [sums.share(first, end), (sums.score[end] - sums.score[first]) / (end - first)]
    first, end = np.maximum(rows - 6, 0), np.minimum(rows + 7, n)
    before = (sums.body[rows] - sums.body[first]) / sums.total
    return [*columns, before, (sums.body[end] - sums.body[rows + 1]) / sums.total]


def _containers(page: Page, sums: _Sums, rows: Any) -> Any:
    ancestors = page.ancestors[:, rows]
    first, end = page.first[ancestors], page.end[ancestors]
    parts = [(sums.body[end] - sums.body[first]) / sums.total, sums.share(first, end)]
    return np.stack(parts, axis=1).reshape(-1, len(rows))


def _alike(page: Page, scores: Floats, sums: _Sums, rows: Any) -> Any:
    kind = page.alike
    body, length, all_scores = (np.bincount(kind, weights=x) for x in (sums.mass, page.length, scores))
    columns = [body / np.maximum(length, 1.0), body / sums.total, all_scores / np.bincount(kind)]
    return np.array(columns)[:, kind[rows]]


def _place(page: Page, scores: Floats, sums: _Sums, rows: Any) -> list[Any]:
    index, n = page.index, page.n
    sure = (scores > _SURE) & (page.length > _LONG)
    core = np.flatnonzero(sure)
    first, last = (int(core[0]), int(core[-1])) if len(core) else (0, n - 1)
    far = 1_000_000
    since = index - np.maximum.accumulate(np.where(sure, index, -far))
    until = np.minimum.accumulate(np.where(sure, index, far)[::-1])[::-1] - index
    return [
        rows - first,
        last - rows,
        sums.body[rows] / sums.total,
        1 - sums.body[rows + 1] / sums.total,
        np.full(len(rows), np.log1p(sums.total)),
        np.full(len(rows), sums.total / max(float(page.length_until[-1]), 1.0)),
        np.minimum(since[rows], 60),
        np.minimum(until[rows], 60),
    ]
