"""The inputs of the body models: numbers about each segment, computed for all segments of a page at once.

Takes the Walk (the page's segments and boxes) and the declared texts; gives one row of numbers for each input.  They
describe length, links, punctuation, tags, class words, enclosing boxes, neighbours, position and repetition; none is
made for one site or one language.  `looked` has the segments that are scored (Looked), `out` is the array that a
function fills in; a stretch is a part of the page with the segment in it: an enclosing box, or a window of neighbours.
The models were trained with the constants here, so a changed constant calls for new training.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from parsers.html.markup import tag_facts
from parsers.html.markup.walked import Walk
from parsers.html.scoring.character_counts import KINDS, Floats, Letters

Ints = npt.NDArray[np.int64]

#: Characters; a segment of at least this length is prose, except for its links.
LONG: Final = 80

#: Number of enclosing boxes that are described for a segment: its own, its parent, and so on.
LEVELS: Final = 5
#: Windows with a segment in the middle, by the number of segments before and after it.
REACHES: Final = (5, 2, 12)
_BOXES: Final = tuple(f"box_{level}" for level in range(LEVELS))
#: Names of all stretches of the page with a segment in them: its enclosing boxes, then the windows.
STRETCHES: Final = (*_BOXES, *(f"within_{reach}" for reach in REACHES))
_REACHES: Final = np.array(REACHES)[:, None]

_TAGS: Final = ("p", "div", "li", "td", "tr", "h1", "h2", "h3", "h4", "section", "article", "blockquote", "dd", "span")
_TAG_NUMBER: Final = {tag: number for number, tag in enumerate(_TAGS)}

#: Offsets of a segment (0) and its neighbours; _STEPS has them as a column, _BESIDE leaves out the segment itself.
STEPS: Final = (-3, -2, -1, 0, 1, 2, 3)
_STEPS: Final = np.array(STEPS)[:, None]
_BESIDE: Final = (-3, -2, -1, 1, 2, 3)
_BESIDE_ROWS: Final = [STEPS.index(step) for step in _BESIDE]
#: Numbers of all bits, as a column.
_BITS: Final = np.arange(tag_facts.BITS)[:, None]

#: Kinds of characters that are given as a share of the length, and kinds given as the logarithm of their number.
_SHARES: Final = ("upper", "digit", "quote", "mark", "space")
_LOGS: Final = ("comma", "stop", "space")
#: Facts that are given for a segment and for its neighbours.
_SHOWN: Final = ("length", "links", "last_sign", "level", "is_prose")
_COUNTED: Final = [KINDS.index(kind) for kind in (*_SHARES, *_LOGS)]

#: Names of the inputs, in groups that are computed together.
_BLOCKS: Final[dict[str, Sequence[str]]] = {
    "shown": [f"{what}{step:+d}" for what in _SHOWN for step in STEPS],
    "beside": [f"{what}{step:+d}" for what in ("same_box", "same_parent") for step in _BESIDE],
    "text": [*(f"{kind}_share" for kind in _SHARES), *_LOGS, "first_sign", "bold"],
    "markup": ["tag", "depth", "list_depth"],
    "inside": [f"in_{name}" for name in tag_facts.BIT_NAMES],
    "near": [f"near_{name}" for name in tag_facts.BIT_NAMES[tag_facts.FIRST_WORD :]],
    "boxes": [
        *(f"{what}_{where}" for what in ("part", "prose_share", "links", "segments") for where in _BOXES),
        *("prose_around", "links_around"),
    ],
    "alike": ["alike", "alike_part", "alike_length", "alike_links", "alike_next"],
    "place": [
        *("place", "from_top", "from_bottom", "since_headline", "prose_before", "from_centre"),
        *("prose_of_page", "headings"),
    ],
    "known": ["repeats", "is_headline", "is_description", "in_declared_body", "declared_kind"],
}
NAMES: Final = tuple(name for names in _BLOCKS.values() for name in names)


def _places() -> dict[str, slice]:
    """Map each group of inputs, by its name in _BLOCKS, to the rows of the array that it fills."""
    ends = np.cumsum([len(names) for names in _BLOCKS.values()]).tolist()
    return {block: slice(end - len(names), end) for (block, names), end in zip(_BLOCKS.items(), ends)}


_AT: Final = _places()

#: Number of leading characters by which a declared text is looked up; sites often cut or vary the rest of a text.
KEY: Final = 16
#: A text that begins like a declared one is taken for it if it is more than half as long; of the declared text at most
#: so many characters count.  Chosen by hand.
_DECLARED: Final = 180
#: A segment of more than _TELLING characters is looked for in the declared body, by its characters in CORE.  Of
#: shorter ones nothing is known, which is _UNTOLD.  Chosen by hand; the models were trained with these.
_TELLING: Final = 30
CORE: Final = slice(5, 60)
_UNTOLD: Final = 0.5

#: More characters of prose on a page count as this many.  No page that the models learned from has many more, and an
#: article of any length must be read as those are.
MANY: Final = 100_000.0

#: Segments: the farthest above and below the first h1 that count, and the value on a page without an h1.  Chosen by
#: hand; the models were trained with these.
_FAR_ABOVE: Final = -100
_FAR_BELOW: Final = 300
_NO_HEADING: Final = -999
#: A Chinese, Japanese or Korean character counts as so many letters more than one.  Chosen by hand.
_MORE_IN_DENSE: Final = 1.5

#: The value of Declared.kind for a news article.
NEWS: Final = 2


@dataclass(frozen=True, slots=True)
class Declared:
    """A page's declared texts, white space collapsed; headlines and descriptions by their first KEY characters."""

    headlines: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    #: The whole text of the article, or "" when it is not declared.
    body: str = ""
    #: NEWS, 1 for another kind of article, 0 when no article is declared.
    kind: int = 0


