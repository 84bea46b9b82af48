"""Cuts readers' comments below a line that counts them: "27 comments", "9 comments to Harbour closed" and such.

What stands below such a line in a list of as many items, or fewer, are the comments (answers are counted, and stand
inside them).  No item needs a name or a time, so these are found where `parsers.html.body.reader_comments` finds none.
`draft` is the page's Draft, `found` its Walk (its segments and the boxes that enclose them).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from parsers.html.body.draft import Draft
from parsers.html.body.regions import cut, holds_headline, indices, inside_box, mass
from parsers.html.markup.walked import Walk
from parsers.people.byline_names import BARS
from parsers.segments import HEADLINE, Segment

# All limits below were chosen by hand.

#: Characters of the article that stand above the line, and letters of it that must remain.
_ARTICLE: Final = 300
#: Characters of the longest line that counts comments, without the headline in it.
_LONGEST: Final = 60
#: Lines between the line and the list, such as a form's label; lines of an item that is no entry of a list.
_BETWEEN: Final = 3
_LINES: Final = 2
#: The number of digits above which a number is no count.
_DIGITS: Final = 5
_NUMBER: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,\u202f\u00a0 ]\d{3})+(?!\d)|\d+")
#: Elements that an item of a list of comments may be.
_ITEMS: Final = ("li", "article", "div", "section", "dd")


def cut_counted_comments(draft: Draft, found: Walk) -> None:
    """Label readers' comments that a line above them counts, and that line."""
    told = 0
    titles = [s.text for s in found.segments if draft.labels.of[s.index] == HEADLINE]
    above = {s.index: len(s.text) for s in draft.body()}
    for line in found.segments[draft.layout.first : draft.layout.last + 1]:
        told += above.get(line.index, 0)
        count = _counted(draft, line, titles) if told >= _ARTICLE else 0
        items = _items_below(found, line, count) if count else []
        if items and not any(holds_headline(draft, found, row) for row in items):
            comments = [segment for row in items for segment in inside_box(draft, found, row)]
            if mass(draft.body()) - mass(comments) >= _ARTICLE:
                cut(draft, [line, *comments], "comments", "counted")
                return


def _counted(draft: Draft, line: Segment, titles: list[str]) -> int:
    """Return how many comments a line says that there are; 0 for any other line.

    `titles`: the headline, as often as the page prints it; many systems name it in such a line.
    """
    text = line.text
    if len(text) > _LONGEST + len(max(titles, key=len, default="")) or line.hint in ("table", "quote"):
        return 0
    if not any(map(str.isdigit, text)):
        return 0
    for title in titles:
        text = text.replace(title, "“”")
    if len(text) > _LONGEST:
        return 0
    for part in (text, *BARS.split(text)):
        reason, number = draft.junk(part.strip()), _NUMBER.search(part)
        if reason is not None and reason[0] == "comments" and number is not None:
            digits = re.sub(r"\D", "", number[0])
            return int(digits) if len(digits) <= _DIGITS else 0
    return 0


def _items_below(found: Walk, line: Segment, count: int) -> list[int]:
    """Return the boxes of at most `count` items of one kind below a line; an empty list without them."""
    boxes = found.boxes
    own = found.box[line.index]
    while own and boxes.end[boxes.parent[own]] == line.index + 1:
        own = boxes.parent[own]
    beside = [row for row in _children(found, boxes.parent[own]) if boxes.first[row] > line.index]
    if _are_items(found, beside, count):
        return beside
    for at in range(line.index + 1, min(line.index + 2 + _BETWEEN, len(found.segments))):
        row = found.box[at]
        while row and boxes.first[boxes.parent[row]] > line.index:
            row = boxes.parent[row]
        # The outermost box that begins here, then the only box in it.
        while row and boxes.first[row] == at:
            items = _children(found, row)
            if _are_items(found, items, count):
                return items
            row = items[0] if len(items) == 1 else 0
    return []


def _children(found: Walk, row: int) -> list[int]:
    """The boxes directly in a box that hold text."""
    return sorted({_child(found, found.box[segment], row) for segment in indices(found, row)} - {0})


def _child(found: Walk, inner: int, row: int) -> int:
    """The box directly in `row` that holds the box `inner`; 0 if none does."""
    while inner > row and found.boxes.parent[inner] != row:
        inner = found.boxes.parent[inner]
    return inner if inner > row else 0


def _are_items(found: Walk, items: list[int], count: int) -> bool:
    """Whether boxes may be `count` comments and their answers: entries of a list, or boxes of some lines each."""
    boxes = found.boxes
    tags = Counter(boxes.tag[row] for row in items)
    if not items or len(items) > count or len(tags) > 1 or boxes.tag[items[0]] not in _ITEMS:
        return False
    lines = sum(boxes.end[row] - boxes.first[row] for row in items)
    return "li" in tags or (len(items) > 1 and lines >= _LINES * len(items))
