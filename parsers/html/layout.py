"""Where the article stands on the page: a score for each segment and a first estimate of the region.

Takes the walk and the metadata; returns a Layout, which the readers of fields and captions use as evidence and
`parsers.html.body` decides with.  Scores are about body text; it labels nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from parsers.html.declared import declare
from parsers.html.features import NEWS, Page, features
from parsers.html.forest import shipped_forests
from parsers.html.metadata import Metadata
from parsers.html.runs import run_columns
from parsers.html.walk import Walk

#: Segments that score more are body, as far as scores can say.
BODY: Final = 0.5

#: What makes text body on pages that declare news, headings aside: they are tidier than the web at large, and what
#: stands beside their text is more like it.  On publishers left out: shingle F1 .971 with BODY, .973 with this.
_NEWS_BODY: Final = 0.6


@dataclass(frozen=True, slots=True)
class Layout:
    """How much each segment looks like body text, and from where to where the article reaches."""

    #: 0 to 1 for each segment.
    scores: list[float]
    #: First and last segment of the estimated article region, inclusive; (0, -1) when there is none.
    first: int
    last: int

    def inside(self, index: int) -> bool:
        """Whether a segment stands in the estimated region."""
        return self.first <= index <= self.last


def lay_out(page: Page, found: Walk, meta: Metadata) -> Layout:
    """Score the segments of a page that has any; page is made of the walk."""
    forests = shipped_forests("body")
    doubtful, declared = np.flatnonzero(~plainly_links(page)), declare(meta)
    first = features(page, found, declared, doubtful)
    scores = np.zeros(page.n)
    scores[doubtful] = forests["first"](first)
    second = np.concatenate([first, run_columns(page, scores, doubtful)], dtype=np.float32, casting="unsafe")
    scores[doubtful] = forests["second"](second)
    if declared.kind == NEWS:
        scores = np.where(page.level > 0, scores, _stricter(scores))
    body = np.flatnonzero(scores > BODY)
    start, end = (int(body[0]), int(body[-1])) if len(body) else (0, -1)
    return Layout(scores.tolist(), start, end)


def _stricter(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Scores in their order, with BODY where _NEWS_BODY was."""
    low, high = scores * (BODY / _NEWS_BODY), 1 - (1 - scores) * ((1 - BODY) / (1 - _NEWS_BODY))
    return np.where(scores < _NEWS_BODY, low, high)


def plainly_links(page: Page) -> npt.NDArray[np.bool_]:
    """Short links that stand alone: entries of menus and lists, half of most pages, never looked at closely."""
    short: npt.NDArray[np.bool_] = (page.links > 0.95) & (page.length < 50) & (page.level == 0)
    return short
