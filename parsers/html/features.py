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


#: What a page declares itself to be when it declares an article of news.
NEWS: Final = 2


@dataclass(frozen=True, slots=True)
class Declared:
    """What the page declares about itself, white space collapsed; texts by their first KEY characters."""

    headlines: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    #: All of the article's text, or "".
    body: str = ""
    #: NEWS, 1: another kind of article, 0: not said.
    kind: int = 0


class Page:
    """The columns of one page that others are made of."""

    def __init__(self, found: Walk) -> None:
        boxes, segments = found.boxes, found.segments
        self.n = len(segments)
        self.index = np.arange(self.n)
        self.letters = Letters([s.text for s in segments])
        self.counts = self.letters.counts()
        self.row = np.array(found.box)
        self.parent = np.array(boxes.parent)
        self.first, self.end = np.array(boxes.first), np.array(boxes.end)
        self.own = np.array(boxes.own, dtype=np.int64)
        self.bits = np.array(boxes.bits, dtype=np.int64)[self.row]
        lengths = self.letters.lengths
        #: Length as an alphabet would write it.
        self.length = lengths + 1.5 * self.counts[:, KINDS.index("dense")]
        self.logs = np.log1p(self.length)
        self.links = np.minimum(np.array(found.linked) / lengths, 1.0)
        self.bold = np.minimum(np.array(found.bold) / lengths, 1.0)
        self.prose = np.where(self.length >= LONG, self.length * (1 - self.links), 0.0)
        self.level = np.array([s.level for s in segments])
        #: Running sums, so that any stretch of the page is one subtraction.
        self.prose_until, self.links_until, self.length_until = (
            np.append(0.0, np.cumsum(x)) for x in (self.prose, self.links * self.length, self.length)
        )
        self.prose_of_page = max(float(self.prose_until[-1]), 1.0)
        #: Rows of the segments' boxes, of their parents, and so on.
        self.ancestors = np.empty((_LEVELS, self.n), dtype=np.intp)
        self.ancestors[0] = self.row
        for level in range(1, _LEVELS):
            self.ancestors[level] = self.parent[self.ancestors[level - 1]]
        #: A number for each kind of element (tag, names, parent's names) that a segment stands in.
        self.alike = _alike_kinds(found)


def _alike_kinds(found: Walk) -> Ints:
    boxes, kinds = found.boxes, dict[Any, int]()
    names = list(zip(boxes.tag, boxes.names))
    parent = boxes.parent
    return np.array([kinds.setdefault((names[row], names[parent[row]]), len(kinds)) for row in found.box])


def features(page: Page, found: Walk, declared: Declared, rows: Ints) -> Floats:
    """The numbers for some segments of a page: a row for each of NAMES, a place in it for each of the segments."""
    blocks = [
        _text(page, rows),
        *_markup(page, found, rows),
        _containers(page, rows),
        _alike(page, rows),
        _place(page, rows),
        _known(found, declared, rows),
        *_neighbours(page, rows),
    ]
    return np.concatenate(blocks, dtype=np.float32, casting="unsafe")


def _text(page: Page, rows: Ints) -> Any:
    counts, letters = page.counts[rows].T, page.letters
    shares = counts[_SHARE_KINDS] / letters.lengths[rows]
    shown = [page.logs[rows], page.links[rows], page.bold[rows]]
    signs = [letters.last[rows], letters.first[rows]]
    return np.concatenate([shown, np.log1p(counts[_LOGS]), shares, signs])


def _markup(page: Page, found: Walk, rows: Ints) -> list[Any]:
    boxes, segments = found.boxes, found.segments
    own = [_TAG_NUMBER.get(tag, len(_TAGS)) for tag in map(boxes.tag.__getitem__, page.row[rows].tolist())]
    box = page.row[rows]
    near = (page.own | page.own[page.parent])[box]
    bits = (page.bits[rows] >> _BITS) & 1
    closer = (near >> _BITS[tags.FIRST_WORD :]) & 1
    lists = [segments[row].list_depth for row in rows.tolist()]
    return [np.array([own, np.array(boxes.depth)[box], page.level[rows], lists]), bits, closer]


def _containers(page: Page, rows: Ints) -> Any:
    """How much prose, link text and how many segments the boxes around a segment hold."""
    ancestors = page.ancestors[:, rows]
    first, end = page.first[ancestors], page.end[ancestors]
    prose, links, length = (x[end] - x[first] for x in (page.prose_until, page.links_until, page.length_until))
    size = np.maximum(length, 1.0)
    parts = [prose / page.prose_of_page, prose / size, links / size, np.log1p(end - first)]
    return np.stack(parts, axis=1).reshape(-1, len(rows))


def _alike(page: Page, rows: Ints) -> Any:
    """What the segments in the same kind of element (tag, class, parent's class) are like."""
    group = page.alike
    count = np.bincount(group)
    following = np.append(page.prose[1:], 0.0)
    means = [np.bincount(group, weights=x) / count for x in (page.logs, page.links, following)]
    prose = np.bincount(group, weights=page.prose) / page.prose_of_page
    return np.array([np.log1p(count), prose, *means])[:, group[rows]]


def _place(page: Page, rows: Ints) -> Any:
    heads = np.flatnonzero(page.level == 1)
    head = int(heads[0]) if len(heads) else -1
    total = page.prose_of_page
    centre = float((page.index * page.prose).sum()) / total
    since = rows - head if head >= 0 else np.full(len(rows), -999)
    return np.array(
        [
            rows / page.n,
            np.log1p(rows),
            np.log1p(page.n - rows),
            np.clip(since, -100, 300),
            page.prose_until[rows] / total,
            rows - centre,
            np.full(len(rows), np.log1p(total)),
            np.cumsum(page.level > 0)[rows],
        ]
    )


def _known(found: Walk, declared: Declared, rows: Ints) -> Any:
    """Whether a text stands more than once, and whether the page declares it."""
    all_texts = [segment.text for segment in found.segments]
    seen = Counter(all_texts)
    texts = [all_texts[row] for row in rows.tolist()]
    whole = declared.body
    body = [(text[5:60] in whole) if len(text) > 30 else 0.5 for text in texts] if whole else [-1.0] * len(texts)
    headlines, descriptions = (
        [text[:KEY] in those and _declares(those, text) for text in texts]
        for those in (declared.headlines, declared.descriptions)
    )
    return np.array([[seen[text] for text in texts], headlines, descriptions, body, [declared.kind] * len(texts)])


def _declares(known: Mapping[str, str], text: str) -> bool:
    """Whether a text is the most of the declared one that begins as it does."""
    return len(text) > 0.5 * min(len(known[text[:KEY]]), 180)


def _neighbours(page: Page, rows: Ints) -> list[Any]:
    """Length, links, tag and closeness of the segments before and after."""
    at = np.clip(rows + _STEPS, 0, page.n - 1)
    shown = np.array([page.logs, page.links, page.letters.last, page.level, page.prose > 0])[:, at]
    parent = page.parent[page.row]
    close = np.array([page.row[at] == page.row[rows], parent[at] == parent[rows]])
    beside = np.concatenate([shown, close]).transpose(1, 0, 2).reshape(-1, len(rows))
    return [beside, np.array([_around(page.prose_until, rows), _around(np.append(0.0, np.cumsum(page.links)), rows)])]


def _around(until: Any, rows: Ints, reach: int = 4) -> Any:
    """Sum over the segments up to some places before and after; until holds the running sums."""
    return until[np.minimum(rows + reach + 1, len(until) - 1)] - until[np.maximum(rows - reach, 0)]
