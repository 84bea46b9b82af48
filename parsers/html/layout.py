"""Where the article stands on the page: a score for each segment and a first estimate of the region.

Takes the walk; returns a Layout, which the readers of fields and captions use as evidence and `parsers.body` decides
with.  Scores are about body text; it labels nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from parsers.html import tags
from parsers.html.walk import Walk

_AWAY = tags.NAV | tags.FOOTER | tags.FORM | tags.BUTTON | tags.HIDDEN | tags.COMMENT_WORD | tags.RELATED_WORD


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


def lay_out(found: Walk) -> Layout:
    """Score a page's segments."""
    lengths = np.array([len(s.text) for s in found.segments], dtype=float)
    shares = np.array([s.link_share for s in found.segments])
    bits = np.array([found.boxes.bits[row] for row in found.box], dtype=np.int64)
    scores = np.clip(lengths / 120, 0, 1) * (1 - shares)
    scores[(bits & _AWAY) > 0] *= 0.3
    body = np.flatnonzero(scores > 0.5)
    if not len(body):
        return Layout(scores.tolist(), 0, -1)
    return Layout(scores.tolist(), int(body[0]), int(body[-1]))
