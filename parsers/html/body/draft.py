"""The Draft: a page's segments while its body is labelled.  Tells which of them may be body, and what their words say.

`draft_of` makes it after the modules that find fields and captions have labelled their segments;
`parsers.html.body.label_body` and `parsers.html.body.cuts` label the rest with its help.  `layout` holds the scores and
the indices of the first and last segment of the article's region; `found` is the page's Walk (its segments and the
boxes that enclose them).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Final

from parsers.context import Context
from parsers.correspondents import classify_block
from parsers.html.markup.box_names import COMMENTS, CONSENT_DIALOG, ENCRYPTED, BoxNames
from parsers.html.markup.walked import Walk
from parsers.html.scoring.body_scores import Layout
from parsers.lines.junk import junk_reason
from parsers.model import Correspondent
from parsers.segments import BODY, Labels, Segment

# All limits below were chosen by hand.

#: The least score of a segment that may be a credit line; most credit lines score too low to be body.
MAY_BE_CREDIT: Final = 0.15
#: Characters; longer text is a paragraph, which is not checked for junk or credits where it surely is body.
LINE: Final = 140
#: Number of segments at both ends of the article in which credits are looked for in long text, too.
TAIL: Final = 8
#: Number of segments directly below the article that are checked for credits, whatever their score.
_BELOW: Final = 3
#: Segments between the body and a table at its end.
NEAR: Final = 2
#: The most segments of a small box.
SMALL: Final = 20
#: The lists of names by which a box is known whatever its size.
_ANY_SIZE: Final = CONSENT_DIALOG | COMMENTS | ENCRYPTED
#: Share of link text from which a segment below the article is not checked for credits.
MOSTLY_LINKS: Final = 0.5


@dataclass(frozen=True, slots=True)
class Draft:
    """One page's segments, their labels and scores, and what is known about the page."""

    labels: Labels
    layout: Layout
    language: str | None
    publisher: str | None
    context: Context
    #: The segments that score as body, in reading order.
    scored: list[Segment]
    #: The segments above, in and a little below the body that may hold credits, in reading order.
    near: list[Segment]
    #: The small boxes that may hold some of the body and are named for something: rows, and bits of `box_names`.
    #: Dialogs for consent, readers' comments and enciphered text are among them whatever their size.
    named: list[tuple[int, int]]
    #: Results of `junk`, since many lines occur more than once on a page; and of `people`, by (index of the segment,
    #: `byline`), since a line may be asked about as part of the head and as part of the article.
    told: dict[str, tuple[str, str] | None] = field(default_factory=dict)
    read: dict[tuple[int, bool], tuple[list[Correspondent], bool]] = field(default_factory=dict)

    def people(self, segment: Segment, *, byline: bool = False) -> tuple[list[Correspondent], bool]:
        """Return (correspondents named in a segment, True if the segment is nothing but a credit of them).

        `byline` is True for a segment that is known to be a byline.
        """
        segments, at = self.labels.segments, segment.index
        known = self.read.get((at, byline))
        if known is None:
            known = self.read[at, byline] = classify_block(
                segment.text,
                before=segments[at - 1].text if at else None,
                after=segments[at + 1].text if at + 1 < len(segments) else None,
                language=self.language,
                publisher=self.publisher,
                byline=byline,
                rules=self.context.rules,
            )
        return known

    def body(self) -> list[Segment]:
        """The segments that score as body and have no label yet."""
        labels = self.labels.of
        return [s for s in self.scored if labels[s.index] is None]

    def around(self) -> list[Segment]:
        """The segments that may hold credits (`near`) and have no label yet."""
        labels = self.labels.of
        return [s for s in self.near if labels[s.index] is None]

    def junk(self, text: str) -> tuple[str, str] | None:
        """Return (reason, id of the rule) by which a line is junk, else None (`parsers.lines.junk.junk_reason`)."""
        if text not in self.told:
            self.told[text] = junk_reason(text, self.language, self.context.rules)
        return self.told[text]


def draft_of(
    found: Walk, labels: Labels, layout: Layout, context: Context, *, language: str | None, publisher: str | None
) -> Draft:
    """Make the Draft of a page; `language` and `publisher` are None where they are not known."""
    scored, near, named = _scored(labels, layout), _near(labels, layout), _named(found, layout, context)
    return Draft(labels, layout, language, publisher, context, scored, near, named)


def _scored(labels: Labels, layout: Layout) -> list[Segment]:
    """Return the segments that score as body, from the first to the last one of the article, labelled or not."""
    inside = slice(layout.first, layout.last + 1)
    return [s for s, score in zip(labels.segments[inside], layout.scores[inside]) if score > BODY]


def _near(labels: Labels, layout: Layout) -> list[Segment]:
    """Return the segments that may be a credit, from the top of the page to a little below the article.

    Their score must be at least MAY_BE_CREDIT.  Segments right below the article (`_is_below`) may score lower.
    """
    last = layout.last
    until = slice(last + TAIL + 1)
    near = zip(labels.segments[until], layout.scores[until])
    return [s for s, score in near if score >= MAY_BE_CREDIT or (s.index > last and _is_below(s, last))]


def _named(found: Walk, layout: Layout, context: Context) -> list[tuple[int, int]]:
    """Give (index in `Boxes`, bits) for each box near the article that has a name in a list of boxes.toml.

    The bits tell in which lists (`parsers.html.markup.box_names`).  Large boxes are left out, since they contain the
    article as well; only boxes for consent dialogs and comments may have any size.
    """
    boxes = found.boxes
    # Boxes stand in document order, so those that begin in reach of the region are neighbours.
    start, stop = bisect_left(boxes.first, layout.first - SMALL), bisect_right(boxes.first, layout.last + NEAR)
    named = BoxNames(found, context.rules).telling(start, stop)
    sizes = ((row, bits, boxes.end[row] - boxes.first[row]) for row, bits in named)
    return [(row, bits) for row, bits, size in sizes if size and (size <= SMALL or bits & _ANY_SIZE)]


def _is_below(segment: Segment, last: int) -> bool:
    """Whether a segment is right below the article, where some pages name agencies in a line that scores low.

    `last`: the index of the last segment of the article's region.
    """
    return segment.index <= last + _BELOW and segment.link_share < MOSTLY_LINKS
