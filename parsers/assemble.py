"""From labelled segments to the parts of an article: blocks and cuts, in reading order.

Shared by both front doors.  What carries a block label becomes a Block; what was cut inside the article
region becomes a Dropped with its reason; labels that yield fields (headline, byline, ...) give neither.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType

from parsers.model import Block, Dropped
from parsers.segments import BLOCK_LABELS, CORRESPONDENT, CREDIT, JUNK, META, Labels, Segment

_NEVER: Mapping[int, str] = MappingProxyType({})

#: Labels whose text is kept elsewhere in the article but leaves the body with a reason.
_CUT = {JUNK: "unlabelled", META: "metadata", CORRESPONDENT: "correspondent", CREDIT: "photo_credit"}


def locator(segment: Segment) -> str:
    """Where a segment stood, as the front door said."""
    return segment.locator


def blocks(
    labels: Labels, locate: Callable[[Segment], str] = locator, *, posted: Mapping[int, str] = _NEVER
) -> tuple[Block, ...]:
    """The body, in reading order; posted says when the segments of a live blog were posted."""
    return tuple(
        Block(label, s.text, s.level or s.list_depth or None, locate(s), posted.get(s.index))
        for s, label in zip(labels.segments, labels.of)
        if label is not None and label in BLOCK_LABELS
    )


def region(labels: Labels) -> tuple[int, int]:
    """First and last segment with an article's label, inclusive; (0, -1) when there is none."""
    found = [index for index, label in enumerate(labels.of) if label is not None and label != JUNK]
    return (found[0], found[-1]) if found else (0, -1)


def dropped(
    labels: Labels,
    first: int,
    last: int,
    locate: Callable[[Segment], str] = locator,
    *,
    also: Collection[int] = (),
) -> tuple[Dropped, ...]:
    """What was cut between two segments (inclusive), each with its reason; unclaimed text counts as cut.

    also holds segments that were taken for the article's text before they were cut, wherever they stand.
    """
    given, segments = labels.of, labels.segments
    inside = [index for index, label in enumerate(given[first : last + 1], first) if label is None or label in _CUT]
    outside = [index for index in also if given[index] == JUNK and not first <= index <= last]
    return tuple(
        Dropped(segments[index].text, _reason(labels, index), locate(segments[index]))
        for index in sorted((*inside, *outside))
    )


def _reason(labels: Labels, index: int) -> str:
    return labels.reasons[index] or _CUT.get(labels.of[index] or JUNK, "unlabelled")
