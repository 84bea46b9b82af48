"""Where the article stands on the page: a score for each segment and a first estimate of the region.

Takes the walk and the metadata; returns a Layout, which the readers of fields and captions use as evidence and
`parsers.html.body` decides with.  Scores are about body text; it labels nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from parsers.html import runs
from parsers.html.declared import declare
from parsers.html.features import NAMES, NEWS, Declared, Looked, Page, features
from parsers.html.forest import shipped_forests
from parsers.html.metadata import Metadata
from parsers.html.walk import Walk

Scores = npt.NDArray[np.float64]

#: Segments that score more are body, as far as scores can say.
BODY: Final = 0.5

#: Scores that make text body, headings aside, on pages that declare news and on others: the former are tidier than the
#: web at large, and what stands beside their text is more like it.
_NEWS_BODY: Final = 0.6
_WEB_BODY: Final = 0.4


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
    forests, declared = shipped_forests("body"), declare(meta)
    looked = Looked(page, np.flatnonzero(~plainly_links(page)))
    columns = np.empty((len(NAMES) + len(runs.NAMES), looked.n), dtype=np.float32)
    features(page, found, declared, looked, columns[: len(NAMES)])
    scores = np.zeros(page.n)
    scores[looked.index] = forests["first"](columns)
    runs.run_columns(page, scores, looked, columns[len(NAMES) :])
    scores[looked.index] = forests["second"](columns)
    return layout_of(page, scores, declared)


def layout_of(page: Page, scores: Scores, declared: Declared) -> Layout:
    """What the second scores of a page's segments say."""
    limit = _NEWS_BODY if declared.kind == NEWS else _WEB_BODY
    scores = np.where(page.level > 0, scores, _moved(scores, limit))
    body = np.flatnonzero(scores > BODY)
    first, last = (int(body[0]), int(body[-1])) if len(body) else (0, -1)
    return Layout(scores.tolist(), first, last)


def _moved(scores: Scores, limit: float) -> Scores:
    """Scores in their order, with BODY where the limit was."""
    low, high = scores * (BODY / limit), 1 - (1 - scores) * ((1 - BODY) / (1 - limit))
    return np.where(scores < limit, low, high)


def plainly_links(page: Page) -> npt.NDArray[np.bool_]:
    """Short links that stand alone: entries of menus and lists, half of most pages, never looked at closely."""
    short: npt.NDArray[np.bool_] = (page.links > 0.95) & (page.length < 50) & (page.level == 0)
    return short
