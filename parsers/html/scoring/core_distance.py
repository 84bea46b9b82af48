"""How far a segment stands from the core of the article: the box with most of the body, the text that is surely body.

Takes the first scores and the page's columns; returns more columns for the second look.  An article lies together: what
follows the box that holds most of it is a comment or the next story, and a lede stands in a box beside it.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from parsers.html.scoring.features import LONG, Looked, Page, running
from parsers.segments import BODY

Floats = npt.NDArray[np.float64]

#: Shares of the body that a core box holds at the least.
_SHARES: Final = (0.6, 0.8)
#: Segments, and boxes, that are far away.
_FAR: Final = 30
_HIGH: Final = 12
#: A sure text scores more and is LONG.
_SURE: Final = 0.6
#: Characters between a segment and a sure text when there is none.
_NONE: Final = 1e6

NAMES: Final = (
    *(f"{what}_{share:.0%}" for share in _SHARES for what in ("from_core", "above_core")),
    *("doubtful_since_sure", "doubtful_until_sure"),
    *("section_body_share", "section_mean_score", "section_links", "section_segments", "section_heading"),
)
_DOUBTFUL: Final = NAMES.index("doubtful_since_sure")
_SECTION: Final = NAMES.index("section_body_share")


def sure_texts(page: Page, scores: Floats) -> Any:
    """Indices of the segments that are surely body, and long."""
    return np.flatnonzero((scores > _SURE) & (page.length > LONG))


def core_columns(page: Page, scores: Floats, looked: Looked, out: Any) -> None:
    """Fill out with the columns named in NAMES, for some segments; scores are those of all."""
    body_until = running((np.where(scores > BODY, page.length, 0.0),))[0]
    for row, share in enumerate(_SHARES):
        _from_box(page, _core_box(page, body_until, share), looked.index, out[2 * row : 2 * row + 2])
    _doubtful(page, scores, looked.index, out[_DOUBTFUL:_SECTION])
    _sections(page, scores, looked.index, out[_SECTION:])


def _core_box(page: Page, body_until: Floats, share: float) -> int:
    """Row of the smallest box that holds a share of the body; the root where there is no body."""
    inside = body_until.take(page.end) - body_until.take(page.first)
    holders = np.flatnonzero(inside >= share * body_until[-1]) if body_until[-1] else ()
    return int(holders[np.argmin((page.end - page.first)[holders])]) if len(holders) else 0


def _from_box(page: Page, box: int, at: Any, out: Any) -> None:
    """How many segments before (below 0) or after a box a segment stands, and how far up a box holds them both."""
    rows = [box]
    while rows[-1] and len(rows) < _HIGH:
        rows.append(page.parent.item(rows[-1]))
    first, end = page.first.take(rows), page.end.take(rows)
    far = np.minimum(at - first[0], 0) + np.maximum(at - end[0] + 1, 0)
    out[0] = np.minimum(np.maximum(far, -_FAR), _FAR)
    # Boxes lie each in the next: those that end before a segment, or begin after it, are the innermost ones.
    out[1] = np.maximum(end.searchsorted(at, "right"), len(rows) - first[::-1].searchsorted(at, "right"))


def _doubtful(page: Page, scores: Floats, at: Any, out: Any) -> None:
    """How much text that is likely none of the body stands between a segment and the sure ones around it."""
    until = running(((1 - scores) * page.length,))[0]
    sure = sure_texts(page, scores)
    ends = np.concatenate(((-_NONE,), until.take(sure + 1)))
    begins = np.concatenate((until.take(sure), (until[-1] + _NONE,)))
    since = until.take(at) - ends.take(np.searchsorted(sure, at, side="right"))
    till = begins.take(np.searchsorted(sure, at)) - until.take(at + 1)
    np.log1p(np.maximum(since, 0), out=out[0], casting="unsafe")
    np.log1p(np.maximum(till, 0), out=out[1], casting="unsafe")


def _sections(page: Page, scores: Floats, at: Any, out: Any) -> None:
    """What a heading and the segments up to the next one are like; the heading's own score stands alone."""
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
