"""Inputs of the second body model: the scores that the first model gives the neighbours of each segment.

Segments are scored twice: body text comes in runs, in few boxes and in few kinds of elements, so the first scores of
neighbours, of the same box and of similar elements decide doubtful segments.  `page` is the Page (facts about each
segment, in columns of numbers), `scores` has the first model's score of every segment, `looked` the segments that are
scored; `out` is the array that a function fills in, with one row for each input.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from parsers.html.scoring import core_distance
from parsers.html.scoring.features import MANY, STEPS, STRETCHES, Looked, Page, running

Floats = npt.NDArray[np.float64]

_STEPS: Final = np.array(STEPS)[:, None]
_REACH: Final = max(STEPS)
#: Number of segments just before and just after a segment whose share of the body is an input.
_NEAR: Final = 6
#: Distance in segments when no segment is certainly body; larger than any real one.
_FAR: Final = 1_000_000

#: Names of the inputs, in the order of run_columns.
NAMES: Final = (
    *(f"score{step:+d}" for step in STEPS),
    *(f"{what}_{where}" for what in ("body_part", "body_share", "mean_score") for where in STRETCHES),
    *("body_share_of_alike", "body_part_of_alike", "mean_score_of_alike"),
    *("body_just_before", "body_just_after"),
    *("after_first_sure", "before_last_sure", "body_before", "body_after", "body_of_page", "body_share_of_page"),
    *("since_sure", "until_sure"),
    *core_distance.NAMES,
)
_ALIKE: Final = NAMES.index("body_share_of_alike")
_PLACE: Final = _ALIKE + 3
_CORE: Final = NAMES.index(core_distance.NAMES[0])


def run_columns(page: Page, scores: Floats, looked: Looked, out: Any) -> None:
    """Compute the inputs and write them into `out`: a row for each of NAMES, a column for each segment in `looked`."""
    until = running((scores * page.length, scores))
    total = max(float(until[0, -1]), 1.0)
    _shifted(scores, looked, out[: len(STEPS)])
    _around(page, until, total, looked, out[len(STEPS) : _ALIKE])
    _alike(page, scores, total, looked, out[_ALIKE:_PLACE])
    _place(page, scores, until[0] / total, looked, out[_PLACE:_CORE])
    share = total / max(float(page.until[2, -1]), 1.0)
    out[_CORE - 4], out[_CORE - 3] = np.log1p(min(total, MANY)), share
    core_distance.core_columns(page, scores, looked, out[_CORE:])


def _shifted(scores: Floats, looked: Looked, out: Any) -> None:
    """Write the scores of each segment and its neighbours; 0 beyond the ends of the page."""
    padded = np.zeros(len(scores) + 2 * _REACH, dtype=np.float32)
    padded[_REACH:-_REACH] = scores
    padded.take(looked.index + (_STEPS + _REACH), out=out, mode="clip")


def _around(page: Page, until: Any, total: float, looked: Looked, out: Any) -> None:
    """Write three numbers for each stretch (box or window) with a segment in it, as the first model sees it.

    They are the stretch's share of all body text, the share of body in its text, and its mean score.  `until`: running
    sums of body text and scores (`running`).  `total`: the amount of body text on the page.
    """
    body, score = looked.sums(until)
    length = looked.sums(page.until[2:])[0]
    part, share, mean = out.reshape(3, len(STRETCHES), looked.n)
    part[:] = body / total
    share[:] = body / np.maximum(length, 1.0)
    mean[:] = score / np.maximum(looked.end - looked.first, 1)


def _alike(page: Page, scores: Floats, total: float, looked: Looked, out: Any) -> None:
    """Write the three numbers of `_around`, but for all segments in the same kind of element."""
    kind = page.alike
    body, length, score = (np.bincount(kind, weights=x) for x in (scores * page.length, page.length, scores))
    columns = np.array((body / np.maximum(length, 1.0), body / total, score / np.bincount(kind)))
    out[:] = columns.take(looked.alike, axis=1)


def _place(page: Page, scores: Floats, body_until: Floats, looked: Looked, out: Any) -> None:
    """Write the position of each segment in the body; `body_until` has the share of the body before each segment."""
    at, n = looked.index, page.n
    before, after = body_until.take(at), body_until.take(at + 1)
    out[0] = before - body_until.take(np.maximum(at - _NEAR, 0))
    out[1] = body_until.take(np.minimum(at + _NEAR + 1, n)) - after
    sure = core_distance.sure_texts(page, scores)
    out[2] = at - (sure[0] if len(sure) else 0)
    out[3] = (sure[-1] if len(sure) else n - 1) - at
    out[4], out[5] = before, 1 - after
    nearest = np.concatenate(((-_FAR,), sure, (_FAR,)))
    place = np.searchsorted(sure, at, side="right")
    out[8] = np.minimum(at - nearest.take(place), 60)
    out[9] = np.minimum(nearest.take(np.searchsorted(sure, at) + 1) - at, 60)
