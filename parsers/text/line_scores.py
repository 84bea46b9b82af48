"""Tells which lines of a saved page are its article and which its headline, by a model that learned from saved pages.

Takes the TextSheet (`sheet`: the text in segments, with their labels) after the known junk is labelled; gives
LineScores.  They are empty for a text without menus, teasers or a footer: there, every line may be the article's.
There are two models, as for HTML segments: the second is given the first one's scores of the lines around a line.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from parsers.boosted_trees import BoostedTrees, shipped_models
from parsers.segments import JUNK
from parsers.text import line_columns
from parsers.text.text_sheet import NOTHING_TOLD, LineScores, TextSheet

#: Segments on either side whose scores are inputs, and over how many of them scores are summed up.
_STEPS: Final = (-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6)
_REACHES: Final = (3, 10, 30)
#: The inputs of the second model besides those of the first.
NAMES: Final = (
    *(f"score{step:+d}" for step in _STEPS),
    *(f"{what}_{side}_{reach}" for reach in _REACHES for side in ("above", "below") for what in ("body", "score")),
    *("body_above", "body_below", "body_of_page", "body_share"),
    *("since_sure", "until_sure", "after_first_sure", "before_last_sure", "run_score", "run_body"),
)
COLUMNS: Final = (*line_columns.NAMES, *NAMES)
_LENGTH: Final = line_columns.NAMES.index("length")
#: The score above which a line of more than so many letters is surely body; the largest distance in lines that counts.
_SURE, _LETTERS, _FAR = 0.6, 60, 60
#: The first score (0 to 1) above which a segment is likely body, for the runs of such segments.
_BODY: Final = 0.5
#: The logarithm of the most letters of a body that count.
_MOST_BODY: Final = 10.0
#: The score (0 to 1) below which a line is unlikely to be the article's, and the one above which it is likely.  Between
#: them the rules decide as on a page of which nothing is told.  Both were chosen on sets that the model had not seen.
_UNLIKELY, _LIKELY = 0.3, 0.7
#: The score below which a sentence right below a likely line is unlikely.
_HARDLY: Final = 0.15
#: The least lines of menus and the like (furniture) on a page that was saved with them; the longest short line, and how
#: many of these in a row are no furniture yet.  Chosen by hand.
_FURNITURE, _SHORT, _ROW = 12, 40, 4


def models() -> dict[str, BoostedTrees]:
    """The models "first", "second" and "headline"; raises WrongModel when they were made for other columns."""
    return shipped_models("lines", COLUMNS)


def score_lines(sheet: TextSheet) -> LineScores:
    """Tell which segments are likely the article's and which are not, and how probably each is the headline.

    Gives NOTHING_TOLD, a LineScores without any segment, for a page without menus and footers, and for one without any
    likely segment.
    """
    if not _is_furnished(sheet):
        return NOTHING_TOLD
    forests, columns = models(), line_columns.line_columns(sheet)
    columns = np.concatenate([columns, score_columns(columns, forests["first"](columns))])
    body = forests["second"](columns)
    # A short line is never likely by itself: an entry of a menu looks like one of a list in the article.
    likely = (body > _LIKELY) & (np.array([shape.weight for shape in sheet.shapes]) > _SHORT)
    if not likely.any():
        return NOTHING_TOLD  # it knows no text there, so that the rules alone may find some
    # A sentence right below a likely one may be the article's last, so it is cut only with a very low score.
    goes_on = np.concatenate(([False], likely[:-1])) & np.array([shape.ends for shape in sheet.shapes])
    unlikely = body < np.where(goes_on, _HARDLY, _UNLIKELY)
    return LineScores(
        frozenset(np.flatnonzero(unlikely).tolist()),
        frozenset(np.flatnonzero(likely).tolist()),
        tuple(forests["headline"](columns).tolist()),
    )


def _is_furnished(sheet: TextSheet) -> bool:
    """Whether a page was saved with menus, teasers or footers, so that the model is asked about its lines.

    It was if at least 12 of its lines look like parts of these: known junk, or short lines without a full stop after
    four other such lines in a row.
    """
    found = run = 0
    for segment, shape in zip(sheet.segments, sheet.shapes):
        run = run + 1 if shape.title and shape.weight <= _SHORT else 0
        found += run > _ROW or sheet.labels.of[segment.index] == JUNK
    return found >= _FURNITURE


def score_columns(columns: Any, scores: Any) -> Any:
    """The further inputs of the second model: one row per entry of NAMES.

    `columns`: the inputs of the first model.  `scores`: its results for the segments, from 0 to 1.
    """
    length = np.expm1(columns[_LENGTH])
    body = scores * length
    total, n = max(float(body.sum()), 1.0), len(scores)
    body_until, until = (np.concatenate(([0.0], np.cumsum(values))) for values in (body / total, scores))
    at, rows = np.arange(n), list(line_columns.shifted(scores, _STEPS))
    for reach in _REACHES:
        first, last = np.maximum(at - reach, 0), np.minimum(at + 1 + reach, n)
        for start, end in ((first, at), (at + 1, last)):
            rows += [body_until[end] - body_until[start], (until[end] - until[start]) / np.maximum(end - start, 1)]
    share = total / max(float(length.sum()), 1.0)
    rows += [body_until[:-1], 1 - body_until[1:], np.full(n, min(np.log1p(total), _MOST_BODY)), np.full(n, share)]
    rows += _beside_sure((scores > _SURE) & (length > _LETTERS))
    return np.array(rows + _runs(scores, length, total), dtype=np.float32)


def _beside_sure(sure: Any) -> list[Any]:
    """Four rows of each segment's distances to sure body text, in segments.

    The first two: to the nearest above, to the nearest below.  The other two: to the first on the page, to the last.
    `sure`: for each segment, whether it surely is body text.
    """
    at, found = np.arange(len(sure)), np.flatnonzero(sure)
    first, last = (found[0], found[-1]) if len(found) else (0, len(sure) - 1)
    return [*line_columns.nearest(sure), np.clip(at - first, -_FAR, _FAR), np.clip(last - at, -_FAR, _FAR)]


def _runs(scores: Any, length: Any, total: float) -> list[Any]:
    """Two rows: for each segment, the mean score of its run, and its run's share of the body (0 to 1).

    A run is a row of neighbouring segments that all are likely body, or all are not.  `length`: the length of each
    segment.  `total`: the length of the body.
    """
    likely = scores > _BODY
    edges = np.concatenate(([True], likely[1:] != likely[:-1]))
    run = np.cumsum(edges) - 1
    body, weight = np.bincount(run, weights=scores * length), np.bincount(run, weights=length)
    return [(body / np.maximum(weight, 1.0))[run], (body / total)[run]]
