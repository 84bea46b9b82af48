"""Estimates how likely the extracted body is right, from the scores, the cuts and what the page declares.

`page` is the Page (facts about each segment, in columns of numbers), `found` its Walk (segments), `scores` those of its
Layout, `labels` the final labels of an article; gives one number from 0 to 1.  It says nothing about the other fields.
The model was trained on pages that the models of the body had not been trained on.  Its inputs are numbers: amounts are
given as logarithms, shares as numbers from 0 to 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np

from parsers.boosted_trees import BoostedTrees, shipped_models
from parsers.folding import key
from parsers.html.markup.walked import Walk
from parsers.html.metadata import Metadata
from parsers.html.scoring.declared_text import declare
from parsers.html.scoring.features import LONG, MANY, Page, told_in
from parsers.html.scoring.neighbour_scores import Floats
from parsers.segments import BLOCK_LABELS, BODY, HEADLINE, LIST_ITEM, QUOTE, STANDFIRST, SUBHEAD, TABLE, Labels

#: A body is right if its F1 of word 4-grams with the expected text is at least this.
RIGHT: Final = 0.9
#: The quality of a body that was taken though no text scored like one.
LOW: Final = 0.2
#: The quality of a body that was not read from the printed page, for which nothing was learned.
UNKNOWN: Final = 0.5

#: The value of a column that does not apply to the page.
_NONE: Final = -1.0
#: Ratios to a declared length are cut to this.
_MOST: Final = 3.0
#: Segments; larger distances between headline and body are cut to this.
_FAR: Final = 60
#: Characters; a longer piece of prose that was cut counts as long as this.  Chosen by hand.
_LONG_PIECE: Final = 1000.0
#: Leading letters of a description that the body's beginning is compared with.  Chosen by hand.
_BEGINNING: Final = 40
#: Scores (0 to 1) between which text is in doubt.  Chosen by hand; the model was trained with these.
_DOUBTFUL: Final = (0.2, 0.8)
#: Words; a smaller declared number is not believed.  Chosen by hand.
_FEWEST_WORDS: Final = 20

#: Kinds of blocks whose share of the body is an input.
_KINDS: Final = (SUBHEAD, QUOTE, LIST_ITEM, TABLE)

#: Names of the model's inputs, in the order of quality_row.
NAMES: Final = (
    *("body", "blocks", "body_of_page", "body_of_prose", "block_length", "shortest_long", "links"),
    *("mean_score", "low_score", "precision", "recall", "doubt", "undecided", "high_left_out"),
    *("cut_inside", "longest_cut", "gaps", "longest_outside", "prose_before", "prose_after"),
    *("place", "from_headline", "has_headline", "has_standfirst", "headline_inside"),
    *("boxes", "largest_box", "kinds", "largest_kind", "repeats"),
    *(f"share_{kind}" for kind in _KINDS),
    *("declared_kind", "of_declared", "in_declared", "of_word_count", "is_described", "times", "segments"),
)


def quality_of(page: Page, found: Walk, scores: Floats, labels: Labels, meta: Metadata) -> float:
    """Estimate how likely (0 to 1) the segments labelled as body are the article's body."""
    row = quality_row(page, found, scores, labels, meta)
    return round(float(models()["right"](np.array([row], dtype=np.float32).T)[0]), 3)


def models() -> dict[str, BoostedTrees]:
    """Load the model that judges a body, under the name "right".

    Raises WrongModel when it was trained with other inputs than NAMES.
    """
    return shipped_models("quality", NAMES)


def quality_row(page: Page, found: Walk, scores: Floats, labels: Labels, meta: Metadata) -> list[float]:
    """Compute the model's inputs for one article, in the order of NAMES; some segment must be labelled as body."""
    body = _body(page, labels)
    return [
        *_amounts(page, body),
        *_doubts(page, scores, body),
        *_cuts(page, body),
        *_place(page, labels, body),
        *_unity(page, labels, body),
        *_declared(body, meta),
        math.log1p(page.n),
    ]


@dataclass(frozen=True, slots=True)
class _Body:
    """The body of an article: its blocks, which are the segments that are labelled as body text."""

    #: For each segment of the page, whether it is a block.
    kept: Any
    #: The indices of the blocks, their texts and lengths (`Page.length`), and the sum of these.
    at: list[int]
    texts: list[str]
    lengths: Floats
    own: float


def _body(page: Page, labels: Labels) -> _Body:
    """Collect the segments that are labelled as body text."""
    at = [index for index, label in enumerate(labels.of) if label in BLOCK_LABELS]
    kept = np.zeros(page.n, dtype=bool)
    kept[at] = True
    lengths = page.length.take(at)
    return _Body(kept, at, [labels.segments[index].text for index in at], lengths, float(lengths.sum()))


