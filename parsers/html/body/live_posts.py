"""Live blogs: which segments belong to which post, and when it was posted.

`found` is the page's Walk (its segments and the boxes that enclose them), `layout` has the scores, `meta` what the page
declares.  Maps each segment in a post to the post's time.  Posts are boxes with the same tag that each contain a `time`
element and together contain most of the body; else they are found by what JSON-LD declares (liveBlogUpdate).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from parsers.html.markup.walked import Walk
from parsers.html.metadata import Metadata
from parsers.html.metadata.values import as_list, first_string, long_text
from parsers.html.scoring.body_scores import Layout
from parsers.segments import BODY

# All limits below were chosen by hand.

#: The least number of posts in a live blog.
_POSTS: Final = 3
#: The least share of the body text that all posts hold together, and the most that one of them holds.
_MOST: Final = 0.6
#: Leading characters of a segment that are looked for in the declared posts.
_START: Final = 40
#: The most boxes enclosing a `time` element that may be its post.
_CLIMB: Final = 6
#: A box with this share of the page's segments is too large for a post.
_TOO_LARGE: Final = 0.5


def post_times(found: Walk, layout: Layout, meta: Metadata) -> Mapping[int, str]:
    """Map the index of each segment in a post to the post's time, as declared; empty when the page is no live blog."""
    printed = _printed(found, layout, meta) if len(meta.times) >= _POSTS else {}
    return printed or _declared(found, meta)


def _declared(found: Walk, meta: Metadata) -> dict[int, str]:
    """Map the indices of segments to the times of the posts that JSON-LD declares.

    A segment belongs to the first declared post that contains the start of its text.
    """
    updates = as_list(meta.json_ld.article.get("liveBlogUpdate"))
    posts = [
        (_text(update), first_string(update.get("datePublished"))) for update in updates if isinstance(update, dict)
    ]
    posts = [(text, when) for text, when in posts if text and when]
    times: dict[int, str] = {}
    for segment in found.segments if posts else ():
        start = segment.text[:_START]
        if len(start) == _START:
            when = next((when for text, when in posts if start in text), None)
            if when is not None:
                times[segment.index] = when
    return times


def _text(update: Mapping[str, Any]) -> str:
    """Return the text of a post declared in JSON-LD (`update`), white space collapsed; "" without one."""
    return " ".join(long_text(update.get("articleBody")).split())


def _printed(found: Walk, layout: Layout, meta: Metadata) -> dict[int, str]:
    """Map the indices of segments in boxes with a `time` element to the value of that element.

    Empty if the boxes are not a series of posts with most of the body.
    """
    boxes = found.boxes
    rows = {node: row for row, node in enumerate(boxes.node)}
    around = [(stamp.value, _rows_above(stamp.element, rows, found)) for stamp in meta.times if stamp.value]
    held = Counter(row for _, above in around for row in above)
    # A box that holds more than half of the times is the list of posts, not a post.
    holders = [(when, [row for row in above if 2 * held[row] <= len(around)]) for when, above in around]
    # Posts are grouped by tag, because their class names often contain ids and counters.  dict.fromkeys keeps the tags
    # in reading order (a set would not), so that ties are decided in the same way on every run.
    kinds = Counter(kind for _, above in holders for kind in dict.fromkeys(boxes.tag[row] for row in above))
    best: dict[int, str] = {}
    for kind, count in kinds.items():
        if count < _POSTS:
            continue
        times: dict[int, str] = {}
        for when, above in holders:
            for row in above:
                if boxes.tag[row] == kind:
                    for index in range(boxes.first[row], boxes.end[row]):
                        times.setdefault(index, when)
        if _mass(times, found, layout) > _mass(best, found, layout):
            best = times
    whole = _mass(range(len(found.segments)), found, layout)
    # When one box holds nearly all of the text, it is an article among teasers that are built in the same way.
    largest = max((_mass(indices, found, layout) for indices in _by_time(best)), default=0)
    return best if _mass(best, found, layout) > _MOST * whole and largest < _MOST * whole else {}


def _by_time(times: Mapping[int, str]) -> Iterable[list[int]]:
    """Return the indices of the segments of each post; segments with the same time count as one post."""
    posts: dict[str, list[int]] = {}
    for index, when in times.items():
        posts.setdefault(when, []).append(index)
    return posts.values()


def _rows_above(element: Any, rows: Mapping[Any, int], found: Walk) -> list[int]:
    """Return the boxes enclosing an element that may be its post, the innermost first, as indices in `Boxes`.

    There are _CLIMB at most; boxes with most of the page are left out.  `rows` maps elements to their indices in
    `Boxes`.
    """
    above: list[int] = []
    node = element
    while node is not None and len(above) < _CLIMB:
        row = rows.get(node)
        if row is not None and found.boxes.end[row] - found.boxes.first[row] < _TOO_LARGE * len(found.segments):
            above.append(row)
        node = node.getparent()
    return above


def _mass(indices: Any, found: Walk, layout: Layout) -> int:
    """Count the characters of body text in the segments with these indices."""
    return sum(len(found.segments[index].text) for index in indices if layout.scores[index] > BODY)
