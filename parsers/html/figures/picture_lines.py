"""Reads lines whose words alone show that they are the caption or the credit of a picture.

"Figure 3: The harbour from above" below a picture, "(Credit: Ada Lund)" between two paragraphs: no tag, no class name
and no small box says what they are.  `found` is the page's Walk (its segments), `region` the part of the page that is
the article's, `wording` judges a text by its words.  Labels such a line.  `parsers.html.figures.figures` decides which
lines to ask about, and which pictures are the article's.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from lxml import etree

from parsers.captions.merge import CaptionMention
from parsers.html.figures.article_images import Shown
from parsers.html.figures.box_texts import HEAD
from parsers.html.figures.figure_boxes import Region, is_doubtful, is_outside, names_between
from parsers.html.figures.figure_text import Printed
from parsers.html.figures.figure_wording import Wording
from parsers.html.figures.image_sources import alt_of
from parsers.html.markup.walked import Spot, Walk
from parsers.segments import CAPTION, CREDIT, Labels, Segment

#: Values of Segment.hint for lines that are no captions, whatever their words are.
_NO_CAPTION: Final = frozenset({"subhead", "quote", "table", "preformatted", "note"})


#: The most paragraphs of the body between a picture and a line that is nothing but a credit.  Chosen by hand.
_FAR: Final = 8


class PictureLines:
    """Reads and labels the caption and credit lines of one page."""

    __slots__ = ("found", "labels", "region", "wording")

    def __init__(self, found: Walk, labels: Labels, region: Region, wording: Wording) -> None:
        self.found, self.labels, self.region, self.wording = found, labels, region, wording

    def read(self, index: int, picture: Shown | None) -> CaptionMention | None:
        """Label the segment `index` as caption or credit, if its words say so, and return its mention; else None.

        `picture`: the one beside the line; when it is None, a line that is only a credit is left alone.
        """
        if index >= len(self.found.segments) or self.labels.of[index] is not None:
            return None
        segment = self.found.segments[index]
        printed = None if self.is_none(segment) else self.wording.told(segment.text)
        if printed is None or (picture is None and not printed.text) or not self.is_ours(segment, picture):
            return None
        return self.keep(segment, printed, picture)

    def keep(self, segment: Segment, printed: Printed, picture: Shown | None) -> CaptionMention:
        """Label a line as caption or credit and return its mention."""
        if printed.text:
            self.labels.claim(segment.index, CAPTION, rule="words")
        else:
            self.labels.claim(segment.index, CREDIT, reason="photo_credit", rule="after_picture")
        return CaptionMention(
            printed.text,
            credit=printed.credit,
            image_url=picture.url or None if picture else None,
            alt=alt_of(picture.attributes) if picture else None,
            locator=self.found.locate(segment),
        )

    def is_none(self, segment: Segment) -> bool:
        """Whether the mark-up says that a line is no caption, but a heading, a quotation, a list item or the like."""
        return bool(segment.hint in _NO_CAPTION or segment.level or segment.list_depth)

    def is_ours(self, segment: Segment, picture: Shown | None) -> bool:
        """Whether a line is in the article and not in the figure of another picture."""
        bits = names_between(self.found, self.found.box[segment.index], self.region)
        if is_outside(bits) or (picture is None and is_doubtful(bits)):
            return False
        return picture is None or not in_another_figure(segment, picture.spot.node)

    def beside(self, spot: Spot) -> Iterator[int]:
        """Yield the indices of the segments at a picture: the one enclosing it, if any, and the one after it."""
        before = spot.before - 1
        if before >= 0 and self.found.segments[before].node in spot.node.iterancestors():
            yield before
        yield spot.before

    def picture_of(
        self, index: int, shown: Sequence[Shown], taken: Collection[str | None], *, far: bool = False
    ) -> Shown | None:
        """Return the picture to which the segment `index`, a caption or credit line, belongs; None without one.

        It is beside or above the line and has no caption or credit so far.  `shown`: the article's pictures in reading
        order.  `taken`: the addresses of those with a caption or credit.  `far` allows some paragraphs of the body
        between.
        """
        above = bisect_right(shown, index, key=_place)
        body = self.region.body
        for picture in (*shown[max(0, above - 1) : above], *shown[above : above + 1]):
            if picture.spot.before > index + 1:
                break
            between = body[bisect_left(body, picture.spot.before) : bisect_left(body, index)]
            # The standfirst and the like are no paragraphs.
            near = len(between) <= _FAR if far else all(self.labels.of[line] in HEAD for line in between)
            if picture.url not in taken and near:
                return picture
        return None


def _place(picture: Shown) -> int:
    """Return the index of the segment before which a picture stands."""
    return picture.spot.before


def in_another_figure(segment: Segment, around: etree._Element) -> bool:
    """Whether a segment is in another figure than the picture or box `around`, so is not its caption.

    False outside of figures, and in a figure that contains `around`.
    """
    figure = next(segment.node.iterancestors("figure"), None)
    return figure is not None and figure not in (around, *around.iterancestors("figure"))
