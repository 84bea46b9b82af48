"""What the scorer knows of each segment: columns of numbers, all segments of a page at once.

Takes the walk and what the page declares; returns one row of numbers a fact.  The numbers are about length,
links, marks, tags, class words, containers, neighbours, place and repetition; none is about one site or one language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
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


_SHARES: Final = ("upper", "digit", "quote", "mark", "space")
_SHOWN: Final = ("length", "links", "last_sign", "level", "is_prose", "same_box", "same_parent")

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
        self.parent = np.maximum(np.array(boxes.parent), 0)
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
        self.ancestors = [self.row]
        for _ in range(_LEVELS - 1):
            self.ancestors.append(self.parent[self.ancestors[-1]])
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
    columns = [
        *_text(page),
        *_markup(page, found),
        *_containers(page),
        *_alike(page),
        *_place(page),
        *_known(found, declared),
    ]
    columns += _neighbours(page, columns)
    return np.array(columns, dtype=np.float32)


def _text(page: Page) -> list[Any]:
    share = page.counts / np.maximum(page.letters.lengths, 1)[:, None]
    return [
        np.log1p(page.length),
        page.links,
        page.bold,
        np.log1p(page.counts[:, KINDS.index("comma")]),
        np.log1p(page.counts[:, KINDS.index("stop")]),
        np.log1p(page.counts[:, KINDS.index("space")]),
        *(share[:, KINDS.index(kind)] for kind in _SHARES),
        page.letters.last,
        page.letters.first,
    ]


def _markup(page: Page, found: Walk) -> list[Any]:
    own = np.array([_TAGS.index(tag) if tag in _TAGS else len(_TAGS) for tag in found.boxes.tag])[page.row]
    depth = np.array(found.boxes.depth)[page.row]
    near = np.array(found.boxes.own, dtype=np.int64)
    near = (near | near[page.parent])[page.row]
    bits = [(page.bits >> bit) & 1 for bit in range(tags.BITS)]
    closer = [(near >> bit) & 1 for bit in range(tags.FIRST_WORD, tags.BITS)]
    lists = np.array([s.list_depth for s in found.segments])
    return [own, depth, page.level, lists, *bits, *closer]


def _containers(page: Page) -> list[Any]:
    """How much prose, link text and how many segments the boxes around a segment hold."""
    total = max(float(page.prose.sum()), 1.0)
    prose, links, length = (
        np.concatenate(([0.0], np.cumsum(x))) for x in (page.prose, page.links * page.length, page.length)
    )
    columns: list[Any] = []
    for rows in page.ancestors:
        first, end = page.first[rows], page.end[rows]
        inside = prose[end] - prose[first]
        size = np.maximum(length[end] - length[first], 1.0)
        count = end - first
        columns += [inside / total, inside / size, (links[end] - links[first]) / size, np.log1p(count)]
    return columns


def _alike(page: Page) -> list[Any]:
    """What the segments in the same kind of element (tag, class, parent's class) are like."""
    group = page.alike
    count = np.bincount(group)
    following = np.append(page.prose[1:], 0.0)
    means = [np.bincount(group, weights=x) / count for x in (np.log1p(page.length), page.links, following)]
    prose = np.bincount(group, weights=page.prose) / max(float(page.prose.sum()), 1.0)
    return [np.log1p(count)[group], prose[group], *(mean[group] for mean in means)]


def _place(page: Page) -> list[Any]:
    index = np.arange(page.n)
    heads = np.flatnonzero(page.level == 1)
    head = int(heads[0]) if len(heads) else -1
    before = np.cumsum(page.prose) - page.prose
    total = max(float(page.prose.sum()), 1.0)
    centre = float((index * page.prose).sum()) / total
    since = index - head if head >= 0 else np.full(page.n, -999)
    headings = np.cumsum(page.level > 0)
    return [
        index / page.n,
        np.log1p(index),
        np.log1p(page.n - index),
        np.clip(since, -100, 300),
        before / total,
        index - centre,
        np.log1p(np.full(page.n, total)),
        headings,
    ]


def _known(found: Walk, declared: Declared) -> list[Any]:
    """Whether a text stands more than once, and whether the page declares it."""
    texts = [s.text for s in found.segments]
    seen = Counter(texts)
    repeats = np.array([seen[text] for text in texts])
    headline = np.array([_declares(declared.headlines, text) for text in texts])
    description = np.array([_declares(declared.descriptions, text) for text in texts])
    whole = declared.body
    body = [(text[5:60] in whole) if len(text) > 30 else 0.5 for text in texts] if whole else [-1.0] * len(texts)
    return [repeats, headline, description, np.array(body, dtype=float), np.full(len(texts), declared.kind)]


def _declares(known: Mapping[str, str], text: str) -> bool:
    """Whether a text, or the most of it, is one of the declared ones, which are keyed by how they begin."""
    start = text[:KEY]
    return start in known and len(text) > 0.5 * min(len(known[start]), 180)


def _neighbours(page: Page, columns: Sequence[Any]) -> list[Any]:
    """Length, links, tag and closeness of the segments before and after."""
    shown = [columns[0], page.links, page.letters.last, page.level, page.prose > 0]
    result: list[Any] = []
    for offset in _OFFSETS:
        at = np.clip(np.arange(page.n) + offset, 0, page.n - 1)
        result += [column[at] for column in shown]
        result += [page.row[at] == page.row, page.parent[page.row[at]] == page.parent[page.row]]
    return [*result, _around(page.prose), _around(page.links)]


def _around(values: Any, reach: int = 4) -> Any:
    """Sum over the segments up to some places before and after."""
    sums = np.concatenate(([0.0], np.cumsum(values)))
    index = np.arange(len(values))
    return sums[np.minimum(index + reach + 1, len(values))] - sums[np.maximum(index - reach, 0)]
