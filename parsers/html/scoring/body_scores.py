"""Estimates where the article is on the page: a score for each segment, and the first and last segment of the article.

`page` is the Page (facts about each segment, in columns of numbers), `found` its Walk (segments and boxes); returns a
Layout.  `scores` has a number from 0 to 1 for each segment, `looked` the segments that are scored at all.  Modules that
find fields and captions use the Layout as evidence, and `parsers.html.body.label_body` labels segments with its help;
no label is given here.  A doubtful segment scores a little too low for body.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from parsers.boosted_trees import BoostedTrees, shipped_models
from parsers.html.markup import tag_facts
from parsers.html.markup.walked import Walk
from parsers.html.metadata import Metadata
from parsers.html.scoring import neighbour_scores
from parsers.html.scoring.declared_text import declare
from parsers.html.scoring.features import NAMES, NEWS, Declared, Looked, Page, features
from parsers.segments import BODY

#: A probability (0 to 1) for each segment of a page, that it is body text.
Scores = npt.NDArray[np.float64]

#: Names of the models' inputs, in order; the first model does not use the last ones.
_COLUMNS: Final = (*NAMES, *neighbour_scores.NAMES)

# All limits below are scores from 0 to 1 and were chosen on labelled pages.

#: The score from which a segment counts as body.  It is low because a little doubt should not drop text.  On pages that
#: declare news, text other than headings needs _NEWS_TEXT: there, teasers and notes resemble paragraphs more closely.
_ENOUGH: Final = 0.4
_NEWS_TEXT: Final = 0.6

#: An article may begin with a heading that scores more than this.
_SURE_HEADING: Final = 0.58

#: A list between two body paragraphs is body too, if its items score more than _DOUBTFUL on average and less than
#: _LINKED of their text (a share) is links.  Its items then score _JUST_BODY, a little more than the limit of body.
_DOUBTFUL: Final = 0.2
_LINKED: Final = 0.3
_JUST_BODY: Final = 0.51

#: On an article page without any body, the best prose is body if it scores more than _FAINT, together with all text
#: that scores at least _NEARLY (a share) of that best score.
_FAINT: Final = 0.3
_NEARLY: Final = 0.9

#: Entries of menus have more than _ALL_LINK (a share) of their text in links and fewer than _ENTRY characters; they are
#: not scored.  The models were trained without them.  Chosen by hand.
_ALL_LINK: Final = 0.95
_ENTRY: Final = 50


@dataclass(frozen=True, slots=True)
class Layout:
    """How likely each segment is body text, and which segments the article spans."""

    #: For each segment, the score from 0 to 1 that it is body text.
    scores: list[float]
    #: First and last segment of the estimated article region, inclusive; (0, -1) when there is none.
    first: int
    last: int

    def inside(self, index: int) -> bool:
        """Whether the segment with this index is in the estimated article region."""
        return self.first <= index <= self.last


def models() -> dict[str, BoostedTrees]:
    """Load the two models that score segments, "first" and "second".

    Raises WrongModel when they were trained with other inputs.
    """
    return shipped_models("body", _COLUMNS)


def lay_out(page: Page, found: Walk, meta: Metadata) -> Layout:
    """Score all segments of a page and find the region of the article.

    `page` must be made from `found` and have at least one segment.
    """
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
    """Make the Layout for these scores; the region spans the first to the last body segment."""
    body = scores > BODY
    # The headline scores much like the headings below it, so a heading must score more to begin the region.
    begins = (body & ((page.level == 0) | ((page.level > 1) & (scores > _SURE_HEADING)))).nonzero()[0]
    inside = body.nonzero()[0]
    if not len(inside):
        return Layout(scores.tolist(), 0, -1)
    return Layout(scores.tolist(), int((begins if len(begins) else inside)[0]), int(inside[-1]))


def sure_of_body(page: Page, layout: Layout) -> Layout:
    """Return the Layout of a page known to be an article: if no segment scores as body, the best prose becomes body."""
    if layout.last >= 0:
        return layout
    scores = np.array(layout.scores)
    best = float(scores[page.prose > 0].max(initial=0.0))
    return layout_of(page, _moved(scores, _NEARLY * best)) if best > _FAINT else layout


def settled(page: Page, scores: Scores, declared: Declared) -> Scores:
    """Return the final scores: those of the second model, rescaled so that a score above BODY means body text.

    On a page that declares a news article, text other than headings needs a higher score than elsewhere: there, teasers
    and notes resemble paragraphs more closely.
    """
    enough = _moved(scores, _ENOUGH)
    return enough if declared.kind != NEWS else np.where(page.level == 0, _moved(scores, _NEWS_TEXT), enough)


def _moved(scores: Scores, limit: float) -> Scores:
    """Rescale scores so that `limit` becomes BODY; 0, 1 and the order of the scores stay."""
    low, high = scores * (BODY / limit), 1 - (1 - scores) * ((1 - BODY) / (1 - limit))
    return np.where(scores < limit, low, high)


def _keep_lists(page: Page, found: Walk, scores: Scores) -> None:
    """Raise the scores of doubtful lists between two body paragraphs of the same box, so that they count as body.

    `scores` is changed in place.
    """
    segments, end = found.segments, 0
    for doubtful in ((scores > _DOUBTFUL) & (scores <= BODY)).nonzero()[0].tolist():
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
    """Whether list items (a slice of the segments) may be body: few links, and a high enough average score."""
    return bool(page.links[items].mean() < _LINKED and scores[items].mean() > _DOUBTFUL)


def _within_body(page: Page, scores: Scores, first: int, end: int) -> bool:
    """Whether the segments `first` to `end` - 1, a list, stand in the body.

    They do if the segments before and after them are body text in boxes with one parent.
    """
    if not (first and end < page.n and min(scores[first - 1], scores[end]) > BODY):
        return False
    return bool(page.parent[page.row[first - 1]] == page.parent[page.row[end]])


def looked_at(page: Page) -> npt.NDArray[np.int64]:
    """Return the indices of the segments that are scored; all others cannot be body and score 0.

    Left out are short segments that are all link (entries of menus, half of most pages) and text in footers, except the
    footer of a quotation, which names the speaker.
    """
    links = (page.links > _ALL_LINK) & (page.length < _ENTRY) & (page.level == 0)
    footer = (page.bits & (tag_facts.FOOTER | tag_facts.QUOTE)) == tag_facts.FOOTER
    return np.flatnonzero(~(links | footer))