class Page:
    """The basic columns of a page, from which the inputs are computed: arrays with one entry per segment.

    `parent`, `first`, `end` and `own` have one entry per box instead (`parsers.html.markup.boxes.Boxes`).
    """

    def __init__(self, found: Walk) -> None:
        boxes, segments = found.boxes, found.segments
        self.n = len(segments)
        #: The texts of the segments.
        self.texts = [s.text for s in segments]
        self.letters = Letters(self.texts)
        self.counts = self.letters.counts()
        #: Row (index in `Boxes`) of the box of each segment.  Then for each box: its parent, the index of its first
        #: segment and one past that of its last, its own bits.
        self.row = _column(found.box)
        self.parent, self.first, self.end, self.own = map(_column, (boxes.parent, boxes.first, boxes.end, boxes.own))
        self.bits = _column(boxes.bits).take(self.row)
        lengths = self.letters.lengths
        #: Length in characters; a Chinese, Japanese or Korean character counts as 2.5 letters of an alphabet.
        self.length = lengths + _MORE_IN_DENSE * self.counts[:, KINDS.index("dense")]
        self.logs = np.log1p(self.length)
        self.links = np.minimum(_column(found.linked) / lengths, 1.0)
        self.bold = _column(found.bold)
        self.prose = np.where(self.length >= LONG, self.length * (1 - self.links), 0.0)
        self.level = _column([s.level for s in segments])
        #: Running sums of prose, link text and text; the sum over any stretch of the page is one subtraction.
        self.until = running((self.prose, self.links * self.length, self.length))
        self.prose_of_page = max(float(self.until[0, -1]), 1.0)
        #: A number for the kind of element that holds the segment: same tag and names, same parent's tag and names.
        self.alike = _alike_kinds(found)


def _column(numbers: Sequence[int]) -> Ints:
    """Make an array of integers, twice as fast as np.array, which inspects each element."""
    return np.frombuffer(struct.pack(f"{len(numbers)}q", *numbers), dtype=np.int64)


def running(columns: Sequence[Any]) -> Any:
    """Return running sums of columns with one number per segment: entry i sums all segments before segment i.

    [[5, 2, 4]] gives [[0, 5, 7, 11]], so the sum of segments 1 and 2 is 11 - 5.
    """
    sums = np.zeros((len(columns), len(columns[0]) + 1))
    np.add.accumulate(columns, axis=1, out=sums[:, 1:])
    return sums


def _alike_kinds(found: Walk) -> Ints:
    """Return a number for each segment's kind of element.

    Segments have the same number if their boxes have the same tag and names, and so have the parents of their boxes.
    """
    tag, names, parent = found.boxes.tag, found.boxes.names, found.boxes.parent
    kinds = dict[Any, int]()
    return _column(
        [kinds.setdefault((tag[row], names[row], tag[up := parent[row]], names[up]), len(kinds)) for row in found.box]
    )