def _amounts(page: Page, body: _Body) -> list[float]:
    """Compute "body" to "links": how much text is body, how much of the page that is, how long the blocks are."""
    lengths, own, whole = body.lengths, body.own, max(float(page.length.sum()), 1.0)
    long = lengths[lengths >= LONG]
    return [
        math.log1p(min(own, MANY)),
        math.log1p(min(len(lengths), 1000)),
        own / whole,
        float(page.prose.take(body.at).sum()) / page.prose_of_page,
        own / len(lengths),
        float(long.min()) if len(long) else _NONE,
        float(page.links.take(body.at) @ lengths) / max(own, 1.0),
    ]


def _doubts(page: Page, scores: Floats, body: _Body) -> list[float]:
    """Compute "mean_score" to "high_left_out": how far the scores agree with what was taken as body.

    If scores are probabilities, "precision" is how much of the body is likely right, and "recall" how much of the text
    that is likely body was taken.
    """
    weight, own = page.length, max(body.own, 1.0)
    mass = max(float(weight @ scores), 1.0)
    of_body = scores.take(body.at)
    likely = float(body.lengths @ of_body)
    return [
        float(of_body.mean()),
        sorted(of_body.tolist())[len(of_body) // 10],
        likely / own,
        likely / mass,
        float(weight @ (scores * (1 - scores))) / mass,
        float(weight[(scores > _DOUBTFUL[0]) & (scores < _DOUBTFUL[1])].sum()) / own,
        min(float(weight[(scores > BODY) & ~body.kept].sum()) / own, _MOST),
    ]


def _cuts(page: Page, body: _Body) -> list[float]:
    """Compute "cut_inside" to "prose_after": how much prose was cut between the blocks, or is above and below them."""
    own, at = max(body.own, 1.0), body.at
    first, last = at[0], at[-1]
    outside = np.where(body.kept, 0.0, page.prose)
    cut = outside[first : last + 1]
    return [
        min(float(cut.sum()) / own, _MOST),
        min(float(cut.max()), _LONG_PIECE),
        sum(below - above > 1 for above, below in pairwise(at)) / len(at),
        min(float(outside.max()), _LONG_PIECE),
        min(float(outside[:first].sum()) / own, _MOST),
        min(float(outside[last + 1 :].sum()) / own, _MOST),
    ]


def _place(page: Page, labels: Labels, body: _Body) -> list[float]:
    """Compute "place" to "headline_inside": where the body begins, on the page and from the headline."""
    first, last = body.at[0], body.at[-1]
    head = labels.of.index(HEADLINE) if HEADLINE in labels.of else None
    return [
        float(page.length[:first].sum()) / max(float(page.length.sum()), 1.0),
        float(max(min(first - head, _FAR), -_FAR)) if head is not None else _NONE,
        float(head is not None),
        float(STANDFIRST in labels.of),
        float(any(first < index <= last for index in (page.level == 1).nonzero()[0].tolist())),
    ]


def _unity(page: Page, labels: Labels, body: _Body) -> list[float]:
    """Compute "boxes" to "share_...": whether the body is in one box and one kind of element, or spread over many.

    These inputs are the number of boxes and the share of the body in the largest one, the same for kinds of elements,
    the share of repeated texts, and the share of each kind of block in _KINDS.
    """
    own, lengths = max(body.own, 1.0), body.lengths.tolist()
    of_kind = dict.fromkeys(_KINDS, 0)
    for index, text in zip(body.at, body.texts):
        if (label := labels.of[index]) in of_kind:
            of_kind[label] += len(text)
    row: list[float] = []
    # Plain dictionaries: bodies have some dozens of blocks, too few for NumPy to be faster.
    for groups in (page.parent.take(page.row.take(body.at)), page.alike.take(body.at)):
        sums: dict[int, float] = {}
        for group, length in zip(groups.tolist(), lengths):
            sums[group] = sums.get(group, 0.0) + length
        row += [math.log1p(len(sums)), max(sums.values()) / own]
    repeats = 1 - len(set(body.texts)) / len(body.texts)
    return [*row, repeats, *(min(length / own, 1.0) for length in of_kind.values())]


def _declared(body: _Body, meta: Metadata) -> list[float]:
    """Compute "declared_kind" to "times": how well the body agrees with the declared text, length and description."""
    declared, texts = declare(meta), body.texts
    own = sum(map(len, texts))
    told = told_in(declared.body, texts) if declared.body else ()
    inside = sum(len(text) for text, is_told in zip(texts, told) if is_told)
    start = key("".join(texts[:3]))
    described = [key(text)[:_BEGINNING] for text in declared.descriptions.values()]
    return [
        float(declared.kind),
        min(own / len(declared.body), _MOST) if declared.body else _NONE,
        inside / max(own, 1) if declared.body else _NONE,
        _of_word_count(texts, meta),
        float(any(text in start for text in described if text)) if described else _NONE,
        math.log1p(len(meta.times)),
    ]


def _of_word_count(texts: list[str], meta: Metadata) -> float:
    """Return the body's number of words as a share of the declared one; _NONE when none is declared."""
    try:
        words = float(str(meta.json_ld.article.get("wordCount")))
    except ValueError:
        return _NONE
    if not _FEWEST_WORDS <= words < math.inf:
        return _NONE
    return min(sum(text.count(" ") + 1 for text in texts) / words, _MOST)
