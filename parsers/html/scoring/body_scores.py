"""Where the article stands on the page: a score for each segment and a first estimate of the region.

Takes the walk and the metadata; returns a Layout, which the readers of fields and captions use as evidence and
`parsers.html.body.label_body` decides with.  Scores are about body text; it labels nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from parsers.html.markup import tag_facts
from parsers.html.markup.walked import Walk
from parsers.html.metadata import Metadata
from parsers.html.scoring import neighbour_scores
from parsers.html.scoring.boosted_trees import BoostedTrees, shipped_models
from parsers.html.scoring.declared_text import declare
from parsers.html.scoring.features import NAMES, NEWS, Declared, Looked, Page, features
from parsers.segments import BODY

Scores = npt.NDArray[np.float64]

#: What the scorers are asked by; the first look leaves the last ones unasked.
_COLUMNS: Final = (*NAMES, *neighbour_scores.NAMES)

#: Scores that make body: a little doubt is no reason to leave something out, but on pages that declare news, which are
#: tidier than the web at large, what stands beside the paragraphs is more like them.
_ENOUGH: Final = 0.4
_NEWS_TEXT: Final = 0.6

#: Headings that an article begins with score more than this.
_SURE_HEADING: Final = 0.58

#: Items of a list that score more, on the average, and have less link text are body where everything around is.
_DOUBTFUL: Final = 0.2
_LINKED: Final = 0.3
_JUST_BODY: Final = 0.51

#: On a page that is an article, the text that scores best is its body, if it scores more than this and anything does;
#: and so is what scores nearly as much.
_FAINT: Final = 0.3
_NEARLY: Final = 0.9


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


def models() -> dict[str, BoostedTrees]:
    """The scorers; raises WrongModel when they were made for other columns."""
    return shipped_models("body", _COLUMNS)


def lay_out(page: Page, found: Walk, meta: Metadata) -> Layout:
    """Score the segments of a page that has any; page is made of the walk."""
    forests, declared = models(), declare(meta)
    looked = Looked(page, looked_at(page))
    columns = np.empty((len(_COLUMNS), looked.n), dtype=np.float32)
    features(page, found, declared, looked, columns[: len(NAMES)])
    scores = np.zeros(page.n)
    scores[looked.index] = forests["first"](columns)
    neighbour_scores.run_columns(page, scores, looked, columns[len(NAMES) :])
    scores[looked.index] = forests["second"](columns)
    scores = settled(page, scores, declared)
    _keep_lists(page, found, scores)
    return layout_of(page, scores)


def layout_of(page: Page, scores: Scores) -> Layout:
    """The layout that a page's scores give."""
    body = scores > BODY
    # The headline looks much like the headings below it.
    begins = np.flatnonzero(body & ((page.level == 0) | ((page.level > 1) & (scores > _SURE_HEADING))))
    inside = np.flatnonzero(body)
    if not len(inside):
        return Layout(scores.tolist(), 0, -1)
    return Layout(scores.tolist(), int((begins if len(begins) else inside)[0]), int(inside[-1]))


def sure_of_body(page: Page, layout: Layout) -> Layout:
    """The layout of a page that is an article: the best of its text is body, however odd the page."""
    if layout.last >= 0:
        return layout
    scores = np.array(layout.scores)
    best = float(scores[page.prose > 0].max(initial=0.0))
    return layout_of(page, _moved(scores, _NEARLY * best)) if best > _FAINT else layout


def settled(page: Page, scores: Scores, declared: Declared) -> Scores:
    """Second scores moved so that BODY is what makes body on this kind of page."""
    enough = _moved(scores, _ENOUGH)
    return enough if declared.kind != NEWS else np.where(page.level == 0, _moved(scores, _NEWS_TEXT), enough)


def _moved(scores: Scores, limit: float) -> Scores:
    """Scores in their order, with BODY where the limit was."""
    low, high = scores * (BODY / limit), 1 - (1 - scores) * ((1 - BODY) / (1 - limit))
    return np.where(scores < limit, low, high)


def _keep_lists(page: Page, found: Walk, scores: Scores) -> None:
    """A list between two paragraphs of the body, in the box that holds them, is body when that is doubtful."""
    segments, end = found.segments, 0
    for doubtful in np.flatnonzero((scores > _DOUBTFUL) & (scores <= BODY)).tolist():
        if doubtful < end or not segments[doubtful].list_depth:
            continue
        first, end = doubtful, doubtful + 1
        while first and segments[first - 1].list_depth:
            first -= 1
        while end < page.n and segments[end].list_depth:
            end += 1
        items = slice(first, end)
        if _within_body(page, scores, first, end) and _may_be_body(page, scores, items):
            np.maximum(scores[items], _JUST_BODY, out=scores[items])


def _may_be_body(page: Page, scores: Scores, items: slice) -> bool:
    return bool(page.links[items].mean() < _LINKED and scores[items].mean() > _DOUBTFUL)


def _within_body(page: Page, scores: Scores, first: int, end: int) -> bool:
    """Whether body stands right before and after a stretch, in one box."""
    if not (first and end < page.n and min(scores[first - 1], scores[end]) > BODY):
        return False
    return bool(page.parent[page.row[first - 1]] == page.parent[page.row[end]])


def looked_at(page: Page) -> npt.NDArray[np.int64]:
    """The segments that may be body at all.

    Left out are short links that stand alone, which are entries of menus and lists and half of most pages, and what
    stands in a footer other than that of a quotation, which names the speaker.
    """
    links = (page.links > 0.95) & (page.length < 50) & (page.level == 0)
    footer = (page.bits & (tag_facts.FOOTER | tag_facts.QUOTE)) == tag_facts.FOOTER
    return np.flatnonzero(~(links | footer))
