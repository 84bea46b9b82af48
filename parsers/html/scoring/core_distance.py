"""Inputs of the second body model: how far each segment is from the core of the article.

The core is the box that holds most of the body, and the long segments that are certainly body, both by the scores of
the first model.  `page` is the Page (facts about each segment, in columns of numbers), `scores` has the first model's
score of every segment, `looked` the segments that are scored and `at` their indices; `out` is the array that a function
fills in, with one row for each input.  The inputs help because an article is contiguous: text after the core box is a
comment or the next story, and a lede is in a box beside it.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from parsers.html.scoring.features import LONG, Looked, Page, running
from parsers.segments import BODY

Floats = npt.NDArray[np.float64]

# The models were trained with these values; a change calls for new training.

#: The least share of the body that a core box holds; inputs are made for each of these.
_SHARES: Final = (0.6, 0.8)
#: Larger distances are cut to these: in segments, and in levels of boxes.
_FAR: Final = 30
_HIGH: Final = 12
#: A segment is certainly body if it scores more than this and is longer than LONG.
_SURE: Final = 0.6
#: Distance in characters when no segment is certainly body.
_NONE: Final = 1e6

#: Names of the inputs, in the order of core_columns.
NAMES: Final = (
    *(f"{what}_{share:.0%}" for share in _SHARES for what in ("from_core", "above_core")),
    *("doubtful_since_sure", "doubtful_until_sure"),
    *("section_body_share", "section_mean_score", "section_links", "section_segments", "section_heading"),
)
_DOUBTFUL: Final = NAMES.index("doubtful_since_sure")
_SECTION: Final = NAMES.index("section_body_share")


def sure_texts(page: Page, scores: Floats) -> Any:
    """Return the indices, as an array, of the segments that are certainly body: longer than LONG, scores over _SURE."""
    return ((scores > _SURE) & (page.length > LONG)).nonzero()[0]


def core_columns(page: Page, scores: Floats, looked: Looked, out: Any) -> None:
    """Compute the inputs and write them into `out`: a row for each of NAMES, a column for each segment in `looked`."""
    body_until = running((np.where(scores > BODY, page.length, 0.0),))[0]
    inside, sizes = body_until.take(page.end) - body_until.take(page.first), page.end - page.first
    for row, share in enumerate(_SHARES):
        box = _core_box(inside, sizes, share * body_until[-1])
        _from_box(page, box, looked.index, out[2 * row : 2 * row + 2])
    _doubtful(page, scores, looked.index, out[_DOUBTFUL:_SECTION])
    _sections(page, scores, looked.index, out[_SECTION:])


def _core_box(inside: Floats, sizes: Any, least: float) -> int:
    """Return the smallest box, as its index in `Boxes`, that holds at least as much body text as `least`.

    `inside`: the length of the body text in each box.  `sizes`: its number of segments.  Without body text the result
    is 0, the root.
    """
    holders = (inside >= least).nonzero()[0] if least else ()
    return int(holders[sizes.take(holders).argmin()]) if len(holders) else 0


def _from_box(page: Page, box: int, at: Any, out: Any) -> None:
    """Write how far segments are from a box, given as its index in `Boxes`.

    First row of `out`: distance in segments, negative before the box, 0 inside it.  Second row: how many levels above
    the box is the first one that also contains the segment.
    """
    rows = [box]
    while rows[-1] and len(rows) < _HIGH:
        rows.append(page.parent.item(rows[-1]))
    first, end = page.first.take(rows), page.end.take(rows)
    far = np.minimum(at - first[0], 0) + np.maximum(at - end[0] + 1, 0)
    out[0] = np.minimum(np.maximum(far, -_FAR), _FAR)
    # Each box in rows is inside the next, so the boxes that do not hold a segment are the first ones of the list.
    out[1] = np.maximum(end.searchsorted(at, "right"), len(rows) - first[::-1].searchsorted(at, "right"))


def _doubtful(page: Page, scores: Floats, at: Any, out: Any) -> None:
    """Write how much doubtful text is between each segment and the nearest text that is certainly body.

    The first row of `out` gets the amount from the certain text above, the second row that up to the certain text
    below.  Each segment between counts with its length times the probability (1 - score) that it is not body; the
    logarithm of the sum is written.
    """
    until = running(((1 - scores) * page.length,))[0]
    sure = sure_texts(page, scores)
    ends = np.concatenate(((-_NONE,), until.take(sure + 1)))
    begins = np.concatenate((until.take(sure), (until[-1] + _NONE,)))
    since = until.take(at) - ends.take(np.searchsorted(sure, at, side="right"))
    till = begins.take(np.searchsorted(sure, at)) - until.take(at + 1)
    np.log1p(np.maximum(since, 0), out=out[0], casting="unsafe")
    np.log1p(np.maximum(till, 0), out=out[1], casting="unsafe")


def _sections(page: Page, scores: Floats, at: Any, out: Any) -> None:
    """Write five numbers about the section of each segment: a heading with all segments up to the next heading.

    They are the share of body in the section's text, its mean score, its share of link text, its number of segments (as
    a logarithm), and the score of its heading.
    """
    heads = page.level > 0
    section = np.cumsum(heads)
    text = np.where(heads, 0.0, page.length)
    weights = (text, scores * text, np.where(heads, 0.0, scores), page.links * page.length, page.length, scores * heads)
    length, body, score, links, whole, heading = (np.bincount(section, weights=weight) for weight in weights)
    count = np.bincount(section)
    below = count - np.bincount(section, weights=heads)
    columns = (body / np.maximum(length, 1), score / np.maximum(below, 1), links / np.maximum(whole, 1))
    table = np.array((*columns, np.log1p(count), heading), dtype=np.float32)
    table.take(section.take(at), axis=1, out=out, mode="clip")
