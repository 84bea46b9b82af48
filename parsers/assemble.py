"""Makes the blocks of an article, and the list of what was cut, from labelled segments.

Used by both the HTML and the text parser.  A segment is one piece of a page's text; `labels` holds the segments and
their labels.  One with a block label (paragraph, quote ...) becomes a Block; one that was cut between the first and the
last segment of the article becomes a Dropped with its reason.  Segments whose text becomes a field (headline, byline,
...) give neither.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType

from parsers.model import Block, Dropped
from parsers.segments import BLOCK_LABELS, BYLINE, CORRESPONDENT, CREDIT, JUNK, META, Labels, Segment

#: No times of posts.
_NEVER: Mapping[int, str] = MappingProxyType({})
#: No badges.
_NO_BADGES: Mapping[int, Sequence[str]] = MappingProxyType({})

#: Labels that remove a segment from the body -> the reason, unless the segment has one of its own.
_CUT = {JUNK: "unlabelled", META: "metadata", CORRESPONDENT: "correspondent"}


def locator(segment: Segment) -> str:
    """The segment's own locator, an XPath or line numbers; the default of the arguments `locate`."""
    return segment.locator


def blocks(
    labels: Labels,
    locate: Callable[[Segment], str] = locator,
    *,
    posted: Mapping[int, str] = _NEVER,
) -> tuple[Block, ...]:
    """Make the blocks of the body, in reading order, one for each segment with a block label.

    `locate` gives the locator of a segment.  `posted`: segment index -> the time of a live post, in ISO 8601.
    """
    return tuple(
        Block(label, s.text, s.level or s.list_depth or None, locate(s), posted.get(s.index))
        for s, label in zip(labels.segments, labels.of)
        if label is not None and label in BLOCK_LABELS
    )


def region(labels: Labels) -> tuple[int, int]:
    """The indices of the article's first and last segment (the first and last that are not JUNK).

    (0, -1) without any.
    """
    found = [index for index, label in enumerate(labels.of) if label is not None and label != JUNK]
    return (found[0], found[-1]) if found else (0, -1)


def dropped(
    labels: Labels,
    first: int,
    last: int,
    locate: Callable[[Segment], str] = locator,
    *,
    also: Collection[int] = (),
    badges: Mapping[int, Sequence[str]] = _NO_BADGES,
) -> tuple[Dropped, ...]:
    """The texts that were cut between two segments, each with the reason why; for Article.dropped.

    `first` and `last`: the indices of these two segments, which are included.  A segment without a label was cut, too.
    A byline or picture credit was cut only if it has a reason; others are used, as fields or as credits of captions and
    pictures.  `also`: indices of segments elsewhere, which are listed if they are JUNK.  `badges`: segment index ->
    labels such as "Live" that were taken off a headline or standfirst.  `locate` gives the locator of a segment.
    """
    given, segments = labels.of, labels.segments
    inside = [s.index for s in segments[first : last + 1] if _is_cut(labels, s.index)]
    outside = [index for index in also if given[index] == JUNK and not first <= index <= last]
    cut = [(index, segments[index].text, _reason(labels, index)) for index in (*inside, *outside)]
    cut += [(index, badge, "badge") for index, texts in badges.items() for badge in texts]
    return tuple(Dropped(text, reason, locate(segments[index])) for index, text, reason in sorted(cut, key=_place))


def _place(cut: tuple[int, str, str]) -> int:
    """The segment index of an entry (segment index, text, reason) in the list of cut texts, by which it is sorted."""
    return cut[0]


def _is_cut(labels: Labels, index: int) -> bool:
    """Whether a segment's text is left out of the article; `dropped` says when a byline or picture credit is."""
    label = labels.of[index]
    return label is None or label in _CUT or (label in (BYLINE, CREDIT) and labels.reasons[index] is not None)


def _reason(labels: Labels, index: int) -> str:
    """The reason why a segment was cut: its own, else the usual one for its label."""
    return labels.reasons[index] or _CUT.get(labels.of[index] or JUNK, "unlabelled")
