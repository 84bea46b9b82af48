"""The article while its segments are labelled: which of them may be its body, and what their words say.

`draft_of` makes a Draft of what is left after the readers of fields and captions; `parsers.html.body.label_body` and
`parsers.html.body.cuts` claim its segments.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from parsers.context import Context
from parsers.correspondents import classify_block
from parsers.html.scoring.body_scores import Layout
from parsers.lines.junk import junk_reason
from parsers.model import Correspondent
from parsers.segments import BODY, Labels, Segment

#: A line of credits stands below the body's own threshold more often than not.
MAY_BE_CREDIT: Final = 0.15
#: Longer text that is surely body is not asked whether it is a line of junk or of credits.
LINE: Final = 140
#: Segments around the ends of the article in which credits are looked for, also in and after longer text.
TAIL: Final = 8
#: Segments right below the article that are read for credits, however they score.
_BELOW: Final = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """One page's segments with all that decides about them."""

    labels: Labels
    layout: Layout
    language: str | None
    publisher: str | None
    context: Context
    #: The segments that score as body, and those up to some way below it that may be the article's, in reading order.
    scored: list[Segment]
    near: list[Segment]
    #: What was found in lines that were asked about: many stand more than once on a page.
    told: dict[str, tuple[str, str] | None] = field(default_factory=dict)

    def people(self, segment: Segment) -> tuple[list[Correspondent], bool]:
        """The correspondents that a segment names, and whether it says nothing else."""
        segments, at = self.labels.segments, segment.index
        return classify_block(
            segment.text,
            before=segments[at - 1].text if at else None,
            after=segments[at + 1].text if at + 1 < len(segments) else None,
            language=self.language,
            publisher=self.publisher,
            rules=self.context.rules,
        )

    def body(self) -> list[Segment]:
        """The segments that score as body and that nobody claimed yet."""
        labels = self.labels.of
        return [s for s in self.scored if labels[s.index] is None]

    def around(self) -> list[Segment]:
        """The segments that may be the article's and that nobody claimed yet."""
        labels = self.labels.of
        return [s for s in self.near if labels[s.index] is None]

    def junk(self, text: str) -> tuple[str, str] | None:
        """What `junk_reason` says of a line."""
        if text not in self.told:
            self.told[text] = junk_reason(text, self.language, self.context.rules)
        return self.told[text]


def draft_of(labels: Labels, layout: Layout, context: Context, *, language: str | None, publisher: str | None) -> Draft:
    """The Draft of a page in a language and of an outlet, where they are known."""
    return Draft(labels, layout, language, publisher, context, _scored(labels, layout), _near(labels, layout))


def _scored(labels: Labels, layout: Layout) -> list[Segment]:
    inside = slice(layout.first, layout.last + 1)
    return [s for s, score in zip(labels.segments[inside], layout.scores[inside]) if score > BODY]


def _near(labels: Labels, layout: Layout) -> list[Segment]:
    last = layout.last
    until = slice(last + TAIL + 1)
    near = zip(labels.segments[until], layout.scores[until])
    return [s for s, score in near if score >= MAY_BE_CREDIT or (s.index > last and _is_below(s, last))]


def _is_below(segment: Segment, last: int) -> bool:
    """Where agencies are named in a line of their own, which nothing else makes look like the article's."""
    return segment.index <= last + _BELOW and segment.link_share < 0.5
