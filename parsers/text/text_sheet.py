"""A page as the text readers see it: segments and labels, the shape of each, and what is known of the page.

One value that is passed to every reader in place of many arguments.  Readers claim segments in `labels`;
everything else here is fixed once the sheet is laid.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from parsers.context import Context
from parsers.dates.page_zone import page_zone
from parsers.folding import line_key
from parsers.rules import Publisher
from parsers.segments import Labels, Segment
from parsers.text.shapes import Shape, shape


@dataclass(frozen=True)
class TextSheet:
    """Everything a reader of a text page may look at."""

    labels: Labels
    context: Context
    language: str | None
    publisher: Publisher | None
    shapes: tuple[Shape, ...]
    #: Folded text of each segment: equal keys are the same line.
    keys: tuple[str, ...]

    @property
    def host(self) -> str:
        """The host of the page's address, "" without one."""
        return urlsplit(self.context.url or "").hostname or ""

    @property
    def timezone(self) -> str | None:
        """The zone of times printed without an offset."""
        return page_zone(self.publisher, self.host, self.language, self.context.rules)

    @property
    def segments(self) -> list[Segment]:
        """All segments in reading order."""
        return self.labels.segments

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each line stands on the page."""
        return Counter(self.keys)

    @cached_property
    def indent(self) -> int:
        """The indent that most of the running text has."""
        weights: Counter[int] = Counter()
        for segment, shape_ in zip(self.segments, self.shapes):
            if shape_.prose:
                weights[segment.node.indent] += shape_.weight
        return weights.most_common(1)[0][0] if weights else 0

    @cached_property
    def last_prose(self) -> int:
        """Index of the last segment that reads as running text; -1 without one."""
        return max((index for index, shape_ in enumerate(self.shapes) if shape_.prose), default=-1)

    def free(self, index: int) -> bool:
        """Whether nobody has claimed the segment yet."""
        return self.labels.of[index] is None

    def beside(self, index: int) -> bool:
        """Whether no blank line stands between a segment and the one before it."""
        return index > 0 and not self.segments[index].blank_before

    @cached_property
    def spaced(self) -> bool:
        """Whether blank lines separate the blocks of this page."""
        blank = sum(1 for s in self.segments[1:] if s.blank_before)
        return blank * 2 > len(self.segments) - 1


def lay(segments: list[Segment], context: Context, language: str | None, publisher: Publisher | None) -> TextSheet:
    """The sheet of a page."""
    shapes = tuple(shape(s.text) for s in segments)
    return TextSheet(Labels(segments), context, language, publisher, shapes, tuple(line_key(s.text) for s in segments))