class Looked:
    """The segments of a page that are scored, with the boxes and stretches that enclose each.

    `index`: the indices of these segments.  `boxes`: LEVELS rows, the box that encloses each segment, its parent, and
    so on.
    """

    def __init__(self, page: Page, index: Ints) -> None:
        self.index, self.n = index, len(index)
        self.boxes = np.empty((LEVELS, self.n), dtype=np.int64)
        row = page.row.take(index)
        for level in range(LEVELS):
            self.boxes[level] = row
            row = page.parent.take(row)
        #: First segment, and one past the last, of each stretch: one row per entry of STRETCHES.
        self.first, self.end = (np.empty((len(STRETCHES), self.n), dtype=np.int64) for _ in range(2))
        page.first.take(self.boxes, out=self.first[:LEVELS], mode="clip")
        page.end.take(self.boxes, out=self.end[:LEVELS], mode="clip")
        np.maximum(index - _REACHES, 0, out=self.first[LEVELS:])
        np.minimum(index + (_REACHES + 1), page.n, out=self.end[LEVELS:])
        self.alike = page.alike.take(index)

    def sums(self, until: Any, stretches: int = len(STRETCHES)) -> Any:
        """Return the sums of some columns over the stretches around each segment: an array [column, stretch, segment].

        `until`: the columns as running sums (`running`).  `stretches`: how many of STRETCHES (boxes, then windows) are
        wanted.
        """
        return until.take(self.end[:stretches], axis=1) - until.take(self.first[:stretches], axis=1)


def features(page: Page, found: Walk, declared: Declared, looked: Looked, out: Floats) -> None:
    """Write the inputs into `out`: one row for each of NAMES, one column for each segment in `looked`."""
    _neighbours(page, looked, out[_AT["shown"]], out[_AT["beside"]])
    _text(page, looked, out[_AT["text"]])
    _markup(page, found, looked, out[_AT["markup"]])
    _bits(page, looked, out[_AT["inside"]], out[_AT["near"]])
    _boxes(page, looked, out[_AT["boxes"]])
    _alike(page, looked, out[_AT["alike"]])
    _place(page, looked, out[_AT["place"]])
    _known(page, declared, looked, out[_AT["known"]])


def _neighbours(page: Page, looked: Looked, shown: Floats, beside: Floats) -> None:
    """Write length, links, last character, heading level of each segment and its neighbours into `shown`.

    `beside` gets 1 for each neighbour in the same box, and 1 for each in boxes with the same parent.
    """
    at = np.minimum(np.maximum(looked.index + _STEPS, 0), page.n - 1)
    columns = np.array((page.logs, page.links, page.letters.last, page.level, page.prose > 0), dtype=np.float32)
    shown[:] = columns.take(at, axis=1).reshape(shown.shape)
    boxes = page.row.take(at[_BESIDE_ROWS])
    np.equal(boxes, looked.boxes[0], out=beside[: len(_BESIDE)])
    np.equal(page.parent.take(boxes), looked.boxes[1], out=beside[len(_BESIDE) :])


def _text(page: Page, looked: Looked, out: Floats) -> None:
    """Write what characters each segment has: amounts of some kinds, the first character's kind, the share of bold."""
    index, letters = looked.index, page.letters
    counts, lengths = page.counts.take(index, axis=0).T[_COUNTED], letters.lengths.take(index)
    shares, logs = len(_SHARES), len(_COUNTED)
    np.divide(counts[:shares], lengths, out=out[:shares], casting="unsafe")
    np.log1p(counts[shares:], out=out[shares:logs])
    out[logs] = letters.first.take(index)
    np.divide(page.bold.take(index), lengths, out=out[logs + 1], casting="unsafe")


def _markup(page: Page, found: Walk, looked: Looked, out: Floats) -> None:
    """Write the tag and depth of each segment's box, and the number of lists that enclose it."""
    tag, depth, segments = found.boxes.tag, found.boxes.depth, found.segments
    boxes = looked.boxes[0].tolist()
    out[0] = [_TAG_NUMBER.get(tag[box], len(_TAGS)) for box in boxes]
    out[1] = [depth[box] for box in boxes]
    out[2] = [segments[index].list_depth for index in looked.index.tolist()]


