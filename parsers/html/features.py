"""What the scorer knows of each segment: columns of numbers, all segments of a page at once.

Takes the walk and what the page declares; returns one row of numbers a fact.  The numbers are about length,
links, marks, tags, class words, containers, neighbours, place and repetition; none is about one site or one language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from parsers.html import tags
from parsers.html.letters import KINDS, Floats, Letters
from parsers.html.walk import Walk

Ints = npt.NDArray[np.int64]

#: A segment of this many characters without links reads like a paragraph.
LONG: Final = 80

_TAGS: Final = ("p", "div", "li", "td", "tr", "h1", "h2", "h3", "h4", "section", "article", "blockquote", "dd", "span")
_OFFSETS: Final = (-3, -2, -1, 1, 2, 3)
_LEVELS: Final = 5


_TAG_NUMBER: Final = {tag: number for number, tag in enumerate(_TAGS)}
#: Numbers of all bits, and the places of neighbours, one below the other.
_BITS: Final = np.arange(tags.BITS)[:, None]
_STEPS: Final = np.array(_OFFSETS)[:, None]

_SHARES: Final = ("upper", "digit", "quote", "mark", "space")
_SHOWN: Final = ("length", "links", "last_sign", "level", "is_prose", "same_box", "same_parent")

_LOGS: Final = [KINDS.index(kind) for kind in ("comma", "stop", "space")]
_SHARE_KINDS: Final = [KINDS.index(kind) for kind in _SHARES]

NAMES: Final = (
    *("length", "links", "bold", "commas", "stops", "spaces"),
    *(f"{kind}_share" for kind in _SHARES),
    *("last_sign", "first_sign", "tag", "depth", "level", "list_depth"),
    *(f"in_{name}" for name in tags.BIT_NAMES),
    *(f"near_{name}" for name in tags.BIT_NAMES[tags.FIRST_WORD :]),
    *(f"box_{i}_{what}" for i in range(_LEVELS) for what in ("part", "prose_share", "links", "segments")),
    *("alike", "alike_part", "alike_length", "alike_links", "alike_next"),
    *("place", "from_top", "from_bottom", "since_headline", "prose_before", "from_centre", "prose_of_page", "headings"),
    *("repeats", "is_headline", "is_description", "in_declared_body", "declared_kind"),
    *(f"{what}{offset:+d}" for offset in _OFFSETS for what in _SHOWN),
    *("prose_around", "links_around"),
)

#: Characters that a declared text is looked up by; longer ones are cut or spelt in other ways further on.
KEY: Final = 16


@dataclass(frozen=True, slots=True)
class Declared:
    """What the page declares about itself, white space collapsed; texts by their first KEY characters."""

    headlines: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    #: All of the article's text, or "".
    body: str = ""
    #: 2: news, 1: another kind of article, 0: not said.
    kind: int = 0


class Page:
    """The columns of one page that others are made of."""

    def __init__(self, found: Walk) -> None:
        boxes, segments = found.boxes, found.segments
        self.n = len(segments)
        self.letters = Letters([s.text for s in segments])
        self.counts = self.letters.counts()
        self.row = np.array(found.box)
        self.parent = np.array(boxes.parent)
        self.first, self.end = np.array(boxes.first), np.array(boxes.end)
        self.bits = np.array(boxes.bits, dtype=np.int64)[self.row]
        dense = self.counts[:, KINDS.index("dense")]
        #: Length as an alphabet would write it.
        self.length = self.letters.lengths + 1.5 * dense
        self.links = np.minimum(np.array(found.linked) / self.letters.lengths, 1.0)
        self.bold = np.minimum(np.array(found.bold) / self.letters.lengths, 1.0)
        self.prose = np.where(self.length >= LONG, self.length * (1 - self.links), 0.0)
        self.level = np.array([s.level for s in segments])

        #: Rows of the segments' boxes, of their parents, and so on.
        self.ancestors = np.empty((_LEVELS, self.n), dtype=np.intp)
        self.ancestors[0] = self.row
        for level in range(1, _LEVELS):
            self.ancestors[level] = self.parent[self.ancestors[level - 1]]
        #: A number for each kind of element (tag, names, parent's names) that a segment stands in.
        self.alike = _alike_kinds(found, self.row, self.parent)


def _alike_kinds(found: Walk, row: Ints, parent: Ints) -> Ints:
    names: dict[tuple[str, str], int] = {}
    boxes = found.boxes
    ids = np.array([names.setdefault(key, len(names)) for key in zip(boxes.tag, boxes.names)])
    kinds: Ints = np.unique(ids[row] * len(names) + ids[parent[row]], return_inverse=True)[1]
    return kinds


def features(page: Page, found: Walk, declared: Declared) -> Floats:
    """The numbers for a page with at least one segment: a row for each of NAMES, a place in it for each segment."""
    blocks = [
        _text(page),
        *_markup(page, found),
        _containers(page),
        _alike(page),
        _place(page),
        _known(found, declared),
        *_neighbours(page),
    ]
    return np.concatenate(blocks, dtype=np.float32, casting="unsafe")


def _text(page: Page) -> Any:
    logs = np.log1p(page.counts[:, _LOGS])
    shares = page.counts[:, _SHARE_KINDS] / np.maximum(page.letters.lengths, 1)[:, None]
    rows = [np.log1p(page.length), page.links, page.bold, *logs.T, *shares.T, page.letters.last, page.letters.first]
    return np.array(rows)


def _markup(page: Page, found: Walk) -> list[Any]:
    own = np.array([_TAG_NUMBER.get(tag, len(_TAGS)) for tag in found.boxes.tag])[page.row]
    depth = np.array(found.boxes.depth)[page.row]
    near = np.array(found.boxes.own, dtype=np.int64)
    near = (near | near[page.parent])[page.row]
    bits = (page.bits >> _BITS) & 1
    closer = (near >> _BITS[tags.FIRST_WORD :]) & 1
    lists = np.array([s.list_depth for s in found.segments])
    return [np.array([own, depth, page.level, lists]), bits, closer]


def _containers(page: Page) -> Any:
    """How much prose, link text and how many segments the boxes around a segment hold."""
    total = max(float(page.prose.sum()), 1.0)
    prose, links, length = (
        np.concatenate(([0.0], np.cumsum(x))) for x in (page.prose, page.links * page.length, page.length)
    )
    first, end = page.first[page.ancestors], page.end[page.ancestors]
    inside = prose[end] - prose[first]
    size = np.maximum(length[end] - length[first], 1.0)
    parts = [inside / total, inside / size, (links[end] - links[first]) / size, np.log1p(end - first)]
    return np.stack(parts, axis=1).reshape(-1, page.n)


def _alike(page: Page) -> Any:
    """What the segments in the same kind of element (tag, class, parent's class) are like."""
    group = page.alike
    count = np.bincount(group)
    following = np.append(page.prose[1:], 0.0)
    means = [np.bincount(group, weights=x) / count for x in (np.log1p(page.length), page.links, following)]
    prose = np.bincount(group, weights=page.prose) / max(float(page.prose.sum()), 1.0)
    return np.array([np.log1p(count), prose, *means])[:, group]


def _place(page: Page) -> Any:
    index = np.arange(page.n)
    heads = np.flatnonzero(page.level == 1)
    head = int(heads[0]) if len(heads) else -1
    before = np.cumsum(page.prose) - page.prose
    total = max(float(page.prose.sum()), 1.0)
    centre = float((index * page.prose).sum()) / total
    since = index - head if head >= 0 else np.full(page.n, -999)
    headings = np.cumsum(page.level > 0)
    rows = [
        index / page.n,
        np.log1p(index),
        np.log1p(page.n - index),
        np.clip(since, -100, 300),
        before / total,
        index - centre,
        np.full(page.n, np.log1p(total)),
        headings,
    ]
    return np.array(rows)


def _known(found: Walk, declared: Declared) -> Any:
    """Whether a text stands more than once, and whether the page declares it."""
    texts = [s.text for s in found.segments]
    seen = Counter(texts)
    whole = declared.body
    body = [(text[5:60] in whole) if len(text) > 30 else 0.5 for text in texts] if whole else [-1.0] * len(texts)
    known = np.zeros((5, len(texts)))
    known[0] = [seen[text] for text in texts]
    for row, those in ((1, declared.headlines), (2, declared.descriptions)):
        known[row] = [text[:KEY] in those and _declares(those, text) for text in texts]
    known[3] = body
    known[4] = declared.kind
    return known


def _declares(known: Mapping[str, str], text: str) -> bool:
    """Whether a text is the most of the declared one that begins as it does."""
    return len(text) > 0.5 * min(len(known[text[:KEY]]), 180)


def _neighbours(page: Page) -> list[Any]:
    """Length, links, tag and closeness of the segments before and after."""
    at = np.clip(np.arange(page.n) + _STEPS, 0, page.n - 1)
    shown = np.array([np.log1p(page.length), page.links, page.letters.last, page.level, page.prose > 0])[:, at]
    parent = page.parent[page.row]
    close = np.array([page.row[at] == page.row, parent[at] == parent])
    beside = np.concatenate([shown, close]).transpose(1, 0, 2).reshape(-1, page.n)
    return [beside, np.array([_around(page.prose), _around(page.links)])]


def _around(values: Any, reach: int = 4) -> Any:
    """Sum over the segments up to some places before and after."""
    sums = np.concatenate(([0.0], np.cumsum(values)))
    index = np.arange(len(values))
    return sums[np.minimum(index + reach + 1, len(values))] - sums[np.maximum(index - reach, 0)]
