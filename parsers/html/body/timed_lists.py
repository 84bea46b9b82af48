"""Cuts tickers and live-blog posts beside an article: items in a row, each beginning with a time of day.

`draft` is the Draft (the page's segments while its body is labelled) of a page that is no live blog itself, `found` its
Walk (its segments and the boxes that enclose them); segments that score as body get labels.  A chronicle in the
article's own text stays: only lists outside the smallest box that contains most of the article are cut, and boxes in it
with a class name for tickers.  A box is given by its index in `Boxes` (`row`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from parsers.html.body.draft import Draft
from parsers.html.body.regions import cut, holds_headline, home, inside_box, lies_in, mass, size
from parsers.html.markup.box_names import TICKER, BoxNames
from parsers.html.markup.tag_facts import ASIDE
from parsers.html.markup.walked import Walk
from parsers.segments import Segment

# All limits below were chosen by hand.

#: The least number of items with a time, and their least share of all items of the list.
_ITEMS: Final = 3
_TIMED: Final = 0.7
#: The most segments in one item, and in the whole list.
_IN_ITEM: Final = 12
_IN_LIST: Final = 200
#: The share of the body that such a list may hold, and the least characters of the article beside it.
_BESIDE: Final = 1 / 2
_ARTICLE: Final = 300
#: Characters at the beginning of an item in which its time stands.
_START: Final = 16
#: Segments above a list in which its heading stands.
_ABOVE: Final = 2
_LIKE_A_CLOCK: Final = re.compile(r"\d[:.hH][0-5]\d")
_CLOCK: Final = re.compile(r"(?<![\d:.])(?:[01]?\d|2[0-3])[:.h][0-5]\d(?!\d|[.,]\d|\s?(?:min|%))", re.IGNORECASE)


def cut_timed_lists(draft: Draft, found: Walk) -> None:
    """Label the items of tickers and live blogs beside the article, with their headings."""
    lists = {row: told for row in _lists(draft, found) if (told := inside_box(draft, found, row))}
    if not lists:
        return
    timed = {s.index for told in lists.values() for s in told}
    article = [s for s in draft.body() if s.index not in timed]
    if mass(article) < _ARTICLE:
        return
    around, names = home(found, article), BoxNames(found, draft.context.rules)
    most = _BESIDE * mass(draft.body())
    for row, told in lists.items():
        beside = not lies_in(found, row, around) or _is_ticker(found, names, row)
        # Beside a short article, a ticker may be longer: what stands in an aside element is none of the article.
        aside = not lies_in(found, row, around) and found.boxes.bits[row] & ASIDE
        if beside and (aside or mass(told) <= most) and not holds_headline(draft, found, row):
            cut(draft, [*_headings(draft, told), *told], "widget", "timed_list")


def _lists(draft: Draft, found: Walk) -> list[int]:
    """The boxes near the body of which most parts are small and begin with a time of day."""
    boxes, layout = found.boxes, draft.layout
    near = found.segments[max(0, layout.first - _IN_LIST) : layout.last + _IN_LIST]
    begin = [s.text[:_START] for s in near]
    # Most pages hold few such digits, which is told of all these lines at once.
    if len(_LIKE_A_CLOCK.findall("\n".join(begin))) < _ITEMS:
        return []
    clocks = ((s, head) for s, head in zip(near, begin) if _LIKE_A_CLOCK.search(head))
    starts = {s.index for s, head in clocks if _CLOCK.search(head) and s.hint != "table"}
    if len(starts) < _ITEMS:
        return []
    timed: Counter[int] = Counter()
    for row in range(1, len(boxes.tag)):
        if boxes.first[row] in starts and 0 < boxes.end[row] - boxes.first[row] <= _IN_ITEM:
            timed[boxes.parent[row]] += 1
    likely = {row for row, count in timed.items() if count >= _ITEMS and size(found, row) <= _IN_LIST}
    parts = Counter(up for row, up in enumerate(boxes.parent) if up in likely and size(found, row))
    return [row for row in sorted(likely) if timed[row] >= _TIMED * parts[row]]


def _is_ticker(found: Walk, names: BoxNames, row: int) -> bool:
    """Whether a box has a class name for tickers; if its parent contains hardly more, the parent's names count, too."""
    boxes = found.boxes
    above = boxes.parent[row]
    near = boxes.end[above] - boxes.first[above] <= boxes.end[row] - boxes.first[row] + _ITEMS
    return bool((names.bits(row) | (names.bits(above) if near else 0)) & TICKER)


def _headings(draft: Draft, told: Sequence[Segment]) -> list[Segment]:
    """Return the heading right above a timed list, which is cut with it if it scores as body: [heading], or [].

    `told`: the segments of the timed list.
    """
    start = told[0].index
    above = [s for s in draft.body() if start - _ABOVE <= s.index < start]
    return [segment for segment in above[-1:] if segment.hint == "subhead"]
