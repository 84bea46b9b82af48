"""A TextSheet: a plain text with the label and the shape of each of its segments, and facts about the page.

One value that is passed to every reader (a module that finds one field) in place of many arguments.  Readers add labels
to `labels`; everything else is fixed once `lay` has made the sheet.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from parsers.context import Context
from parsers.dates.page_zone import page_zone
from parsers.folding import line_key
from parsers.rules import Publisher
from parsers.segments import Labels, Segment
from parsers.text.link_list import LINKS
from parsers.text.shapes import Shape, shape

#: The start of Segment.hint for a labelled field; the name of the field follows: "field:byline".
FIELD = "field:"


@dataclass(frozen=True, slots=True)
class LineScores:
    """What a model says of the segments of a page that was saved with its menus, teasers and footers."""

    #: The indices of the segments that hardly are the article's text, and of those that surely are.
    unlikely: frozenset[int] = frozenset()
    likely: frozenset[int] = frozenset()
    #: How likely each segment is the headline, from 0 to 1; empty when the model was not asked.
    headline: tuple[float, ...] = ()


NOTHING_TOLD: Final = LineScores()


@dataclass(frozen=True)
class TextSheet:
    """Everything that a reader of a plain text may use; a segment is given by its index, in reading order from 0."""

    labels: Labels
    context: Context
    language: str | None
    publisher: Publisher | None
    shapes: tuple[Shape, ...]
    #: The `line_key` of each segment; segments with equal keys are the same line.
    keys: tuple[str, ...]
    #: What `parsers.text.line_scores` says of a page that was saved with its menus and footers.
    told: LineScores = NOTHING_TOLD

    @property
    def host(self) -> str:
        """The host of the page's address, "" without one."""
        return urlsplit(self.context.url or "").hostname or ""

    @property
    def timezone(self) -> str | None:
        """The time zone of dates that the page prints without an offset; None when unknown."""
        return page_zone(self.publisher, self.host, self.language, self.context.rules)

    @property
    def segments(self) -> list[Segment]:
        """All segments in reading order."""
        return self.labels.segments

    @cached_property
    def fields(self) -> dict[int, str]:
        """Segment index -> name of the field ("byline"), for the segments that are labelled fields ("BYLINE: ...")."""
        return {s.index: s.hint.removeprefix(FIELD) for s in self.segments if s.hint.startswith(FIELD)}

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each line occurs in the text; lines are compared by their `line_key`."""
        return Counter(self.keys)

    @cached_property
    def indent(self) -> int:
        """The indent (in columns) of most of the running text."""
        weights: Counter[int] = Counter()
        for segment, shape_ in zip(self.segments, self.shapes):
            if shape_.prose:
                weights[segment.node.indent] += shape_.weight
        return weights.most_common(1)[0][0] if weights else 0

    @cached_property
    def last_prose(self) -> int:
        """The index of the last segment that reads as running text; -1 without one."""
        told = (s.index for s in self.segments if self.shapes[s.index].prose and s.hint != LINKS)
        return max(told, default=-1)

    def free(self, index: int) -> bool:
        """Whether a segment has no label yet, so that a reader (a function that finds one field) may take it."""
        return self.labels.of[index] is None

    def beside(self, index: int) -> bool:
        """Whether no blank line is between a segment and the one before it, so that they may belong together."""
        return index > 0 and not self.segments[index].blank_before

    def below(self, index: int, most: int) -> range:
        """The indices of the segments below the one at `index`; `most`: how many at most."""
        return range(index + 1, min(index + 1 + most, len(self.segments)))

    def free_below(self, index: int, most: int) -> list[int]:
        """The indices of the segments below the one at `index` that have no label; `most`: how many at most."""
        return list(islice((i for i in range(index + 1, len(self.segments)) if self.free(i)), most))

    @cached_property
    def spaced(self) -> bool:
        """Whether blank lines separate the paragraphs: more than half of the segments have one before them."""
        blank = sum(1 for s in self.segments[1:] if s.blank_before)
        return blank * 2 > len(self.segments) - 1


def lay(segments: list[Segment], context: Context, language: str | None, publisher: Publisher | None) -> TextSheet:
    """Make the TextSheet of a text from its segments; `language` (BCP 47) and `publisher` are None when unknown."""
    shapes = tuple(shape(s.text) for s in segments)
    return TextSheet(Labels(segments), context, language, publisher, shapes, tuple(line_key(s.text) for s in segments))
