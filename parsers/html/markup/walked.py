"""The result of walking a page's tree: segments in reading order, their boxes, and the places of pictures and embeds.

`parsers.html.markup.walk` makes a Walk; all modules that read HTML fields, figures and body text take it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from parsers.html.markup.boxes import Boxes
from parsers.html.markup.xpaths import Locator
from parsers.segments import Segment


class Spot(NamedTuple):
    """A picture or embed of the page and where it stands: between which segments, in which box."""

    node: etree._Element
    #: Index of the segment that follows it; the number of segments when none does.
    before: int
    #: Row (index in `Boxes`) of the innermost box that encloses it.
    box: int
    #: Whether it is inside a noscript element, and so most likely a copy for browsers without scripts.
    noscript: bool = False

    def moved(self, before: int) -> Spot:
        """Return a copy of this Spot that stands before another segment, the one with the index `before`."""
        return self._replace(before=before)


@dataclass(slots=True)
class Walk:
    """What the walk found on one page: segments, boxes, pictures, embeds.

    `box`, `linked` and `bold` have one entry for each segment.
    """

    root: etree._Element
    segments: list[Segment] = field(default_factory=list)
    #: Row (index in `Boxes`) of the innermost box that encloses the segment.
    box: list[int] = field(default_factory=list)
    #: Number of the segment's characters that are link text, and that are bold.
    linked: list[int] = field(default_factory=list)
    bold: list[int] = field(default_factory=list)
    boxes: Boxes = field(default_factory=Boxes)
    pictures: list[Spot] = field(default_factory=list)
    embeds: list[Spot] = field(default_factory=list)
    #: The fields of its forms (input elements).
    fields: list[etree._Element] = field(default_factory=list)
    #: Whether an element of the site's own is named for a figure or a caption (`parsers.html.markup.custom_figures`).
    names_figures: bool = False
    locator: Locator = field(default_factory=Locator)

    def clamp(self, row: int, end: int) -> None:
        """Correct the indices that boxes and Spots hold after the last segments of the Walk were joined into one.

        `row`: the box (index in `Boxes`) whose segments were joined.  `end`: the number of segments that are left,
        which no index may exceed.
        """
        boxes = self.boxes
        for at in range(row, len(boxes.tag)):
            boxes.first[at], boxes.end[at] = min(boxes.first[at], end - 1), end
        for spots in (self.pictures, self.embeds):
            for i in range(len(spots) - 1, -1, -1):
                if spots[i].before <= end:
                    break
                spots[i] = spots[i].moved(end)

    def locate(self, segment: Segment) -> str:
        """Return the XPath of the element that holds a segment ("/html/body/article/p[3]")."""
        return self.locator.path(segment.node)
