"""Live blogs: which segments belong to which post, and when it was posted.

Takes the walk, the scores and the metadata; returns the time of each segment that stands in a post, or nothing when
the page is no live blog.  Posts are told by containers of one kind that each hold a time element and together most of
the body, else by what JSON-LD declares (liveBlogUpdate).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from parsers.html.markup.walked import Walk
from parsers.html.metadata import Metadata
from parsers.html.scoring.body_scores import Layout
from parsers.segments import BODY

#: Fewer containers with a time are no series of posts.
_POSTS: Final = 3
#: The part of the body text that must stand in posts.
_MOST: Final = 0.6
#: Characters that a declared post and a printed segment are compared by.
_START: Final = 40
#: How far above its time element a post's container may be.
_CLIMB: Final = 6


def post_times(found: Walk, layout: Layout, meta: Metadata) -> Mapping[int, str]:
    """Segment index -> time of its post, as declared."""
    printed = _printed(found, layout, meta) if len(meta.times) >= _POSTS else {}
    return printed or _declared(found, meta)


def _declared(found: Walk, meta: Metadata) -> dict[int, str]:
    updates = meta.json_ld.article.get("liveBlogUpdate")
    if not isinstance(updates, list):
        return {}
    posts = [(_text(update), str(update.get("datePublished") or "")) for update in updates if isinstance(update, dict)]
    posts = [(text, when) for text, when in posts if text and when]
    times: dict[int, str] = {}
    for segment in found.segments:
        start = segment.text[:_START]
        if len(start) == _START:
            when = next((when for text, when in posts if start in text), None)
            if when is not None:
                times[segment.index] = when
    return times


def _text(update: Mapping[str, Any]) -> str:
    body = update.get("articleBody")
    return " ".join(body.split()) if isinstance(body, str) else ""


def _printed(found: Walk, layout: Layout, meta: Metadata) -> dict[int, str]:
    boxes = found.boxes
    rows = {node: row for row, node in enumerate(boxes.node)}
    around = [(stamp.value, _rows_above(stamp.element, rows, found)) for stamp in meta.times if stamp.value]
    held = Counter(row for _, above in around for row in above)
    # A box around most of the times is the list of posts, no post.
    holders = [(when, [row for row in above if 2 * held[row] <= len(around)]) for when, above in around]
    # Posts are told by their tags: ids and counters in their names differ from one to the next.  Tags stand in reading
    # order: which of two with the same text comes first must not change from run to run.
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
    # An article among teasers that are built like it, with a time each, holds nearly all of the text alone.
    largest = max((_mass(indices, found, layout) for indices in _by_time(best)), default=0)
    return best if _mass(best, found, layout) > _MOST * whole and largest < _MOST * whole else {}


def _by_time(times: Mapping[int, str]) -> Iterable[list[int]]:
    posts: dict[str, list[int]] = {}
    for index, when in times.items():
        posts.setdefault(when, []).append(index)
    return posts.values()


def _rows_above(element: Any, rows: Mapping[Any, int], found: Walk) -> list[int]:
    """Rows of the boxes around an element, the nearest first, as long as they are not most of the page."""
    above: list[int] = []
    node = element
    while node is not None and len(above) < _CLIMB:
        row = rows.get(node)
        if row is not None and found.boxes.end[row] - found.boxes.first[row] < 0.5 * len(found.segments):
            above.append(row)
        node = node.getparent()
    return above


def _mass(indices: Any, found: Walk, layout: Layout) -> int:
    return sum(len(found.segments[index].text) for index in indices if layout.scores[index] > BODY)