def _bits(page: Page, looked: Looked, inside: Floats, near: Floats) -> None:
    """Write which bits of `tag_facts` hold for each segment, as 0 or 1: one row per bit.

    `inside` gets the bits of all elements that enclose it; `near` those that class words set for its box and for that
    box's parent.
    """
    own = page.own.take(looked.boxes[:2])
    inside[:] = (page.bits.take(looked.index) >> _BITS) & 1
    near[:] = ((own[0] | own[1]) >> _BITS[tag_facts.FIRST_WORD :]) & 1


def _boxes(page: Page, looked: Looked, out: Floats) -> None:
    """Write amounts for the boxes that enclose a segment, and for the first window around it.

    For a box: its part of the page's prose, its shares of prose and of link text, and its number of segments.  For the
    window: the part of the page's prose and the share of link text.
    """
    prose, links, length = looked.sums(page.until, LEVELS + 1)
    length = np.maximum(length, 1.0)
    parts, shares, linked = prose / page.prose_of_page, prose / length, links / length
    columns = out[:-2].reshape(4, LEVELS, looked.n)
    columns[0], columns[1], columns[2] = parts[:LEVELS], shares[:LEVELS], linked[:LEVELS]
    columns[3] = np.log1p(looked.end[:LEVELS] - looked.first[:LEVELS])
    out[-2], out[-1] = parts[LEVELS], linked[LEVELS]


def _alike(page: Page, looked: Looked, out: Floats) -> None:
    """Write sums and averages over the segments in the same kind of element (same tag and classes, same parent's)."""
    group = page.alike
    count = np.bincount(group)
    following = np.append(page.prose[1:], 0.0)
    prose, *sums = (np.bincount(group, weights=x) for x in (page.prose, page.logs, page.links, following))
    columns = np.array((np.log1p(count), prose / page.prose_of_page, *(x / count for x in sums)))
    out[:] = columns.take(looked.alike, axis=1)


def _place(page: Page, looked: Looked, out: Floats) -> None:
    """Write where each segment is on the page: from the top, the bottom and the first h1, and among the prose."""
    index, total, heads = looked.index, page.prose_of_page, (page.level == 1).nonzero()[0]
    out[0] = index / page.n
    out[1] = np.log1p(index)
    out[2] = np.log1p(page.n - index)
    out[3] = np.minimum(np.maximum(index - heads[0], _FAR_ABOVE), _FAR_BELOW) if len(heads) else _NO_HEADING
    out[4] = page.until[0].take(index) / total
    out[5] = index - np.arange(page.n).dot(page.prose) / total
    out[6] = np.log1p(min(total, MANY))
    out[7] = (page.level > 0).cumsum().take(index)


def _known(page: Page, declared: Declared, looked: Looked, out: Floats) -> None:
    """Write how often each text is on the page, and whether the page declares it as headline, description or body."""
    seen = Counter(page.texts)
    texts = [page.texts[index] for index in looked.index.tolist()]
    starts = [text[:KEY] for text in texts]
    out[0] = [seen[text] for text in texts] if len(seen) < page.n else 1
    for row, known in ((1, declared.headlines), (2, declared.descriptions)):
        out[row] = [start in known and _declares(known[start], text) for start, text in zip(starts, texts)]
    out[3] = _UNTOLD if declared.body else -1.0
    long = [at for at, text in enumerate(texts) if len(text) > _TELLING]
    if declared.body:
        out[3, long] = told_in(declared.body, (texts[at] for at in long))
    out[4] = declared.kind


def told_in(whole: str, texts: Iterable[str]) -> list[bool]:
    """Whether a page's declared body (`whole`) holds each of some texts, by their characters in CORE."""
    told, at = [], 0
    for core in (text[CORE] for text in texts):
        # Paragraphs stand there in the order of the page: most are found behind the last one.
        place = whole.find(core, at)
        if place < 0:
            place = whole.find(core, 0, at + len(core))
        told.append(place >= 0)
        at = place if place >= 0 else at
    return told


def _declares(known: str, text: str) -> bool:
    """Whether a text that starts like `known`, a declared text, is long enough to be that text."""
    return len(text) > 0.5 * min(len(known), _DECLARED)
